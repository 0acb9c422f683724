// The seconds left to take a reply back. The button works without this; the server decides.
// <div class="undo" data-until="2026-06-05T10:47:10+02:00"> with [data-seconds] and a <progress>.

function tick() {
  const bars = document.querySelectorAll(".undo[data-until]");
  for (const bar of bars) {
    const left = Math.max(0, Math.ceil((Date.parse(bar.dataset.until) - Date.now()) / 1000));
    const seconds = bar.querySelector("[data-seconds]");
    if (seconds) seconds.textContent = String(left);
    const line = bar.querySelector("progress");
    if (line) line.value = left;
    bar.hidden = left === 0;
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("fresh-piece", tick);
