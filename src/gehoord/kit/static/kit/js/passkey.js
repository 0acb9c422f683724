// When a passkey fails or is refused, say so and say what else is possible.
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("#passkey-said");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
});
