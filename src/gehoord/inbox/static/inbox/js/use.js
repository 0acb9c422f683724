// What became of advice, for totals of the whole team: codes of rules, no words, no person. One
// small message per reply, not one per mark.
import { postLast } from "./server.js";

const form = document.querySelector("#composer");
const names = { shown: new Set(), taken: [], left: [] };
const told = new Set();

export function sawMarks(marks) {
  for (const mark of marks) if (!told.has(mark.rule)) names.shown.add(mark.rule);
}

export const tookMark = (mark) => names.taken.push(mark.rule);
export const leftMark = (mark) => names.left.push(mark.rule);

export function tellUse({ isNewText = false } = {}) {
  const fields = Object.entries(names).map(([how, rules]) => [how, [...rules].join(" ")]);
  const isAny = fields.some(([, rules]) => rules);
  if (isAny && form?.dataset.used && "tips" in form.dataset) {
    postLast(form.dataset.used, Object.fromEntries(fields));
  }
  for (const rule of names.shown) told.add(rule);
  if (isNewText) told.clear();
  names.shown.clear();
  names.taken.length = names.left.length = 0;
}

if (form?.dataset.used) addEventListener("pagehide", () => tellUse());
