// Make elements without markup in strings: what somebody wrote is only ever text.

const SVG = "http://www.w3.org/2000/svg";

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

// Drawn by us on a grid of 16.
const DRAWINGS = {
  down: ["M4.25 6.25 8 10l3.75-3.75"],
  photo: ["M3.25 2.75h9.5a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5h-9.5a1.5 1.5 0 0 1-1.5-1.5v-7.5a1.5 1.5 0 0 1 1.5-1.5z", "M5.5 5.15a1.1 1.1 0 1 0 .01 0z", "m2.25 12 4-3.5 2.5 2 2-1.75 3.25 3"],
  talk: ["M2.75 2.75h10.5a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H7L3.75 14v-2.75h-1a1 1 0 0 1-1-1v-6.5a1 1 0 0 1 1-1z", "M4.75 5.75h6.5", "M4.75 8.25h4"],
  away: ["m4.25 4.25 7.5 7.5", "m11.75 4.25-7.5 7.5"],
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const line of DRAWINGS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

// "Noor typt…" from "{name} typt…"
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
