// CSV of the measures that are listed: UTF-8 with BOM, so that Excel reads it as such.

const BOM = "\ufeff";

/** Name and content of each column; the words are those of the interface, the ids and codes those of the dataset. */
const CSV_COLUMNS = [
  ["id", (m) => m.id],
  ["measure", (m) => say(m.name)],
  ["names", (m) => m.names.join("; ")],
  ["code", (m) => m.country],
  ["country", (m) => country(m.country)],
  ["kind", (m) => t(`kind.${m.kind}`)],
  ["instrument", (m) => (m.instruments || []).map(instrument).join("; ")],
  ["organisation", (m) => organisationNames(m).join("; ")],
  ["amount", (m) => moneyOf(m).map(withNote).join("; ")],
  ["known", (m) => t(`amount.${m.amount || "no_amount_given"}`)],
  ...METHODS.map((method) => [method, (m) =>
    moneyOf(m).map((fact) => conversion(fact, method)).filter(Boolean).map(convertedExact).join("; ")]),
  ["duration", (m) => differentValues(factsOf(m, "duration")).map(withNote).join("; ")],
  ["period", (m) => differentValues(factsOf(m, "period")).map(withNote).join("; ")],
  ["stage", (m) => Object.keys(m.stages || {}).map((key) => trait("stages", key)).join("; ")],
  ["beneficiary", (m) => Object.keys(m.beneficiaries || {}).map((key) => trait("beneficiaries", key)).join("; ")],
  ["cluster", (m) => (m.cluster ? clusterName(m.cluster) : "")],
  ["source", (m) => (m.docs || []).map((id) => documents.get(id).title).join("; ")],
  ["evidence", (m) => (m.facts || []).map((fact) => values.get(fact.value)).map((v) => `${v.quote} (${placeText(v)})`).join("; ")],
];

const withNote = (fact) => [valueText(fact.of), valueNote(fact.of)].filter(Boolean).join(" ");

/** A cell; one that a spreadsheet would take for a formula gets an apostrophe before it. */
const csvCell = (text) => `"${String(text ?? "").replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;

function csvOf(rows) {
  const lines = [CSV_COLUMNS.map(([name]) => (METHODS.includes(name) ? t(`method.${name}`) : t(`csv.${name}`))), ...rows.map((m) => CSV_COLUMNS.map(([, write]) => write(m)))];
  return BOM + lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function downloadCsv(rows) {
  const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: "text/csv" }));
  h("a", { href: url, download: "measures-filtered.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
