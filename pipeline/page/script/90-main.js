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
  drawTimeline();
  drawInstruments();
  drawGaps();
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

/** Paper cannot be asked for more: all rows are drawn before printing, and as many as before after it. */
const folded = [];
function unfoldAll() {
  folded.push({ shown: state.shown, shownOf: { ...state.shownOf } });
  state.shown = Infinity;
  for (const key of Object.keys(state.shownOf)) state.shownOf[key] = Infinity;
  drawRows();
}
function foldAgain() {
  Object.assign(state, folded.pop());
  drawRows();
}
function drawRows() {
  for (const redraw of [drawList, drawTimeline, drawClusters, drawOrganisations, drawConflicts, drawSources]) redraw();
}
window.addEventListener("beforeprint", unfoldAll);
window.addEventListener("afterprint", foldAgain);

state.language = firstLanguage();
if (isFilterAddress()) readFilterAddress(location.hash);
draw();
followAddress();
