// One live stream per browser, however many tabs are open.
// The tab that holds the lock listens to the server and repeats what it hears to the others.
// A topic (`case-42`) arrives as an event on <body>, for whatever shows that case to fetch it
// again. `live-again` means: anything may have changed. <html data-live="on|polling|off"> says
// how the browser hears of changes. The address is in <meta name="live" content="/live">.

const POLL_MS = 15_000;
const RETRY_MS = 20_000;
const ASLEEP_MS = 40_000;

const address = document.querySelector('meta[name="live"]')?.content ?? "/live";
const tabs = new BroadcastChannel(`live ${address}`);
const root = document.documentElement;

let stream = null;
let letGo = null;
let asking = null;
let retryTimer = 0;
let awakeAt = Date.now();

const announce = topic => document.body.dispatchEvent(new CustomEvent(topic));
const announceAgain = () => announce("live-again");

function show(state) {
  root.dataset.live = navigator.onLine ? state : "off";
}

// ── The tab that listens ───────────────────────────────────────────────────────────────────

function tell(kind, value) {
  hear(kind, value);
  tabs.postMessage({ kind, value });
}

function listen() {
  stream = new EventSource(address);
  stream.onopen = () => tell("state", "on");
  stream.onmessage = event => tell("topic", event.data);
  stream.addEventListener("again", () => tell("again"));
  stream.onerror = () => {
    tell("state", "polling");
    // The browser retries a broken connection itself, but gives up when it is refused.
    if (stream.readyState === EventSource.CLOSED) {
      retryTimer = setTimeout(listen, RETRY_MS * (0.75 + Math.random() / 2));
    }
  };
}

function silence() {
  clearTimeout(retryTimer);
  asking?.abort();
  stream?.close();
  stream = null;
  letGo?.();
  letGo = null;
}

function lead() {
  if (!navigator.locks) {
    listen(); // without https there are no locks: a stream per tab
    return;
  }
  asking = new AbortController();
  navigator.locks.request(`live ${address}`, { signal: asking.signal }, () => new Promise(resolve => {
    letGo = resolve;
    listen();
  })).catch(() => {}); // this tab went away before its turn
}

// ── Every tab ──────────────────────────────────────────────────────────────────────────────

function hear(kind, value) {
  if (kind === "topic") announce(value);
  else if (kind === "again") announceAgain();
  else if (kind === "state") {
    // This tab joined one that listens: what changed before that it did not hear.
    if (value === "on" && !stream && root.dataset.live !== "on") announceAgain();
    show(value);
  } else if (kind === "who?" && stream) tabs.postMessage({ kind: "state", value: root.dataset.live });
}

tabs.onmessage = event => {
  // Without locks every tab has a stream of its own and needs no telling.
  if (navigator.locks) hear(event.data.kind, event.data.value);
};

function pollOrWake() {
  const hasSlept = Date.now() - awakeAt > ASLEEP_MS;
  awakeAt = Date.now();
  if (document.visibilityState !== "visible") return;
  if (hasSlept || root.dataset.live === "polling") announceAgain();
}

setInterval(pollOrWake, POLL_MS);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") pollOrWake();
});
addEventListener("offline", () => show("off"));
addEventListener("online", () => {
  show(stream?.readyState === EventSource.OPEN ? "on" : "polling");
  tabs.postMessage({ kind: "who?" });
  announceAgain();
});
// A page kept for the back button must not keep the stream from the other tabs.
addEventListener("pagehide", silence);
addEventListener("pageshow", event => {
  if (!event.persisted) return;
  lead();
  announceAgain();
});

function start() {
  tabs.postMessage({ kind: "who?" });
  lead();
}

show("polling");
// Not before every script of the page listens: the first word of the stream is "again".
if (document.readyState === "complete") start();
else addEventListener("DOMContentLoaded", start, { once: true });
