"""Amounts of money: the case tables of both languages, and every form that an amount can be written in read back exactly."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from valuecases import find
from writing import grouped, in_han, in_words, plain

SUFFIX_ZH = {
    "元": "CNY",
    "日元": "JPY",
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "韩元": "KRW",
    "円": "JPY",
    "元人民币": "CNY",
    "港元": "HKD",
}
PREFIX = {
    "€": "EUR",
    "US$": "USD",
    "£": "GBP",
    "JPY ": "JPY",
    "EUR ": "EUR",
    "USD": "USD",
    "CHF ": "CHF",
    "A$": "AUD",
    "₹": "INR",
    "人民币": "CNY",
}
SUFFIX_EN = {
    " euros": "EUR",
    " yen": "JPY",
    " US dollars": "USD",
    " yuan": "CNY",
    " EUR": "EUR",
    " pounds sterling": "GBP",
    "€": "EUR",
    " Swiss francs": "CHF",
}
HAN_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, " 万": 10**4, "千万": 10**7, "百万": 10**6}
LATIN_SCALES = {
    "": 1,
    " thousand": 10**3,
    " million": 10**6,
    " billion": 10**9,
    " trillion": 10**12,
    "m": 10**6,
    "bn": 10**9,
    "k": 10**3,
}
BEFORE = {
    "不超过": "at_most", "最高": "at_most", "至少": "at_least", "超过": "at_least", "约": "approx", "近": "approx", "up to ": "at_most",
    "no more than ": "at_most", "at least ": "at_least", "more than ": "at_least", "about ": "approx", "approximately ": "approx",
}  # fmt: skip
AFTER = {
    "以内": "at_most",
    "以下": "at_most",
    "以上": "at_least",
    "左右": "approx",
    " or less": "at_most",
    " or more": "at_least",
    "+": "at_least",
}
RANGES = ("~", "～", "-", "–", "—", "至", "到", " to ", " - ")
values = st.decimals(min_value="0.01", max_value="9999", places=2)


def assert_reads(written, low, high, currency, bound="exact", around=("本轮拨付", "。")):
    text = f"{around[0]}{written}{around[1]}"
    (row,) = find(text)
    assert (row["type"], row["currency"], row["bound"]) == ("money", currency, bound)
    assert (row["min"], row["max"]) == (low, high)
    assert (row["quote"], text[row["start"] : row["end"]]) == (written, written)


def limits(value, bound):
    return None if bound == "at_most" else value, None if bound == "at_least" else value


@given(
    values,
    st.sampled_from([" ", ",", "", "\u00a0"]),
    st.sampled_from(list(HAN_SCALES)),
    st.sampled_from(list(SUFFIX_ZH)),
)
def test_digits_before_a_chinese_currency(value, mark, scale, currency):
    exact = value * HAN_SCALES[scale]
    assert_reads(f"{grouped(value, mark)}{scale}{currency}", exact, exact, SUFFIX_ZH[currency])


@given(st.integers(11, 10**12 - 1), st.sampled_from(list(SUFFIX_ZH)))
def test_han_numerals_before_a_chinese_currency(value, currency):
    assert_reads(f"{in_han(value)}{currency}", value, value, SUFFIX_ZH[currency])


@given(values, st.sampled_from([" ", ",", ""]), st.sampled_from(list(LATIN_SCALES)), st.sampled_from(list(PREFIX)))
def test_digits_behind_a_currency(value, mark, scale, currency):
    exact = value * LATIN_SCALES[scale]
    assert_reads(f"{currency}{grouped(value, mark)}{scale}", exact, exact, PREFIX[currency], around=("It cost ", "."))


@given(values, st.sampled_from([s for s in LATIN_SCALES if len(s) != 1 or s == "m"]), st.sampled_from(list(SUFFIX_EN)))
def test_digits_before_an_english_currency(value, scale, currency):
    exact = value * LATIN_SCALES[scale]
    assert_reads(f"{plain(value)}{scale}{currency}", exact, exact, SUFFIX_EN[currency], around=("It cost ", "."))


@given(
    st.integers(1, 999),
    st.sampled_from([" million", " billion", " thousand"]),
    st.sampled_from([" euros", " yen", " yuan"]),
)
def test_english_words_before_a_currency(value, scale, currency):
    exact = Decimal(value) * LATIN_SCALES[scale]
    assert_reads(f"{in_words(value)}{scale}{currency}", exact, exact, SUFFIX_EN[currency], around=("It cost ", "."))


@given(values, values, st.sampled_from(RANGES), st.sampled_from(list(HAN_SCALES)), st.sampled_from(list(SUFFIX_ZH)))
def test_range_that_shares_magnitude_and_currency(one, other, dash, scale, currency):
    low, high = sorted((one, other))
    if low == high:
        return
    written = f"{plain(low)}{dash}{plain(high)}{scale}{currency}"
    assert_reads(written, low * HAN_SCALES[scale], high * HAN_SCALES[scale], SUFFIX_ZH[currency], "range")


@given(
    values,
    values,
    st.sampled_from(RANGES),
    st.sampled_from(list(LATIN_SCALES)),
    st.sampled_from(["€", "US$", "JPY ", "EUR "]),
)
def test_range_behind_its_currency(one, other, dash, scale, currency):
    low, high = sorted((one, other))
    if low == high:
        return
    written = f"{currency}{plain(low)}{scale}{dash}{currency}{plain(high)}{scale}"
    assert_reads(
        written, low * LATIN_SCALES[scale], high * LATIN_SCALES[scale], PREFIX[currency], "range", ("It cost ", ".")
    )


@given(values, st.sampled_from(["万元", "亿日元"]), st.sampled_from(list(BEFORE)))
def test_bound_before(value, unit, word):
    exact = value * (10**8 if "亿" in unit else 10**4)
    low, high = limits(exact, BEFORE[word])
    around = ("经费 ", "。") if word.isascii() else ("经费", "。")
    assert_reads(f"{word}{plain(value)}{unit}", low, high, SUFFIX_ZH[unit[1:]], BEFORE[word], around)


@given(values, st.sampled_from(["€{}m", "{} million yen", "{}万元"]), st.sampled_from(list(AFTER)))
def test_bound_behind(value, form, word):
    exact = value * (10**4 if "万" in form else 10**6)
    currency = "EUR" if "€" in form else "JPY" if "yen" in form else "CNY"
    low, high = limits(exact, AFTER[word])
    assert_reads(form.format(plain(value)) + word, low, high, currency, AFTER[word], ("It cost ", "."))


@given(
    st.lists(values.filter(lambda v: not 1900 <= v <= 2100), min_size=2, max_size=5, unique=True),
    st.sampled_from(["、", ", ", "和"]),
)
def test_list_that_shares_its_unit(members, mark):
    text = f"分别为{mark.join(plain(v) for v in members)}亿日元。"
    rows = find(text)
    assert [(r["min"], r["max"], r["currency"]) for r in rows] == [(v * 10**8, v * 10**8, "JPY") for v in members]
    assert [r["quote"].removesuffix("亿日元") for r in rows] == [plain(v) for v in members]


@given(values, st.sampled_from(["JPY", "USD", "CNY", "AUD", "TWD", "EUR"]))
def test_signs_follow_the_place(value, local):
    (yen,) = find(f"奖金为¥{plain(value)}万。", local)
    (dollar,) = find(f"The prize is ${plain(value)}m.", local)
    (yuan,) = find(f"奖金为{plain(value)}万元。", local)
    assert yen["currency"] == (local if local == "JPY" else "CNY")
    assert dollar["currency"] == (local if local in ("AUD", "TWD") else "USD")
    assert yuan["currency"] == (local if local == "TWD" else "CNY")
