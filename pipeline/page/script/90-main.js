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
  if (panel.open) followAddress();
  drawLater();
}

/** The sections below the table, in their order. Large runs take a while, so the page is used before they are all there. */
const LATER = [drawMap, drawTimeline, drawInstruments, drawPrices, drawGaps, drawClusters, drawPairs, drawOrganisations, drawConflicts, drawSources];
const waiting = { draws: [], timer: 0 };

function drawLater() {
  waiting.draws = [...LATER];
  clearTimeout(waiting.timer);
  waiting.timer = setTimeout(drawNext, 0);
}

function drawNext() {
  const started = performance.now();
  while (waiting.draws.length && performance.now() - started < 30) waiting.draws.shift()();
  if (waiting.draws.length) waiting.timer = setTimeout(drawNext, 0);
}

/** Draws at once what is still waiting: before printing, and before going to a section. */
function drawAll() {
  clearTimeout(waiting.timer);
  while (waiting.draws.length) waiting.draws.shift()();
}

/** The language of the address (?lang=zh), else the browser's. */
function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") || navigator.language || "en";
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The section at the top of the window and how far it is scrolled, unless it is drawn at once. */
function seenSection() {
  const section = [...document.querySelectorAll("main section")].filter((item) => item.getBoundingClientRect().top < 120).pop();
  return section && !["overview", "measures"].includes(section.id) ? { section, top: section.getBoundingClientRect().top } : null;
}

/** Draws all, and scrolls the section to where it was: texts of another language have other lengths. */
function keepSeen({ section, top }) {
  drawAll();
  window.scrollBy({ top: section.getBoundingClientRect().top - top, behavior: "instant" });
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    state.language = button.dataset.language;
    const place = seenSection();
    draw();
    if (place) keepSeen(place);
  });
}
panel.addEventListener("close", forgetAddress);
panel.addEventListener("click", (event) => {
  if (event.target === panel) closePanel();
});
window.addEventListener("hashchange", followAddress);
window.addEventListener("popstate", followAddress);

/** Paper cannot be asked for more: all rows are drawn before printing, and as many as before after it. */
const unfolded = [];
function unfoldAll() {
  drawAll();
  unfolded.push({ shown: state.shown, shownOf: { ...state.shownOf } });
  state.shown = Infinity;
  for (const key of Object.keys(state.shownOf)) state.shownOf[key] = Infinity;
  drawRows();
}
function foldAgain() {
  Object.assign(state, unfolded.pop());
  drawRows();
}
function drawRows() {
  for (const redraw of [drawList, drawTimeline, drawPrices, drawClusters, drawOrganisations, drawConflicts, drawSources]) redraw();
}
window.addEventListener("beforeprint", unfoldAll);
window.addEventListener("afterprint", foldAgain);

state.language = firstLanguage();
if (isFilterAddress()) readFilterAddress(location.hash);
draw();
if (location.hash) drawAll();
followAddress();
