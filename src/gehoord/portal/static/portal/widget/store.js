// What the browser keeps: the visitor's token, messages on their way, and what stands in the box.
// Every change reads first, because another tab of the same site may have written in between.

const EMPTY = { token: "", outbox: [], draft: "" };

export class Store {
  constructor(name) {
    this.name = name;
    this.memory = null; // used when the browser keeps nothing
  }

  read() {
    if (this.memory) return this.memory;
    try {
      return { ...EMPTY, ...JSON.parse(localStorage.getItem(this.name) ?? "{}") };
    } catch {
      return { ...EMPTY };
    }
  }

  change(update) {
    const kept = { ...this.read(), ...update(this.read()) };
    if (!this.memory) {
      try {
        localStorage.setItem(this.name, JSON.stringify(kept));
        return;
      } catch {
        // private window, full, or switched off
      }
    }
    this.memory = kept;
  }

  get keepsNothing() {
    if (this.memory) return true;
    try {
      localStorage.setItem(`${this.name} ?`, "");
      localStorage.removeItem(`${this.name} ?`);
      return false;
    } catch {
      return true;
    }
  }
}
