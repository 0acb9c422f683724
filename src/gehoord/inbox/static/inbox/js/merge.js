// Put fresh HTML from the server in the place of the old, touching only what changed.
// An element with data-keyed keeps its children by their id; any other is replaced whole.
// What has data-stays, such as a hint that was just given, is not taken away by what comes after.
// So an open <details>, the focus, a selection and the place of the scroll bar stay.

const served = new WeakMap(); // what the server sent for an element, before anybody opened anything

const written = (element) =>
  element.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

export function remember(element) {
  served.set(element, written(element));
  for (const keyed of element.querySelectorAll("[data-keyed], [data-keyed] > [id]")) {
    served.set(keyed, written(keyed));
  }
}

function isBusy(element) {
  const focused = document.activeElement;
  const isWriting = element.contains(focused) && focused.matches("input, select, textarea");
  return isWriting || element.querySelector("details[open]") !== null || element.matches("details[open]");
}

function replace(old, fresh) {
  const reachable = "a, button, summary, [tabindex]";
  const place = [...old.querySelectorAll(reachable)].indexOf(document.activeElement);
  remember(fresh);
  old.replaceWith(fresh);
  if (place >= 0) fresh.querySelectorAll(reachable)[place]?.focus({ preventScroll: true });
  return fresh;
}

function mergeChildren(old, fresh, onNew) {
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  const wanted = [...fresh.children].map((child) => {
    const there = known.get(child.id);
    if (there) return merge(there, child, onNew);
    remember(child);
    onNew(child);
    return child;
  });
  for (const child of [...old.children]) {
    if (!wanted.includes(child) && !child.hasAttribute("data-stays")) child.remove();
  }
  wanted.forEach((child, i) => {
    if (old.children[i] !== child) old.insertBefore(child, old.children[i] ?? null);
  });
}

export function merge(old, fresh, onNew = () => {}) {
  const now = written(fresh);
  if (served.get(old) === now && !old.hasAttribute("data-keyed")) return old;
  if (fresh.hasAttribute("data-keyed") && old.tagName === fresh.tagName) {
    mergeChildren(old, fresh, onNew);
    return old;
  }
  if (isBusy(old)) return old;
  return replace(old, fresh);
}
