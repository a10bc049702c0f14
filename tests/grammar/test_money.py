"""Amounts of money: the case tables of both languages, and every form that a value can be written in read back exactly."""

import pytest
from valuecases import check, read_cases

ZH, EN = read_cases("money.zh.jsonl"), read_cases("money.en.jsonl")


@pytest.mark.parametrize("case", ZH, ids=lambda case: case["name"])
def test_chinese(case):
    check(case)


@pytest.mark.parametrize("case", EN, ids=lambda case: case["name"])
def test_english(case):
    check(case)
