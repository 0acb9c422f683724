// Files of an e-mail: chosen, dropped on the box, or a picture pasted between the words.
import { insertAtCaret } from "./insert.js";

const form = document.querySelector("#composer[data-mail]");
const text = form?.querySelector("textarea");
const input = form?.querySelector("[name=files]");
const box = form?.querySelector(".composer__box");
const list = form?.querySelector("#chosen-files");
const words = document.querySelector("#mail-words")?.dataset;
const ENDS = { "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp" };

let chosen = []; // what goes along so far

function choose(files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  chosen = [...all.files];
  show();
}

const add = (files) => choose([...chosen, ...files]);

// The browser forgets what was there when somebody chooses again: a file is added, never swapped.
function chose() {
  const known = (file) => chosen.some((each) => each.name === file.name && each.size === file.size);
  add([...input.files].filter((file) => !known(file)));
}

function leaveOut(file) {
  choose(chosen.filter((each) => each !== file));
  const picture = `![${words.picture}](${file.name})`;
  if (!text.value.includes(picture)) return;
  text.value = text.value.replace(picture, "");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function show() {
  list.replaceChildren(
    ...chosen.map((file) => {
      const item = document.createElement("li");
      const away = document.createElement("button");
      away.type = "button";
      away.className = "btn btn--quiet btn--small";
      away.textContent = "×";
      away.setAttribute("aria-label", words.away.replace("{name}", file.name));
      away.addEventListener("click", () => {
        leaveOut(file);
        text.focus();
      });
      item.append(file.name, away);
      return item;
    }),
  );
  list.hidden = chosen.length === 0;
}

// Pasted pictures are all called the same: each gets a name of its own, by which the text calls it.
function named(file) {
  const taken = new Set(chosen.map((each) => each.name));
  let number = 1;
  const name = () => `${words.picture}-${number}.${ENDS[file.type]}`;
  while (taken.has(name()) || text.value.includes(`(${name()})`)) number += 1;
  return new File([file], name(), { type: file.type });
}

function paste(event) {
  const found = [...(event.clipboardData?.files ?? [])];
  if (!found.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  for (const file of found) {
    const picture = file.type in ENDS ? named(file) : file;
    add([picture]);
    if (picture !== file) insertAtCaret(text, `![${words.picture}](${picture.name})`);
  }
}

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

if (form && input) {
  input.addEventListener("change", chose);
  form.addEventListener("sent", () => choose([]));
  text.addEventListener("paste", paste);
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      box.dataset.drop = words.drop;
    });
  }
  box.addEventListener("dragleave", (event) => {
    if (!box.contains(event.relatedTarget)) delete box.dataset.drop;
  });
  box.addEventListener("drop", (event) => {
    delete box.dataset.drop;
    if (!hasFiles(event)) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
}
