// Two minutes before a sign-in ends, say so and offer to stay. When it has ended, lead back to this page: what was typed is kept
// (draft.js). All windows of this browser count together.
const WARN = 120;
const seconds = Number(document.body.dataset.sessionSeconds || 0);
const form = document.querySelector("form[data-sign-out]");

if (seconds > 0 && form) {
  let ends = Date.now() + seconds * 1000;
  let dialog = null;
  const others = new BroadcastChannel("gehoor-session");
  const left = () => Math.round((ends - Date.now()) / 1000);

  const close = () => {
    dialog?.close();
    dialog?.remove();
    dialog = null;
  };
  const extend = (more) => {
    ends = Math.max(ends, Date.now() + more * 1000);
    if (left() > WARN) close();
  };
  const show = (title, text, act) => {
    close();
    dialog = document.createElement("dialog");
    dialog.className = "g-dialog";
    dialog.setAttribute("aria-labelledby", "sessie-kop");
    dialog.setAttribute("aria-describedby", "sessie-tekst");
    const heading = Object.assign(document.createElement("h2"), { className: "utrecht-heading-2", id: "sessie-kop", textContent: title });
    const words = Object.assign(document.createElement("p"), { id: "sessie-tekst", textContent: text });
    const row = Object.assign(document.createElement("div"), { className: "g-actions" });
    row.append(act);
    dialog.append(heading, words, row);
    document.body.append(dialog);
    dialog.showModal();
  };
  const button = (text, click) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--primary-action", textContent: text });
    made.addEventListener("click", click);
    return made;
  };
  const stay = async () => {
    const answer = await fetch("/account/blijf/", { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (answer?.status !== 204) {
      ends = Math.min(ends, Date.now());
      return look();
    }
    const more = Number(answer.headers.get("X-Session-Seconds"));
    extend(more);
    others.postMessage(more);
  };
  const again = () => {
    location.href = `/account/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  };
  let told = "";
  const look = () => {
    const state = left() <= 0 ? "ended" : left() <= WARN ? "ending" : "";
    if (state === told) return;
    told = state;
    if (state === "ended") show("Je aanmelding is voorbij", "Wat je typte, is bewaard in dit venster. Meld je opnieuw aan en je komt hier terug.", button("Meld je opnieuw aan", again));
    if (state === "ending") show("Blijf je aangemeld?", "Over twee minuten eindigt je aanmelding. Wat je typte, blijft bewaard.", button("Blijf aangemeld", stay));
  };
  others.addEventListener("message", (event) => {
    extend(Number(event.data));
    told = left() > WARN ? "" : told;
  });
  others.postMessage(seconds); // this page was just asked for: the sign-in lasts longer for the other windows too
  setInterval(look, 5000);
  look();
}
