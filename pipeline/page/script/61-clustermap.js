// The cluster map: clusters whose texts are alike lie near each other; a bubble a cluster, as large as it has measures.

const CHART = { height: 400, margin: 46, names: [330, 180, 90] };

function clusterMap() {
  if (data.clusters.length < 3) return null;
  const spots = clusterSpots();
  const codes = [...new Set(spots.map(({ code }) => code))].sort();
  return h("figure.map.bubbles", {},
    h("h3", {}, t("bubbles.title")),
    h("p.hint", {}, t("bubbles.note")),
    svg("svg", { viewBox: `0 0 ${MAP.width} ${CHART.height}`, role: "group", "aria-label": t("bubbles.alt", { n: spots.length }), onkeydown: stepAmongPoints },
      spots.map((spot, at) => bubble(spot, at === 0)), bubbleNames(spots)),
    h("figcaption", {}, h("ul.legend.inline", {}, codes.map((code) =>
      h("li", {}, h("i.swatch", { style: `background:${countryColour(code)}` }), country(code))))),
    chartTable(t("bubbles.title"), [t("filter.cluster"), t("stat.measures"), t("table.country")], () => spots.map(({ cluster }) => [
      h("a", { href: `#cluster=${encodeURIComponent(cluster.id)}` }, say(cluster.label)), plain(cluster.measures.length),
      Object.entries(cluster.countries).map(([code, n]) => `${country(code)} ${n}`).join(" · ")])));
}

/** Where each cluster is drawn, the largest first, so that small ones lie above; and the country that most of it is of. */
function clusterSpots() {
  const scale = (key, length) => {
    const all = data.clusters.map((cluster) => cluster[key] || 0);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return (value) => CHART.margin + ((value - low) / (high - low || 1)) * (length - 2 * CHART.margin);
  };
  const [x, y] = [scale("x", MAP.width), scale("y", CHART.height)];
  return [...data.clusters].sort((a, b) => b.measures.length - a.measures.length).map((cluster) => ({
    cluster, left: x(cluster.x || 0), top: CHART.height - y(cluster.y || 0), reach: 3 + 2.6 * Math.sqrt(cluster.measures.length),
    code: Object.entries(cluster.countries).sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([code]) => code)[0] || "unknown",
  }));
}

function bubble({ cluster, left, top, reach, code }, first) {
  const words = `${say(cluster.label)} · ${t("clusters.members", { n: cluster.measures.length })}`;
  return svg("a", { href: `#cluster=${encodeURIComponent(cluster.id)}`, tabindex: first ? "0" : "-1", "aria-label": words },
    svg("circle", { cx: left, cy: top, r: reach, fill: countryColour(code) }, svg("title", {}, words)));
}

/** Names of the bubbles, cut where there is no room for all of them. */
const bubbleNames = (spots) => mapNames(spots.map((spot) =>
  ({ ...spot, names: CHART.names.map((width) => cutTo(width, say(spot.cluster.label))) })));
