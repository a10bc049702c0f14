"""Units of table columns: what headers and unit lines say, in both languages, and what a bare number under them is worth."""

from decimal import Decimal

import pytest
from passages import passage
from valuecases import GRAMMAR

from pipeline.data import Segment
from pipeline.grammar.tableunits import NumericCell, numeric_cell

HEADERS = [  # header, currency or unit, what one of it is worth
    ("经费（亿日元）", "JPY", 10**8), ("预算(万元)", "CNY", 10**4), ("单位：亿元", "CNY", 10**8), ("单位：人民币万元", "CNY", 10**4),
    ("（单位：百万美元）", "USD", 10**6), ("经费/万元", "CNY", 10**4), ("金额（元）", "CNY", 1), ("予算額（百万円）", "JPY", 10**6),
    ("資助金額（新臺幣千元）", "TWD", 1000), ("投资额 亿元", "CNY", 10**8), ("投资额(亿元人民币)", "CNY", 10**8), ("单位：亿日元", "JPY", 10**8),
    ("Budget (EUR million)", "EUR", 10**6), ("Funding (€ million)", "EUR", 10**6), ("Budget (million euro)", "EUR", 10**6),
    ("Budget ($ in thousands)", "USD", 1000), ("(Dollars in thousands)", "USD", 1000), ("Funding (USD, millions)", "USD", 10**6),
    ("Amounts in millions of dollars", "USD", 10**6), ("Amounts in EUR million", "EUR", 10**6), ("US$ million", "USD", 10**6),
    ("Cost (€ bn)", "EUR", 10**9), ("Funding (£m)", "GBP", 10**6), ("Outlay (Rs. in crore)", "INR", 10**7), ("k€", "EUR", 1000),
    ("(Unit: 100 million yen)", "JPY", 10**8), ("Grant (CHF)", "CHF", 1), ("Cost in EUR", "EUR", 1), ("Total ($)", "USD", 1),
    ("占比(%)", "%", 1), ("比例（％）", "%", 1), ("占比/%", "%", 1), ("Share %", "%", 1), ("Share (per cent)", "%", 1), ("Percentage", "%", 1),
    ("期限（年）", "年", 1), ("Duration (months)", "months", 1),
]  # fmt: skip
SILENT = (
    "项目名称",
    "Name of the programme",
    "Budget 2021",
    "经费（2021年）",
    "Award amount",
    "预算（中央）",
    "Awards over $1 million",
)


@pytest.mark.parametrize(("header", "unit", "worth"), HEADERS, ids=[h for h, _, _ in HEADERS])
def test_unit_of_a_header(header, unit, worth):
    found = GRAMMAR.tables.read(header, local_currency="CNY")
    assert (found.text, found.factor) == (unit, worth)


@pytest.mark.parametrize("header", SILENT)
def test_header_without_a_unit(header):
    assert GRAMMAR.tables.read(header, local_currency="CNY") is None


@pytest.mark.parametrize(
    ("header", "local", "code"),
    [
        ("Budget ($m)", "AUD", "AUD"),
        ("预算（亿元）", "TWD", "TWD"),
        ("Outlay (` in crore)", "INR", "INR"),
        ("金额（百万¥）", "JPY", "JPY"),
    ],
)
def test_a_header_s_currency_follows_the_place(header, local, code):
    assert GRAMMAR.tables.read(header, local_currency=local).text == code


CELLS = [
    ("2 678", "经费（亿日元）", 267800000000, 267800000000, "JPY"), ("59.5", "EUR million", 59500000, 59500000, "EUR"),
    ("5~7", "金额（亿元）", 500000000, 700000000, "CNY"), ("1,250", "金额（万美元）", 12500000, 12500000, "USD"),
    ("3.5", "€m", 3500000, 3500000, "EUR"), ("≤30", "金额（万元）", None, 300000, "CNY"), ("30以上", "金额（万元）", 300000, None, "CNY"),
    ("3.5万", "金额（元）", 35000, 35000, "CNY"), ("10 to 20", "(£ thousand)", 10000, 20000, "GBP"),
    ("约 3", "金额（亿元）", 300000000, 300000000, "CNY"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "header", "low", "high", "currency"), CELLS, ids=[f"{c[0]} {c[1]}" for c in CELLS])
def test_cell_takes_the_unit_of_its_header(cell, header, low, high, currency):
    segment = Segment(segment=0, kind="cell", start=0, end=len(cell), page=1, language="zh")
    unit = GRAMMAR.tables.read(header, local_currency="CNY")
    (value,) = GRAMMAR.in_unit(numeric_cell(segment, cell), unit, local_currency="CNY")
    assert (value.min, value.max, value.currency) == (low, high, currency)
    assert (value.start, value.end) == (0, len(cell))
    assert value.rule.endswith(".header")


def test_a_unit_says_what_its_cells_are_per():
    for header, per in (
        ("补助标准（万元/人）", ("person",)),
        ("经费（亿元/年）", ("year",)),
        ("Grant (EUR million per year)", ("year",)),
    ):
        unit = GRAMMAR.tables.read(header, local_currency="CNY")
        (value,) = GRAMMAR.in_unit(NumericCell("12.5", ""), unit, local_currency="CNY")
        assert value.per == per
        assert value.min == Decimal("12.5") * unit.factor


@pytest.mark.parametrize(
    ("text", "numeric"),
    [
        ("2 678", True),
        ("59.5", True),
        ("约 3", True),
        ("5~7", True),
        ("3-5", True),
        ("<30", True),
        ("30以上", True),
        ("12.5*", True),
        ("A-STEP", False),
        ("3年", False),
        ("未提及", False),
        (".", False),
        ("", False),
    ],
)
def test_numeric_cell(text, numeric):
    segment = Segment(segment=0, kind="cell", start=0, end=len(text), page=1, language="zh")
    assert (numeric_cell(segment, text) is not None) is numeric


@pytest.mark.parametrize("header", ["Annual cost", "Hourly cost per response", "年度经费"])
def test_a_sign_at_a_column_s_first_number_holds_for_those_under_it(header):
    found = passage(f"Item\tPersons\t{header}", "Calls\t40\t$41.50", "Visits\t30\t4,150", "Total\t70\t45,650")
    assert [(m.quote, m.currency) for m in found.extraction.mentions] == [
        ("$41.50", "USD"), ("4,150", "USD"), ("45,650", "USD"),
    ]  # fmt: skip


def test_a_sign_further_down_a_column_says_nothing_of_what_is_over_it():
    found = passage("Item\tCost", "Calls\t40", "Visits\t$30")
    assert [m.quote for m in found.extraction.mentions] == ["$30"]


@pytest.mark.parametrize(("header", "per"), [("Annual cost", ("year",)), ("每年资助额", ("year",)), ("Cost", ())])
def test_a_column_s_header_says_what_its_amounts_are_per(header, per):
    found = passage(f"Item\tCalls\t{header}", "Harbour\t40\t$41,500", "Quay\t30\t$4,150")
    assert [m.per for m in found.extraction.mentions if m.quote.startswith("$")] == [per, per]
