// Ctrl K: find a case or do what the page can do. Commands are the elements with data-command;
// cases come from the list page itself, so somebody finds only what he may see.

const sheet = document.querySelector("#snelmenu");
const field = sheet?.querySelector("input");
const list = sheet?.querySelector("[role=listbox]");
const nothing = sheet?.querySelector("[role=status]");
let request = null;
let timer = 0;

const tidy = (text) => text.replace(/\s+/g, " ").trim();

function commands(wanted) {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-command]")) {
    const label = element.dataset.command || tidy(element.textContent);
    const matches = wanted.every((word) => label.toLowerCase().includes(word));
    if (matches && !found.has(label)) found.set(label, element);
  }
  return [...found].map(([label, element]) => ({
    label,
    icon: element.querySelector(".icon"),
    run: () => element.click(),
  }));
}

async function cases(query) {
  request?.abort();
  request = new AbortController();
  const address = `${sheet.dataset.find}?${new URLSearchParams({ q: query })}`;
  const answer = await fetch(address, { signal: request.signal });
  if (!answer.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll(".case-row__link")].slice(0, 8).map((link) => ({
    label: [".case-row__name", ".case-row__line"]
      .map((part) => tidy(link.querySelector(part)?.textContent ?? ""))
      .filter(Boolean)
      .join(", "),
    icon: link.querySelector(".channel .icon"),
    run: () => location.assign(link.getAttribute("href")),
  }));
}

function option(entry, number) {
  const item = document.createElement("li");
  item.id = `vondst-${number}`;
  item.setAttribute("role", "option");
  if (entry.icon) item.append(document.importNode(entry.icon, true));
  const words = document.createElement("span");
  words.textContent = entry.label;
  item.append(words);
  item.addEventListener("click", () => choose(entry));
  return item;
}

function choose(entry) {
  sheet.close();
  entry?.run();
}

let shown = [];
let at = 0;

function select(position) {
  at = shown.length ? (position + shown.length) % shown.length : 0;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
  if (shown.length) field.setAttribute("aria-activedescendant", `vondst-${at}`);
  else field.removeAttribute("aria-activedescendant");
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function show(entries) {
  shown = entries;
  list.replaceChildren(...entries.map(option));
  nothing.hidden = entries.length > 0;
  select(0);
}

function look() {
  const query = field.value.trim();
  const doable = commands(query.toLowerCase().split(/\s+/).filter(Boolean));
  show(doable);
  clearTimeout(timer);
  if (query.length < 2 || !sheet.dataset.find) return;
  timer = setTimeout(async () => {
    try {
      const found = await cases(query);
      if (field.value.trim() === query) show([...doable, ...found]);
    } catch (error) {
      if (error.name !== "AbortError") show(doable);
    }
  }, 200);
}

if (sheet) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (sheet.open) return;
    sheet.showModal();
    field.select();
    look();
  });
  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) select(at + steps[event.key]);
    else if (event.key === "Enter") choose(shown[at]);
    else if (event.key === "Escape") sheet.close(); // a search field would only empty itself
    else return;
    event.preventDefault();
  });
}
