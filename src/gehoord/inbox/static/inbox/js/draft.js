// The draft is kept on the server while somebody types. Nothing that was typed is lost.
import { envelopeFields } from "./envelope.js";
import { post, postLast } from "./server.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const saved = document.querySelector("#saved");
const PAUSE_MS = 600;

let kept = text?.value ?? "";
let keptEnvelope = JSON.stringify(envelopeFields());
let timer = 0;
let saving = null;
let isSending = false;

const fields = () => ({
  mode: form.dataset.mode,
  text: text.value,
  submission: form.elements.submission.value,
  ...envelopeFields(),
});

const isKept = () => text.value === kept && JSON.stringify(envelopeFields()) === keptEnvelope;

async function save() {
  clearTimeout(timer);
  if (!form || isSending || isKept()) return;
  const now = text.value;
  const envelope = JSON.stringify(envelopeFields());
  try {
    const answer = await post(form.dataset.draft, fields());
    if (!answer.ok) throw new Error(String(answer.status));
    kept = now;
    keptEnvelope = envelope;
    saved.textContent = (await answer.json()).said;
  } catch {
    saved.textContent = document.querySelector("#words").dataset.unsaved;
    timer = setTimeout(flush, 5000);
  }
}

// One save at a time, so that an older text never lands on a newer one.
export async function flush() {
  clearTimeout(timer);
  await saving;
  saving = save();
  await saving;
}

// While a reply leaves, nothing may save it as a draft again.
export async function pause() {
  isSending = true;
  clearTimeout(timer);
  await saving;
}

export function resume({ isSent = false } = {}) {
  isSending = false;
  if (!isSent) return;
  kept = text.value;
  saved.textContent = "";
  if (text.value) flush();
}

// A reload asks for the page before the last words were saved: look once more what is kept.
async function catchUp() {
  const loaded = kept;
  try {
    const address = `${form.dataset.draft}?mode=${form.dataset.mode}`;
    const answer = await fetch(address, { headers: { "X-From-Script": "yes" } });
    if (!answer.ok || answer.redirected) return;
    const there = (await answer.json()).text;
    if (there === loaded || !text.value.startsWith(loaded)) return;
    const typed = text.value.slice(loaded.length);
    text.value = there + typed;
    kept = there;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // no connection: what is in the page is what there is
  }
}

function saveLast() {
  if (isSending || isKept()) return;
  postLast(form.dataset.draft, fields());
  kept = text.value;
}

if (form) {
  if (form.hasAttribute("data-kept")) saving = catchUp();
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  };
  text.addEventListener("input", soon);
  form.addEventListener("input", (event) => event.target.closest("#envelope") && soon());
  form.addEventListener("envelope-changed", soon);
  // Before leaving, so that it is there before the next page asks; some phones only say pagehide.
  addEventListener("beforeunload", saveLast);
  addEventListener("pagehide", saveLast);
  document.body.addEventListener("live-again", flush);
}
