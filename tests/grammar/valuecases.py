"""Drives the tables of value cases: reads them, runs the grammar, and puts its finds in the tables' form."""

import json
from decimal import Decimal
from pathlib import Path

from pipeline.grammar.duration import DurationValue
from pipeline.grammar.money import MoneyValue
from pipeline.grammar.period import PeriodValue
from pipeline.grammar.share import PercentValue
from pipeline.grammar.values import open_values

CASES = Path(__file__).parents[1] / "cases"
GRAMMAR = open_values()
ALWAYS = {
    "money": ("quote", "start", "min", "max", "currency", "bound", "per"),
    "duration": ("quote", "start", "min", "max", "bound"),
    "period": ("quote", "start", "from", "to"),
    "percent": ("quote", "start", "min", "max", "bound"),
    "ratio": ("quote", "start", "numerator", "denominator", "bound"),
}


def read_cases(name):
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def find(text, local="CNY"):
    """The values of `text` as dictionaries with all their fields, `type` and `quote` among them."""
    return [as_row(text, value) for value in GRAMMAR.find(text, local_currency=local)]


def as_row(text, value):
    row = {name.rstrip("_"): getattr(value, name) for name in value.__slots__}
    row["quote"] = text[value.start : value.end]
    kinds = {MoneyValue: "money", DurationValue: "duration", PeriodValue: "period", PercentValue: "percent"}
    row["type"] = kinds.get(type(value), "ratio")
    if "per" in row:
        row["per"] = list(row["per"])
    return row


def check(case):
    """Compares all that the grammar finds in the case's text with all that the case expects, field by field."""
    found = find(case["text"], case.get("local", "CNY"))
    optional = [set(e) - {"type", *ALWAYS[e["type"]]} for e in case["expect"]]
    seen = []
    for k, row in enumerate(found):
        asked = (*ALWAYS[row["type"]], *sorted(optional[k] if k < len(optional) else ()))
        seen.append({"type": row["type"], **{name: row.get(name) for name in asked}})
    assert seen == case["expect"]
