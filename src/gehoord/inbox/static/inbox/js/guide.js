// The example of the card comes in at the caret, without loading the page again.
import { firstBlank } from "./blanks.js";
import { insertAtCaret } from "./insert.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");

// What stands on the screen, with its line ends.
const wordsOf = (quote) => {
  const copy = quote.cloneNode(true);
  copy.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  return copy.textContent.trim();
};

document.addEventListener("click", (event) => {
  // Opened with its key: Tab goes on into the card.
  event.target.closest?.("#stage-now")?.focus({ preventScroll: true });
  const button = event.target.closest?.(".guide__say [data-say]");
  // In a note the words would not reach the customer: the form goes to the reply.
  if (!button || !text || form.dataset.mode !== "reply") return;
  event.preventDefault();
  const words = wordsOf(button.closest(".guide__say").querySelector("[data-example]"));
  text.setSelectionRange(text.value.length, text.value.length);
  const gap = text.value.trim() ? "\n" : ""; // a block gets a line of its own besides
  firstBlank(...insertAtCaret(text, gap + words));
});
