// Beside the draft: what is not answered yet, what sending it would do, and tips on or off.
import { firstBlank } from "./blanks.js";
import { insertAtCaret } from "./insert.js";
import { post } from "./server.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const unanswered = form?.querySelector("#unanswered");
const rehearse = form?.querySelector("#rehearse");
const tips = form?.querySelector("#tips");
const panel = () => form.querySelector("#rehearsal");
let skeleton = "";
let isRehearsing = false;
let isToFocus = false;

const lookAgain = () => form.dispatchEvent(new CustomEvent("coach-again"));

// ── What the coach answered ────────────────────────────────────────────────────────────────

export const wantsRehearsal = () => isRehearsing;

export function showAnswer(found) {
  if (unanswered) showUnanswered(found.unanswered ?? [], found.skeleton ?? "");
  if (isRehearsing && found.rehearsal) showRehearsal(found.rehearsal);
}

function showUnanswered(parts, lines) {
  skeleton = lines;
  unanswered.hidden = parts.length === 0;
  unanswered.querySelector("button").hidden = !lines;
  const items = parts.map((part) => {
    const item = document.createElement("li");
    item.textContent = part;
    return item;
  });
  unanswered.querySelector("ul").replaceChildren(...items);
}

function showRehearsal(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#rehearsal");
  const hadFocus = panel().contains(document.activeElement);
  panel().replaceWith(document.adoptNode(fresh));
  if (isToFocus || hadFocus) panel().focus({ preventScroll: true });
  panel().scrollIntoView({ block: "nearest" });
  isToFocus = false;
}

// ── Buttons ────────────────────────────────────────────────────────────────────────────────

function answerAll() {
  if (!skeleton) return;
  firstBlank(...insertAtCaret(text, skeleton));
}

function closeRehearsal() {
  isRehearsing = false;
  panel().hidden = true;
  text.focus({ preventScroll: true });
}

async function switchTips() {
  const words = tips.dataset;
  const chosen = tips.value;
  try {
    const answer = await post(tips.formAction, { coach_help: chosen });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  } catch {
    document.querySelector("#saved").textContent = document.querySelector("#words").dataset.unfound;
    return;
  }
  const isOff = chosen === "off";
  form.toggleAttribute("data-tips", !isOff);
  document.querySelector("#tips-are-off").hidden = !isOff;
  tips.textContent = isOff ? words.on : words.off;
  // Switched on again, the agent has what he had before.
  tips.value = isOff && words.chosen !== "off" ? words.chosen : isOff ? "newcomer" : "off";
  if (!isOff) words.chosen = chosen;
  form.dispatchEvent(new CustomEvent("tips-switched"));
}

function listen(button, act) {
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}

if (form?.dataset.used) {
  listen(unanswered?.querySelector("button"), answerAll);
  listen(tips, switchTips);
  listen(rehearse, () => {
    isRehearsing = isToFocus = true;
    lookAgain();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-rehearsal-close]")) closeRehearsal();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()?.contains(event.target)) {
      event.preventDefault();
      closeRehearsal();
    }
    const isAnswer = event.shiftKey && (event.code === "Semicolon" || [":", ";"].includes(event.key));
    if (!isAnswer || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.code === "Period" || unanswered?.hidden !== false) return;
    event.preventDefault();
    answerAll();
  });
}
