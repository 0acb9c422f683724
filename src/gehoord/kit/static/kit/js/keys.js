// The keyboard. A page says which element a letter is for: <button data-key="e">.
// Letters never fire in a field, and an agent can switch them off (WCAG 2.1.4).

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

function goToCase(step) {
  const links = [...document.querySelectorAll(".case-row__link")];
  const open = links.findIndex((link) => link.closest(".case-row").hasAttribute("aria-current"));
  const next = open < 0 ? links[0] : links[open + step];
  next?.scrollIntoView({ block: "nearest" });
  next?.click();
}

function reach(key) {
  const elements = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const element = elements.find((each) => each.checkVisibility());
  if (!element) return false;
  if (element.matches(FIELDS)) element.focus();
  else element.click();
  return true;
}

function press(key) {
  if (key === "j") return goToCase(1), true;
  if (key === "k") return goToCase(-1), true;
  if (key === "?") {
    document.querySelector("#toetsen")?.showModal();
    return true;
  }
  return /^[a-z]$/.test(key) && reach(key);
}

document.addEventListener("keydown", (event) => {
  const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isLetter || event.defaultPrevented || event.isComposing || event.repeat) return;
  if (document.body.dataset.singleKeys === "off") return;
  if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
  if (press(event.key)) event.preventDefault();
});
