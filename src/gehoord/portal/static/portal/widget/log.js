// The conversation on the screen. Lines that did not change stay the same elements, so that a
// screen reader says only what is new.

import { fill, make } from "./dom.js";
import { linked } from "./links.js";

export class Log {
  constructor(texts, { onDownload, onEarlier }) {
    Object.assign(this, { texts, onDownload });
    this.lines = new Map();
    this.earlier = make(
      "button", { type: "button", class: "btn btn--quiet btn--small earlier", onclick: onEarlier },
      texts.earlier,
    );
    this.list = make("ol", { role: "list" });
    this.element = make(
      "div", { class: "chat__log", role: "log", tabindex: "0", "aria-label": texts.log },
      make("div", { class: "chat__all" }, this.earlier, this.list),
    );
  }

  show({ messages, waiting, welcome, hasEarlier }) {
    this.earlier.hidden = !hasEarlier;
    const wanted = [];
    if (!messages.length && welcome) wanted.push(["welcome", "", () => this.#welcome(welcome)]);
    let day = "";
    for (const message of messages) {
      if (message.day !== day) {
        day = message.day;
        wanted.push([`day ${day}`, day, () => make("li", { class: "chat__day" }, day)]);
      }
      wanted.push([message.id, JSON.stringify(message), () => this.#said(message)]);
    }
    for (const item of waiting) wanted.push([item.id, item.state, () => this.#waiting(item)]);
    this.#place(wanted);
  }

  #place(wanted) {
    const lines = new Map();
    let before = null;
    for (const [key, version, build] of wanted) {
      const known = this.lines.get(key);
      const line = known?.version === version ? known : { version, element: build() };
      lines.set(key, line);
      const next = before ? before.nextSibling : this.list.firstChild;
      if (next !== line.element) this.list.insertBefore(line.element, next);
      before = line.element;
    }
    const kept = new Set([...lines.values()].map(line => line.element));
    for (const element of [...this.list.children]) if (!kept.has(element)) element.remove();
    this.lines = lines;
  }

  #welcome(words) {
    return make("li", { class: "said" }, make("div", { class: "said__body", dir: "auto" }, ...linked(words)));
  }

  #said(message) {
    const time = make("time", { datetime: message.at }, message.time);
    return make(
      "li", { class: message.is_own ? "said said--you" : "said" },
      make("span", { class: "said__by" }, `${message.by}, `, time),
      message.text ? make("div", { class: "said__body", dir: "auto" }, ...linked(message.text)) : null,
      ...message.files.map(file => this.#file(file)),
      message.notice ? make("p", { class: "said__by said__notice" }, message.notice) : null,
    );
  }

  #file(file) {
    if (!file.id) return make("p", { class: "said__file" }, file.name);
    const label = fill(this.texts.download, { name: file.name });
    return make("p", { class: "said__file" }, make(
      "button", { type: "button", class: "link", "aria-label": label, onclick: () => this.onDownload(file) },
      file.name,
    ));
  }

  #waiting({ text, file, state }) {
    return make(
      "li", { class: "said said--you said--waiting" },
      make("span", { class: "said__by" }, `${this.texts.you}, ${state}`),
      text ? make("div", { class: "said__body", dir: "auto" }, text) : null,
      file ? make("p", { class: "said__file" }, file) : null,
    );
  }
}
