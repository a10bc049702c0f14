// Counterparts: measures of two countries side by side, with what they share.

function drawPairs() {
  const { from, to, shown } = state.pairs;
  const of = (id) => measures.get(id).country;
  const pairs = data.pairs.filter((pair) => (!from || of(pair.here) === from) && (!to || of(pair.there) === to));
  pairs.sort((a, b) => b.score - a.score || compare(a.here, b.here) || a.rank - b.rank);
  const unique = from || to ? pairs : withoutMirrors(pairs);
  const codes = [["", t("filter.all")]].concat(measureCountries
    .filter((code) => code !== "unknown").map((code) => [code, country(code)]).sort((a, b) => compare(a[1], b[1])));
  const set = (key) => (value) => { state.pairs = { ...state.pairs, [key]: value, shown: 12 }; drawPairs(); };
  fill("pairs",
    h("div.filters.few", {},
      select(t("pairs.from"), from, codes, set("from")), select(t("pairs.to"), to, codes, set("to")),
      h("p.hint", {}, t("pairs.order"))),
    unique.length ? h("ol.pairs", {}, unique.slice(0, shown).map(pairCard)) : h("p.empty", {}, t("pairs.none")),
    unique.length > shown && h("button.more", { type: "button", onclick: () => { state.pairs.shown += 24; drawPairs(); } },
      t("table.more", { n: Math.min(24, unique.length - shown) })));
}

/** Of a pair that is listed from both sides, the first. */
function withoutMirrors(pairs) {
  const seen = new Set();
  return pairs.filter(({ here, there }) => {
    const key = [here, there].sort().join(" ");
    return seen.has(key) ? false : seen.add(key);
  });
}

function pairCard(pair) {
  return h("li.pair", {},
    h("div.score", {}, h("b", {}, pair.score.toFixed(2)), h("span", {}, t("pairs.score")),
      h("i", { "aria-hidden": "true" }, h("i", { style: `width:${Math.round(pair.score * 100)}%` }))),
    pairSide(measures.get(pair.here)), pairSide(measures.get(pair.there)),
    h("ul.reasons", {}, pair.reasons.map((reason) => h("li", {}, reasonText(reason)))));
}

function pairSide(measure) {
  const money = differentValues(moneyOf(measure)).slice(0, 2);
  const time = factsOf(measure, "duration").slice(0, 1);
  return h("div.side", {},
    h("span.place", {}, h("i.swatch", { style: `background:${countryColour(measure.country)}` }), country(measure.country)),
    h("p", {}, measureLink(measure.id)),
    valueList([...money, ...time], measure),
    !money.length && amounts(measure));
}

/** A reason's code in words: "instrument:business_rd_grants", "amount:award:money:1.4", "cosine:0.71". */
function reasonText(code) {
  const [what, ...detail] = code.split(":");
  if (what === "instrument") return t("reason.instrument", { x: instrument(detail[0]) });
  if (what === "kind") return t("reason.kind", { x: t(`kind.${detail[0]}`) });
  if (what === "amount") return t("reason.amount", { role: t(`role.${detail[0]}`), x: detail[2] });
  if (what === "beneficiary") return t("reason.beneficiary", { x: trait("beneficiaries", detail[0]) });
  if (what === "stage") return t("reason.stage", { x: trait("stages", detail[0]) });
  if (what === "change") return t("reason.change", { direction: trait("directions", detail[0]), x: trait("objects", detail[1]) });
  if (what === "opposite") return t("reason.opposite", { x: trait("objects", detail[0]) });
  if (what === "duration") return t("reason.duration", { x: detail[0].replace("/", " / ") });
  return t(`reason.${what}`, { x: detail.join(":") });
}
