// Two minutes before a sign-in ends, say so. What was typed is kept (draft.js).
const seconds = Number(document.body.dataset.sessionSeconds || 0);
if (seconds > 180) {
  const box = document.createElement("p");
  box.className = "g-session";
  box.setAttribute("role", "alert");
  setTimeout(() => {
    box.textContent = "Je aanmelding eindigt over twee minuten. Herlaad de pagina om aangemeld te blijven: wat je typte, blijft bewaard.";
    document.body.append(box);
  }, (seconds - 120) * 1000);
}
