// j k move through a list marked data-keys, o opens, / searches, c opens a new contact, ? shows the help. A letter alone is a
// key only for who wants it: the bar beneath turns them off (WCAG 2.1.4) and this browser remembers that.
const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-keys] [data-row]")];
const link = (row) => row?.querySelector(".g-queue__subject a, a:not([tabindex='-1'])");
const move = (step) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const to = link(all[Math.max(0, Math.min(all.length - 1, at + step))]);
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
};
// Where somebody writes is where the letters go: a field behind another tab comes in front first.
const write = (field) => {
  const panel = field.closest("[role=tabpanel]");
  if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
  field.focus();
};
const press = (key) => {
  const target = document.querySelector(`[data-key=${key}]`);
  const field = target?.matches("[role=tab]")
    ? document.getElementById(target.getAttribute("aria-controls"))?.querySelector("textarea")
    : target?.matches("input, textarea, select") && target;
  if (field) write(field);
  else target?.click();
  return Boolean(target);
};
const acts = {
  j: () => move(1),
  k: () => move(-1),
  o: () => link(document.activeElement.closest("[data-row]"))?.click(),
  "/": () => document.getElementById("zoek")?.focus(),
  c: () => press("c") || document.querySelector('a[href="/desk/contact/"]')?.click(),
  "?": () => {
    const help = document.querySelector("details[data-help]");
    if (!help) return;
    help.open = !help.open;
    help.querySelector("summary").focus();
  },
};
const marked = ["l", "m", "n", "r", "t", "u"];

const NAME = "gehoor-keys";
let off = localStorage.getItem(NAME) === "off";
const bar = document.querySelector(".g-keys");
if (bar) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "g-keys__switch";
  const say = () => {
    button.textContent = off ? "Zet sneltoetsen aan" : "Zet sneltoetsen uit";
    bar.classList.toggle("is-off", off);
  };
  button.addEventListener("click", () => {
    off = !off;
    localStorage.setItem(NAME, off ? "off" : "on");
    say();
  });
  say();
  bar.append(button);
}

document.addEventListener("keydown", (event) => {
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (marked.includes(event.key)) {
    if (press(event.key)) event.preventDefault();
    return;
  }
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
