// Write and send. The text area is never replaced: what is typed stays under the fingers.
import { flush, pause, resume } from "./draft.js";
import { refreshAll } from "./regions.js";
import { firstBlank } from "./blanks.js";
import { rulesLeft, startOver } from "./coach.js";
import { post } from "./server.js";
import { tellUse } from "./use.js";
import "./saved.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const sheet = document.querySelector("#ask-sheet");

// ── Files ──────────────────────────────────────────────────────────────────────────────────

function showFiles() {
  const list = document.querySelector("#chosen-files");
  const files = [...(form.elements.files?.files ?? [])];
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    }),
  );
  list.hidden = files.length === 0;
}

// ── Sending ────────────────────────────────────────────────────────────────────────────────

function showSaid(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#said");
  if (!fresh) return;
  const ask = fresh.querySelector("#ask");
  const hasBlanks = fresh.querySelector("[data-blanks]") !== null;
  document.querySelector("#said").replaceChildren(...(ask ? [] : fresh.children));
  if (hasBlanks) firstBlank(0);
  if (!ask) return;
  sheet.replaceChildren(document.adoptNode(ask));
  sheet.showModal();
  sheet.querySelector("[data-back-to-text]").focus();
}

function startAgain(submission, sent) {
  form.elements.submission.value = submission;
  // What was typed while the reply was on its way stays.
  text.value = text.value.startsWith(sent) ? text.value.slice(sent.length).trimStart() : text.value;
  if (form.elements.files) form.elements.files.value = "";
  showFiles();
  document.querySelector("#said").replaceChildren();
  tellUse({ isNewText: true });
  startOver();
  form.dispatchEvent(new CustomEvent("sent"));
  text.focus();
}

async function send(button) {
  const sent = text.value;
  const fields = new FormData(form, button);
  fields.set("left", rulesLeft().join(" "));
  const main = form.querySelector(".composer__bar [type=submit]:not([formaction])");
  if (main.getAttribute("aria-busy") === "true") return;
  main.setAttribute("aria-busy", "true");
  if (sheet.open) sheet.close();
  await pause();
  let isSent = false;
  try {
    const answer = await post(form.action, fields);
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (answer.ok && isJson) {
      startAgain((await answer.json()).submission, sent);
      isSent = true;
    } else if (answer.status === 422) showSaid(await answer.text());
    else throw new Error(String(answer.status));
  } catch {
    const note = document.createElement("p");
    note.className = "notice notice--stop";
    note.setAttribute("role", "alert");
    note.textContent = document.querySelector("#words").dataset.unsent;
    document.querySelector("#said").replaceChildren(note);
  }
  main.removeAttribute("aria-busy");
  resume({ isSent });
  if (!isSent) flush();
  refreshAll();
}

if (form) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    send(event.submitter);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("input", () => document.querySelector("#said").replaceChildren());
  form.elements.files?.addEventListener("change", showFiles);
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest("[data-back-to-text]")) return;
    event.preventDefault();
    sheet.close();
  });
  sheet.addEventListener("close", () => text.focus());
  // A tab of the composer is another page: keep the draft first.
  for (const tab of form.querySelectorAll(".composer__tabs a")) {
    tab.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (tab.hasAttribute("aria-current")) return text.focus();
      await flush();
      location.assign(tab.href);
    });
  }
  if (location.search.includes("mode=note")) text.focus();
  form.addEventListener("tips-switched", startOver);
}
