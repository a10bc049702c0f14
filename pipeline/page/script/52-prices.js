// Money by each method of conversion, side by side, and where the method decides who pays more.

const PRICE_SCOPES = ["instrument", "cluster"];

function drawPrices() {
  if (!data.prices.length) return fill("prices", h("p.empty", {}, t("prices.none")));
  const turned = data.rankings.filter((note) => note.turned);
  const rows = priceRows();
  return fill("prices",
    turned.length ? h("div.rankings", {}, turned.slice(0, state.shownOf.rankings).map(rankingCard)) : h("p.hint", {}, t("prices.steady")),
    turned.length > state.shownOf.rankings && h("button.more", { type: "button",
      onclick: () => { state.shownOf.rankings += 20; drawPrices(); } },
      t("table.more", { n: Math.min(20, turned.length - state.shownOf.rankings) })),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("prices.caption") },
      h("table.prices", { role: "table" },
        h("caption", {}, t("prices.caption")),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
          [t("prices.of"), t("table.country"), t("prices.kind")].map((head) => h("th", { scope: "col", role: "columnheader" }, head)),
          METHODS.map((method) => h("th.number", { scope: "col", role: "columnheader" }, t(`method.${method}`))))),
        h("tbody", { role: "rowgroup" }, rows.slice(0, state.shownOf.prices).map(priceRow)))),
    moreButton("prices", rows.length, 100, drawPrices));
}

const scopeName = ({ scope, key }) => (scope === "cluster" ? clusterName(key) : instrument(key));
const kindText = ({ role, value }) => together(t(`role.${role}`), t(`value.${value}`));

/** One row for each scope, country and kind of amount, with the range by each method. */
function priceRows() {
  const rows = groupBy(data.prices, ({ scope, key, country: place, value, role }) => [scope, key, place, value, role].join(" "));
  const order = (row) => PRICE_SCOPES.indexOf(row[0].scope);
  return [...rows.values()].sort((a, b) => order(a) - order(b) || compare(scopeName(a[0]), scopeName(b[0])) ||
    compare(country(a[0].country), country(b[0].country)) || compare(kindText(a[0]), kindText(b[0])));
}

/** The facts behind a row, which its first method has. */
const factsBehind = (row) => row.find((item) => item.facts)?.facts || [];

/** How many of a row's amounts have no year in their text, so that one was assumed. */
const undated = (row) => factsBehind(row).filter((id) => {
  const found = facts.has(id) && conversion(facts.get(id), METHODS[0]);
  return found && !found.stated;
}).length;

function priceRow(row) {
  const unknown = undated(row);
  const cells = new Map(row.map((item) => [item.method, item]));
  const cell = (tag, head, ...children) => h(tag, { role: "cell", "data-head": head }, h("div", {}, ...children));
  return h("tr", { role: "row", "data-row": true },
    h("th", { scope: "row", role: "rowheader" }, scopeName(row[0]), h("span.kind", {}, t(`scope.${row[0].scope}`))),
    cell("td", t("table.country"), country(row[0].country)),
    cell("td", t("prices.kind"), kindText(row[0]), unknown > 0 && h("p.warning", {}, t("prices.unknown", { n: unknown }))),
    METHODS.map((method) =>
      cell("td.number", t(`method.${method}`), cells.has(method) ? priceCell(cells.get(method), row) : "–")));
}

function priceCell(item, row) {
  const { low, median: mid, high, n } = item;
  const told = factsBehind(row);
  const fact = facts.get(told[0]);
  const text = compact(Number(mid), 3);
  return [
    fact ? h("a", { href: `#value=${encodeURIComponent(fact.value)}`, title: t("prices.open", { n: told.length }) }, text) : h("b", {}, text),
    low !== high && h("small", {}, `${compact(Number(low), 3)}–${compact(Number(high), 3)}`),
    n > 1 && h("small", {}, `n ${n}`),
  ];
}

/** A warning: the measures in their order by each method, those that change places marked. */
function rankingCard(note) {
  const moved = new Set(note.turned.flat());
  return h("div.box.ranking", {},
    h("h3", {}, t("prices.turned", { name: scopeName(note) })),
    h("p.hint", {}, kindText(note), note.unknown && ` · ${t("prices.unknown", { n: note.unknown })}`),
    h("div.orders", {}, METHODS.filter((method) => note.orders[method]).map((method) => h("div", {},
      h("h4", {}, t(`method.${method}`)),
      h("ol", {}, note.orders[method].map((id) => h("li", { class: moved.has(id) ? "moved" : null }, measureLink(id),
        moved.has(id) && h("span.hidden", {}, ` ${t("prices.moved")}`))))))));
}
