// A new e-mail: the coach, the formats and the files, as in a case.
import "./coach.js";
import "./formats.js";
import "./mail_files.js";

const form = document.querySelector("#composer");
form?.querySelector("textarea").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
