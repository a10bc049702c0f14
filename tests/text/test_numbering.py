"""The numbers of headings: every style, and the amounts and years that are none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.numbering import read_number

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases/headings.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_number_is_read(case):
    number = read_number(case["text"])
    if case["style"] is None:
        assert number is None
    else:
        assert number is not None
        assert (number.style, list(number.values)) == (case["style"], case["values"])
        assert case["text"][number.end :] == case["title"]


@given(st.integers(1, 99))
def test_han_and_arabic_chapters_agree(n):
    tens, ones = divmod(n, 10)
    digits = "〇一二三四五六七八九"
    han = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    assert read_number(f"第{han}章 总则").values == read_number(f"第{n}章 总则").values == (n,)


@given(st.text())
def test_any_text_gives_a_number_inside_it_or_none(text):
    number = read_number(text)
    assert number is None or (0 < number.end <= len(text) and number.values)
