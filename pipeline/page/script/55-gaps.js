// What is missing, in its three kinds: not mentioned, no amount given, extraction failed.

function drawGaps() {
  const places = [...measureCountries].sort((a, b) => (a === "unknown") - (b === "unknown") || compare(country(a), country(b)));
  const byCountry = new Map(places.map((code) => [code, data.measures.filter((m) => m.country === code)]));
  const gaps = places.filter((code) => code !== "unknown").map((code) => [code, gapsOf(code)]).filter(([, keys]) => keys.length);
  const unread = data.failures.length + data.documents.reduce((sum, item) => sum + (item.notices || []).length, 0);
  return fill("gaps",
    gapTable([...byCountry]),
    h("div.thirds", {},
      gapBox("not_mentioned", gaps.map(([code, keys]) =>
        gapList(country(code), keys, instrument))),
      gapBox("no_amount_given", coverageLists(byCountry, "no_amount_given")),
      gapBox("extraction_failed", [
        ...coverageLists(byCountry, "extraction_failed"),
        unread > 0 && h("p", {}, h("a", { href: "#sources" }, t("gaps.unread", { n: unread }))),
      ].filter(Boolean))));
}

/** Instruments that others have and this country's documents do not speak of. */
function gapsOf(code) {
  const here = new Set(data.cells.filter((cell) => cell.country === code).map((cell) => cell.instrument));
  return usedInstruments().filter((key) => !here.has(key));
}

const usedInstruments = () => {
  const used = new Set(data.cells.map((cell) => cell.instrument));
  return Object.keys(data.instruments).filter((key) => used.has(key));
};

function gapTable(rows) {
  const heads = ["measures", ...COVERAGE, "not_mentioned"];
  const cell = (n, filter) => h("td.number", {}, n && filter
    ? h("button.quiet", { type: "button", onclick: () => setFilters(filter) }, plain(n)) : plain(n));
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("gaps.caption") },
    h("table.gaps", {},
      h("caption", {}, t("gaps.caption")),
      h("thead", {}, h("tr", {}, h("td"), heads.map((key) =>
        h("th.number", { scope: "col" }, COVERAGE.includes(key) ? t(`amount.${key}`) : t(`gaps.${key}`))))),
      h("tbody", {}, rows.map(([code, items]) => h("tr", {},
        h("th", { scope: "row" }, country(code)),
        cell(items.length, { country: code }),
        COVERAGE.map((key) => cell(items.filter((m) => (m.amount || "no_amount_given") === key).length, { country: code, amount: key })),
        cell(code === "unknown" ? 0 : gapsOf(code).length, null))))));
}

function coverageLists(byCountry, key) {
  return [...byCountry].map(([code, items]) => [code, items.filter((m) => (m.amount || "no_amount_given") === key)])
    .filter(([, items]) => items.length)
    .map(([code, items]) => gapList(country(code), items, (measure) => measureLink(measure.id)));
}

const gapBox = (key, lists) => h(`div.box.kind-${key}`, {},
  h("h3", {}, t(`gaps.${key}`)),
  h("p.hint", {}, t(`gaps.${key}.note`)),
  lists.length ? lists : h("p.hint", {}, t("gaps.nothing")));

const gapList = (name, items, write) =>
  folded(h("summary", {}, name, h("b", {}, plain(items.length))), () => h("ul", {}, items.map((item) => h("li", {}, write(item)))));
