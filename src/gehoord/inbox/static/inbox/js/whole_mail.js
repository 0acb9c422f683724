// The whole mail under its new words, without leaving the conversation.

async function fetchWhole(address) {
  const answer = await fetch(address, { headers: { "X-From-Script": "yes" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.adoptNode(fresh.querySelector("#whole"));
}

// An open <details> is left alone when the conversation is fetched again.
async function unfold(link) {
  const there = link.parentElement.nextElementSibling;
  if (there?.matches(".whole-here")) return void there.remove();
  const whole = await fetchWhole(link.href);
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  fold.className = "whole-here";
  summary.textContent = link.dataset.less;
  whole.removeAttribute("id");
  fold.append(summary, whole);
  fold.open = true;
  fold.addEventListener("toggle", () => {
    if (fold.open) return;
    fold.remove();
    link.focus();
  });
  link.parentElement.after(fold);
  summary.focus({ preventScroll: true });
}

document.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-whole], .whole-here [data-again]");
  if (!link) return;
  event.preventDefault();
  try {
    if (link.matches("[data-whole]")) return void (await unfold(link));
    const whole = await fetchWhole(link.href);
    whole.removeAttribute("id");
    whole.querySelector("details").open = true;
    link.closest(".whole").replaceWith(whole);
  } catch {
    location.assign(link.href); // its own page says best what is wrong
  }
});
