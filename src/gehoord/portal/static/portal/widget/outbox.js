// Messages on their way. Each has its own number, so sending one again never doubles it, and each
// stays in the browser until Gehoord has said that it is kept.

import { Refusal } from "./door.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export class Outbox {
  // `onChange(state, words)` tells what to show, `onReturned` gives back what was refused.
  constructor(door, store, { onChange, onReturned, onSent }) {
    Object.assign(this, { door, store, onChange, onReturned, onSent });
    this.files = new Map(); // a browser cannot keep a file over a reload
    this.sent = new Map(); // kept by Gehoord, not in the history yet
    this.isBusy = false;
    this.wait = FIRST_WAIT_MS;
    this.timer = 0;
  }

  get waiting() {
    return this.store.read().outbox;
  }

  put(text, file) {
    const item = { id: number(), text, file: file?.name ?? "" };
    if (file) this.files.set(item.id, file);
    this.store.change(kept => ({ outbox: [...kept.outbox, item] }));
    this.flush();
  }

  // After a reload the words of a message with a file are there, the file is not.
  giveBackLostFiles(words) {
    for (const item of this.waiting.filter(one => one.file && !this.files.has(one.id))) {
      this.#remove(item);
      this.onReturned(item.text, words);
    }
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let item = this.waiting[0]; item; item = this.waiting[0]) {
        this.onChange("sending");
        if (!await this.#send(item)) return;
      }
      this.onChange("");
    } finally {
      this.isBusy = false;
    }
  }

  // True when the next one may go.
  async #send(item) {
    try {
      await this.#post(item);
    } catch (error) {
      if (error instanceof Refusal && error.isFinal) {
        this.#remove(item);
        this.onReturned(item.text, error.words);
        return true;
      }
      this.#later(error);
      return false;
    }
    this.wait = FIRST_WAIT_MS;
    this.sent.set(item.id, item);
    this.#remove(item);
    this.onSent();
    return true;
  }

  #post({ id, text }) {
    const file = this.files.get(id);
    if (!file) return this.door.ask("messages", { json: { id, text }, starts: true });
    const form = new FormData();
    form.set("id", id);
    form.set("text", text);
    form.set("file", file);
    return this.door.ask("attachments", { form, starts: true });
  }

  #later(error) {
    const isTooFast = error instanceof Refusal && error.status === 429;
    const wait = isTooFast ? (error.retryAfter + 0.5) * 1000 : this.wait * (0.75 + Math.random() / 2);
    if (!isTooFast) this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    this.onChange(isTooFast ? "slow" : "offline");
    this.timer = setTimeout(() => this.flush(), wait);
  }

  #remove({ id }) {
    this.files.delete(id);
    this.store.change(kept => ({ outbox: kept.outbox.filter(one => one.id !== id) }));
  }
}

function number() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // A page without https has no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
