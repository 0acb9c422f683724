// The draft is kept on the server while somebody types. Nothing that was typed is lost.
import { post, postLast } from "./server.js";

const form = document.querySelector("#composer");
const text = form?.querySelector("textarea");
const saved = document.querySelector("#saved");
const PAUSE_MS = 600;

let kept = text?.value ?? "";
let timer = 0;
let saving = null;
let isSending = false;

const fields = () => ({
  mode: form.dataset.mode,
  text: text.value,
  submission: form.elements.submission.value,
});

async function save() {
  clearTimeout(timer);
  if (!form || isSending || text.value === kept) return;
  const now = text.value;
  try {
    const answer = await post(form.dataset.draft, fields());
    if (!answer.ok) throw new Error(String(answer.status));
    kept = now;
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

if (form) {
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  });
  addEventListener("pagehide", () => {
    if (!isSending && text.value !== kept) postLast(form.dataset.draft, fields());
  });
  document.body.addEventListener("live-again", flush);
}
