// The coach marks words in the draft while somebody types. It advises; it never blocks.
import { post } from "./server.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const copy = form?.querySelector(".draft__marks");
const tip = form?.querySelector("#tip");
const next = form?.querySelector("#next-tip");
const PAUSE_MS = 300;
const END = "\u200b"; // keeps the height of an empty last line

let marks = []; // { rule, style, label, start, end, advice, rewrite }, in UTF-16 units
let open = -1;
let asked = 0;
let timer = 0;
let request = null;
const left = new Set(); // what the agent chose to leave; only in this window, never stored

const nameOf = (mark) => `${mark.rule} ${text.value.slice(mark.start, mark.end)}`;
export const rulesLeft = () => [...new Set([...left].map((name) => name.split(" ")[0]))];

// ── Drawing ────────────────────────────────────────────────────────────────────────────────

function draw() {
  const words = text.value;
  const pieces = [];
  let at = 0;
  for (const mark of [...marks].sort((one, other) => one.start - other.start)) {
    if (mark.start < at || mark.end > words.length) continue;
    pieces.push(words.slice(at, mark.start));
    const span = document.createElement("span");
    span.className = `mark mark--${mark.style}${marks[open] === mark ? " is-open" : ""}`;
    span.textContent = words.slice(mark.start, mark.end);
    pieces.push(span);
    at = mark.end;
  }
  copy.replaceChildren(...pieces, words.slice(at) + END);
  drawTip();
}

function drawTip() {
  const mark = marks[open];
  const words = document.querySelector("#words").dataset;
  next.hidden = marks.length === 0;
  next.querySelector("span").textContent =
    marks.length === 1 ? next.dataset.one : next.dataset.many.replace("{number}", marks.length);
  tip.hidden = !mark;
  if (!mark) return text.removeAttribute("aria-describedby");
  const label = tip.querySelector("[data-tip-label]");
  label.className = `coach-level coach-level--${mark.style}`;
  label.textContent = mark.label;
  tip.querySelector("[data-tip-advice]").textContent = mark.advice;
  const rewrite = tip.querySelector("[data-tip-rewrite]");
  rewrite.textContent = mark.rewrite ? `“${mark.rewrite}”` : "";
  tip.querySelector("[data-tip-take]").hidden = mark.rewrite === null;
  tip.setAttribute(
    "aria-label",
    words.tip.replace("{number}", open + 1).replace("{all}", marks.length),
  );
  text.setAttribute("aria-describedby", "tip");
}

export function clearMarks() {
  asked += 1;
  request?.abort();
  marks = [];
  open = -1;
  if (tip) draw();
  else if (copy) copy.textContent = text.value + END;
}

// ── Asking ─────────────────────────────────────────────────────────────────────────────────

export async function look() {
  if (!tip || !text.value.trim()) return;
  const mine = ++asked;
  const words = text.value;
  request?.abort();
  request = new AbortController();
  try {
    const answer = await post(form.dataset.coach, { text: words }, { signal: request.signal });
    if (!answer.ok || answer.redirected) return;
    const found = (await answer.json()).marks;
    // A late answer would underline the wrong words.
    if (mine !== asked || words !== text.value) return;
    marks = found.filter((mark) => !left.has(nameOf(mark)));
    open = marks.length ? 0 : -1;
    draw();
  } catch {
    // no connection, or overtaken by the next question
  }
}

// ── Taking and leaving ─────────────────────────────────────────────────────────────────────

function backToText() {
  text.focus({ preventScroll: true });
}

function take() {
  const mark = marks[open];
  if (!mark || mark.rewrite === null) return;
  backToText();
  text.setSelectionRange(mark.start, mark.end);
  // execCommand is old, but the only way that Ctrl Z takes it back.
  const isDone = mark.rewrite
    ? document.execCommand("insertText", false, mark.rewrite)
    : document.execCommand("delete");
  if (!isDone) {
    text.setRangeText(mark.rewrite, mark.start, mark.end, "end");
    text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function leave() {
  const mark = marks[open];
  if (!mark) return;
  left.add(nameOf(mark));
  marks = marks.filter((each) => each !== mark);
  open = marks.length ? Math.min(open, marks.length - 1) : -1;
  draw();
  backToText();
}

function step() {
  if (marks.length === 0) return;
  const isInTray = tip.contains(document.activeElement);
  open = isInTray ? (open + 1) % marks.length : Math.max(open, 0);
  draw();
  const button = tip.querySelector("[data-tip-take]:not([hidden]), [data-tip-leave]");
  button.focus();
}

if (tip) {
  text.addEventListener("input", () => {
    clearMarks();
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  tip.querySelector("[data-tip-take]").addEventListener("click", take);
  tip.querySelector("[data-tip-leave]").addEventListener("click", leave);
  tip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  });
  next.addEventListener("click", step);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "." || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    step();
  });
} else if (text) {
  text.addEventListener("input", clearMarks);
}
