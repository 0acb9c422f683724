// Speak with the server: small posts that say they come from a script.

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export function post(address, fields, { signal, keepalive = false } = {}) {
  return fetch(address, {
    method: "POST",
    headers: { "X-From-Script": "yes", "X-CSRFToken": token() },
    // URLSearchParams leaves line ends as they are, so that positions stay right.
    body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    signal,
    keepalive,
  });
}

// For a page that is going away: the browser sends it after the page is gone.
export function postLast(address, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
  navigator.sendBeacon(address, body);
}

export function tell(words) {
  const place = document.querySelector("#told");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}
