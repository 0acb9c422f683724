// A new e-mail: kept while somebody types, with the coach, the formats and the files of a case.
import { pause } from "./draft.js";
import "./envelope.js";
import "./coach.js";
import "./formats.js";
import "./mail_files.js";

const form = document.querySelector("#composer");
form?.querySelector("textarea").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
form?.addEventListener("submit", () => pause());
