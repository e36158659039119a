// A form that came back with errors begins at its summary. A part that could not be fetched says so instead of doing nothing.
document.querySelector("[data-errors]")?.focus();

const say = (text) => {
  const place = document.querySelector(".g-notices") || document.querySelector("main");
  if (!place) return;
  const notice = document.createElement("p");
  notice.className = "g-notice g-notice--late";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
  place.prepend(notice);
};
document.addEventListener("htmx:sendError", () => say("Geen verbinding. Kijk je internet na en probeer opnieuw: wat je typte, staat er nog."));
document.addEventListener("htmx:responseError", () => say("Dat lukte niet. Herlaad deze pagina en probeer opnieuw: wat je typte, staat er nog."));
