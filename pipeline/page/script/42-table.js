// The measures table: sort, open; and the CSV of what is listed.

const AMOUNTS_SHOWN = 3;
const COLUMNS = ["measure", "country", "instrument", "organisation", "amount", "duration", "stage", "source"];
const ROLE_ORDER = ["award", "budget", "contribution", "threshold", "fee", "other"];

/** The facts of a measure or organisation that are of one type, each with its value. */
function factsOf(thing, type) {
  thing.byType ??= groupBy((thing.facts || []).map((fact) => ({ ...fact, of: values.get(fact.value) })), (fact) => fact.of.type);
  return thing.byType.get(type) || [];
}

/** The money facts of a measure, awards first; the author's own conversions of them are left to the panel. */
function moneyOf(measure) {
  const rank = (fact) => ROLE_ORDER.indexOf(fact.of.role || "other");
  measure.money ??= factsOf(measure, "money").filter((fact) => !fact.of.copy).sort((a, b) => rank(a) - rank(b));
  return measure.money;
}

/** What a column is sorted by, in the interface's language; null goes last, whichever way. */
function sortKey(measure, column) {
  measure.keys ??= new Map();
  const place = `${state.language} ${column}`;
  if (!measure.keys.has(place)) measure.keys.set(place, freshKey(measure, column));
  return measure.keys.get(place);
}

function freshKey(measure, column) {
  if (column === "measure") return say(measure.name);
  if (column === "country") return measure.country === "unknown" ? null : country(measure.country);
  if (column === "instrument") return measure.instruments ? instrument(measure.instruments[0]) : null;
  if (column === "organisation") return organisationNames(measure)[0] || null;
  if (column === "stage") return measure.stages ? trait("stages", Object.keys(measure.stages)[0]) : null;
  if (column === "source") return measure.docs ? documents.get(measure.docs[0]).title : null;
  if (column === "amount") {
    const first = moneyOf(measure).map((fact) => conversion(fact)).find(Boolean);
    return first ? middle(first) : null;
  }
  const lengths = factsOf(measure, "duration").map((fact) => valueYears(fact.of));
  return lengths.length ? Math.max(...lengths) : null;
}

const organisationNames = (measure) =>
  (measure.organisations || []).filter((id) => organisations.has(id)).map((id) => say(organisations.get(id).name));

function listed(found) {
  const { column, down } = state.sort;
  const rows = found.map((measure) => [sortKey(measure, column), measure]);
  rows.sort(([a, one], [b, other]) => {
    if (a === null || b === null) return (a === null) - (b === null) || knownFirst(one, other);
    return (down ? compare(b, a) : compare(a, b)) || knownFirst(one, other);
  });
  return rows.map(([, measure]) => measure);
}

/** Among equals: measures with an amount, then those with any value, then by name. */
function knownFirst(one, other) {
  const rank = (measure) => (measure.amount === "stated" ? 2 : measure.facts ? 1 : 0);
  return rank(other) - rank(one) || compare(say(one.name), say(other.name));
}

function drawMeasures() {
  state.shown = FIRST_ROWS;
  fill("measures", filterBar(), h("div", { id: "measures-list" }));
  drawList();
}

function drawList() {
  const { found, counts } = filtered();
  const rows = listed(found);
  const visible = rows.slice(0, state.shown);
  writeCounts(counts);
  document.getElementById("measures-list").replaceChildren(
    h("div.listbar", {},
      h("p", { role: "status" }, t("filter.shown", { n: rows.length, total: data.measures.length })),
      isFiltered() && h("button", { type: "button", onclick: () => { setFilters({}); } }, t("filter.reset")),
      h("button", { type: "button", onclick: () => downloadCsv(rows) }, t("filter.download"))),
    rows.length ? table(visible) : h("p.empty", {}, t("filter.none")),
    rows.length > visible.length
      ? h("button.more", { type: "button", onclick: () => { state.shown += 200; drawList(); } },
        t("table.more", { n: Math.min(200, rows.length - visible.length) }))
      : "",
  );
}

function table(rows) {
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("table.caption") },
    h("table.measures", { role: "table" },
      h("caption", {}, t("table.caption")),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, COLUMNS.map(headCell))),
      h("tbody", { role: "rowgroup" }, rows.map(row))));
}

function headCell(column) {
  const sorted = state.sort.column === column;
  const order = sorted ? (state.sort.down ? "descending" : "ascending") : "none";
  const sort = () => {
    state.sort = { column, down: sorted && !state.sort.down };
    drawList();
    keepAddress();
    document.querySelector(`[data-sort="${column}"]`).focus();
  };
  return h("th", { scope: "col", role: "columnheader", "aria-sort": order, class: `column-${column}`, "data-head": t(`table.${column}`) },
    h("button", { type: "button", "data-sort": column, onclick: sort, title: t("table.sort", { column: t(`table.${column}`) }) },
      t(`table.${column}`), h("span.arrow", { "aria-hidden": "true" }, sorted ? (state.sort.down ? "↓" : "↑") : "")));
}

function row(measure) {
  const cell = (column, ...children) =>
    h(`td.column-${column}`, { role: "cell", "data-head": t(`table.${column}`) }, ...children);
  return h("tr", { role: "row" },
    h("th.column-measure", { scope: "row", role: "rowheader" }, measureName(measure)),
    cell("country", country(measure.country)),
    cell("instrument", (measure.instruments || []).map((key) => h("span.tool", {}, instrument(key)))),
    cell("organisation", (measure.organisations || []).slice(0, 2).map((id) => h("div", {}, organisationLink(id)))),
    cell("amount", amounts(measure)),
    cell("duration", valueList(factsOf(measure, "duration"), measure)),
    cell("stage", Object.entries(measure.stages || {}).slice(0, 3).map(([key, words]) =>
      h("span.tool", { title: t("panel.cue", { cue: words }) }, trait("stages", key)))),
    cell("source", source(measure)));
}

function measureName(measure) {
  const other = measure.name[otherLanguage()];
  const parent = measures.get(measure.parent);
  return [
    measureLink(measure.id),
    other !== say(measure.name) && h("span.other", { lang: otherLanguage() === "zh" ? "zh-CN" : "en" }, other),
    h("span.kind", {}, t(`kind.${measure.kind}`), parent && ` · ${t("table.part", { name: shortName(say(parent.name)) })}`),
  ];
}

function amounts(measure) {
  const money = moneyOf(measure);
  if (money.length) return valueList(money, measure);
  const key = measure.amount || "no_amount_given";
  if (key === "stated") return [];
  return h(`span.none.${key}`, { title: t(`amount.${key}.note`) }, t(`amount.${key}`));
}

/** One fact of those that read the same; one that only says less of the same value is left to the panel. */
function differentValues(items) {
  const different = new Map(items.map((fact) => [`${valueText(fact.of)} ${valueNote(fact.of)}`, fact]));
  const said = [...different.values()].map((fact) => ({ fact, text: valueText(fact.of), words: noteWords(fact.of) }));
  const saysMore = (other, one) => other.text === one.text && other.words.length > one.words.length &&
    one.words.every((word) => other.words.includes(word));
  return said.filter((one) => !said.some((other) => saysMore(other, one))).map(({ fact }) => fact);
}

/** Links to the evidence of each different value; at most a few in a row, the panel has them all. */
function valueList(items, thing, what = "measure") {
  if (!items.length) return null;
  const different = differentValues(items);
  const hidden = different.length - AMOUNTS_SHOWN;
  return h("ul.values", {},
    different.slice(0, AMOUNTS_SHOWN).map((fact) => h("li", {}, valueButton(fact))),
    hidden > 0 && h("li", {}, h("a", { href: `#${what}=${encodeURIComponent(thing.id)}` }, t("table.others", { n: hidden }))));
}

function valueButton(fact) {
  const value = fact.of || values.get(fact.value);
  const converted = value.type === "money" && conversion(fact);
  const same = converted && state.method === METHODS[0] && converted.currency === value.currency;
  const note = valueNote(value);
  return h(`a.value.${value.type}`, { href: `#value=${encodeURIComponent(value.id)}`, title: value.quote },
    h("b", {}, valueText(value)),
    note && h("span", {}, note),
    converted && !same && h("small", {}, `≈ ${convertedText(converted)}`));
}

function source(measure) {
  return (measure.docs || []).slice(0, 2).map((id) => {
    const document_ = documents.get(id);
    const first = (measure.facts || []).map((fact) => values.get(fact.value)).find((value) => value.doc === id);
    const passage = (measure.passages || []).find((item) => item.doc === id);
    const page = first ? first.page : passage && passage.page;
    return h("div", { title: `${document_.title}\n${document_.source}` },
      h("span.title", {}, document_.title), page && h("span.page", {}, ` ${t(document_.paged === false ? "table.paragraph" : "table.page", { page })}`));
  });
}

