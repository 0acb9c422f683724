// One conversation: fetches it, shows it, and tells Gehoord what the visitor has seen.

import { Box } from "./box.js";
import { Refusal } from "./door.js";
import { fill, make } from "./dom.js";
import { Live } from "./live.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { drawn } from "./panel.js";

const TYPING_LASTS_MS = 11_000;

export class Talk {
  constructor(door, store, site, panel) {
    Object.assign(this, { door, store, site, panel });
    this.history = { messages: [], has_earlier: false, version: "" };
    this.before = [];
    this.told = new Set();
    this.agent = null;
    this.sending = "";
    this.notice = "";
    this.#build();
    this.outbox = new Outbox(door, store, {
      onChange: state => { this.sending = state; this.#show(); },
      onReturned: (text, words) => { this.box.giveBack(text); this.#error(words); },
      onSent: () => this.live.wake(),
    });
    this.live = new Live(door, { onChange: () => this.refresh(), isWatched: () => panel.isOpen });
    door.onAnew = () => this.#beginAnew();
    addEventListener("online", () => this.outbox.flush());
    addEventListener("storage", event => event.key === store.name && this.#show());
    document.addEventListener("visibilitychange", () => this.#tellSeen());
  }

  begin() {
    this.outbox.giveBackLostFiles(this.site.texts.files_lost);
    this.outbox.flush();
    this.live.wake();
    this.#show();
  }

  // One at a time; what changes meanwhile is fetched right after.
  async refresh() {
    if (this.isFetching) {
      this.isStale = true;
      return;
    }
    this.isFetching = true;
    try {
      const fresh = await this.door.ask(`messages?version=${this.history.version}`);
      if (!fresh.same) this.#take(fresh);
      // Gehoord answers again: what waits need not wait any longer.
      if (this.sending === "offline") this.outbox.flush();
    } catch (error) {
      if (!(error instanceof Refusal)) this.#show();
    }
    this.isFetching = false;
    if (this.isStale) {
      this.isStale = false;
      await this.refresh();
    }
  }

  opened() {
    this.#tellSeen();
    this.#show();
  }

  #build() {
    const { site } = this;
    const { texts } = site;
    this.log = new Log(texts, {
      onDownload: file => this.#download(file),
      onEarlier: () => this.#fetchEarlier(),
    });
    this.box = new Box(site, this.store, {
      onSend: (text, file) => {
        this.notice = "";
        this.outbox.put(text, file);
      },
      onTyping: () => this.history.messages.length && this.door.ask("typing", { json: {} }).catch(() => {}),
      onError: words => this.#error(words),
    });
    this.state = make("p", { class: "chat__state", role: "status" });
    this.error = make("p", { class: "chat__error", role: "alert", hidden: true });
    this.stop = make("div", { class: "chat__stopped", role: "status", hidden: true });
    this.form = make(
      "form", { class: "chat__write", novalidate: true, onsubmit: event => { event.preventDefault(); this.box.send(); } },
      site.closed ? make("p", { class: "chat__closed" }, site.closed) : null,
      this.state, this.error, this.box.element,
    );
    this.email = site.closed ? this.#emailForm() : null;
    this.panel.element.append(
      make("p", { class: "chat__honest" }, `${texts.honest} `, link(site.how_url, texts.how)),
      this.log.element,
      make("div", { class: "chat__end" }, this.stop, site.is_on ? this.form : make("p", { class: "chat__state chat__off" }, texts.off), this.email,
        site.rules_url ? make("p", { class: "chat__links" }, link(site.rules_url, texts.rules)) : null),
    );
    this.panel.focusFirst = () => this.box.focus();
  }

  #emailForm() {
    const { texts } = this.site;
    const field = make("input", { type: "email", id: "email", autocomplete: "email", dir: "auto" });
    const said = make("p", { role: "status", class: "chat__state" }, texts.email_ask);
    const form = make(
      "form", { class: "chat__email", novalidate: true, onsubmit: async event => {
        event.preventDefault();
        try {
          const answer = await this.door.ask("email", { json: { email: field.value }, starts: true });
          form.replaceChildren(said);
          said.textContent = answer.thanks;
          this.emailIsNoted = true;
        } catch (error) {
          said.textContent = error.words || texts.offline_short;
        }
      } },
      said,
      make("label", { for: "email" }, texts.email_label),
      make("div", { class: "row" }, field, make("button", { class: "btn", type: "submit" }, texts.email_save)),
    );
    return form;
  }

  #take(fresh) {
    this.history = fresh;
    for (const { id } of fresh.messages) this.outbox.sent.delete(id);
    clearTimeout(this.typingTimer);
    if (fresh.is_typing) this.typingTimer = setTimeout(() => this.refresh(), TYPING_LASTS_MS);
    this.#showAgent(fresh.agent);
    this.#showStop(fresh.stopped);
    this.#show();
    this.#tellSeen();
  }

  // Closed for a while: why, until when and where else. What was typed stays in the box.
  #showStop(stopped) {
    clearTimeout(this.stopTimer);
    this.stop.hidden = !stopped;
    this.form.hidden = Boolean(stopped);
    if (!stopped) return this.stop.replaceChildren();
    const left = Math.max(new Date(stopped.until) - Date.now(), 0) + 1_000;
    this.stopTimer = setTimeout(() => this.refresh(), Math.min(left, 2 ** 31 - 1));
    return this.stop.replaceChildren(
      make("p", {}, stopped.words), stopped.link ? make("p", {}, link(stopped.link, stopped.more)) : "",
    );
  }

  async #fetchEarlier() {
    const [first] = [...this.before, ...this.history.messages];
    if (!first) return;
    const path = `messages?before=${encodeURIComponent(first.at)}`;
    const page = await this.door.ask(path).catch(() => null);
    if (!page) return;
    this.before = [...page.messages, ...this.before];
    this.hasEarlier = page.has_earlier;
    this.#show();
  }

  async #showAgent(agent) {
    if (agent?.id === this.agent?.id) return;
    this.agent = agent;
    this.panel.showAgent(agent);
    if (!agent?.has_photo) return;
    const photo = await this.door.file(`agents/${agent.id}/photo`).then(drawn).catch(() => null);
    if (photo && this.agent === agent) this.panel.showAgent(agent, photo);
  }

  async #download(file) {
    try {
      const address = URL.createObjectURL(await this.door.file(`files/${file.id}`));
      const anchor = make("a", { href: address, download: file.name });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch {
      this.#error(this.site.texts.download_failed);
    }
  }

  #beginAnew() {
    this.history = { messages: [], has_earlier: false, version: "" };
    this.before = [];
    this.live.sleep();
    this.notice = this.site.texts.started_anew;
    this.#show();
  }

  #show() {
    const { texts, welcome } = this.site;
    const known = new Set(this.history.messages.map(message => message.id));
    const onTheWay = [...this.outbox.sent.values(), ...this.outbox.waiting].filter(one => !known.has(one.id));
    const state = ["offline", "slow"].includes(this.sending) ? texts.waiting : texts.sending;
    this.log.show({
      messages: [...this.before.filter(one => !known.has(one.id)), ...this.history.messages],
      waiting: onTheWay.map(item => ({ ...item, state })),
      welcome: onTheWay.length ? "" : welcome,
      hasEarlier: this.hasEarlier ?? this.history.has_earlier,
    });
    const words = this.#stateWords();
    if (this.state.textContent !== words) this.state.textContent = words;
    if (this.email) this.email.hidden = Boolean(this.history.has_email && !this.emailIsNoted);
    this.panel.showUnread(!this.panel.isOpen && this.#unread().length > 0);
  }

  #stateWords() {
    const { texts } = this.site;
    if (this.sending === "slow") return texts.slow;
    if (this.sending === "offline" || !navigator.onLine) return texts.offline;
    if (this.history.is_typing) {
      return this.agent ? fill(texts.typing, { name: this.agent.name }) : texts.typing_team;
    }
    return this.notice || (this.store.keepsNothing ? texts.no_storage : texts.calm);
  }

  #error(words) {
    this.error.hidden = !words;
    this.error.textContent = words;
  }

  #unread() {
    return this.history.messages.filter(one => !one.is_own && !one.is_read).map(one => one.id);
  }

  async #tellSeen() {
    const isRead = this.panel.isOpen && document.visibilityState === "visible";
    const mark = id => `${id} ${isRead}`;
    const ids = this.#unread().filter(id => !this.told.has(mark(id)));
    if (!ids.length) return;
    for (const id of ids) this.told.add(mark(id));
    try {
      await this.door.ask("seen", { json: { ids, read: isRead } });
      if (isRead) await this.refresh();
    } catch {
      for (const id of ids) this.told.delete(mark(id));
    }
  }
}

function link(address, words) {
  return make("a", { href: address, target: "_blank", rel: "noopener" }, words);
}
