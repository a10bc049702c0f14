"""Lengths of time: every form that a duration can be written in read back exactly. The case tables are in test_period.py."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from valuecases import find
from writing import below_hundred, in_han, plain

UNITS_ZH = {
    "年": "P{}Y",
    "个月": "P{}M",
    "周": "P{}W",
    "天": "P{}D",
    "小时": "PT{}H",
    "個月": "P{}M",
    "か月": "P{}M",
    "个工作日": "P{}D",
}
UNITS_EN = {
    " years": "P{}Y",
    " months": "P{}M",
    " weeks": "P{}W",
    " days": "P{}D",
    " hours": "PT{}H",
    "-year": "P{}Y",
    "-month": "P{}M",
}
BEFORE = {"不超过": "at_most", "最长": "at_most", "至少": "at_least", "约": "approx"}
BEFORE_EN = {"up to ": "at_most", "no more than ": "at_most", "at least ": "at_least", "about ": "approx"}
AFTER = {"以内": "at_most", "以下": "at_most", "以上": "at_least", "左右": "approx"}
DASHES = ("～", "~", "-", "–", "—", "至", "到")
counts = st.integers(2, 60)


def assert_reads(written, low, high, bound, around):
    text = f"{around[0]}{written}{around[1]}"
    (row,) = find(text)
    assert (row["type"], row["min"], row["max"], row["bound"]) == ("duration", low, high, bound)
    assert (row["quote"], text[row["start"] : row["end"]]) == (written, written)


def limits(value, bound):
    return None if bound == "at_most" else value, None if bound == "at_least" else value


@given(counts, st.sampled_from(list(UNITS_ZH)), st.sampled_from(["{}", "{} ", "han"]))
def test_chinese_units(count, unit, form):
    iso = UNITS_ZH[unit].format(count)
    number = in_han(count) if form == "han" else form.format(count)
    assert_reads(f"{number}{unit}", iso, iso, "exact", ("支持期为", "。"))


@given(counts, st.sampled_from(list(UNITS_EN)), st.booleans())
def test_english_units(count, unit, words):
    iso = UNITS_EN[unit].format(count)
    assert_reads(
        f"{below_hundred(count) if words else count}{unit}", iso, iso, "exact", ("Support is for ", " in all.")
    )


@given(counts, counts, st.sampled_from(DASHES), st.sampled_from(["年", "个月", "天", " 年", "周"]))
def test_ranges(one, other, dash, unit):
    if one == other:
        return
    low, high = sorted((one, other))
    iso = UNITS_ZH[unit.strip()]
    assert_reads(f"{low}{dash}{high}{unit}", iso.format(low), iso.format(high), "range", ("支持期为", "。"))


@given(
    counts,
    counts,
    st.sampled_from(["–", "-", " to ", " – "]),
    st.sampled_from([" years", " months", " weeks", " days"]),
)
def test_english_ranges(one, other, dash, unit):
    if one == other:
        return
    low, high = sorted((one, other))
    iso = UNITS_EN[unit]
    assert_reads(f"{low}{dash}{high}{unit}", iso.format(low), iso.format(high), "range", ("Support takes ", "."))


@given(st.integers(2, 30), st.integers(1, 9), st.sampled_from(["天到", "个月至"]))
def test_range_of_two_units(low, high, first):
    iso = UNITS_ZH[first[:-1]].format(low)
    assert_reads(f"{low}{first}{high}年", iso, f"P{high}Y", "range", ("支持期为", "。"))


@given(counts, st.sampled_from(list(BEFORE)), st.sampled_from(["年", "个月"]))
def test_bound_before(count, word, unit):
    low, high = limits(UNITS_ZH[unit].format(count), BEFORE[word])
    assert_reads(f"{word}{count}{unit}", low, high, BEFORE[word], ("支持期", "。"))


@given(counts, st.sampled_from(list(BEFORE_EN)), st.sampled_from([" years", " months"]))
def test_english_bound_before(count, word, unit):
    low, high = limits(UNITS_EN[unit].format(count), BEFORE_EN[word])
    assert_reads(f"{word}{count}{unit}", low, high, BEFORE_EN[word], ("Support lasts ", "."))


@given(counts, st.sampled_from(list(AFTER)), st.sampled_from(["年", "个月"]))
def test_bound_behind(count, word, unit):
    low, high = limits(UNITS_ZH[unit].format(count), AFTER[word])
    assert_reads(f"{count}{unit}{word}", low, high, AFTER[word], ("支持期", "。"))


@given(st.integers(1, 20), st.integers(1, 11))
def test_years_and_months_are_one_duration(years, months):
    iso = f"P{years}Y{months}M"
    assert_reads(f"{years}年{months}个月", iso, iso, "exact", ("支持期为", "。"))
    assert_reads(f"{years} years and {months} months", iso, iso, "exact", ("Support is for ", "."))


@given(st.integers(1, 20))
def test_years_and_a_half(years):
    iso = f"P{years}Y6M"
    assert_reads(f"{years}年半", iso, iso, "exact", ("支持期为", "。"))
    assert_reads(f"{plain(Decimal(years) + Decimal('0.5'))} years", iso, iso, "exact", ("Support is for ", "."))


@given(
    st.integers(1900, 2100),
    st.sampled_from(["{}年发布。", "到{}年完成。", "in {} it began.", "{} was a good year", "FY{} plan", "{}财年方案"]),
)
def test_a_year_is_no_duration(year, form):
    assert [row for row in find(form.format(year)) if row["type"] == "duration"] == []


@given(
    st.integers(2, 90),
    st.sampled_from(
        [
            "年龄{}岁。",
            "第{}年。",
            "每{}年评估一次。",
            "{}年前启动。",
            "{}年后验收。",
            "{} years ago.",
            "every {} years.",
            "令和{}年度。",
        ]
    ),
)
def test_ages_frequencies_and_distances_are_none(count, form):
    assert find(form.format(count)) == []
