// A menu in the bar closes when somebody goes elsewhere; data-opens opens a sheet.

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest?.("[data-opens]");
  const sheet = opener && document.getElementById(opener.dataset.opens);
  if (sheet?.showModal) {
    event.preventDefault();
    sheet.showModal();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
