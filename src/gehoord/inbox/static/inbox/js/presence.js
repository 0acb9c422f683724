// Show colleagues that this case is open here, and who else has it open.
import { merge } from "./merge.js";
import { post, postLast } from "./server.js";

const form = document.querySelector("#composer");
const EVERY_MS = 25_000;
const TYPING_MS = 8_000;
const SAY_AGAIN_MS = 4_000;

let typedAt = 0;
let saidAt = 0;
let wasTyping = false;
let stops = 0;

const isTyping = () => Date.now() - typedAt < TYPING_MS;

async function show(answer) {
  if (!answer.ok || answer.redirected || answer.status === 204) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, now] = [document.querySelector("#presence"), fresh.querySelector("#presence")];
  if (old && now) merge(old, document.adoptNode(now));
}

async function say() {
  if (document.visibilityState !== "visible") return;
  saidAt = Date.now();
  wasTyping = isTyping();
  try {
    await show(await post(form.dataset.here, wasTyping ? { typing: "yes" } : {}));
  } catch {
    // no connection: the next time
  }
}

const leave = () => postLast(form.dataset.here, { leaves: "yes" });

if (form) {
  say();
  setInterval(say, EVERY_MS);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? say() : leave()));
  document.addEventListener("new-words", say); // read, because the case is open
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && say());
  document.body.addEventListener(form.dataset.presenceTopic, async () => {
    if (document.visibilityState !== "visible") return;
    try {
      await show(await fetch(form.dataset.presence, { headers: { "X-From-Script": "yes" } }));
    } catch {
      // no connection: the next time
    }
  });
  if (form.dataset.mode === "reply") {
    form.querySelector("textarea").addEventListener("input", () => {
      typedAt = Date.now();
      if (!wasTyping || typedAt - saidAt > SAY_AGAIN_MS) say();
      clearTimeout(stops);
      stops = setTimeout(say, TYPING_MS + 100);
    });
  }
}
