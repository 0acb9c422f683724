// The agent's pages with JavaScript. Without it every page still works.
import "./regions.js";
import "./acts.js";
import "./presence.js";
import "./composer.js";
import "./guide.js";
import "./proposal.js";
