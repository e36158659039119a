// A key in the usb port or a fingerprint: allauth's scripts talk to the browser, this says which form it is for.
const { addForm, authenticateForm } = window.allauth?.webauthn?.forms || {};
const form = document.querySelector("form[data-passkey]");
if (form && addForm) {
  const button = "gebruik-sleutel";
  const ids = { add: button, authenticate: button, credential: form.elements.credential.id, data: form.dataset.options };
  (form.dataset.passkey === "add" ? addForm : authenticateForm)({ ids });
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.createElement("p");
  notice.className = "g-notice g-notice--late";
  notice.setAttribute("role", "alert");
  notice.textContent = "Dat lukte niet. Probeer het nog eens, of gebruik een code.";
  document.querySelector(".g-notices")?.prepend(notice);
});
