// j k move through a list marked data-keys, o opens, / searches, c opens a new contact, ? shows the keys.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-keys] [data-row]")];
const move = (step) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.querySelector("a")?.focus();
};
const acts = {
  j: () => move(1),
  k: () => move(-1),
  o: () => document.activeElement.closest("[data-row]")?.querySelector("a")?.click(),
  "/": () => document.getElementById("zoek")?.focus(),
  c: () => document.querySelector('a[href="/desk/contact/"]')?.click(),
  u: () => document.querySelector("[data-key=u]")?.click(),
  r: () => document.querySelector("[data-key=r]")?.focus(),
  n: () => document.querySelector("[data-key=n]")?.click(),
  t: () => document.querySelector("[data-key=t]")?.click(),
  m: () => document.querySelector("[data-key=m]")?.click(),
  "?": () => { const help = document.querySelector("details[data-help]"); if (help) { help.open = true; help.querySelector("summary").focus(); } },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = acts[event.key];
  if (act) { event.preventDefault(); act(); }
});
