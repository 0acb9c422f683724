// Put words in a text area as if they were typed, so that Ctrl Z takes them back.

export function replaceText(text, start, end, words) {
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, end);
  // execCommand is old, but the only way that Ctrl Z takes it back.
  const isDone = words
    ? document.execCommand("insertText", false, words)
    : start === end || document.execCommand("delete");
  if (isDone) return;
  text.setRangeText(words, start, end, "end");
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// At the caret, on lines of their own where they hold more than one. Gives where they stand.
export function insertAtCaret(text, words) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const isBlock = words.includes("\n");
  const before = isBlock && start > 0 && value[start - 1] !== "\n" ? "\n" : "";
  const after = isBlock && end < value.length && value[end] !== "\n" ? "\n" : "";
  replaceText(text, start, end, before + words + after);
  return [start + before.length, start + before.length + words.length];
}
