"""Numerals: the case table, and every way of writing a number read back to exactly that number."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.reader import read_rows
from pipeline.text.number_words import NumberWord
from pipeline.text.numerals import Magnitude, NumberReader, parse_han

sys.path.append(str(Path(__file__).parents[1] / "grammar"))
from writing import below_ten_thousand, grouped, in_han, in_words, plain

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases/numerals.jsonl").read_text("utf-8").splitlines()
]
READER = NumberReader(read_rows("magnitudes.csv", Magnitude), read_rows("number_words.csv", NumberWord))
MAGNITUDES = {
    "万": 10**4, "亿": 10**8, "万亿": 10**12, "千万": 10**7, "百万": 10**6, "億": 10**8, "千億": 10**11, "兆": 10**12,
    " million": 10**6, " billion": 10**9, " trillion": 10**12, " thousand": 1000, " crore": 10**7, " lakh": 10**5, "-million": 10**6,
}  # fmt: skip
decimals = st.decimals(min_value="0.001", max_value="999999", places=3).map(lambda d: d.normalize())


def only(text):
    (number,) = READER.numbers(text)
    assert (number.start, number.end) == (0, len(text))
    return number


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_number_is_read(case):
    text = case["text"]
    found = [(text[n.start : n.end], n.value, n.high_value) for n in READER.numbers(text)]
    assert found == [(e["quote"], Decimal(e["low"]), Decimal(e["high"])) for e in case["expect"]]


@given(decimals, st.sampled_from(["", *MAGNITUDES]))
def test_plain_digits_with_a_magnitude(value, magnitude):
    assert only(plain(value) + magnitude).value == value * MAGNITUDES.get(magnitude, 1)


@given(decimals, st.sampled_from([",", "，", " ", "\u00a0", "\u202f", "\u2009"]), st.sampled_from(["", *MAGNITUDES]))
def test_grouped_digits_with_a_magnitude(value, mark, magnitude):
    assert only(grouped(value, mark) + magnitude).value == value * MAGNITUDES.get(magnitude, 1)


@given(st.integers(10**6, 10**12), st.sampled_from([".", "'", "’"]))
def test_whole_numbers_with_continental_grouping(value, mark):
    assert only(grouped(Decimal(value), mark)).value == value


@given(st.integers(1, 10**12 - 1))
def test_han_numerals(value):
    assert only(in_han(value)).value == value


@given(st.integers(1, 9999), st.sampled_from(["万", "亿", "万亿"]))
def test_han_numerals_with_a_magnitude(value, magnitude):
    written = below_ten_thousand(value)
    assert parse_han(written) == (value, value)
    assert only(written + magnitude).value == value * MAGNITUDES[magnitude]


@given(st.integers(1, 99), st.integers(1, 9999))
def test_compound_of_yi_and_wan(high, low):
    assert only(f"{high}亿{low}万").value == high * 10**8 + low * 10**4


@given(st.integers(1, 999), st.sampled_from(["", " thousand", " million", " billion"]))
def test_english_words(value, magnitude):
    assert only(in_words(value) + magnitude).value == value * MAGNITUDES.get(magnitude, 1)


@given(st.integers(1, 9), st.sampled_from("十百千"))
def test_a_vague_numeral_spans_its_decade(digit, unit):
    low, high = parse_han(below_ten_thousand(digit * {"十": 10, "百": 100, "千": 1000}[unit]) + "几")
    assert low < high


@given(
    st.text(st.sampled_from("0129０.,，' 十百千万亿几两三五点零〇第分之余多+\nmillion bnhalfatwenty-and")) | st.text()
)
def test_any_text_gives_numbers_in_order_inside_it(text):
    position = 0
    for number in READER.numbers(text):
        assert position <= number.start < number.end <= len(text)
        assert number.low <= number.high
        position = number.end
