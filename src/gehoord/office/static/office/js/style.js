// Pages of the house style: find while typing, see marks while typing, count on by itself. Without
// it each of these is a button.

const PAUSE_MS = 300;

async function ask(form, fields, place) {
  const address = new URL(form.action || location.href, location.href);
  const isGet = form.method === "get";
  if (isGet) address.search = new URLSearchParams(fields);
  try {
    const answer = await fetch(address, {
      method: form.method,
      headers: { "X-From-Script": "yes" },
      body: isGet ? undefined : fields,
    });
    if (answer.redirected || !(answer.ok || answer.status === 422)) return false;
    const piece = await answer.text();
    // A whole page in the place of a piece: the form says there what is wrong.
    if (piece.trimStart().startsWith("<!doctype")) return false;
    place.innerHTML = piece;
    return true;
  } catch {
    return false; // no connection: what is on the screen stays
  }
}

// ── See marks while typing ─────────────────────────────────────────────────────────────────

for (const form of document.querySelectorAll("[data-tries]")) {
  const place = document.querySelector(form.dataset.tries);
  let timer = 0;
  let asked = 0;

  const look = async () => {
    const mine = ++asked;
    const fields = new FormData(form);
    fields.set("act", "try");
    const box = document.createElement("div");
    if ((await ask(form, fields, box)) && mine === asked) place.replaceChildren(...box.childNodes);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };
  const isTyped = () => form.elements.text?.value.trim() || place.childElementCount;
  for (const each of form.elements) each.addEventListener("input", () => isTyped() && soon());
  form.addEventListener("submit", (event) => {
    const isTry = !form.dataset.counts || event.submitter?.value === "try";
    if (!isTry) return;
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
}

// ── Count on by itself ─────────────────────────────────────────────────────────────────────

async function count(form, place, act) {
  const fields = new FormData(form);
  fields.set("act", act);
  place.setAttribute("aria-busy", "true");
  const isThere = await ask(form, fields, place);
  place.removeAttribute("aria-busy");
  if (isThere && place.querySelector("[data-goes-on]")) await count(form, place, "go-on");
}

for (const form of document.querySelectorAll("[data-counts]")) {
  const place = document.querySelector(form.dataset.counts);
  if (!place) continue;
  form.addEventListener("submit", (event) => {
    const act = event.submitter?.value;
    if (act !== "count" && act !== "go-on") return;
    event.preventDefault();
    count(form, place, act);
  });
  if (place.querySelector("[data-goes-on]")) count(form, place, "go-on");
}

// ── Find while typing ──────────────────────────────────────────────────────────────────────

const box = document.querySelector("#style_q");
const groups = [...document.querySelectorAll(".style-group")];
const wasOpen = new Map(groups.map((group) => [group, group.open]));

function find() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of groups) {
    let here = 0;
    for (const rule of group.querySelectorAll(".style-rule")) {
      rule.hidden = !words.every((word) => rule.dataset.says.includes(word));
      here += !rule.hidden;
    }
    group.hidden = !here;
    group.open = words.length ? here > 0 : wasOpen.get(group);
    found += here;
  }
  document.querySelector("#style-none").hidden = found > 0;
}

box?.addEventListener("input", find);
