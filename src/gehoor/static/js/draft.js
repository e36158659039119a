// Text in a form marked data-draft-key survives a reload, an error or a session that ended, in this tab only.
const name = (form, field) => `draft:${form.dataset.draftKey}:${field.name}`;
for (const form of document.querySelectorAll("form[data-draft-key]")) {
  const fields = form.querySelectorAll("textarea, input[type=text]");
  for (const field of fields) {
    const kept = sessionStorage.getItem(name(form, field));
    if (kept && !field.value) field.value = kept;
    field.addEventListener("input", () => sessionStorage.setItem(name(form, field), field.value));
  }
  form.addEventListener("submit", () => sessionStorage.setItem(`sent:${form.dataset.draftKey}`, location.href));
}
// The server says on the next page which drafts arrived; only then are they forgotten.
for (const mark of document.querySelectorAll("[data-draft-done]")) {
  const start = `draft:${mark.dataset.draftDone}:`;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(start)) sessionStorage.removeItem(key);
}
