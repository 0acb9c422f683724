// Gehoord's chat on somebody else's page: in a shadow of its own, touching nothing around it.

import { Door, Refusal } from "./door.js";
import { make } from "./dom.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";
import { styles } from "./style.js";
import { Talk } from "./talk.js";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export async function start({ server, site, theme }) {
  const store = new Store(`gehoord ${new URL(server).host} ${site}`);
  const door = new Door(server, site, store);
  const info = await siteInfo(door);
  if (info.refusal) {
    showRefusal(info.refusal, theme);
    return;
  }
  // A chat that is off shows itself only to who has a conversation to read back.
  if (!info.is_on && !door.isKnown) return;
  let talk = null;
  const panel = new Panel({ texts: info.texts, onToggle: () => talk.opened() });
  talk = new Talk(door, store, info, panel);
  mount(panel, theme);
  talk.begin();
}

async function siteInfo(door) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return await door.siteInfo();
    } catch (error) {
      if (error instanceof Refusal && error.isFinal) return { refusal: error };
    }
    await new Promise(resolve => { setTimeout(resolve, wait); });
  }
}

function showRefusal({ content, words }, theme) {
  console.error(`Gehoord: ${words} ${content.advice ?? ""}`);
  if (content.reason !== "website") return; // nothing a visitor could do with it
  const texts = { open: content.title, title: content.title, minimise: content.close };
  const panel = new Panel({ texts, onToggle: () => {} });
  panel.element.classList.add("chat--small");
  panel.element.append(
    make("div", { class: "chat__refusal" }, make("p", {}, make("b", {}, words)), make("p", {}, content.advice)),
  );
  mount(panel, theme);
}

function mount(panel, theme) {
  const host = document.createElement("gehoord-chat");
  if (theme === "light" || theme === "dark") host.setAttribute("theme", theme);
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [styles()];
  shadow.append(panel.launcher, panel.element);
  const place = () => document.body.append(host);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
}
