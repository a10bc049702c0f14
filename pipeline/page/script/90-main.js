// Draws the page, and draws it again when the language changes.

function draw() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === state.language));
  }
  drawOverview();
  drawMeasures();
  drawMap();
  drawInstruments();
  drawClusters();
  drawPairs();
  drawOrganisations();
  drawConflicts();
  drawSources();
  if (panel.open) followAddress();
}

/** The language of the address (?lang=zh), else the browser's. */
function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") || navigator.language || "en";
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    state.language = button.dataset.language;
    draw();
  });
}
panel.addEventListener("close", forgetAddress);
panel.addEventListener("click", (event) => {
  if (event.target === panel) closePanel();
});
window.addEventListener("hashchange", followAddress);
window.addEventListener("popstate", followAddress);
window.addEventListener("beforeprint", () => {
  for (const key of ["shown", "clusters", "organisations"]) state[key] = Infinity;
  drawList();
  drawClusters();
  drawOrganisations();
});
state.language = firstLanguage();
draw();
followAddress();
