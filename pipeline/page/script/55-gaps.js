// What is missing, in its three kinds: not mentioned, not given, extraction failed; by country and instrument.

const GAP_KINDS = ["not_mentioned", "not_given", "extraction_failed"];

function drawGaps() {
  const places = [...measureCountries].sort((a, b) => (a === "unknown") - (b === "unknown") || compare(country(a), country(b)));
  const unread = data.failures.length + data.documents.reduce((sum, item) => sum + (item.notices || []).length, 0);
  return fill("gaps",
    gapTable(places),
    h("div.thirds", {}, GAP_KINDS.map((kind) => h(`div.box.kind-${kind}`, {},
      h("h3", {}, t(`gaps.${kind}`)),
      h("p.hint", {}, t(`gaps.${kind}.note`)),
      gapLists(kind, places),
      kind === "extraction_failed" && unread > 0 && h("p", {}, h("a", { href: "#sources" }, t("gaps.unread", { n: unread })))))));
}

function gapLists(kind, places) {
  const gaps = data.gaps.filter((gap) => gap.kind === kind);
  const found = groupBy([...gaps, ...(kind === "extraction_failed" ? lostWithoutInstrument(gaps) : [])], (gap) => gap.country);
  const lists = places.filter((code) => found.has(code)).map((code) => gapList(country(code), found.get(code)));
  return lists.length ? lists : h("p.hint", {}, t("gaps.nothing"));
}

/** Gaps are told by instrument; measures whose amount was lost and that have none come here, one gap a country. */
function lostWithoutInstrument(gaps) {
  const told = new Set(gaps.flatMap((gap) => gap.measures || []));
  const lost = data.measures.filter((measure) => measure.amount === "extraction_failed" && !told.has(measure.id));
  return [...groupBy(lost, (measure) => measure.country)].map(([code, items]) =>
    ({ country: code, value: "money", measures: items.map((measure) => measure.id) }));
}

const gapList = (name, gaps) =>
  folded(h("summary", {}, name, h("b", {}, plain(gaps.length))), () => h("ul", {}, gaps.map((gap) => h("li", {},
    gap.instrument ? instrument(gap.instrument) : t("gaps.uncoded"), gap.value && h("small", {}, ` ${t(`gaps.value.${gap.value}`)}`),
    gap.measures && h("ul.of", {}, gap.measures.map((id) => h("li", {}, measureLink(id))))))));

/** The instruments of which a country's documents say nothing, though others' do. */
const gapsOf = (code) => data.gaps.filter((gap) => gap.country === code && gap.kind === "not_mentioned");

/** The instruments that some measure has, in the order of the classification. */
function usedInstruments() {
  const used = new Set(data.cells.map((cell) => cell.instrument));
  return Object.keys(data.instruments).filter((key) => used.has(key));
}

function gapTable(places) {
  const heads = ["measures", ...COVERAGE, "not_mentioned"];
  const cell = (n, filter) => h("td.number", {}, n && filter
    ? h("button.quiet", { type: "button", onclick: () => setFilters(filter) }, plain(n)) : plain(n));
  const rows = places.map((code) => [code, data.measures.filter((measure) => measure.country === code)]);
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("gaps.caption") },
    h("table.gaps", {},
      h("caption", {}, t("gaps.caption")),
      h("thead", {}, h("tr", {}, h("td"), heads.map((key) =>
        h("th.number", { scope: "col" }, COVERAGE.includes(key) ? t(`amount.${key}`) : t(`gaps.head.${key}`))))),
      h("tbody", {}, rows.map(([code, items]) => h("tr", {},
        h("th", { scope: "row" }, country(code)),
        cell(items.length, { country: code }),
        COVERAGE.map((key) => cell(items.filter((m) => (m.amount || "no_amount_given") === key).length, { country: code, amount: key })),
        cell(gapsOf(code).length, null))))));
}
