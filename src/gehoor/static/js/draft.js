// Text in a form marked data-draft-key survives a reload, an error, a lost connection and a session that ended: in this tab only,
// per person. It is forgotten when the server took it (a page that is not an error follows, or one marked data-draft-done), and
// when one signs out.
const who = document.body.dataset.actor || "";
const start = (key) => `draft:${who}:${key}:`;
const kept = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=search]";

const forget = (prefix) => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
};

// Before the forms are filled: what was sent from the page before, and arrived.
const sent = sessionStorage.getItem(`sent:${who}`);
if (sent !== null) {
  const [page] = performance.getEntriesByType("navigation");
  const arrived = page?.type === "navigate" && page.responseStatus >= 200 && page.responseStatus < 400;
  if (arrived && !document.querySelector("[data-errors]")) forget(start(sent));
  sessionStorage.removeItem(`sent:${who}`);
}
for (const mark of document.querySelectorAll("[data-draft-done]")) forget(start(mark.dataset.draftDone));

for (const form of document.querySelectorAll("form[data-draft-key]")) {
  const key = start(form.dataset.draftKey);
  for (const field of form.querySelectorAll(kept)) {
    if (!field.name) continue;
    const text = sessionStorage.getItem(key + field.name);
    // What was changed here in a text that the server keeps goes before that text, as long as it is still the same one.
    const base = `${key}${field.name}:over`;
    if (text && (!field.value || sessionStorage.getItem(base) === field.value)) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.addEventListener("input", () => {
      if (field.defaultValue) sessionStorage.setItem(base, field.defaultValue);
      if (field.value) sessionStorage.setItem(key + field.name, field.value);
      else sessionStorage.removeItem(key + field.name);
    });
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.draftKey !== undefined) sessionStorage.setItem(`sent:${who}`, form.dataset.draftKey);
  if (form.matches("[data-sign-out]")) sessionStorage.clear();
});
