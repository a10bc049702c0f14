"""Percentages and ratios: the case tables of both languages, and every form of a share read back exactly."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from valuecases import find
from writing import below_hundred, below_ten_thousand, plain

BEFORE = {
    "不超过": "at_most",
    "最高": "at_most",
    "至少": "at_least",
    "约": "approx",
    "up to ": "at_most",
    "at least ": "at_least",
    "about ": "approx",
}
AFTER = {"以内": "at_most", "以上": "at_least", "左右": "approx", " or more": "at_least", " or less": "at_most"}
shares = st.decimals(min_value="0.1", max_value="100", places=1)
whole = st.integers(1, 100)


def assert_reads(written, low, high, bound="exact", around=("占比为", "。")):
    text = f"{around[0]}{written}{around[1]}"
    (row,) = find(text)
    assert (row["type"], row["min"], row["max"], row["bound"]) == ("percent", low, high, bound)
    assert row["quote"] == written


@given(shares, st.sampled_from(["%", "％", " %", "个百分点", " per cent", " percent", " percentage points", " pct"]))
def test_percent_signs_and_words(share, sign):
    assert_reads(f"{plain(share)}{sign}", share, share)


@given(whole)
def test_percent_in_words(share):
    assert_reads(f"百分之{below_ten_thousand(share)}", share, share)
    if share < 100:
        assert_reads(f"{below_hundred(share)} per cent", share, share, around=("It pays ", "."))


@given(st.integers(1, 9), st.sampled_from(["", "以上", "左右"]))
def test_tenths(count, after):
    bound = AFTER.get(after, "exact")
    assert_reads(
        f"{below_ten_thousand(count)}成{after}", count * 10, None if bound == "at_least" else count * 10, bound
    )


@given(
    shares,
    shares,
    st.sampled_from(["{}%～{}%", "{}～{}%", "{}-{}%", "{}%至{}%", "{} to {} per cent", "{}–{} percent", "{}% to {}%"]),
)
def test_ranges(one, other, form):
    low, high = sorted((one, other))
    if low < high:
        assert_reads(form.format(plain(low), plain(high)), low, high, "range")


@given(shares, st.sampled_from(list(BEFORE)))
def test_bound_before(share, word):
    bound = BEFORE[word]
    low, high = None if bound == "at_most" else share, None if bound == "at_least" else share
    assert_reads(f"{word}{plain(share)}%", low, high, bound, ("占比 ", "。"))


@given(shares, st.sampled_from(list(AFTER)))
def test_bound_behind(share, word):
    bound = AFTER[word]
    low, high = None if bound == "at_most" else share, None if bound == "at_least" else share
    assert_reads(f"{plain(share)}%{word}", low, high, bound)


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([":", "：", "∶", " : ", "比"]))
def test_ratio_of_funds(numerator, denominator, mark):
    written = f"{numerator}{mark}{denominator}"
    (row,) = find(f"按{written}的比例配套资金。")
    assert (row["type"], row["numerator"], row["denominator"], row["quote"]) == (
        "ratio",
        numerator,
        denominator,
        written,
    )


@given(st.integers(1, 9), st.integers(2, 10))
def test_fractions(numerator, denominator):
    written = f"{below_ten_thousand(denominator)}分之{below_ten_thousand(numerator)}"
    (row,) = find(f"政府承担{written}的费用。")
    assert (row["numerator"], row["denominator"], row["quote"]) == (Decimal(numerator), Decimal(denominator), written)


@given(
    st.integers(0, 23),
    st.integers(10, 59),
    st.sampled_from(["会议{}:{}开始。", "The bus leaves at {}:{}.", "比分{}:{}。"]),
)
def test_times_and_scores_are_no_ratios(one, other, form):
    assert find(form.format(one, other)) == []
