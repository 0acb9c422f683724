// Buttons and small forms that do one thing to the case: without loading the page again.
import { refreshAll } from "./regions.js";
import { post, tell } from "./server.js";
import { flush } from "./draft.js";

async function doQuietly(form, button, address) {
  const fields = new FormData(form, button);
  button?.setAttribute("aria-busy", "true");
  document.querySelectorAll("[data-stays]").forEach((hint) => hint.remove());
  try {
    const answer = await post(address, fields);
    tell(answer.ok ? "" : answer.status === 422 ? await answer.text() : "");
    if (!answer.ok && answer.status !== 422) return form.submit();
    if (answer.ok) tidy(form);
  } catch {
    return form.submit(); // the browser says best that there is no connection
  } finally {
    button?.removeAttribute("aria-busy");
  }
  refreshAll();
}

function tidy(form) {
  if (document.activeElement?.closest("form") === form) document.activeElement.blur();
  if (form.id !== "act") form.reset();
  for (const open of document.querySelectorAll("details[open]:is(.menu--case, .facts__edit, .parts__state, .correction, .guide__others)")) {
    open.open = false;
  }
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  const address = button?.getAttribute("formaction") || form.getAttribute("action");
  if (form.matches("[data-quiet]") && address) {
    event.preventDefault();
    doQuietly(form, button, address);
  } else if (form.matches("[data-flush], #go") && address) {
    // What was just typed has to be kept before the server puts a reply back in front of it.
    event.preventDefault();
    await flush();
    form.action = address;
    form.submit();
  }
});
