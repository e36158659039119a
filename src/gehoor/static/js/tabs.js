// Two forms become two tabs: a message to outside and a note inside. Without this both are simply shown.
for (const box of document.querySelectorAll("[data-tabs]")) {
  const tabs = [...box.querySelectorAll("[role=tab]")];
  const show = (chosen) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (panel) panel.hidden = !on;
    }
    box.classList.toggle("g-composer--note", chosen.dataset.note !== undefined);
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      const next = tabs[(index + 1) % tabs.length];
      show(next);
      next.focus();
    });
  });
  if (tabs.length) show(tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs[0]);
}
