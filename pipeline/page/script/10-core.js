// The data, the interface's state, and the few helpers that everything else uses.

const data = JSON.parse(document.getElementById("data").textContent);

const FIRST_ROWS = 40;
const METHODS = ["market", "ppp", "constant_market", "constant_ppp"];
const FIRST_SORT = { column: "country", down: false };

const state = {
  language: "en",
  filter: {},
  sort: FIRST_SORT,
  method: METHODS[0],
  shown: FIRST_ROWS,
  allInstruments: false,
  shownOf: { timeline: 20, prices: 24, rankings: 6, clusters: 10, outside: 30, organisations: 15, conflicts: 20, sources: 30 },
  pairs: { from: "", to: "", shown: 12 },
};

/** The items by what `key` gives of each, in their order. */
function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const byId = (items) => new Map(items.map((item) => [item.id, item]));
const measures = byId(data.measures);
const values = byId(data.values);
const documents = byId(data.documents);
const organisations = byId(data.organisations);
const clusters = byId(data.clusters);
const facts = new Map();
for (const [what, things] of [["measure", data.measures], ["organisation", data.organisations]]) {
  for (const thing of things) for (const fact of thing.facts || []) facts.set(fact.id, { ...fact, what, thing });
}
const measuresOf = new Map();
for (const measure of data.measures) {
  for (const id of measure.organisations || []) measuresOf.set(id, [...(measuresOf.get(id) || []), measure]);
}

/** The countries of the measures; organisations may be of others too. */
const measureCountries = [...new Set(data.measures.map((measure) => measure.country))].sort();

/** The interface's text for a key, with {words} filled in; one thing may have a text of its own (`.one`). */
function t(key, words = {}) {
  const texts = data.strings[state.language];
  const text = (words.n === 1 && texts[`${key}.one`]) || texts[key];
  if (text === undefined) return key.slice(key.indexOf(".") + 1).replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (whole, word) => (word in words ? words[word] : whole));
}

/** One side of a label in both languages. */
const say = (label) => label[state.language];
const otherLanguage = () => (state.language === "en" ? "zh" : "en");
const locale = () => (state.language === "en" ? "en" : "zh-CN");
const country = (code) => (data.countries[code] ? say(data.countries[code]) : code);
const instrument = (key) => (data.instruments[key] ? say(data.instruments[key]) : key);
const trait = (kind, key) => (data.traits[kind][key] ? say(data.traits[kind][key]) : key);
const clusterName = (id) => (clusters.has(id) ? say(clusters.get(id).label) : id);

/** Makes an element: h("p.lead", { id: "x", onclick: f }, "text", child). Text is never read as markup. */
function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  return dress(element, attributes, children);
}

/** Makes an SVG element. */
function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** Fills the body of a section. */
function fill(id, ...children) {
  document.getElementById(`${id}-body`).replaceChildren(...children.flat().filter(Boolean));
}

/** A link that opens a measure, or an organisation, in the panel. */
const measureLink = (id) => thingLink("measure", measures.get(id), id);
const organisationLink = (id) => thingLink("organisation", organisations.get(id), id);

function thingLink(what, thing, id) {
  if (!thing) return h("span", {}, id);
  return h(`a.${what}-link`, { href: `#${what}=${encodeURIComponent(id)}` }, say(thing.name));
}

function select(label, value, options, onchange) {
  const items = options.map(([key, text]) => h("option", { value: key, selected: key === value }, text));
  return h("label.field", {}, h("span", {}, label), h("select", { onchange: (e) => onchange(e.target.value) }, items));
}

/** A button that shows more of a section; what is new gets the focus. */
function moreButton(name, total, step, redraw) {
  const shown = state.shownOf[name];
  if (total <= shown) return null;
  const press = () => {
    state.shownOf[name] += step;
    redraw();
    const links = document.querySelectorAll(`#${name}-body [data-row]`);
    const next = links[shown] && links[shown].querySelector("a, button");
    if (next) next.focus();
  };
  return h("button.more", { type: "button", onclick: press }, t("table.more", { n: Math.min(step, total - shown) }));
}

/** A summary that makes what it folds away when it is opened for the first time. */
function folded(summary, make, tag = "details") {
  const details = h(tag, { ontoggle: () => {
    if (details.open && details.children.length === 1) details.append(...[make()].flat());
  } }, summary);
  return details;
}

/** A chart's numbers as a table, folded away below it; `rows` gives them. */
function chartTable(caption, heads, rows) {
  return folded(h("summary", {}, t("chart.table")), () =>
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": caption },
      h("table", {}, h("caption", {}, caption),
        h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, rows().map(([first, ...rest]) =>
          h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell))))))), "details.as-table");
}

/** Words one after the other: "page 2" behind a title, what an amount is and of what it is counted. */
const together = (...words) => words.filter(Boolean).join(state.language === "zh" ? "，" : ", ");

const collators = { en: new Intl.Collator("en", { numeric: true }), zh: new Intl.Collator("zh-CN", { numeric: true }) };
const compare = (a, b) => (typeof a === "string" ? collators[state.language].compare(a, b) : a - b);
