// The copy under the draft, with the same letters unseen: it shows where marks and blanks are.

const END = "\u200b"; // keeps the height of an empty last line
const BLANK = /\[[^[\]\n]{1,60}\]/gu;
const LETTER = /\p{L}/u;
const LINK_TARGET = /^\((?:https?:|mailto:|tel:|[^()\n]*\.\w{2,5}>?\))/u;

// What only the writer can fill in, such as [dag en tijd]; [1] is none, nor are the words of a link or a picture. The server looks
// the same way, see coaching/blanks.py.
export function blanksIn(words) {
  return [...words.matchAll(BLANK)]
    .filter((found) => LETTER.test(found[0]))
    .filter((found) => !LINK_TARGET.test(words.slice(found.index + found[0].length)))
    .map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

const within = (spans, start, end) => spans.find((span) => span.start <= start && end <= span.end);

export function drawCopy(copy, words, marks, open) {
  const shown = [];
  for (const mark of [...marks].sort((one, other) => one.start - other.start)) {
    const last = shown.at(-1);
    if ((!last || mark.start >= last.end) && mark.end <= words.length) shown.push(mark);
  }
  const blanks = blanksIn(words);
  const cuts = [0, words.length, ...[...shown, ...blanks].flatMap((span) => [span.start, span.end])];
  const ordered = [...new Set(cuts)].sort((one, other) => one - other);
  const pieces = ordered.slice(1).map((end, at) => {
    const start = ordered[at];
    const mark = within(shown, start, end);
    const names = mark ? ["mark", `mark--${mark.style}`] : [];
    if (mark && mark === open) names.push("is-open");
    if (within(blanks, start, end)) names.push("blank");
    if (!names.length) return words.slice(start, end);
    const span = document.createElement("span");
    span.className = names.join(" ");
    span.textContent = words.slice(start, end);
    return span;
  });
  copy.replaceChildren(...pieces, END);
}

// Marks after a change of the text: those before it stay, those after it move along, those that
// were touched go. So a line never stands under the wrong words while the coach looks again.
export function moved(marks, was, now) {
  const most = Math.min(was.length, now.length);
  let same = 0;
  while (same < most && was[same] === now[same]) same += 1;
  let tail = 0;
  while (tail < most - same && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const end = was.length - tail;
  const by = now.length - was.length;
  return marks.flatMap((mark) => {
    if (mark.end <= same) return [mark];
    if (mark.start < end) return [];
    return [{ ...mark, start: mark.start + by, end: mark.end + by }];
  });
}
