"""The case tables of the value grammar: all that is found in each text, Chinese and English side by side."""

from __future__ import annotations

from collections import Counter

import pytest
from valuecases import GRAMMAR, check, read_cases

LEAST = {"money": 250, "time": 200, "share": 90}  # cases of each table in each language
FAMILIES = {"money": ("money",), "time": ("duration", "period"), "share": ("percent", "ratio")}
TABLES = {f"{kind}.{language}": read_cases(f"{kind}.{language}.jsonl") for kind in LEAST for language in ("zh", "en")}
CASES = [
    pytest.param(case, id=f"{table}: {case['family']}: {case['name']}")
    for table, cases in TABLES.items()
    for case in cases
]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    check(case)


@pytest.mark.parametrize("table", TABLES)
def test_every_case_is_one_of_its_own(table):
    cases = TABLES[table]
    assert len(cases) >= LEAST[table.split(".")[0]]
    names = Counter(case["name"] for case in cases)
    texts = Counter((case["text"], case.get("local")) for case in cases)
    assert [name for name, count in names.items() if count > 1] == []
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_case_s_quotes_stand_where_it_says(table):
    for case in TABLES[table]:
        position = 0
        for value in case["expect"]:
            start = int(value["start"])
            assert case["text"].startswith(value["quote"], start), case["name"]
            assert position <= start
            position = start + len(value["quote"])


@pytest.mark.parametrize("kind", LEAST)
def test_both_languages_have_every_family_of_rules(kind):
    zh, en = ({case["family"] for case in TABLES[f"{kind}.{language}"]} for language in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("kind", LEAST)
def test_both_languages_show_every_rule(kind):
    zh, en = (
        {
            value.rule
            for case in TABLES[f"{kind}.{language}"]
            for value in GRAMMAR.find(case["text"], local_currency=case.get("local", "CNY"))
            if value.rule.startswith(FAMILIES[kind])
        }
        for language in ("zh", "en")
    )
    assert zh == en
