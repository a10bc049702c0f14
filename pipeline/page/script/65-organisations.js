// Organisations: how many measures they run, and the amounts that are their own.

function drawOrganisations() {
  const own = (item) => factsOf(item, "money").filter((fact) => !fact.of.copy);
  const runs = (item) => (measuresOf.get(item.id) || []).length;
  const rows = data.organisations.filter((item) => own(item).length || runs(item));
  rows.sort((a, b) => runs(b) - runs(a) || own(b).length - own(a).length || compare(say(a.name), say(b.name)));
  if (!rows.length) return fill("organisations", h("p.empty", {}, t("organisations.none")));
  const heads = ["name", "country", "measures", "amounts"];
  const cell = (tag, head, child) => h(tag, { role: "cell", "data-head": t(`organisations.${head}`) }, child);
  return fill("organisations",
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("nav.organisations") },
      h("table.organisations", { role: "table" },
        h("caption", {}, t("nav.organisations")),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads.map((key) =>
          h("th", { scope: "col", role: "columnheader", class: `column-${key}` }, t(`organisations.${key}`))))),
        h("tbody", { role: "rowgroup" }, rows.slice(0, state.shownOf.organisations).map((item) => h("tr", { role: "row", "data-row": true },
          h("th", { scope: "row", role: "rowheader" }, organisationLink(item.id),
            item.name[otherLanguage()] !== say(item.name) && h("span.other", {}, item.name[otherLanguage()])),
          cell("td", "country", country(item.country)),
          cell("td.number", "measures", plain(runs(item))),
          cell("td", "amounts", valueList(own(item), item, "organisation"))))))),
    moreButton("organisations", rows.length, 100, drawOrganisations));
}

function organisationPanel(item) {
  const other = item.name[otherLanguage()];
  const rest = item.names.filter((name) => name !== item.name.en && name !== item.name.zh);
  const parts = data.organisations.filter((child) => child.parent === item.id);
  return [
    h("h2", { id: "panel-title" }, say(item.name)),
    other !== say(item.name) && h("p.other", {}, other),
    factList([
      ["names", rest.join(" · ")],
      ["country", country(item.country)],
      ["under", item.parent && organisationLink(item.parent)],
      ["bodies", parts.length && parts.map((part) => h("div", {}, organisationLink(part.id)))],
      ["runs", (measuresOf.get(item.id) || []).map((measure) => h("div", {}, measureLink(measure.id)))],
    ]),
    item.facts && [h("h3", {}, t("panel.values")), item.facts.map((fact) => valueCard(values.get(fact.value), fact))],
  ];
}
