// The coach marks words in the draft while somebody types. It advises; it never blocks.
import { showAnswer, wantsRehearsal } from "./asides.js";
import { firstBlank, nextBlank, showBlanks } from "./blanks.js";
import { drawCopy, moved } from "./copy.js";
import { replaceText } from "./insert.js";
import { post } from "./server.js";
import { leftMark, sawMarks, tookMark } from "./use.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const copy = form?.querySelector(".draft__marks");
const tip = form?.querySelector("#tip");
const next = form?.querySelector("#next-tip");
const AFTER_A_SENTENCE_MS = 60;
const IN_A_SENTENCE_MS = 150;
const LONGEST_MS = 400;
const AS_EVER_MS = 20;
const WAITS = 6;
const REMEMBERED = 5;

let marks = []; // { rule, style, label, start, end, advice, rewrite }, in UTF-16 units
let open = -1;
let seen = text?.value ?? "";
let timer = 0;
let typedAt = 0;
let quickestMs = Infinity;
let isAsking = false;
let isOvertaken = false;
const lately = []; // how long the last answers took, in ms
const left = new Set(); // what the agent chose to leave; only in this window, never stored

const nameOf = (mark) => `${mark.rule} ${text.value.slice(mark.start, mark.end)}`;
export const rulesLeft = () => [...new Set([...left].map((name) => name.split(" ")[0]))];
const isOn = () => "tips" in form.dataset || form.dataset.mode === "saved";

// ── Drawing ────────────────────────────────────────────────────────────────────────────────

function draw() {
  drawCopy(copy, text.value, marks, marks[open]);
  showBlanks();
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

function showMarks(found) {
  const was = marks[open] && nameOf(marks[open]);
  marks = found.filter((mark) => !left.has(nameOf(mark)));
  const same = marks.findIndex((mark) => nameOf(mark) === was);
  open = same >= 0 ? same : marks.length ? 0 : -1;
  seen = text.value;
  sawMarks(marks);
  draw();
}

// A text that has nothing to do with the one before, or another wish about tips.
export function startOver() {
  left.clear();
  showMarks([]);
  showAnswer({});
  look();
}

// ── Asking ─────────────────────────────────────────────────────────────────────────────────

// One question at a time: a server that is busy is not asked for answers nobody waits for.
export async function look() {
  clearTimeout(timer);
  const rehearse = wantsRehearsal();
  if (!tip || (!isOn() && !rehearse)) return;
  if (isAsking) return void (isOvertaken = true);
  isAsking = true;
  isOvertaken = false;
  const words = text.value;
  const askedAt = performance.now();
  try {
    const fields = { text: words, mode: form.dataset.mode, ...(rehearse && { rehearse: "yes" }) };
    const answer = await post(form.dataset.coach, fields);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const found = await answer.json();
    timed(performance.now() - askedAt);
    // A late answer would underline the wrong words.
    if (words === text.value) {
      showMarks(isOn() ? found.marks : []);
      showAnswer(found);
    } else isOvertaken = true;
  } catch {
    if (words === text.value) showMarks([]); // no connection: old advice may be wrong by now
  }
  isAsking = false;
  if (isOvertaken) lookSoon();
}

function timed(taken) {
  quickestMs = Math.min(quickestMs, taken);
  lately.push(taken);
  if (lately.length > REMEMBERED) lately.shift();
}

// Behind a sentence somebody stops; within one he mostly types on. A server that answers slower
// than it can is busy with colleagues: then we wait longer before we ask about half a sentence.
function pause() {
  const isEnd = /[.!?:;\n]/.test(text.value[text.selectionEnd - 1] ?? ".");
  if (isEnd) return AFTER_A_SENTENCE_MS;
  const usual = [...lately].sort((one, other) => one - other)[lately.length >> 1] ?? 0;
  const busyMs = Math.max(0, usual - quickestMs - AS_EVER_MS);
  return Math.min(LONGEST_MS, IN_A_SENTENCE_MS + WAITS * busyMs);
}

function lookSoon() {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(0, typedAt + pause() - performance.now()));
}

function typed() {
  const was = marks[open];
  const there = moved(marks.map((mark) => ({ ...mark, was: mark === was })), seen, text.value);
  open = there.findIndex((mark) => mark.was);
  marks = there;
  seen = text.value;
  typedAt = performance.now();
  draw();
  lookSoon();
}

// ── Taking and leaving ─────────────────────────────────────────────────────────────────────

function take() {
  const mark = marks[open];
  if (!mark || mark.rewrite === null) return;
  tookMark(mark);
  replaceText(text, mark.start, mark.end, mark.rewrite);
  firstBlank(mark.start, mark.start + mark.rewrite.length);
}

function leave() {
  const mark = marks[open];
  if (!mark) return;
  left.add(nameOf(mark));
  leftMark(mark);
  marks = marks.filter((each) => each !== mark);
  open = marks.length ? Math.min(open, marks.length - 1) : -1;
  draw();
  text.focus({ preventScroll: true });
}

function step() {
  if (marks.length === 0) return;
  const isInTray = tip.contains(document.activeElement);
  open = isInTray ? (open + 1) % marks.length : Math.max(open, 0);
  draw();
  tip.querySelector("[data-tip-take]:not([hidden]), [data-tip-leave]").focus();
}

if (tip) {
  text.addEventListener("input", typed);
  tip.querySelector("[data-tip-take]").addEventListener("click", take);
  tip.querySelector("[data-tip-leave]").addEventListener("click", leave);
  tip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  });
  next.addEventListener("click", step);
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // By the sign where a keyboard has it without Shift, else by the place of the key.
    const isTip = event.key === ".";
    const isBlank = !isTip && event.shiftKey && (event.key === ">" || event.code === "Period");
    if (!isTip && (!isBlank || event.key === "/")) return;
    event.preventDefault();
    if (isTip) step();
    else nextBlank();
  });
  form.addEventListener("coach-again", look);
  document.addEventListener("new-words", look);
  draw();
  if (form.dataset.mode !== "note" || text.value) look();
}
