// The data, the interface's state, and the few helpers that everything else uses.

const data = JSON.parse(document.getElementById("data").textContent);

const FIRST_ROWS = 40;

const state = {
  language: "en",
  filter: { text: "", country: "", kind: "", instrument: "", cluster: "", amount: "" },
  sort: { column: "country", down: false },
  shown: FIRST_ROWS,
  allInstruments: false,
  clusters: 10,
  organisations: 15,
  pairs: { from: "", to: "", shown: 12 },
};

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

/** The interface's text for a key, with {words} filled in; a key without a text stands for itself. */
function t(key, words = {}) {
  const text = data.strings[state.language][key];
  if (text === undefined) return key.slice(key.indexOf(".") + 1).replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (whole, word) => (word in words ? words[word] : whole));
}

/** One side of a label in both languages. */
const say = (label) => label[state.language];
const otherLanguage = () => (state.language === "en" ? "zh" : "en");
const locale = () => (state.language === "en" ? "en" : "zh-CN");
const country = (code) => (data.countries[code] ? say(data.countries[code]) : code);
const instrument = (key) => (data.instruments[key] ? say(data.instruments[key]) : key);
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

const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, locale()) : a - b);
