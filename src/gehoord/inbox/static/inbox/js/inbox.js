// The agent's pages with JavaScript. Without it every page still works.
import "./regions.js";
import "./acts.js";
import "./presence.js";
import "./composer.js";
import "./formats.js";
import "./mail_files.js";
import "./whole_mail.js";
import "./guide.js";
import "./proposal.js";
