// What every page of the workspace does with JavaScript. Without it every page still works.
import "./keys.js";
import "./menus.js";
import "./palette.js";
import "./undo.js";
