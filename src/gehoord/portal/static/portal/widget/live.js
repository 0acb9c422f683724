// Hears that something changed in the conversation. A stream when it can be had, asking every few
// seconds when it cannot. Only a visible tab listens: a browser has few connections per server.

const POLL_MS = 4_000;
const CALM_POLL_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export class Live {
  // `onChange` fetches the conversation; `isWatched` says whether the panel is open.
  constructor(door, { onChange, isWatched }) {
    Object.assign(this, { door, onChange, isWatched });
    this.stream = null;
    this.timer = 0;
    this.wait = FIRST_WAIT_MS;
    this.polledAt = 0;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.wake();
      else this.sleep();
    });
    addEventListener("online", () => this.wake());
    addEventListener("pagehide", () => this.sleep());
    addEventListener("pageshow", event => event.persisted && this.wake());
    setInterval(() => this.#poll(), POLL_MS);
  }

  wake() {
    if (!this.door.isKnown) return;
    this.onChange();
    if (!this.stream) this.#listen();
  }

  sleep() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.stream?.close();
    this.stream = null;
  }

  get isListening() {
    return this.stream?.readyState === EventSource.OPEN;
  }

  async #listen() {
    clearTimeout(this.timer);
    this.timer = -1;
    let ticket;
    try {
      ({ ticket } = await this.door.ask("ticket", { json: {} }));
    } catch {
      this.#listenLater();
      return;
    }
    if (this.timer !== -1 || this.stream) return; // fell asleep, or woke twice
    const address = new URL(this.door.stream);
    address.searchParams.set("ticket", ticket);
    this.stream = new EventSource(address);
    this.stream.onopen = () => { this.wait = FIRST_WAIT_MS; };
    this.stream.onmessage = () => this.onChange();
    this.stream.addEventListener("again", () => this.onChange());
    this.stream.onerror = () => {
      // The browser tries again by itself, until it is refused: then the ticket is too old.
      if (this.stream?.readyState !== EventSource.CLOSED) return;
      this.stream = null;
      this.#listenLater();
    };
  }

  #listenLater() {
    if (document.visibilityState !== "visible" || !this.door.isKnown) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#listen(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  #poll() {
    if (this.isListening || document.visibilityState !== "visible" || !this.door.isKnown) return;
    const every = this.isWatched() ? POLL_MS : CALM_POLL_MS;
    if (Date.now() - this.polledAt < every - 500) return;
    this.polledAt = Date.now();
    this.onChange();
  }
}
