// Choose a saved reply without leaving the keyboard; it comes in at the caret, filled in.
import { firstBlank } from "./blanks.js";
import { insertAtCaret } from "./insert.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const button = form?.querySelector("#choose-saved");
const menu = form?.querySelector("#saved-choice");
const field = menu?.querySelector("input");
const options = () => [...menu.querySelectorAll("li:not([hidden]) button")];
let loading = Promise.resolve();

function close({ isBack = true } = {}) {
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (isBack) text.focus({ preventScroll: true });
}

function sayTrouble() {
  document.querySelector("#saved").textContent = document.querySelector("#words").dataset.unfound;
}

async function ask(address) {
  const answer = await fetch(address, { headers: { "X-From-Script": "yes" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
}

async function load() {
  try {
    const html = await (await ask(button.dataset.choice)).text();
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#saved-choice");
    while (field.parentElement.nextElementSibling) field.parentElement.nextElementSibling.remove();
    menu.append(...[...document.adoptNode(fresh).children].slice(1));
    filter();
  } catch {
    sayTrouble();
  }
}

// The field is there at once, so that what is typed next does not end up in the draft.
function show() {
  if (!menu.hidden) return close();
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  field.value = "";
  field.focus();
  loading = load();
}

function filter() {
  const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of menu.querySelectorAll("li")) {
    const words = item.textContent.toLowerCase();
    item.hidden = !wanted.every((word) => words.includes(word));
  }
  const isEmpty = menu.querySelector("li") === null;
  menu.querySelector("[data-none]").hidden = options().length > 0 && !isEmpty;
}

async function insert(option) {
  try {
    const { text: words } = await (await ask(option.dataset.fill)).json();
    close();
    firstBlank(...insertAtCaret(text, words));
  } catch {
    sayTrouble();
  }
}

function go(by) {
  const places = [field, ...options()];
  const now = places.indexOf(document.activeElement);
  const place = places[Math.max(0, Math.min(places.length - 1, now + by))];
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

function press(event) {
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown") go(1);
  else if (event.key === "ArrowUp") go(-1);
  else if (event.key === "Enter" && event.target === field) {
    loading.then(() => options().length && insert(options()[0]));
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

if (button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("keydown", (event) => {
    if (menu.contains(event.target)) return press(event);
    if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    show();
  });
  form.addEventListener("click", (event) => {
    const option = event.target.closest("[data-fill]");
    if (!option) return;
    event.preventDefault();
    insert(option);
  });
  form.addEventListener("input", (event) => event.target === field && filter());
  document.addEventListener("click", (event) => {
    if (menu.hidden || menu.contains(event.target) || button.contains(event.target)) return;
    close({ isBack: false });
  });
}
