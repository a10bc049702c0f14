// Sources: the documents that were read, and those that could not be.

function drawSources() {
  const heads = ["title", "language", "pages", "measures", "values", "notices"];
  const items = [...data.documents].sort((a, b) => compare(a.source, b.source));
  fill("sources",
    failedDocuments(),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("nav.sources") },
      h("table.sources", {},
        h("caption", {}, t("nav.sources")),
        h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col", class: `column-${key}` }, t(`sources.${key}`))))),
        h("tbody", {}, items.slice(0, state.shownOf.sources).map(sourceRow)))),
    moreButton("sources", items.length, 200, drawSources));
}

function sourceRow(item) {
  const pages = item.paged === false ? t("sources.paragraphs", { n: plain(item.pages) }) : plain(item.pages);
  const toTable = () => setFilters({ source: item.id });
  return h("tr", { "data-row": true },
    h("th", { scope: "row" }, h("span.title", { title: item.title }, item.title), h("span.other", {}, item.source)),
    h("td.language", {}, item.languages.map((code) => t(`language.${code}`)).join(" · ")),
    h("td.number", {}, pages),
    h("td.number", {}, item.measures
      ? h("button.quiet", { type: "button", "aria-label": t("sources.show", { n: item.measures }), onclick: toTable }, plain(item.measures))
      : plain(0)),
    h("td.number", {}, plain(item.values || 0)),
    h("td", {}, (item.notices || []).map((notice) => h("p.warning", {},
      notice.page && `${t(item.paged === false ? "panel.paragraph" : "panel.page", { page: notice.page })}: `,
      `${notice.message} ${notice.advice || ""}`))));
}

function failedDocuments() {
  if (!data.failures.length) return h("p.hint.failed", {}, t("failed.none"));
  const heads = ["source", "stage", "message", "advice"];
  return h("div.box.failed", {},
    h("h3", {}, t("failed.title", { n: data.failures.length })),
    h("div.scroll.plain", { tabindex: "0", role: "region", "aria-label": t("failed.title", { n: data.failures.length }) },
      h("table", {},
        h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col" }, t(`failed.${key}`))))),
        h("tbody", {}, data.failures.map((item) => h("tr", {},
          h("th", { scope: "row" }, item.source), h("td", {}, item.stage),
          h("td.warning", {}, item.message), h("td", {}, item.advice || "")))))));
}
