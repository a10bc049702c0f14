"""Every row of the lexicon's value files does what it says: each form is read in a sentence of its language, alone and in any combination."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valuecases import find
from writing import plain

from pipeline.grammar.bounds import BoundWord, is_latin
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.duration import TimeUnit
from pipeline.grammar.expression import ChangeWord
from pipeline.grammar.per import PerForm
from pipeline.grammar.timecontext import DurationContext
from pipeline.grammar.values import open_values
from pipeline.lexicon.reader import read_rows

CURRENCIES = read_rows("currencies.csv", CurrencyForm)
BOUNDS = read_rows("bounds.csv", BoundWord)
PERS = read_rows("per.csv", PerForm)
AROUND = {"en": ("It paid ", "."), "zh": ("共拨付", "。")}
SIDES = [(row, side) for row in CURRENCIES for side in ("before", "after") if row.position in (side, "both")]
SCALES = {"zh": {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}, "en": {"": 1, " million": 10**6, " billion": 10**9}}
values = st.decimals(min_value="10000.01", max_value="99999", places=2)


def beside(number, form, side):
    """A number with a currency on one side of it."""
    if side == "before":
        return f"{form}{' ' if is_latin(form) else ''}{number}"
    return f"{number}{' ' if is_latin(form) else ''}{form}"


@pytest.mark.parametrize("language", AROUND)
def test_every_currency_is_read_on_its_side(language):
    for row, side in SIDES:
        written = beside("25,000", row.form, side)
        found = find(written.join(AROUND[language]), row.code if row.use == "local" else "XXX")
        read = [(v["type"], v["quote"].rstrip("."), v["min"], v["currency"]) for v in found]
        assert read == [("money", written.rstrip("."), 25000, row.code)], row


def test_every_shared_form_follows_the_place():
    for row, side in SIDES:
        for local in row.also:
            (value,) = find(beside("25,000", row.form, side).join(AROUND["zh"]), local)
            assert value["currency"] == local, row


BOUND_SENTENCES = {
    "before": ("It takes {} €5 million.", "经费{}5亿欧元。"),
    "after": ("It takes €5 million {}.", "经费5亿欧元{}。"),
    "lead": ("The {} award of €5 million stays.", "企业{}可获得5亿欧元。"),
    "loose": ("", "企业{}还要筹集5亿欧元。"),
    "far": ("", "比例{}总投资的5%。"),
    "closing": ("", "经费5亿欧元{}。"),
    "round": ("", "经费{}亿欧元。"),
    "sign": ("It takes €5 million{}.", "It takes €5 million{}."),
    "negation": ("The fee may {} be more than €5 million.", "{}每年都超过5亿欧元。"),
    "lesser": ("It may not exceed 5% of cost or €5 million, {}.", "不超过总投资的5%或5亿欧元，{}。"),
}


HEADERS = [row for row in BOUNDS if row.position == "header"]


@pytest.mark.parametrize("row", HEADERS, ids=lambda row: row.form)
def test_every_header_that_bounds_its_column_sets_its_bound(row):
    header = f"Amount per firm, {row.form}" if is_latin(row.form) else f"单项{row.form}（万元）"
    assert open_values().bounds.of_header(header) == row.bound


@pytest.mark.parametrize(
    "row", [row for row in BOUNDS if row.position != "header"], ids=lambda row: f"{row.position} {row.form}"
)
def test_every_bound_word_sets_its_bound(row):
    text = BOUND_SENTENCES[row.position][not is_latin(row.form)].format(row.form)
    assert find(text)[-1]["bound"] == row.bound


def test_a_bound_word_that_ends_another_word_is_none():
    for row in BOUNDS:
        for char in row.unless if row.position == "before" else "":
            found = find(f"双方{char}{row.form}5亿欧元。")[-1]
            assert not found["quote"].startswith(row.form) or any(r.form == char + row.form for r in BOUNDS), (
                char,
                row,
            )


def test_every_basis_is_read():
    for row in PERS:
        if row.language == "zh":
            noun = (f"每{row.form}资助5万欧元。", f"资助5万欧元/{row.form}。")
            sentences = noun if row.kind == "noun" else (f"{row.form}投入5万欧元。",)
        else:
            noun = (f"It pays €5,000 per {row.form}.", f"Each {row.form} gets €5,000.")
            sentences = noun if row.kind == "noun" else (f"It pays €5,000 {row.form}.",)
        for text in sentences:
            (value,) = find(text)
            assert value["per"] == [row.per], text


def test_every_unit_of_time_is_read():
    for row in read_rows("time_units.csv", TimeUnit):
        if row.form == "月":
            continue  # a month of a year, but for 个
        text = f"It lasts 6 {row.form} in all." if is_latin(row.form) else f"为期6{row.form}的研究。"
        (value,) = find(text)
        iso = f"PT{6 * row.factor}H" if row.unit == "H" else f"P{6 * row.factor}{row.unit}"
        assert (value["type"], value["min"], value["max"]) == ("duration", iso, iso), row


def test_every_change_names_two_values_and_every_span_one():
    for row in read_rows("changes.csv", ChangeWord):
        text = {
            "verb": "It will {} the rate from 10% to 20%.",
            "becomes": "比例由10%{}20%。",
            "span": "Shares {} from 10% to 20%.",
        }[row.kind].format(row.form)
        assert len(find(text)) == (1 if row.kind == "span" else 2), text


def test_every_context_of_a_duration_makes_it_none():
    for row in read_rows("duration_context.csv", DurationContext):
        if row.note in ("deadline", "spread"):
            continue
        zh, en = ("小时", "hours") if row.unit == "H" else ("年", "years")
        before = f"{row.form}6{zh}的工作。" if row.language == "zh" else f"It was {row.form} 6 {en} of work."
        after = f"共6{zh}{row.form}。" if row.language == "zh" else f"It was 6 {en} {row.form}."
        found = find(before if row.position == "before" else after)
        assert [v["quote"] for v in found if "6" in v["quote"]] == [], row


def test_every_deadline_is_no_duration_and_every_spread_one():
    for row in read_rows("duration_context.csv", DurationContext):
        if row.note == "deadline":
            due = f"签约{row.form}6个月内报告。" if row.language == "zh" else f"Report within 6 months {row.form} it."
            assert find(due) == [], row
        elif row.note == "spread":
            (value,) = find(f"该部拟在6年内{row.form}人才经费。")
            assert (value["min"], value["bound"]) == ("P6Y", "exact"), row


def bounded(language):
    """A bound word of one language before or behind a value, or none."""
    rows = [r for r in BOUNDS if r.position in ("before", "after") and is_latin(r.form) is (language == "en")]
    return st.sampled_from([None, *rows])


@given(values, st.sampled_from([s for s in SIDES if s[0].use != "local"]), st.sampled_from(list(AROUND)), st.data())
def test_any_amount_in_any_currency_under_any_bound(value, side, language, data):
    scale = data.draw(st.sampled_from(list(SCALES[language])))
    bound = data.draw(bounded(language))
    form, place = side[0].form, side[1]
    amount = (
        beside(plain(value) + scale, form, place) if place == "after" else beside(plain(value), form, place) + scale
    )
    blank = " " if language == "en" else ""
    before = bound.form + blank if bound and bound.position == "before" else ""
    after = blank + bound.form if bound and bound.position == "after" else ""
    text = f"{before}{amount}{after}".join(AROUND[language])
    (found,) = [v for v in find(text, "XXX") if v["type"] == "money"]
    kind = bound.bound if bound else "exact"
    exact = value * Decimal(SCALES[language][scale])
    low, high = None if kind == "at_most" else exact, None if kind == "at_least" else exact
    assert (found["min"], found["max"], found["currency"], found["bound"]) == (low, high, side[0].code, kind)
    assert found["quote"] == text[found["start"] : found["end"]]
