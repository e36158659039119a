// Everything here helps; nothing here is needed. Each part looks for its own mark on the page.
import "./errors.js";
import "./submit-once.js";
import "./draft.js";
import "./keyboard.js";
import "./session.js";
import "./tabs.js";
import "./desk.js";
