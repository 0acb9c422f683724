// The chat as a page of its own: hears that something changed and fetches the conversation again.
// Without this script the page works too, with the link that refreshes it.

const POLL_MS = 8_000;
const RETRY_MS = 5_000;

const log = document.querySelector(".chat__log");
const box = document.querySelector(".chat__box textarea");
const form = box?.closest("form");
let stream = null;
let isFetching = false;
let isStale = false;

const list = () => log.querySelector("[data-log]");

async function refresh() {
  if (isFetching) {
    isStale = true;
    return;
  }
  isFetching = true;
  try {
    const answer = await fetch(list().dataset.log, { headers: { Accept: "text/html" } });
    if (answer.ok) show(await answer.text());
  } catch {
    // no connection: the next round tries again
  }
  isFetching = false;
  if (isStale) {
    isStale = false;
    refresh();
  }
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-log]");
  if (!fresh) return;
  if (fresh.dataset.version === list().dataset.version) list().dataset.live = fresh.dataset.live ?? "";
  else list().replaceWith(document.adoptNode(fresh));
  watchTheClock();
}

// A chat that is closed for a while opens by itself.
let opensAgain = 0;
function watchTheClock() {
  clearTimeout(opensAgain);
  const until = list().dataset.until;
  if (until) opensAgain = setTimeout(refresh, Math.min(Math.max(new Date(until) - Date.now(), 0) + 1_000, 2 ** 31 - 1));
}

function listen() {
  const address = list().dataset.live;
  if (!address) return;
  stream = new EventSource(address);
  stream.onmessage = refresh;
  stream.addEventListener("again", refresh);
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    stream = null;
    // The ticket is old: the conversation brings a new one.
    setTimeout(async () => {
      await refresh();
      watchTheClock();
listen();
    }, RETRY_MS);
  };
}

setInterval(() => {
  if (document.visibilityState === "visible" && stream?.readyState !== EventSource.OPEN) refresh();
}, POLL_MS);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refresh();
});
addEventListener("pagehide", () => stream?.close());
box?.addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
watchTheClock();
listen();
