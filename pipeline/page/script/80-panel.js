// The panel: a measure or an organisation with all its values, or one value with its evidence. What is open stands in
// the address.

const panel = document.getElementById("panel");

const PANELS = {
  measure: { items: measures, draw: (item) => measurePanel(item) },
  organisation: { items: organisations, draw: (item) => organisationPanel(item) },
  value: { items: values, draw: (item) => valuePanel(item) },
};

/** Opens what the address names (#measure=ID, #organisation=ID, #value=ID, #cluster=ID, #measures?…), or closes the panel. */
function followAddress() {
  const [what, id] = splitAddress();
  if (!(what in PANELS)) {
    if (what) drawAll();
    if (panel.open) panel.close();
    if (what === "cluster") showCluster(id);
    if (isFilterAddress()) showFiltered();
    return;
  }
  const item = PANELS[what].items.get(id);
  const body = item ? PANELS[what].draw(item) : h("p", { id: "panel-title" }, t("panel.none", { id }));
  panel.replaceChildren(panelHead(t(`panel.${what}`)), h("div.panel-body", {}, body));
  if (!panel.open) panel.showModal();
  panel.querySelector(".panel-body").scrollTop = 0;
  showHits(panel);
  panel.querySelector(".panel-head button").focus();
}

const isFilterAddress = () => location.hash.startsWith("#measures?");

/** Sets the table as the address says, unless it is so. */
function showFiltered() {
  if (location.hash !== filterAddress()) {
    readFilterAddress(location.hash);
    drawMeasures();
  }
  document.getElementById("measures").scrollIntoView();
}

function showCluster(id) {
  const place = data.clusters.findIndex((cluster) => cluster.id === id);
  if (place < 0) return;
  state.shownOf.clusters = Math.max(state.shownOf.clusters, place + 1);
  drawClusters();
  document.getElementById(`cluster-${id}`).scrollIntoView();
}

function splitAddress() {
  const [what, id] = location.hash.slice(1).split("=");
  try {
    return [what, decodeURIComponent(id || "")];
  } catch {
    return [what, id];
  }
}

function panelHead(text) {
  return h("header.panel-head", {}, h("span", {}, text),
    h("button", { type: "button", "aria-label": t("panel.close"), title: t("panel.close"), onclick: closePanel }, "×"));
}

function closePanel() {
  panel.close();
  forgetAddress();
}

/** Closing takes the panel's address away, leaves that of the filters, and keeps the page where it was. */
function forgetAddress() {
  if (!/^#(measure|organisation|value)=/.test(location.hash)) return;
  history.pushState(null, "", location.pathname + location.search + filterAddress());
}

function measurePanel(measure) {
  const pairs = data.pairs.filter((pair) => pair.here === measure.id);
  const other = measure.name[otherLanguage()];
  return [
    h("h2", { id: "panel-title" }, say(measure.name)),
    other !== say(measure.name) && h("p.other", {}, other),
    measureFacts(measure),
    h("h3", {}, t("panel.values")),
    measure.facts ? measure.facts.map((fact) => valueCard(values.get(fact.value), fact)) : h("p.empty", {}, t("panel.novalues")),
    measure.passages && [
      h("h3", {}, t("panel.text")),
      measure.passages.map((item) => h("blockquote", {}, item.text, h("footer", {}, placeText(item)))),
    ],
    pairs.length && [
      h("h3", {}, t("panel.counterparts")),
      h("ul.partners", {}, pairs.map((pair) => h("li", {},
        h("b", {}, pair.score.toFixed(2)), measureLink(pair.there),
        h("small", {}, ` ${country(measures.get(pair.there).country)}`),
        h("ul.reasons", {}, pair.reasons.map((reason) => h("li", {}, reasonText(reason))))))),
    ],
  ];
}

function measureFacts(measure) {
  const rest = measure.names.filter((name) => name !== measure.name.en && name !== measure.name.zh);
  const parts = data.measures.filter((item) => item.parent === measure.id);
  const cluster = measure.cluster ? h("a", { href: `#cluster=${encodeURIComponent(measure.cluster)}` }, clusterName(measure.cluster))
    : measure.near && t("panel.near", { name: clusterName(measure.near) });
  return factList([
    ["names", rest.join(" · ")],
    ["country", country(measure.country)],
    ["kind", t(`kind.${measure.kind}`)],
    ["parent", measure.parent && measureLink(measure.parent)],
    ["tracks", parts.length && parts.map((part) => h("div", {}, measureLink(part.id)))],
    ["organisations", (measure.organisations || []).map((id) => h("div", {}, organisationLink(id)))],
    ["instruments", (measure.instruments || []).length && measure.instruments.map((key) => {
      const coding = (measure.codings || []).find((item) => item.instrument === key);
      return h("div", {}, instrument(key), coding && h("small", {}, ` ${t("panel.cue", { cue: coding.cue })}`));
    })],
    ["beneficiaries", traitList("beneficiaries", measure.beneficiaries)],
    ["stages", traitList("stages", measure.stages)],
    ["changes", measure.changes && Object.entries(measure.changes).map(([key, words]) => {
      const [direction, object] = key.split(":");
      return h("div", {}, `${trait("objects", object)}: ${trait("directions", direction)}`, cueText(words));
    })],
    ["cluster", cluster],
    ["documents", (measure.docs || []).map((id) => h("div", {}, documents.get(id).title))],
  ]);
}

const cueText = (words) => h("small", {}, ` ${t("panel.cue", { cue: words })}`);
const traitList = (kind, found) =>
  found && Object.entries(found).map(([key, words]) => h("div", {}, trait(kind, key), cueText(words)));

function factList(rows) {
  return h("dl.facts", {}, rows.filter(([, value]) => value && value.length !== 0)
    .map(([key, value]) => [h("dt", {}, t(`panel.${key}`)), h("dd", {}, value)]));
}

function valuePanel(value) {
  const owners = [...facts.values()].filter((fact) => fact.value === value.id);
  return [
    h("h2", { id: "panel-title" }, valueText(value)),
    h("p.other", {}, [t(`type.${value.type}`), valueNote(value)].filter(Boolean).join(" · ")),
    owners.map((fact) => h("p.owner", {}, t("panel.describes"), " ", thingLink(fact.what, fact.thing, fact.thing.id))),
    h("blockquote", {}, marked(value), h("footer", {}, placeText(value))),
    evidence(value),
    valueDetails(value, owners, "h3"),
    h("p.permalink", {}, h("a", { href: `#value=${encodeURIComponent(value.id)}` }, t("panel.permalink"))),
  ];
}

function valueCard(value, fact) {
  const summary = h("summary", {},
    h(`span.value.${value.type}`, {}, h("b", {}, valueText(value)), h("span", {}, valueNote(value) || t(`type.${value.type}`))),
    h("span.quote", {}, marked(value)),
    h("span.hint", {}, placeText(value)));
  const card = folded(summary, () => {
    setTimeout(() => showHits(card), 0);
    return [evidence(value), valueDetails(value, [fact])].flat(2).filter(Boolean);
  }, "details.value-card");
  return card;
}

function valueDetails(value, owners, heading = "h4") {
  return [valueFacts(value, owners), sideBySide(owners, heading)];
}

function valueFacts(value, owners) {
  return factList([
    ["exact", exactText(value)],
    ["role", valueNote(value)],
    ["copy", value.copy && h("a", { href: `#value=${encodeURIComponent(value.copy)}` }, valueText(values.get(value.copy) || value))],
    ["rule", h("code", {}, value.rule)],
    ["confidence", `${Math.round(value.confidence * 100)}%`],
    ["link", owners.map((fact) => h("div", {}, `${Math.round(fact.score * 100)}% · ${linkText(fact.reason)}`))],
  ]);
}

/** The amount by each method of conversion, with the way there; and which methods the price tables do not allow. */
function sideBySide(owners, heading) {
  const fact = owners.find((item) => item.converted || item.lacks);
  if (!fact) return null;
  const lacks = (fact.lacks || []).map((place) => data.lacks[place]);
  const rows = METHODS.map((method) => [method, conversion(fact, method), lacks.find((item) => item.method === method)])
    .filter(([, found, lack]) => found || lack);
  return h("div.methods", {}, h(heading, {}, t("panel.methods")), rows.map(([method, found, lack]) =>
    h("div.way", {},
      h("p", {}, h("span", {}, t(`method.${method}`)), found ? h("b", {}, convertedExact(found)) : h("i", {}, t("panel.unconverted"))),
      found ? wayOf(found) : h("p.hint", {}, say(lack)))));
}

function wayOf(found) {
  const steps = found[`steps_${state.language}`] || [];
  return folded(h("summary", {}, `${found.year}${found.stated ? "" : ` (${t("panel.assumed")})`}`), () => [
    h("ol.steps", {}, steps.map((step) => h("li", {}, step))),
    h("p.hint", {}, `× ${found.rate} · ${found.source}`),
  ]);
}

/** Why a value describes a measure: a rule of stage link, or a rule and its word ("anaphor:该计划"). */
function linkText(code) {
  const [rule, ...word] = code.split(":");
  return t(`link.${rule}`, { x: word.join(":") });
}

/** A value in full digits. */
function exactText(value) {
  if (value.type !== "money") return [...new Set([value.min, value.max])].filter(Boolean).join(" / ");
  return sidesText(value.min, value.max, value.bound, (low, high) =>
    `${value.currency} ${digits(low)}${high ? ` – ${digits(high)}` : ""}`);
}

const convertedExact = (converted) =>
  `${converted.currency} ${[...new Set([converted.min, converted.max])].filter(Boolean).map(digits).join(" – ")}`;

/** Groups the digits of a number that is text, without making it a float. */
function digits(text) {
  const [whole, part] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

/** A value's sentence with the quote marked. */
const marked = (value) => [value.before || "", h("mark", {}, value.quote), value.after || ""];

function placeText(item) {
  const source = documents.get(item.doc);
  const place = source.paged === false ? "panel.paragraph" : "panel.page";
  return together(source.title, item.page && t(place, { page: item.page }));
}

