// Country × instrument: counts, median amounts and gaps.

const TINTS = 5;

function drawInstruments() {
  if (!data.cells.length) return fill("instruments", h("p.empty", {}, t("instruments.none")));
  const cells = new Map(data.cells.map((cell) => [`${cell.country} ${cell.instrument}`, cell]));
  const codes = [...measureCountries].sort((a, b) => (a === "unknown") - (b === "unknown") || compare(country(a), country(b)));
  const used = new Set(usedInstruments());
  const keys = Object.keys(data.instruments).filter((key) => state.allInstruments || used.has(key));
  const most = Math.max(...data.cells.map((cell) => cell.measures.length));
  return fill(
    "instruments",
    h("label.check", {},
      h("input", { type: "checkbox", checked: state.allInstruments, onchange: (event) => {
        state.allInstruments = event.target.checked;
        drawInstruments();
        document.querySelector("#instruments input").focus();
      } }), t("instruments.all")),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("instruments.caption") },
      h("table.matrix", {},
        h("caption", {}, t("instruments.caption")),
        h("thead", {}, h("tr", {}, h("td"), codes.map((code) => h("th", { scope: "col" }, country(code))))),
        groupsOf(keys).map(([group, members]) => h("tbody", {},
          group && h("tr.group", {}, h("th", { scope: "rowgroup", colspan: codes.length + 1 }, h("span", {}, t(`group.${group}`)))),
          members.map((key) => h("tr", {},
            h("th", { scope: "row", title: data.instruments[key][`definition_${state.language}`] }, instrument(key)),
            codes.map((code) => matrixCell(cells.get(`${code} ${key}`), code, key, { most, used })))))),
        h("tfoot", {}, gapRow(codes)))),
  );
}

function groupsOf(keys) {
  const groups = new Map();
  for (const key of keys) {
    const group = data.instruments[key].group || "";
    groups.set(group, [...(groups.get(group) || []), key]);
  }
  return [...groups];
}

function matrixCell(cell, code, key, { most, used }) {
  if (!cell) {
    const gap = used.has(key) && code !== "unknown";
    return h("td", { class: gap ? "gap" : "blank" }, gap && h("span", { title: t("instruments.gap") }, "–"),
      gap && h("span.hidden", {}, t("instruments.gap")));
  }
  const n = cell.measures.length;
  const tint = Math.min(TINTS, 1 + Math.floor(((TINTS - 1) * (n - 1)) / Math.max(1, most - 1)));
  const label = t("instruments.cell", { instrument: instrument(key), country: country(code), n });
  return h(`td.tint-${tint}`, {},
    h("button", { type: "button", title: label, onclick: () => setFilters({ country: code, instrument: key }) },
      h("b", {}, `${n}`), h("span.hidden", {}, label),
      cell.median && h("small", {}, amountText(Number(cell.median), data.currency, 3)),
      cell.median && h("small.basis", {}, `${t(`role.${cell.role}`)} · ${t(`value.${cell.value}`)}`)));
}

function gapRow(codes) {
  return h("tr.gaps", {},
    h("th", { scope: "row", title: t("instruments.gaps.note") }, t("instruments.gaps")),
    codes.map((code) => h("td", {},
      code === "unknown" ? "" : `${gapsOf(code).length}`)));
}
