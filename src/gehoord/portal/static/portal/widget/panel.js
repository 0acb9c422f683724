// The button in the corner and the panel it opens.

import { icon, make } from "./dom.js";

export class Panel {
  constructor({ texts, onToggle }) {
    this.texts = texts;
    this.onToggle = onToggle;
    this.dot = make("span", { class: "launcher__dot", hidden: true });
    this.launcher = make(
      "button", { type: "button", class: "launcher", "aria-label": texts.open, "aria-expanded": "false", onclick: () => this.open() },
      icon("talk"), this.dot,
    );
    this.badge = make("span", { class: "initials", "aria-hidden": "true", hidden: true });
    this.title = make("h2", { id: "title" }, texts.title);
    this.subtitle = make("p", {}, texts.team ?? "");
    this.head = make(
      "header", { class: "chat__head" },
      this.badge,
      make("div", {}, this.title, this.subtitle),
      make(
        "button", { type: "button", class: "btn btn--quiet btn--small", onclick: () => this.close() },
        icon("down"), texts.minimise,
      ),
    );
    this.element = make(
      "section", { class: "chat", hidden: true, "aria-labelledby": "title", onkeydown: event => this.#key(event) },
      this.head,
    );
    this.focusFirst = () => this.head.querySelector("button").focus();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    this.#set(true);
    this.focusFirst();
  }

  close() {
    this.#set(false);
    this.launcher.focus();
  }

  showUnread(isUnread) {
    this.dot.hidden = !isUnread;
    this.launcher.setAttribute("aria-label", isUnread ? this.texts.open_unread : this.texts.open);
  }

  showAgent(agent, photo) {
    this.title.textContent = agent?.helps ?? this.texts.title;
    this.badge.hidden = !agent;
    this.badge.replaceChildren(photo ?? agent?.initials ?? "");
  }

  #set(isOpen) {
    this.element.hidden = !isOpen;
    this.launcher.hidden = isOpen;
    this.launcher.setAttribute("aria-expanded", String(isOpen));
    this.onToggle(isOpen);
  }

  #key(event) {
    // Only our own: the page around us may use the same keys.
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) this.close();
  }
}

// A photo drawn on a canvas needs no permission from the page's rules for images.
export async function drawn(blob) {
  const image = await createImageBitmap(blob);
  const canvas = make("canvas", { width: "64", height: "64" });
  const side = Math.min(image.width, image.height);
  const [left, top] = [(image.width - side) / 2, (image.height - side) / 2];
  canvas.getContext("2d").drawImage(image, left, top, side, side, 0, 0, 64, 64);
  return canvas;
}
