// The card on the telephone follows the case; its clock counts minutes, and never hurries anybody.
import "./regions.js";

function show() {
  const clock = document.querySelector("[data-began]");
  if (!clock) return;
  const minutes = Math.floor((Date.now() - Date.parse(clock.dataset.began)) / 60000);
  const { none, one, many } = clock.dataset;
  clock.hidden = false;
  clock.textContent =
    minutes < 1 ? none : minutes === 1 ? one : many.replace("{number}", String(minutes));
}

show();
setInterval(show, 5000);
