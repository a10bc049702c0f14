// Filters of the measures: what each looks at, how many measures each choice would leave, and their place in the address.

const BANDS = [0, 1e5, 1e6, 1e7, 1e8, 1e9];
const YEARS = [0, 1, 3, 5, 10];
const FIRST_FILTERS = 4;
const WEIGHED = new Set(["award", "budget", "contribution", "other"]); // thresholds and fees are no support

const FILTERS = [
  { key: "country", codes: (measure) => [measure.country], name: (code) => country(code) },
  { key: "instrument", codes: (measure) => measure.instruments || [], name: (code) => instrument(code) },
  { key: "organisation", codes: (measure) => (measure.organisations || []).filter((id) => organisations.has(id)),
    name: (id) => say(organisations.get(id).name) },
  { key: "amount", codes: amountCodes, name: amountName, order: [...COVERAGE, ...BANDS.map(String)] },
  { key: "stage", codes: (measure) => Object.keys(measure.stages || {}), name: (key) => trait("stages", key) },
  { key: "beneficiary", codes: (measure) => Object.keys(measure.beneficiaries || {}), name: (key) => trait("beneficiaries", key) },
  { key: "duration", codes: durationCodes, name: durationName, order: ["none", ...YEARS.map(String)] },
  { key: "kind", codes: (measure) => [measure.kind], name: (code) => t(`kind.${code}`) },
  { key: "cluster", codes: (measure) => (measure.cluster ? [measure.cluster] : []), name: (id) => clusterName(id) },
  { key: "source", codes: (measure) => measure.docs || [], name: (id) => documents.get(id).title },
];

const FILTER_KEYS = ["text", ...FILTERS.map((filter) => filter.key)];

/** The highest of these bounds that is below a number; "0" is the band that begins at nothing. */
const bandOf = (bounds, number) => String(bounds.filter((bound) => number > bound).pop() || 0);

/** What is known of the measure's amount, and the bands that its amounts are in. */
function amountCodes(measure) {
  const sums = moneyOf(measure).filter((fact) => WEIGHED.has(fact.of.role || "other")).map((fact) => conversion(fact));
  const sides = sums.filter(Boolean).flatMap((sum) => [sum.min, sum.max]).filter((side) => side !== undefined);
  return [measure.amount || "no_amount_given", ...sides.map((side) => bandOf(BANDS, Number(side)))];
}

function durationCodes(measure) {
  const sides = factsOf(measure, "duration").flatMap((fact) => [fact.of.min, fact.of.max]).filter(Boolean);
  return sides.length ? sides.map((side) => bandOf(YEARS, yearsOf(side))) : ["none"];
}

function amountName(code) {
  if (COVERAGE.includes(code)) return t(`amount.${code}`);
  return bandName(BANDS, Number(code), (number) => amountText(number, data.currency));
}

function durationName(code) {
  if (code === "none") return t("duration.none");
  return bandName(YEARS, Number(code), (number) => `${plain(number)} ${t(`unit.Y${number === 1 ? ".one" : ""}`)}`);
}

function bandName(bounds, from, write) {
  const to = bounds[bounds.indexOf(from) + 1];
  if (to === undefined) return t("band.over", { from: write(from) });
  return from ? t("band.between", { from: write(from), to: write(to) }) : t("band.under", { to: write(to) });
}

/** The codes that a filter looks at, worked out once for each measure. */
function codesOf(measure, filter) {
  measure.codes ??= {};
  measure.codes[filter.key] ??= new Set(filter.codes(measure));
  return measure.codes[filter.key];
}

/** All that the search box looks through, in both languages. */
function haystack(measure) {
  if (!measure.haystack) {
    const organisation = (measure.organisations || []).flatMap((id) => {
      const found = organisations.get(id);
      return found ? [found.name.en, found.name.zh] : [];
    });
    const place = data.countries[measure.country];
    const quotes = (measure.facts || []).map((fact) => values.get(fact.value).quote);
    measure.haystack = [...measure.names, place.en, place.zh, ...organisation, ...quotes].join("\n").toLowerCase();
  }
  return measure.haystack;
}

/** The measures that pass all filters; and for each filter how many each of its choices would leave. */
function filtered() {
  const words = (state.filter.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  const active = FILTERS.filter((filter) => state.filter[filter.key]);
  const counts = new Map(FILTERS.map((filter) => [filter.key, new Map()]));
  const count = (measure, filter) => {
    const of = counts.get(filter.key);
    for (const code of codesOf(measure, filter)) of.set(code, (of.get(code) || 0) + 1);
  };
  const found = data.measures.filter((measure) => {
    if (!words.every((word) => haystack(measure).includes(word))) return false;
    const failed = active.filter((filter) => !codesOf(measure, filter).has(state.filter[filter.key]));
    if (failed.length === 0) for (const filter of FILTERS) count(measure, filter);
    if (failed.length === 1) count(measure, failed[0]);
    return failed.length === 0;
  });
  return { found, counts };
}

const isFiltered = () => Object.values(state.filter).some(Boolean);

/** What was worked out with the method before. */
function forgetAmounts() {
  for (const measure of data.measures) {
    if (measure.codes) delete measure.codes.amount;
    measure.keys?.clear();
  }
}

/** Compares amounts by another method, in the table and on the map. */
function setMethod(method) {
  state.method = method;
  forgetAmounts();
  drawMeasures();
  drawMap();
  keepAddress();
}

function methodSelect() {
  return select(t("filter.money"), state.method, METHODS.map((method) => [method, t(`method.${method}`)]), (method) => {
    setMethod(method);
    document.querySelector(".field.method select").focus();
  });
}

/** Sets some filters, clears the others, and goes to the table. */
function setFilters(some) {
  state.filter = { ...some };
  drawMeasures();
  keepAddress();
  document.getElementById("measures").scrollIntoView();
}

/** The filters and the order of the table, as the address has them: "#measures?country=JP&sort=-amount". */
function filterAddress() {
  const words = new URLSearchParams(FILTER_KEYS.filter((key) => state.filter[key]).map((key) => [key, state.filter[key]]));
  const { column, down } = state.sort;
  if (column !== FIRST_SORT.column || down) words.set("sort", (down ? "-" : "") + column);
  if (state.method !== METHODS[0]) words.set("money", state.method);
  return words.size ? `#measures?${words}` : "";
}

function readFilterAddress(hash) {
  const words = new URLSearchParams(hash.slice(hash.indexOf("?")));
  state.filter = Object.fromEntries(FILTER_KEYS.filter((key) => words.get(key)).map((key) => [key, words.get(key)]));
  state.method = METHODS.includes(words.get("money")) ? words.get("money") : METHODS[0];
  forgetAmounts();
  const sort = words.get("sort") || "";
  const column = sort.replace(/^-/, "");
  state.sort = COLUMNS.includes(column) ? { column, down: sort.startsWith("-") } : FIRST_SORT;
}

const keepAddress = () => history.replaceState(null, "", location.pathname + location.search + filterAddress());

function filterBar() {
  const set = (key) => (event) => {
    state.filter[key] = event.target.value;
    state.shown = FIRST_ROWS;
    drawList();
    keepAddress();
  };
  return h(`form.filters${state.allFilters ? ".all" : ""}`, { role: "search", "aria-label": t("filter.label"), onsubmit: (event) => event.preventDefault() },
    h("label.field.search", {}, h("span", {}, t("filter.search")),
      h("input", { type: "search", value: state.filter.text || "", oninput: set("text") })),
    FILTERS.map((filter, place) => h(`label.field${place < FIRST_FILTERS ? "" : ".rest"}`, {}, h("span", {}, t(`filter.${filter.key}`)),
      h("select", { "data-filter": filter.key, onchange: set(filter.key) }, filterOptions(filter)))),
    methodField(),
    h("button.unfold", { type: "button", "aria-expanded": String(Boolean(state.allFilters)), onclick: unfoldFilters }, t("filter.more")));
}

/** On a narrow window only the first filters are shown until the others are asked for. */
function unfoldFilters(event) {
  state.allFilters = !state.allFilters;
  event.target.closest("form").classList.toggle("all", state.allFilters);
  event.target.setAttribute("aria-expanded", String(state.allFilters));
}

function methodField() {
  const field = methodSelect();
  field.classList.add("method");
  return field;
}

function filterOptions(filter) {
  const codes = new Set(data.measures.flatMap((measure) => [...codesOf(measure, filter)]));
  if (state.filter[filter.key]) codes.add(state.filter[filter.key]);
  const known = (code) => filter.key !== "source" || documents.has(code);
  const named = [...codes].filter(known).map((code) => [code, filter.name(code)]);
  if (filter.order) named.sort((a, b) => filter.order.indexOf(a[0]) - filter.order.indexOf(b[0]));
  else named.sort((a, b) => (a[0] === "unknown") - (b[0] === "unknown") || compare(a[1], b[1]));
  return [["", t("filter.all")], ...named].map(([code, name]) =>
    h("option", { value: code, selected: code === (state.filter[filter.key] || ""), "data-name": name }, name));
}

/** Writes behind each choice how many measures it would leave, and takes away those that would leave none. */
function writeCounts(counts) {
  for (const filter of FILTERS) {
    for (const option of document.querySelector(`[data-filter="${filter.key}"]`).options) {
      if (!option.value) continue;
      const n = counts.get(filter.key).get(option.value) || 0;
      const text = `${option.dataset.name} (${n})`;
      if (option.textContent !== text) option.textContent = text;
      option.hidden = n === 0 && option.value !== state.filter[filter.key];
    }
  }
}
