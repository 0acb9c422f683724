// Puts the words that are ticked in the sentence about them, as long as nobody changed that sentence.

const form = document.getElementById("limit");
const sentence = form?.querySelector("[data-template]");
// Typed by somebody before: kept for later, or a form that came back.
const isTyped = form?.dataset.typed !== undefined && sentence?.value;
let written = isTyped ? null : sentence?.value;

function quoted(words) {
  const marked = words.map(word => `‘${word.trim().replace(/\.+$/, "")}’`);
  const and = form.dataset.and || " en ";
  return marked.length > 1 ? `${marked.slice(0, -1).join(", ")}${and}${marked.at(-1)}` : marked.join("");
}

function fill() {
  // What somebody typed is never written over.
  if (!sentence || sentence.value !== written) return;
  const ticked = [...form.querySelectorAll('input[name="quotes"]:checked')];
  const words = [...new Set(ticked.flatMap(each => each.dataset.words.split("|")))];
  if (!words.length) return;
  sentence.value = sentence.dataset.template.replace("{quotes}", () => quoted(words));
  written = sentence.value;
}

form?.addEventListener("change", event => event.target.name === "quotes" && fill());
