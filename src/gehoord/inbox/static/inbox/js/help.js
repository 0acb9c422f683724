// The help button: F1 everywhere, asked without loading the page again, and a soft sound for who
// wants to hear a call. Without a script the button is a plain form.
import { refreshAll } from "./regions.js";
import { post } from "./server.js";

const known = new Set();
const calls = () => [...document.querySelectorAll("#help-calls [data-call]")];

for (const call of calls()) known.add(call.dataset.call);

// Two soft notes, drawn here: a file would have to be loaded when somebody already waits.
function chime() {
  const sound = new AudioContext();
  [523.25, 659.25].forEach((pitch, i) => {
    const [note, volume] = [sound.createOscillator(), sound.createGain()];
    const at = sound.currentTime + i * 0.18;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.08, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
    note.connect(volume).connect(sound.destination);
    note.start(at);
    note.stop(at + 0.4);
  });
  setTimeout(() => sound.close(), 1500);
}

document.addEventListener("fresh-piece", () => {
  const fresh = calls().filter((call) => !known.has(call.dataset.call));
  for (const call of fresh) known.add(call.dataset.call);
  if (fresh.length && document.querySelector("#help-calls[data-sound]")) chime();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id !== "help-ask") return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await post(form.action, new FormData(form));
    if (!answer.ok || answer.redirected) return form.submit();
    refreshAll();
  } catch {
    return form.submit(); // the browser says best that there is no connection
  } finally {
    button.removeAttribute("aria-busy");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F1" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // not the help of the browser
  if (!event.repeat) document.querySelector("[data-help]")?.click();
});
