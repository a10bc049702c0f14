// Clusters: labels in both languages, members, mix, and ranges per country on a common scale.

const MEMBERS_SHOWN = 8;

function drawClusters() {
  if (!data.clusters.length) return fill("clusters", h("p.empty", {}, t("clusters.none")));
  const ranges = new Map();
  for (const range of data.ranges) ranges.set(range.cluster, [...(ranges.get(range.cluster) || []), range]);
  const outside = data.measures.filter((measure) => !measure.cluster);
  return fill(
    "clusters",
    clusterMap(),
    clusterTree(),
    h("div.cards", {}, data.clusters.slice(0, state.shownOf.clusters).map((cluster) => clusterCard(cluster, ranges.get(cluster.id) || []))),
    moreButton("clusters", data.clusters.length, 30, drawClusters),
    outside.length && h("div.box.outside", {},
      h("h3", {}, t("clusters.outliers")),
      h("p.hint", {}, t("clusters.outliers.note")),
      h("ul.members", {}, outside.slice(0, state.shownOf.outside).map((measure) => h("li", {}, measureLink(measure.id),
        measure.near && h("small", {}, ` ${t("clusters.nearest", { name: clusterName(measure.near) })}`)))),
      outside.length > state.shownOf.outside && h("button.more", { type: "button",
        onclick: () => { state.shownOf.outside = Infinity; drawClusters(); } },
        t("table.more", { n: outside.length - state.shownOf.outside }))),
  );
}

function clusterCard(cluster, ranges) {
  const words = cluster[`words_${state.language}`] || [];
  const share = Math.round(cluster.stability * 100);
  return h("article.card", { id: `cluster-${cluster.id}`, "aria-label": say(cluster.label), "data-row": true },
    h("header", {},
      h("h3", {}, say(cluster.label)),
      h("p.other", { lang: state.language === "en" ? "zh-CN" : "en" }, cluster.label[otherLanguage()])),
    h("p.words", {}, words.map((word) => h("span", {}, word))),
    h("p.facts", {},
      t("clusters.members", { n: cluster.measures.length }),
      h("span", { title: t("clusters.mix.note") }, t("clusters.mix", { x: Object.entries(cluster.languages).map(([code, n]) => `${t(`language.${code}`)} ${n}`).join(state.language === "zh" ? "、" : ", ") })),
      h("span.meter", { title: t("clusters.stability") }, `${t("clusters.stability")} ${share}%`,
        h("i", { "aria-hidden": "true" }, h("b", { style: `width:${share}%` })))),
    h("p.mix", {}, Object.entries(cluster.countries).sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([code, n]) =>
      h("span", {}, h("i.swatch", { style: `background:${countryColour(code)}` }), `${country(code)} ${n}`))),
    rangeCharts(ranges),
    memberList(cluster),
    h("p", {}, h("button", { type: "button", onclick: () => setFilters({ cluster: cluster.id }) }, t("clusters.filter"))));
}

function memberList(cluster) {
  const rest = cluster.measures.length - MEMBERS_SHOWN;
  return h("ul.members", {},
    cluster.measures.slice(0, MEMBERS_SHOWN).map((id) => h("li", {}, measureLink(id),
      measures.has(id) && h("small", {}, ` ${country(measures.get(id).country)}`))),
    rest > 0 && h("li", {}, t("clusters.more", { n: rest })));
}

/** One small chart for each kind of figure: a row a country, low to high as a line, the median as a dot. */
function rangeCharts(ranges) {
  const kinds = new Map();
  for (const range of ranges) {
    const key = `${range.role || ""} ${range.value}`;
    kinds.set(key, [...(kinds.get(key) || []), range]);
  }
  return [...kinds].sort((a, b) => chartOrder(a[0]) - chartOrder(b[0])).map(([, rows]) => rangeChart(rows));
}

const CHARTS = ["award money", "award money_per_year", " duration", "budget money_per_year", "budget money"];
const chartOrder = (key) => (CHARTS.includes(key) ? CHARTS.indexOf(key) : CHARTS.length);

function rangeChart(rows) {
  const { value, role, unit } = rows[0];
  const isTime = value === "duration";
  const scale = rangeScale(rows, isTime);
  const write = (number) => (isTime ? plain(Number(number)) : compact(Number(number), 3));
  const title = isTime ? `${t("value.duration")} (${t("unit.Y")})` : `${kindText(rows[0])} (${unit})`;
  return h("div.ranges", {},
    h("h4", {}, title),
    rows.map((range) => {
      const { n, low, median: mid, high } = range;
      const words = t("clusters.range", { n, low: write(low), median: write(mid), high: write(high) });
      const [left, right] = [scale(low), scale(high)];
      return h("div.range", { title: words },
        h("span", {}, country(range.country)),
        h("span.line", { "aria-hidden": "true" },
          h("i.bar", { style: `left:${left}%;width:${right - left}%;background:${countryColour(range.country)}` }),
          h("i.dot", { style: `left:${scale(mid)}%;background:${countryColour(range.country)}` })),
        h("span.amount", {}, write(mid), low !== high && h("small", {}, ` ${write(low)}–${write(high)}`), n > 1 && h("small", {}, ` · n ${n}`)));
    }));
}

function rangeScale(rows, isTime) {
  const of = (number) => (isTime ? Number(number) : Math.log10(Math.max(Number(number), 1)));
  const low = isTime ? 0 : Math.min(...rows.map((row) => of(row.low))) - 0.3;
  const high = Math.max(...rows.map((row) => of(row.high))) + (isTime ? 0.5 : 0.3);
  return (number) => (100 * (of(number) - low)) / (high - low);
}
