// Funding map: duration × annual amount (log scale), one point a measure.

const NARROW = window.matchMedia("(max-width: 700px)");
const MAP = { height: 420, right: 24, top: 16, bottom: 48, named: 300, reach: 8, beside: 12,
  get width() { return NARROW.matches ? 360 : 960; },
  get left() { return NARROW.matches ? 74 : 78; } };
NARROW.addEventListener("change", () => {
  drawMap();
  drawClusters();
});

/** Each measure's point: the median duration and the annual amount of its first award; none without both. */
function mapPoints() {
  return data.measures.flatMap((measure) => {
    const spans = factsOf(measure, "duration").map((fact) => valueYears(fact.of)).filter((years) => years > 0);
    const awards = moneyOf(measure).filter((fact) => fact.of.role === "award" && conversion(fact));
    if (!spans.length || !awards.length) return [];
    const years = median(spans);
    const yearly = median(awards.map((fact) => annual(fact, years)).filter((amount) => amount > 0));
    return yearly ? [{ measure, years, yearly }] : [];
  }).sort((a, b) => a.years - b.years || a.yearly - b.yearly);
}

function annual(fact, years) {
  const per = fact.of.per || [];
  const amount = middle(conversion(fact));
  if (per.includes("month")) return amount * 12;
  return per.includes("year") ? amount : amount / Math.max(years, 1);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function drawMap() {
  const points = mapPoints();
  if (!points.length) return fill("map", h("p.empty", {}, t("map.none")));
  const logs = points.map((point) => Math.log10(point.yearly));
  const low = Math.floor(Math.min(...logs) - 0.1);
  const high = Math.ceil(Math.max(...logs) + 0.1);
  const longest = Math.ceil(Math.max(...points.map((point) => point.years)) + 0.5);
  const x = (years) => MAP.left + (years / longest) * (MAP.width - MAP.left - MAP.right);
  const y = (log) => MAP.height - MAP.bottom - ((log - low) / (high - low)) * (MAP.height - MAP.top - MAP.bottom);
  const spots = apart(points.map((point) => ({ ...point, left: x(point.years), top: y(Math.log10(point.yearly)) })));
  return fill(
    "map",
    h("figure.map", {},
      svg("svg", { viewBox: `0 0 ${MAP.width} ${MAP.height}`, role: "group", "aria-label": t("map.alt", { n: points.length }),
        onkeydown: stepAmongPoints },
        axes(x, y, { low, high, longest }), spots.map((spot, at) => mapPoint(spot, at === 0)), mapLabels(spots)),
      h("figcaption", {}, h("ul.legend.inline", {}, [...new Set(points.map((p) => p.measure.country))].sort().map((code) =>
        h("li", {}, h("i.swatch", { style: `background:${countryColour(code)}` }), country(code)))))),
    mapTable(points),
  );
}

/** Points in one place are set side by side, so that each can be seen and chosen; the table has the exact numbers. */
function apart(spots) {
  for (const group of groupBy(spots, ({ left, top }) => `${Math.round(left / MAP.reach)} ${Math.round(top / MAP.reach)}`).values()) {
    const step = Math.min(MAP.beside, 60 / group.length);
    group.forEach((spot, place) => { spot.left += (place - (group.length - 1) / 2) * step; });
  }
  return spots;
}

function mapTable(points) {
  const rows = () => [...points].sort((a, b) => b.yearly - a.yearly).map(({ measure, years, yearly }) =>
    [measureLink(measure.id), country(measure.country), plain(years), amountText(yearly, data.currency, 3)]);
  return chartTable(t("map.caption"), [t("table.measure"), t("table.country"), t("map.x"), t("map.yearly")], rows);
}

/** The points are one stop of the tab key; the arrow keys go from one to the next, by duration. */
function stepAmongPoints(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const points = [...event.currentTarget.querySelectorAll("a")];
  const next = points[points.indexOf(document.activeElement) + (step || 0)];
  if (!step || !next) return;
  event.preventDefault();
  for (const point of points) point.setAttribute("tabindex", point === next ? "0" : "-1");
  next.focus();
}

function axes(x, y, { low, high, longest }) {
  const lines = [];
  for (let log = low; log <= high; log += 1) {
    lines.push(svg("line", { x1: MAP.left, x2: MAP.width - MAP.right, y1: y(log), y2: y(log), class: "grid" }));
    lines.push(svg("text", { x: MAP.left - 8, y: y(log) + 4, class: "tick end" }, compact(10 ** log)));
  }
  const step = Math.max(1, Math.ceil(longest / 10));
  for (let years = 0; years <= longest; years += step) {
    lines.push(svg("text", { x: x(years), y: MAP.height - MAP.bottom + 18, class: "tick middle" }, plain(years)));
  }
  const currency = state.language === "zh" && data.currencies[data.currency] ? say(data.currencies[data.currency]) : data.currency;
  lines.push(svg("text", { x: (MAP.left + MAP.width) / 2, y: MAP.height - 8, class: "axis middle" }, t("map.x")));
  lines.push(svg("text", { x: 16, y: MAP.height / 2, class: "axis middle", transform: `rotate(-90 16 ${MAP.height / 2})` },
    t("map.y", { currency, method: t(`method.${state.method}`) })));
  return lines;
}

function mapPoint({ measure, years, yearly, left, top }, first) {
  const words = { name: say(measure.name), amount: amountText(yearly, data.currency, 3), duration: `${plain(years)} ${t("unit.Y")}` };
  const address = `#measure=${encodeURIComponent(measure.id)}`;
  return svg("a", { href: address, tabindex: first ? "0" : "-1", "aria-label": t("map.point", words) },
    svg("circle", { cx: left, cy: top, r: 7, fill: countryColour(measure.country) },
      svg("title", {}, t("map.point", words))));
}

/** Names of the points, where there is room for them; among very many there is none. */
const mapLabels = (spots) => (spots.length > MAP.named ? [] :
  mapNames(spots.map((spot) => ({ ...spot, reach: MAP.reach, names: [labelOf(spot.measure)], from: MAP.left }))));

/** The first name of each point that has room beside, above or below it; none where all would lie on another name or point. */
function mapNames(spots) {
  const taken = spots.map(({ left, top, reach }) => ({ left: left - reach, right: left + reach, top: top - reach, bottom: top + reach }));
  const free = (box, from) => box.left >= from && box.right <= MAP.width && box.top >= 0 &&
    !taken.some((b) => box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom);
  return spots.map(({ left, top, reach, names, from = 0 }) => {
    const places = names.flatMap((name) => labelPlaces(left, top, reach, widthOf(name)).map((place) => ({ ...place, name })));
    const place = places.find(({ box }) => free(box, from));
    if (!place) return null;
    taken.push(place.box);
    return svg("text", { x: place.x, y: place.y, class: `point ${place.anchor}`, "aria-hidden": "true" }, place.name);
  });
}

/** Where a name of a width may stand by its point: right, left, above, below. */
function labelPlaces(left, top, reach, width) {
  const box = (from, baseline) => ({ left: from, right: from + width, top: baseline - 12, bottom: baseline + 2 });
  const off = reach + 4;
  return [
    { x: left + off, y: top + 4, anchor: "start", box: box(left + off, top + 4) },
    { x: left - off, y: top + 4, anchor: "end", box: box(left - off - width, top + 4) },
    { x: left, y: top - off, anchor: "middle", box: box(left - width / 2, top - off) },
    { x: left, y: top + off + 10, anchor: "middle", box: box(left - width / 2, top + off + 10) },
  ];
}

/** About how wide a text is drawn: Han characters are square. */
const widthOf = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 13 : 7.5), 0);

/** A text cut so that it is drawn about as wide as is allowed. */
function cutTo(width, text) {
  if (widthOf(text) <= width) return text;
  const signs = [...text];
  while (widthOf(signs.join("")) > width - 7) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

/** What a point is called: the measure's acronym, where it has one, else its name, cut. */
const ACRONYM = /^(?=.*[A-Z].*[A-Z])[A-Za-z0-9-]{2,12}$/;
const labelOf = (measure) => measure.names.find((name) => ACRONYM.test(name)) || shortName(say(measure.name));

const shortName = (name) => (name.length > 34 ? `${name.slice(0, 32)}…` : name);

/** A steady colour for each country of the page; `unknown` is grey. */
function countryColour(code) {
  const codes = measureCountries.filter((key) => key !== "unknown");
  const palette = ["#0b5563", "#b4531a", "#5b4a9c", "#3f7d3a", "#a32f5b", "#8a6d00", "#2f6fb3", "#6b4f3a", "#137a6b", "#7a3a8c"];
  return code === "unknown" ? "#77808a" : palette[codes.indexOf(code) % palette.length];
}
