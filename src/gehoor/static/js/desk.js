// The desk: what one types is shown as the reader will get it; Ctrl+Enter sends, but never a message; Alt and a letter presses the button marked with it; a menu closes when one looks away.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const box = document.getElementById(form.dataset.preview);
  const text = form.querySelector("textarea");
  if (!box || !text) continue;
  const empty = box.querySelector("[data-text]").textContent;
  const show = () => { for (const place of box.querySelectorAll("[data-text]")) place.textContent = text.value.trim() || empty; };
  text.addEventListener("input", show);
  show();
  const frames = box.querySelectorAll("[data-frame]");
  const choose = (code) => { for (const frame of frames) frame.hidden = frame.dataset.frame !== code; };
  for (const button of form.querySelectorAll("button[name=act]")) {
    const code = button.dataset.frameOf || "message";
    button.addEventListener("focus", () => choose(code));
    button.addEventListener("pointerenter", () => choose(code));
  }
}
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && event.ctrlKey && form) {
    event.preventDefault();
    // A message to the outside leaves by its own button only: the keys go there and stop.
    if (form.dataset.sentByHand !== undefined) form.querySelector("button[type=submit]").focus();
    else form.requestSubmit(form.querySelector("[data-key-submit]") || form.querySelector("button[type=submit]"));
  }
  if (event.altKey && !event.ctrlKey && /^[a-z]$/.test(event.key)) {
    const button = document.querySelector(`[data-key-alt=${event.key}]`);
    if (button) { event.preventDefault(); button.click(); }
  }
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.g-menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.g-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
// The first field of the contact desk, and the question just added, are where one types next.
const questions = document.querySelectorAll("#contact .g-q");
if (questions.length > 1) questions[questions.length - 1].querySelector("textarea").focus();
else document.querySelector("#contact input[type=tel]")?.focus();
// What is wrong in a long text: the line's number goes to that line.
for (const place of document.querySelectorAll("a[data-line]")) {
  place.addEventListener("click", (event) => {
    const text = document.getElementById(place.hash.slice(1));
    if (!text) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const at = Number(place.dataset.line) - 1;
    const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[at] ?? "").length);
    text.scrollTop = Math.max(0, (at - 5) * (text.scrollHeight / lines.length));
  });
}
