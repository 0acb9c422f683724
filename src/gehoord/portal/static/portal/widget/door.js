// How the widget talks to Gehoord: JSON with a token in a header, never cookies, never in an address.

const TIMEOUT_MS = 20_000;
const UPLOAD_TIMEOUT_MS = 180_000;

// Gehoord answered, and the answer is no; `words` are for the person.
export class Refusal extends Error {
  constructor(status, content) {
    super(content.reason ?? `status ${status}`);
    this.status = status;
    this.reason = content.reason ?? "";
    this.words = content.error ?? "";
    this.retryAfter = content.retry_after ?? 0;
    this.content = content;
  }

  // Sending the very same again will not help.
  get isFinal() {
    return this.status >= 400 && this.status < 500 && ![408, 425, 429].includes(this.status);
  }
}

// No answer: the connection is gone, or the server is.
export class Unreachable extends Error {}

export class Door {
  constructor(server, site, store) {
    this.base = new URL(`chat/${encodeURIComponent(site)}/api/`, server);
    this.stream = new URL("chat/live", server);
    this.store = store;
    this.onAnew = () => {};
    this.starting = null;
  }

  get isKnown() {
    return Boolean(this.store.read().token);
  }

  // Everybody may ask this; no token goes along.
  siteInfo() {
    return this.#call("site", {});
  }

  // Ask with the visitor's token. `starts` makes somebody who has none a visitor.
  async ask(path, { json, form, starts = false } = {}) {
    const token = this.store.read().token || (starts ? await this.#start() : "");
    try {
      return await this.#call(path, { json, form, token });
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== "token") throw error;
      this.#forget(token);
      if (!starts) throw error;
      return this.#call(path, { json, form, token: await this.#start() });
    }
  }

  async file(path) {
    const answer = await this.#fetch(path, { token: this.store.read().token });
    return answer.blob();
  }

  #forget(token) {
    if (!token || this.store.read().token !== token) return;
    this.store.change(() => ({ token: "" }));
    this.onAnew();
  }

  #start() {
    this.starting ??= this.#startOnce().finally(() => { this.starting = null; });
    return this.starting;
  }

  async #startOnce() {
    const make = async () => {
      const known = this.store.read().token; // another tab may have been first
      if (known) return known;
      const { token } = await this.#call("start", { json: {} });
      this.store.change(() => ({ token }));
      return token;
    };
    return navigator.locks ? navigator.locks.request(`${this.store.name} start`, make) : make();
  }

  async #call(path, options) {
    const answer = await this.#fetch(path, options);
    try {
      return await answer.json();
    } catch {
      throw new Unreachable();
    }
  }

  async #fetch(path, { json, form, token }) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (json) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(new URL(path, this.base), {
        method: json || form ? "POST" : "GET",
        body: json ? JSON.stringify(json) : form,
        headers,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        signal: AbortSignal.timeout(form ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS),
      });
    } catch {
      throw new Unreachable();
    }
    if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
    return answer;
  }
}
