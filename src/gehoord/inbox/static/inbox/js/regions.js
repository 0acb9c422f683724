// Parts of the page that follow what happens elsewhere. data-source is the normal address of the
// page, data-topics are the announcements after which it is fetched again, data-gap is the
// shortest time between two fetches in milliseconds, data-patience how many times longer to wait
// than the last one took, and data-again fetches it now and then anyway.
import { merge, remember } from "./merge.js";

const sources = new Map();

function sayNew(element) {
  const announcer = document.querySelector("#announcer");
  if (!element.dataset?.say || !announcer) return;
  announcer.textContent = element.dataset.say;
  document.dispatchEvent(new CustomEvent("new-words"));
}

async function fetchAgain(region) {
  const address = new URL(region.dataset.source, location.href);
  if (region.dataset.rows) address.searchParams.set("rows", region.dataset.rows);
  if (region.dataset.open) address.searchParams.set("open", region.dataset.open);
  if (region.dataset.messages) address.searchParams.set("messages", region.dataset.messages);
  const answer = await fetch(address, { headers: { "X-From-Script": "yes" } });
  if (answer.status === 404) document.querySelector("#gone")?.removeAttribute("hidden");
  // A sign-in page in the place of a list helps nobody: the next full page will ask.
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of [...fresh.body.children]) {
    const place = part.id && document.getElementById(part.id);
    if (place) merge(place, document.adoptNode(part), sayNew);
  }
  document.dispatchEvent(new CustomEvent("fresh-piece")); // the kit starts its counters again
}

class Region {
  constructor(element) {
    this.element = element;
    this.gap = Number(element.dataset.gap ?? 300);
    this.patience = Number(element.dataset.patience ?? 1);
    this.fetching = false;
    this.isStale = false;
    this.last = 0;
    this.took = 0;
    this.timer = 0;
    for (const topic of element.dataset.topics.split(" ")) {
      document.body.addEventListener(topic, () => this.refresh());
    }
    if (element.dataset.again) setInterval(() => this.refresh(), Number(element.dataset.again));
    document.addEventListener("visibilitychange", () => this.isStale && this.refresh());
  }

  // At once, but not more often than the gap allows; the last change is always fetched.
  refresh() {
    if (document.visibilityState !== "visible" || this.fetching) {
      this.isStale = true;
      return;
    }
    clearTimeout(this.timer);
    // A busy server is asked less often, and not by all browsers in the same instant.
    const pause = Math.max(this.gap, this.took * this.patience) * (1 + Math.random() / 4);
    const wait = this.last + pause - Date.now();
    if (wait > 0) this.timer = setTimeout(() => this.refresh(), wait);
    else this.now();
  }

  async now() {
    this.fetching = true;
    this.isStale = false;
    this.last = Date.now();
    try {
      await fetchAgain(this.element);
    } catch {
      // no connection: live.js says so, and `live-again` comes when it is back
    }
    this.fetching = false;
    this.took = Date.now() - this.last;
    if (this.isStale) this.refresh();
  }
}

export const refreshAll = () => sources.forEach((region) => region.refresh());

for (const element of document.querySelectorAll("[data-keyed], [data-keyed] > [id], [data-source] > [id]")) {
  remember(element);
}
for (const element of document.querySelectorAll("[data-source]")) {
  sources.set(element, new Region(element));
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const more = event.target.closest?.("[data-more], [data-earlier]");
  const element = more?.closest("[data-source]");
  if (!element) return;
  if (more.hasAttribute("data-more")) {
    const wanted = element.querySelectorAll(".case-row").length + 50;
    if (wanted > 300) return; // further on each page is a page of its own
    element.dataset.rows = String(wanted);
  } else element.dataset.messages = String(Number(more.dataset.earlier) + 50);
  event.preventDefault();
  sources.get(element)?.refresh();
});

// "Marieke is typing" fades by itself: nobody announces that somebody stopped.
const typing = document.querySelector("#typing");
let fades = 0;
if (typing) {
  document.body.addEventListener(typing.dataset.topic, () => {
    const shown = document.querySelector("#typing");
    if (!shown) return;
    shown.hidden = false;
    clearTimeout(fades);
    fades = setTimeout(() => (shown.hidden = true), 6000);
  });
}

// The newest message is where reading starts, also after a reload that restored the scroll. On a
// low screen the whole page scrolls instead of the messages.
const timeline = document.querySelector("#timeline");
if (timeline) {
  const wanted = /^#message-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (wanted) wanted.scrollIntoView({ block: "center" });
  else timeline.scrollTo({ top: 0 });
  const pageScrolls = document.documentElement.scrollHeight > innerHeight + 40;
  if (pageScrolls && !location.hash) timeline.querySelector("ol > li:last-child")?.scrollIntoView({ block: "center" });
}
