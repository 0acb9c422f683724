// Blanks such as [dag en tijd] keep a reply from leaving: go from one to the next.
import { blanksIn } from "./copy.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const button = form?.querySelector("#next-blank");

// After a blank was chosen Tab goes on to the next one, until there is none behind the caret.
// Escape, or going elsewhere, gives Tab back.
let isFilling = false;

function choose(blank) {
  text.focus({ preventScroll: true });
  text.setSelectionRange(blank.start, blank.end);
  isFilling = true;
}

const after = (position) => blanksIn(text.value).find((blank) => blank.start >= position);

export function nextBlank() {
  const blank = after(text.selectionEnd) ?? after(0);
  if (blank) choose(blank);
}

// The first one among words that were just put in; whether there was one.
export function firstBlank(start, end = text.value.length) {
  const blank = after(start);
  if (!blank || blank.end > end) return false;
  choose(blank);
  return true;
}

export function showBlanks() {
  const number = blanksIn(text.value).length;
  button.hidden = number === 0;
  const words = number === 1 ? button.dataset.one : button.dataset.many;
  button.querySelector("span").textContent = words.replace("{number}", number);
}

if (button) {
  button.addEventListener("click", nextBlank);
  text.addEventListener("blur", () => (isFilling = false));
  text.addEventListener("pointerdown", () => (isFilling = false));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") isFilling = false;
    if (event.key !== "Tab" || !isFilling || event.shiftKey || event.ctrlKey || event.altKey) return;
    const blank = after(text.selectionEnd);
    isFilling = Boolean(blank);
    if (!blank) return;
    event.preventDefault();
    choose(blank);
  });
}
