// The envelope of a reply by e-mail: to whom it goes, folded until somebody wants to change it.

const form = document.querySelector("#composer");
const NAMES = ["to", "cc", "bcc", "subject", "way", "answers", "mailbox"];

const place = () => form?.querySelector("#envelope");

// What is kept with a draft; nothing where there is no envelope.
export const envelopeFields = () =>
  Object.fromEntries(
    NAMES.filter((name) => place()?.querySelector(`[name=${name}]`)).map((name) => [
      name,
      place().querySelector(`[name=${name}]`).value,
    ]),
  );

// Another way to answer, or another mail; false if that did not work.
export async function changeEnvelope({ way = "", answers = "" } = {}) {
  const address = new URL(place().dataset.envelope, location.href);
  if (way) address.searchParams.set("way", way);
  if (answers) address.searchParams.set("answers", answers);
  try {
    const answer = await fetch(address, { headers: { "X-From-Script": "yes" } });
    if (!answer.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const envelope = fresh.querySelector("#envelope");
    if (!envelope) return false;
    place().replaceWith(document.adoptNode(envelope));
  } catch {
    return false;
  }
  remember(answers);
  return true;
}

// A reload shows the draft; only which mail it is about stands in the address.
function remember(answers) {
  const here = new URL(location.href);
  here.searchParams.delete("way");
  if (answers) here.searchParams.set("answers", answers);
  else here.searchParams.delete("answers");
  history.replaceState(history.state, "", here);
}

function say(words) {
  document.querySelector("#saved").textContent = words;
}

// Who has to fill in an address comes there; who answers goes on writing.
function goOn() {
  const to = place().querySelector("#id_to");
  if (to && !to.value) to.focus();
  else form.querySelector("textarea").focus();
}

if (place()) {
  document.addEventListener("click", async (event) => {
    const chosen = event.target.closest("[data-way]");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isDone = await changeEnvelope(chosen.dataset);
    say(isDone ? "" : document.querySelector("#words").dataset.unfound);
    if (!isDone) return;
    form.dispatchEvent(new CustomEvent("envelope-changed"));
    form.scrollIntoView({ block: "nearest" });
    goOn();
  });
  form.addEventListener("keydown", (event) => {
    const isField = event.target.closest("#envelope") && event.target.matches("[type=text]");
    if (event.key !== "Enter" || !isField || event.isComposing) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form.requestSubmit();
    else form.querySelector("textarea").focus();
  });
  form.addEventListener("sent", () => changeEnvelope());
}
