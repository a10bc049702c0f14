"""Amounts in the comparison currency: exact figures, the year, the steps in words."""

from decimal import Decimal

import pytest

from pipeline.data import Money, Span
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Rate
from pipeline.linking.money import Rates


def row(year, currency, per_usd):
    return Rate(year=year, currency=currency, per_usd=Decimal(per_usd), source="bank", vintage="2025-12-31")


TABLE = (row(2018, "JPY", "110"), row(2020, "JPY", "107"), row(2018, "EUR", "0.8"), row(2020, "EUR", "0.9"))


def money(low, high, currency="JPY", year=None):
    return Money(
        mention_id="m", doc_id="d", quote="x", start=0, end=1, page=1, boxes=(), sentence=Span(0, 1), segment=0, rule="x",
        confidence=1.0, min=None if low is None else Decimal(low), max=None if high is None else Decimal(high),
        currency=currency, bound="exact", year=year,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "low", "high", "year"),
    [
        (money("110000000", "110000000", year="2018"), "1000000.00", "1000000.00", 2018),
        (money("107", "214", year="2020"), "1.00", "2.00", 2020),
        (money(None, "10", "EUR", "2018"), None, "12.50", 2018),
        (money("5", None, "USD", "2018"), "5.00", None, 2018),
        (money("1", "1", "EUR", "2020"), "1.11", "1.11", 2020),
    ],
)
def test_exact_figures_in_dollars(amount, low, high, year):
    done = Rates(TABLE, target="USD").convert(amount)
    assert (done.min, done.max) == (low and Decimal(low), high and Decimal(high))
    assert (done.currency, done.year, done.year_stated) == ("USD", year, True)


def test_into_another_currency_both_rates_are_of_one_year():
    done = Rates(TABLE, target="EUR").convert(money("110", "110", year="2018"))
    assert done.max == Decimal("0.80")
    assert done.rate == Decimal("0.0072727273")


def test_into_its_own_currency_nothing_changes():
    done = Rates(TABLE, target="JPY").convert(money("110", "110", year="2018"))
    assert done.max == Decimal("110.00")
    assert done.rate == 1


def test_no_year_takes_the_latest_and_says_so():
    done = Rates(TABLE, target="USD").convert(money("107", "107"))
    assert (done.year, done.year_stated, done.max) == (2020, False, Decimal("1.00"))
    assert done.steps[0] == "year 2020 (no year stated: latest year)"


@pytest.mark.parametrize(("stated", "used"), [("2010", 2018), ("2030", 2020), ("2019", 2020)])
def test_a_year_without_a_rate_takes_the_nearest_the_later_of_two(stated, used):
    done = Rates(TABLE, target="USD").convert(money("1", "1", year=stated))
    assert (done.year, done.year_stated) == (used, False)
    assert "nearest" in done.steps[0]


def test_the_steps_say_what_was_done():
    done = Rates(TABLE, target="EUR").convert(money("110", "110", year="2018"))
    assert done.steps == (
        "year 2018 (the year stated)",
        "JPY / 110 JPY per USD = USD",
        "USD x 0.8 EUR per USD = EUR",
    )
    assert done.source == "bank (2025-12-31)"


def test_a_currency_without_a_rate_is_not_converted():
    assert Rates(TABLE, target="USD").convert(money("1", "1", "XYZ")) is None
    assert Rates(TABLE, target="XYZ").convert(money("1", "1")) is None


def test_the_shipped_table_converts_the_currencies_of_the_field():
    rates = Rates(read_rows("rates.csv", Rate), target="USD")
    for currency in ("JPY", "EUR", "GBP", "CNY", "AUD", "CAD", "CHF", "KRW"):
        done = rates.convert(money("1000", "1000", currency, "2020"))
        assert done.year == 2020
        assert 0 < done.max < 2000
