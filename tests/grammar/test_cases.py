"""The case tables of the value grammar: all that is found in each text, Chinese and English side by side."""

from __future__ import annotations

import pytest
from valuecases import check, read_cases

TABLES = ("money.zh", "money.en", "time.zh", "time.en", "share.zh", "share.en")
CASES = [pytest.param(case, id=f"{table}: {case['name']}") for table in TABLES for case in read_cases(f"{table}.jsonl")]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    check(case)
