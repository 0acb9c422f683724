// Where the visitor writes. What stands in the box is kept over a reload and never thrown away:
// it leaves the box when it is safe in the outbox, and comes back when it is refused.

import { fill, icon, make } from "./dom.js";

const TYPING_EVERY_MS = 4_000;
const KEEP_AFTER_MS = 300;

export class Box {
  constructor(site, store, { onSend, onTyping, onError }) {
    Object.assign(this, { site, store, onSend, onTyping, onError });
    const { texts } = site;
    this.file = null;
    this.keepTimer = 0;
    this.typingAt = 0;
    this.area = make("textarea", {
      rows: "1", dir: "auto", "aria-label": texts.write, placeholder: texts.placeholder,
      oninput: () => this.#typed(), onkeydown: event => this.#key(event),
    });
    this.area.value = store.read().draft;
    this.chooser = make("input", { type: "file", hidden: true, onchange: () => this.#chosen() });
    this.chip = make("p", { class: "chip", hidden: true });
    this.element = make(
      "div", { class: "chat__compose" },
      this.chip,
      make(
        "div", { class: "chat__box" },
        this.area,
        make("button", {
          type: "button", class: "btn btn--quiet", "aria-label": texts.attach, title: texts.attach,
          onclick: () => this.chooser.click(),
        }, icon("photo")),
        this.chooser,
        make("button", { type: "submit", class: "btn btn--primary" }, texts.send),
      ),
    );
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }

  send() {
    const { texts, longest } = this.site;
    const text = this.area.value;
    if (!text.trim() && !this.file) return this.onError(texts.empty);
    const length = [...text.trim()].length;
    if (length > longest) {
      return this.onError(fill(texts.too_long, { length: length.toLocaleString(texts.language) }));
    }
    this.onError("");
    this.onSend(text, this.file);
    this.area.value = "";
    this.#take(null);
    this.#keep();
    return undefined;
  }

  // What was refused comes back, before what was typed since.
  giveBack(text) {
    this.area.value = [text, this.area.value].filter(Boolean).join("\n\n");
    this.#keep();
  }

  #typed() {
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.#keep(), KEEP_AFTER_MS);
    if (Date.now() - this.typingAt > TYPING_EVERY_MS && this.area.value.trim()) {
      if (this.onTyping()) this.typingAt = Date.now();
    }
  }

  #keep() {
    clearTimeout(this.keepTimer);
    const draft = this.area.value;
    this.store.change(() => ({ draft }));
  }

  #key(event) {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch) return;
    event.preventDefault();
    this.area.form.requestSubmit();
  }

  #chosen() {
    const [file] = this.chooser.files;
    this.chooser.value = "";
    if (!file) return;
    if (file.size > this.site.max_file_bytes) {
      const megabytes = Math.floor(this.site.max_file_bytes / 1024 / 1024);
      this.onError(fill(this.site.texts.file_too_big, { megabytes }));
      return;
    }
    this.onError("");
    this.#take(file);
    this.focus();
  }

  #take(file) {
    this.file = file;
    this.chip.hidden = !file;
    if (!file) return this.chip.replaceChildren();
    const label = fill(this.site.texts.remove_file, { name: file.name });
    return this.chip.replaceChildren(file.name, make("button", {
      type: "button", class: "btn btn--quiet btn--small", "aria-label": label, title: label,
      onclick: () => { this.#take(null); this.focus(); },
    }, icon("away")));
  }
}
