// Values as people write them, in the interface's language.

/** A number short enough for a table: in full below ten thousand, then "227.3K", "2500万". */
function compact(number, figures = 4) {
  const small = Math.abs(number) < 10000;
  const notation = small ? "standard" : "compact";
  const precision = small && figures > 3 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: figures };
  const useGrouping = small && state.language === "zh" ? false : "auto";
  return new Intl.NumberFormat(locale(), { notation, useGrouping, ...precision }).format(number);
}
const plain = (number, digits = 2) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(number);

/** An amount with its currency: "JPY 25M", "2500万日元". */
function amountText(number, currency, figures = 4) {
  const name = data.currencies[currency];
  if (state.language === "zh") return `${compact(number, figures)}${name ? name.zh : ` ${currency}`}`;
  return `${currency} ${compact(number, figures)}`;
}

/** Two sides of a value as one text; `write` writes one side. */
function sidesText(low, high, bound, write) {
  if (low && high && low !== high) return write(low, high);
  const one = write(high || low);
  if (bound === "approx" || bound === "at_most" || bound === "at_least") return t(`bound.${bound}`, { x: one });
  if (!low && high && bound !== "exact") return t("bound.at_most", { x: one });
  if (low && !high && bound !== "exact") return t("bound.at_least", { x: one });
  return one;
}

function moneyText(low, high, bound, currency, figures = 4) {
  return sidesText(low, high, bound, (a, b) => {
    if (b === undefined) return amountText(Number(a), currency, figures);
    if (state.language === "zh") return `${compact(Number(a), figures)}～${amountText(Number(b), currency, figures)}`;
    return `${amountText(Number(a), currency, figures)}–${compact(Number(b), figures)}`;
  });
}

const ISO_PART = /([\d.]+)([YMWDHS])/g;

function durationParts(iso) {
  const clock = iso.indexOf("T");
  return [...iso.matchAll(ISO_PART)].map((m) => [m[1], clock >= 0 && m.index > clock && m[2] === "M" ? "min" : m[2]]);
}

/** An ISO 8601 duration in words: "2 years", "18 个月". */
function durationText(iso) {
  const words = durationParts(iso).map(([n, unit]) => `${n} ${t(`unit.${unit}${n === "1" ? ".one" : ""}`)}`);
  return words.join(" ") || iso;
}

function durationsText(low, high, bound) {
  return sidesText(low, high, bound, (a, b) => {
    if (b === undefined) return durationText(a);
    const [first, second] = [durationParts(a), durationParts(b)];
    const sameUnit = first.length === 1 && second.length === 1 && first[0][1] === second[0][1];
    return sameUnit ? `${first[0][0]}–${durationText(b)}` : `${durationText(a)} – ${durationText(b)}`;
  });
}

/** A value as text, without its role and basis. */
function valueText(value) {
  const { min, max, bound } = value;
  if (value.type === "money") return moneyText(min, max, bound, value.currency);
  if (value.type === "duration") return durationsText(min, max, bound);
  if (value.type === "percent") {
    return sidesText(min, max, bound, (a, b) => (b === undefined ? `${a}%` : `${a}–${b}%`));
  }
  if (value.type === "ratio") return `${min}/${max}`;
  return max ? `${min || "…"}–${max}` : t("period.open", { from: min });
}

/** What an amount is for, and of what it is counted: "award · a year". */
const valueNote = (value) => noteWords(value).join(" · ");

function noteWords(value) {
  const words = [];
  if (value.role && value.role !== "other") words.push(t(`role.${value.role}`));
  for (const per of value.per || []) words.push(t(`per.${per}`));
  if (value.year) words.push(value.year);
  return words;
}

/** A fact's amount in the comparison currency by a method, with its way there; undefined where that cannot be had. */
function conversion(fact, method = state.method) {
  const found = (fact.converted || []).find((item) => data.hows[item.how].method === method);
  return found && { ...data.hows[found.how], ...found };
}

function convertedText(converted) {
  return moneyText(converted.min, converted.max, "exact", converted.currency, 3);
}

/** A converted amount as one number, for sorting and charts: the middle, or the side that is stated. */
function middle(converted) {
  const sides = [converted.min, converted.max].filter((side) => side !== undefined).map(Number);
  return sides.length ? sides.reduce((a, b) => a + b) / sides.length : null;
}

const YEARS_EACH = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25, H: 1 / 8766, min: 1 / 525960, S: 1 / 31557600 };

function yearsOf(iso) {
  return durationParts(iso).reduce((sum, [n, unit]) => sum + Number(n) * YEARS_EACH[unit], 0);
}

function valueYears(value) {
  const sides = [value.min, value.max].filter(Boolean).map(yearsOf);
  return sides.length ? sides.reduce((a, b) => a + b) / sides.length : null;
}
