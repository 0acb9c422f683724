// The addresses in what somebody wrote as links, by the rules of kit/links.py: only http and https,
// written out in full, without a name before an @. Everything is text or an anchor.

import { make } from "./dom.js";

const LONGEST = 2000;
// Marks that cannot stand in an address, and those that are not seen: they could hide its end.
const ADDRESS = /\bhttps?:\/\/[^<>"'`\\\x00-\x20\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+/gi;
const SITE = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
const CLOSING = ".,:;!?…”’»";
const PAIRS = { ")": "(", "]": "[", "}": "{" };

export function linked(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].length > LONGEST ? "" : withoutClosing(found[0]);
    if (!SITE.test(address) || !URL.canParse(address)) continue;
    parts.push(text.slice(at, found.index), anchor(address));
    at = found.index + address.length;
  }
  return [...parts, text.slice(at)];
}

function anchor(address) {
  return make("a", { href: address, target: "_blank", rel: "nofollow noopener noreferrer" }, address);
}

// Without the marks that end the sentence around it.
function withoutClosing(address) {
  const count = mark => address.split(mark).length - 1;
  while (address) {
    const last = address.at(-1);
    const isAlone = last in PAIRS && count(last) > count(PAIRS[last]);
    if (!CLOSING.includes(last) && !isAlone) break;
    address = address.slice(0, -1);
  }
  return address;
}
