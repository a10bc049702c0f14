// Timeline: when each measure runs, and the years that it has a budget for.

/** Years outside of the middle 96 per cent of all years do not stretch the axis. */
const TRIMMED = 0.02;

function drawTimeline() {
  const rows = data.times.filter((row) => measures.has(row.measure)).map((row) => ({ ...row, of: measures.get(row.measure) }));
  if (!rows.length) return fill("timeline", h("p.empty", {}, t("timeline.none")));
  const first = (row) => row.start ?? row.end ?? Math.min(...(row.budgets || []));
  rows.sort((a, b) => first(a) - first(b) || compare(say(a.of.name), say(b.of.name)));
  const scale = yearScale(rows);
  return fill("timeline",
    h("div.timeline", {},
      h("div.years", { "aria-hidden": "true" }, h("span"), h("span.track", {}, scale.ticks.map((year) =>
        h("i", { style: `left:${scale.at(year)}%` }, `${year}`)))),
      h("ul", {}, rows.slice(0, state.shownOf.timeline).map((row) => timelineRow(row, scale)))),
    moreButton("timeline", rows.length, 60, drawTimeline),
    chartTable(t("timeline.caption"), [t("table.measure"), t("table.country"), t("type.period"), t("timeline.dated")],
      () => rows.map((row) => [measureLink(row.measure), country(row.of.country), spanText(row), (row.budgets || []).join(" · ")])));
}

function spanText({ start, end, open }) {
  if (open || (start !== undefined && end === undefined)) return t("period.open", { from: start });
  if (start === undefined) return end === undefined ? "" : `…–${end}`;
  return start === end ? `${start}` : `${start}–${end}`;
}

function yearScale(rows) {
  const years = rows.flatMap(({ start, end, budgets }) => [start, end, ...(budgets || [])])
    .filter((year) => year !== undefined).sort((a, b) => a - b);
  const cut = Math.floor(years.length * TRIMMED);
  const [low, high] = [years[cut], years[years.length - 1 - cut] + 1];
  const step = [1, 2, 5, 10, 20, 50, 100].find((size) => (high - low) / size <= 9) || 200;
  const ticks = [];
  for (let year = Math.ceil(low / step) * step; year <= high; year += step) ticks.push(year);
  return { low, high, ticks, at: (year) => Math.min(100, Math.max(0, (100 * (year - low)) / (high - low))) };
}

function timelineRow(row, scale) {
  const colour = countryColour(row.of.country);
  const told = (row.facts || []).map((id) => facts.get(id)).filter(Boolean);
  return h("li", { "data-row": true },
    h("span.name", {}, measureLink(row.measure), h("small", {}, country(row.of.country))),
    h("span.track", { "aria-hidden": "true" },
      scale.ticks.map((year) => h("i.tick", { style: `left:${scale.at(year)}%` })),
      timeBar(row, scale, colour),
      (row.budgets || []).map((year) => h("i.dot", { title: t("timeline.budget", { year }),
        style: `left:${scale.at(year + 0.5)}%;border-color:${colour}` }))),
    h("span.when", {}, told.length
      ? h("a", { href: `#value=${encodeURIComponent(told[0].value)}`, title: values.get(told[0].value).quote }, spanText(row))
      : spanText(row)));
}

/** A span as a bar; an open end, or one beyond the axis, fades out. */
function timeBar({ start, end, open }, scale, colour) {
  const [from, to] = [start ?? scale.low, open || end === undefined ? scale.high : end + 1];
  const fades = [(start === undefined || start < scale.low) && "before", (open || end === undefined || end >= scale.high) && "after"];
  const width = Math.max(0.6, scale.at(to) - scale.at(from));
  return h(`i.bar${fades.filter(Boolean).map((side) => `.${side}`).join("")}`,
    { style: `left:${Math.min(scale.at(from), 99.4)}%;width:${width}%;--colour:${colour}` });
}
