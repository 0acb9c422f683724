// A proposal by software: ask for it, take it or leave it. It never sends anything.
import { flush } from "./draft.js";
import { firstBlank } from "./blanks.js";
import { replaceText } from "./insert.js";
import { post, tell } from "./server.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const mark = form?.querySelector("#from-software");
const tray = () => form.querySelector("#proposal");

// ── Still what software wrote, to the letter ───────────────────────────────────────────────

let proposed = mark && !mark.hidden ? text.value : null;

function showMark() {
  mark.hidden = proposed === null || text.value !== proposed;
}

// ── Asking, taking and leaving ─────────────────────────────────────────────────────────────

// The tray listens to its topic: the same as when the server says that something changed.
const lookAgain = () => document.body.dispatchEvent(new CustomEvent(tray().dataset.topics.split(" ")[0]));

// Behind what was typed, so that nothing is replaced and Ctrl Z takes it back.
function put(kept) {
  const typed = text.value.trimEnd();
  const more = kept.startsWith(typed) ? kept.slice(typed.length) : `\n\n${kept}`;
  replaceText(text, typed.length, text.value.length, more);
  proposed = text.value === kept ? kept : null;
  showMark();
  if (!firstBlank(typed.length, text.value.length)) text.scrollIntoView({ block: "nearest" });
}

async function act(button) {
  button.setAttribute("aria-busy", "true");
  tell("");
  // The server puts the proposal behind what it has of the draft: that must be all of it.
  await flush();
  try {
    const answer = await post(button.formAction, {});
    if (answer.redirected || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
    if (answer.status === 422) tell(await answer.text());
    else if (button.dataset.proposal === "take") put((await answer.json()).text);
    else text.focus({ preventScroll: true });
  } catch {
    tell(document.querySelector("#words").dataset.unfound);
  }
  button.removeAttribute("aria-busy");
  lookAgain();
}

if (mark) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-proposal]");
    if (!button) return;
    event.preventDefault();
    if (button.getAttribute("aria-busy") !== "true") act(button);
  });
  text.addEventListener("input", showMark);
  let state = tray().dataset.state;
  document.addEventListener("fresh-piece", () => {
    const { state: now, told } = tray().dataset;
    if (now !== state && told) document.querySelector("#announcer").textContent = told;
    state = now;
  });
}
