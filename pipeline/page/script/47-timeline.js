// Timeline: when each measure runs, and the years that its amounts are stated for.

/** Years outside of the middle 96 per cent of all years do not stretch the axis. */
const TRIMMED = 0.02;
const yearOf = (text) => { const found = /\d{4}/.exec(text || ""); return found ? Number(found[0]) : null; };

/** A measure's spans of years and dated amounts; null without any. */
function timesOf(measure) {
  const spans = factsOf(measure, "period").map((fact) => ({ fact, from: yearOf(fact.of.min), to: yearOf(fact.of.max) }))
    .filter((span) => span.from || span.to);
  const dated = moneyOf(measure).map((fact) => ({ fact, year: yearOf(fact.of.year) })).filter((point) => point.year);
  if (!spans.length && !dated.length) return null;
  const starts = [...spans.map((span) => span.from || span.to), ...dated.map((point) => point.year)];
  return { measure, spans, dated, first: Math.min(...starts) };
}

function drawTimeline() {
  const rows = data.measures.map(timesOf).filter(Boolean);
  if (!rows.length) return fill("timeline", h("p.empty", {}, t("timeline.none")));
  rows.sort((a, b) => a.first - b.first || compare(say(a.measure.name), say(b.measure.name)));
  const scale = yearScale(rows);
  return fill("timeline",
    h("div.timeline", {},
      h("div.years", { "aria-hidden": "true" }, h("span"), h("span.track", {}, scale.ticks.map((year) =>
        h("i", { style: `left:${scale.at(year)}%` }, `${year}`)))),
      h("ul", {}, rows.slice(0, state.shownOf.timeline).map((row) => timelineRow(row, scale)))),
    moreButton("timeline", rows.length, 60, drawTimeline),
    chartTable(t("timeline.caption"), [t("table.measure"), t("table.country"), t("type.period"), t("timeline.dated")],
      () => rows.map(({ measure, spans, dated }) => [measureLink(measure.id), country(measure.country),
        differentValues(spans.map((span) => span.fact)).map((fact) => valueText(fact.of)).join("; "),
        dated.map(({ fact, year }) => `${year}: ${valueText(fact.of)}`).join("; ")])));
}

function yearScale(rows) {
  const years = rows.flatMap(({ spans, dated }) => [...spans.flatMap(({ from, to }) => [from, to]), ...dated.map((d) => d.year)])
    .filter(Boolean).sort((a, b) => a - b);
  const cut = Math.floor(years.length * TRIMMED);
  const [low, high] = [years[cut], years[years.length - 1 - cut] + 1];
  const step = [1, 2, 5, 10, 20, 50, 100].find((size) => (high - low) / size <= 9) || 200;
  const ticks = [];
  for (let year = Math.ceil(low / step) * step; year <= high; year += step) ticks.push(year);
  return { low, high, ticks, at: (year) => Math.min(100, Math.max(0, (100 * (year - low)) / (high - low))) };
}

function timelineRow({ measure, spans, dated }, scale) {
  const colour = countryColour(measure.country);
  return h("li", { "data-row": true },
    h("span.name", {}, measureLink(measure.id), h("small", {}, country(measure.country))),
    h("span.track", {},
      scale.ticks.map((year) => h("i.tick", { style: `left:${scale.at(year)}%` })),
      spans.map((span) => timeBar(span, scale, colour)),
      dated.map(({ fact, year }) => h("a.dot", { href: `#value=${encodeURIComponent(fact.of.id)}`, tabindex: "-1", "aria-hidden": "true",
        title: `${year}: ${valueText(fact.of)} ${valueNote(fact.of)}`, style: `left:${scale.at(year + 0.5)}%;border-color:${colour}` }))),
    h("span.when", {}, differentValues(spans.map((span) => span.fact)).slice(0, 2).map((fact) =>
      h("a", { href: `#value=${encodeURIComponent(fact.of.id)}`, title: fact.of.quote }, valueText(fact.of))),
      !spans.length && h("span", {}, [...new Set(dated.map(({ year }) => year))].slice(0, 3).join(" · "))));
}

/** A span as a bar; an open end, or one beyond the axis, fades out. */
function timeBar({ from, to, fact }, scale, colour) {
  const [left, right] = [from ?? scale.low, to === null ? scale.high : to + 1];
  const fades = [(from === null || from < scale.low) && "before", (to === null || to >= scale.high) && "after"].filter(Boolean);
  const width = Math.max(0.6, scale.at(right) - scale.at(left));
  return h(`i.bar${fades.map((side) => `.${side}`).join("")}`, { title: `${valueText(fact.of)}`,
    style: `left:${Math.min(scale.at(left), 99.4)}%;width:${width}%;--colour:${colour}` });
}
