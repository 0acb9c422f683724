// The few formats of a letter: marks around the words, so that what is sent is what is seen.
import { insertAtCaret, replaceText } from "./insert.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const bar = form?.querySelector(".formats");
const ADDRESS = /^(?:https?:\/\/|mailto:|tel:)\S+$/;
const START = "https://";
const KEYS = { b: "bold", i: "italic" };
const SHIFTED = { Digit8: "list", Digit9: "quote" };

const selected = () => text.value.slice(text.selectionStart, text.selectionEnd);

// A mark beside a blank is none: what was chosen too much, as by a double click, stays outside.
function chosenWords() {
  const words = selected();
  const start = text.selectionStart + (words.length - words.trimStart().length);
  return [Math.min(start, text.selectionEnd), start + words.trim().length];
}

function around(mark) {
  const [start, end] = chosenWords();
  const { value } = text;
  const size = mark.length;
  const isMarked = value.slice(start - size, start) === mark && value.slice(end, end + size) === mark;
  if (isMarked && start >= size) {
    const words = value.slice(start, end);
    replaceText(text, start - size, end + size, words);
    text.setSelectionRange(start - size, end - size);
    return;
  }
  // Pressed again behind the words it made bold, it only ends them.
  if (start === end && value.slice(end, end + size) === mark) {
    return void text.setSelectionRange(end + size, end + size);
  }
  replaceText(text, start, end, mark + value.slice(start, end) + mark);
  text.setSelectionRange(start + size, end + size);
}

// The mark before every line of the selection, or away again where all have it.
function before(mark) {
  const { selectionStart, selectionEnd, value } = text;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const behind = value.indexOf("\n", Math.max(selectionEnd - 1, start));
  const end = behind < 0 ? value.length : behind;
  const lines = value.slice(start, end).split("\n");
  const haveAll = lines.every((line) => line.startsWith(mark) || !line.trim());
  const isEmpty = lines.length === 1 && !lines[0];
  const fresh = lines.map((line) => {
    if (haveAll && !isEmpty) return line.startsWith(mark) ? line.slice(mark.length) : line;
    return line.trim() || isEmpty ? mark + line : line;
  });
  replaceText(text, start, end, fresh.join("\n"));
}

function link(words) {
  const chosen = selected();
  const isAddress = ADDRESS.test(chosen);
  const said = isAddress ? words : chosen || words;
  const target = isAddress ? chosen : START;
  const [at] = insertAtCaret(text, `[${said}](${target})`);
  const begin = chosen && !isAddress ? at + said.length + 3 : at + 1;
  const length = chosen && !isAddress ? target.length : said.length;
  text.setSelectionRange(begin, begin + length);
}

function act(format) {
  text.focus({ preventScroll: true });
  if (format === "bold") around("**");
  else if (format === "italic") around("*");
  else if (format === "list") before("- ");
  else if (format === "quote") before("> ");
  else link(bar.querySelector("[data-format=link]").dataset.words);
}

// One stop for Tab, the arrows go along the bar.
function go(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...bar.querySelectorAll("button")];
  const now = buttons.indexOf(document.activeElement);
  const next = buttons[(now + step + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

if (bar) {
  bar.hidden = false;
  bar.addEventListener("keydown", go);
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-format]");
    if (button) act(button.dataset.format);
  });
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const format = event.shiftKey ? SHIFTED[event.code] : KEYS[event.key.toLowerCase()];
    if (!format) return;
    event.preventDefault();
    act(format);
  });
}
