// Overview: the numbers of the corpus, what is known of amounts, and measures by country.

const COVERAGE = ["stated", "no_amount_given", "extraction_failed"];

function countBy(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) || 0) + 1);
  return counts;
}

function drawOverview() {
  const known = measureCountries.filter((code) => code !== "unknown" && code !== "INT");
  const numbers = [
    ["documents", data.documents.length, "#sources"],
    ["measures", data.measures.length, "#measures"],
    ["values", data.values.length, "#measures"],
    ["amounts", data.values.filter((value) => value.type === "money").length, "#measures"],
    ["countries", known.length, "#instruments"],
    ["clusters", data.clusters.length, "#clusters"],
    ["conflicts", data.conflicts.length, "#conflicts"],
  ];
  fill(
    "overview",
    h("ul.numbers", {}, numbers.map(([key, n, target]) =>
      h("li", {}, h("a", { href: target }, h("strong", {}, plain(n)), h("span", {}, t(`stat.${key}`)))))),
    h("div.halves", {}, coverageBox(), countriesBox()),
  );
}

function coverageBox() {
  const counts = countBy(data.measures, (measure) => measure.amount || "no_amount_given");
  const total = data.measures.length || 1;
  return h(
    "div.box",
    {},
    h("h3", {}, t("overview.coverage")),
    h("div.stack", { "aria-hidden": "true" }, COVERAGE.map((key) =>
      h(`span.${key}`, { style: `flex-grow:${counts.get(key) || 0}` }))),
    h("ul.legend", {}, COVERAGE.map((key) =>
      h("li", {},
        h("button.quiet", { type: "button", onclick: () => setFilters({ amount: key }) },
          h(`i.swatch.${key}`), t(`amount.${key}`)),
        h("b", {}, `${counts.get(key) || 0}`),
        h("small", {}, `${Math.round((100 * (counts.get(key) || 0)) / total)}%`),
        h("p", {}, t(`amount.${key}.note`))))),
  );
}

function countriesBox() {
  const counts = [...countBy(data.measures, (measure) => measure.country)];
  counts.sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  const most = counts.length ? counts[0][1] : 1;
  return h(
    "div.box",
    {},
    h("h3", {}, t("overview.countries")),
    h("ul.bars", {}, counts.map(([code, n]) =>
      h("li", {},
        h("button.quiet", { type: "button", onclick: () => setFilters({ country: code }) }, country(code)),
        h("span.track", { "aria-hidden": "true" }, h("span.bar", { style: `width:${(100 * n) / most}%` })),
        h("b", {}, `${n}`)))),
  );
}
