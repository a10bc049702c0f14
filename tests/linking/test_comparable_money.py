"""Amounts in comparable units: exact figures by each method, the year, the steps in words, the tables."""

from decimal import Decimal

import pytest

from pipeline.config import load_config
from pipeline.data import Money, Span
from pipeline.errors import ConfigError
from pipeline.lexicon.reader import read_file, read_rows
from pipeline.lexicon.rows import Price, Rate
from pipeline.linking.money import Converter
from pipeline.linking.prices import Prices
from pipeline.normalise import open_authority


def row(year, currency, per_usd):
    return Rate(year=year, currency=currency, per_usd=Decimal(per_usd), source="bank", vintage="2025-12-31")


def price(series, economy, year, value, currency=None):
    return Price(
        series=series, economy=economy, year=year, value=value and Decimal(value), currency=currency, source="office"
    )


RATES = (row(2018, "JPY", "110"), row(2020, "JPY", "107"), row(2018, "EUR", "0.8"), row(2020, "EUR", "0.9"))
PRICES = (
    price("ppp", "US", 2018, "1", "USD"), price("ppp", "US", 2020, "1", "USD"),
    price("ppp", "JP", 2018, "100", "JPY"), price("ppp", "JP", 2020, "99", "JPY"),
    price("ppp", "EA", 2018, "0.7", "EUR"), price("ppp", "DE", 2018, "0.75", "EUR"), price("ppp", "DE", 2020, "0.72", "EUR"),
    price("deflator", "JP", 2018, "100"), price("deflator", "JP", 2020, "102"), price("deflator", "JP", 2021, None),
    price("deflator", "US", 2018, "50"), price("deflator", "US", 2020, "60"),
)  # fmt: skip


def money(low, high, currency="JPY", year=None):
    return Money(
        mention_id="m", doc_id="d", quote="x", start=0, end=1, page=1, boxes=(), sentence=Span(0, 1), segment=0, rule="x",
        confidence=1.0, min=None if low is None else Decimal(low), max=None if high is None else Decimal(high),
        currency=currency, bound="exact", year=year,
    )  # fmt: skip


def converted(amount, country=None, *, target="USD", method="market", prices=PRICES, price_year=2020):
    done = Converter(Prices(RATES, prices), target=target, price_year=price_year).convert(amount, country)
    return next((c for c in (*done.conversions, *done.gaps) if c.method == method), None)


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
    done = converted(amount)
    assert (done.min, done.max) == (low and Decimal(low), high and Decimal(high))
    assert (done.currency, done.year, done.year_stated) == ("USD", year, True)


def test_into_another_currency_both_rates_are_of_one_year():
    done = converted(money("110", "110", year="2018"), target="EUR")
    assert done.max == Decimal("0.80")
    assert done.rate == Decimal("0.0072727273")


def test_into_its_own_currency_nothing_changes():
    done = converted(money("110", "110", year="2018"), target="JPY")
    assert done.max == Decimal("110.00")
    assert done.rate == 1


def test_no_year_takes_the_latest_and_says_so():
    done = converted(money("107", "107"))
    assert (done.year, done.year_stated, done.max) == (2020, False, Decimal("1.00"))
    assert done.steps[0] == "year 2020 (no year stated: latest year)"
    assert done.steps_zh[0] == "年份 2020（文中未载年份，取最近年份）"


@pytest.mark.parametrize(("stated", "used"), [("2010", 2018), ("2030", 2020), ("2019", 2020)])
def test_a_year_without_a_rate_takes_the_nearest_the_later_of_two(stated, used):
    done = converted(money("1", "1", year=stated))
    assert (done.year, done.year_stated) == (used, False)
    assert "nearest" in done.steps[0]


def test_the_steps_say_what_was_done_in_both_languages():
    done = converted(money("110", "110", year="2018"), target="EUR")
    assert done.steps == (
        "year 2018 (the year stated)",
        "JPY / 110 JPY per USD = USD",
        "USD x 0.8 EUR per USD = EUR",
    )
    assert done.steps_zh == ("年份 2018（文中所载）", "JPY ÷ 110（JPY/USD）= USD", "USD × 0.8（EUR/USD）= EUR")
    assert done.source == "bank (2025-12-31)"


def test_a_currency_without_a_rate_is_not_converted_and_the_record_says_what_is_missing():
    missing = converted(money("1", "1", "XYZ"))
    assert (missing.reason, missing.reason_zh) == ("no exchange rate for XYZ", "汇率表缺少 XYZ")
    assert converted(money("1", "1"), target="XYZ").reason == "no exchange rate for XYZ in 2020"


def test_at_purchasing_power_the_country_decides_and_else_the_home_of_the_currency():
    assert converted(money("150", "150", "EUR", "2018"), "DE", method="ppp").max == Decimal("200.00")
    assert converted(money("140", "140", "EUR", "2018"), "EU", method="ppp").max == Decimal("200.00")
    assert converted(money("9900", "9900", year="2020"), method="ppp").max == Decimal("100.00")


def test_an_amount_in_foreign_money_goes_by_way_of_the_country_s_own():
    done = converted(money("1", "1", "USD", "2018"), "JP", method="ppp")
    assert done.max == Decimal("1.10")
    assert done.steps[1:] == (
        "USD x 110 JPY per USD = JPY",
        "JPY / 100 JPY per international dollar (JP, 2018) = international dollars",
    )


def test_purchasing_power_in_another_currency_than_the_dollar():
    done = converted(money("100", "100", year="2018"), target="EUR", method="ppp")
    assert done.max == Decimal("0.70")
    assert done.steps_zh[-1] == "国际元 × 0.7（EA 2018 年购买力平价，EUR/国际元）= 按购买力平价计的 EUR"


def test_constant_prices_deflate_at_home_and_convert_as_of_the_base_year():
    amount = money("107000", "107000", year="2018")
    at_market, at_ppp = (converted(amount, "JP", method=m) for m in ("constant_market", "constant_ppp"))
    assert at_market.max == Decimal("1020.00")
    assert at_ppp.max == Decimal("1102.42")
    assert at_market.year == at_ppp.year == 2020
    assert "x 102 / 100 (GDP deflator of JP: 2020, 2018) = prices of 2020" in at_market.steps
    assert converted(money("5", "5", "USD", "2018"), method="constant_market").max == Decimal("6.00")


def test_an_amount_without_a_year_takes_the_one_that_its_sentence_names_and_says_so():
    done = Converter(Prices(RATES, PRICES), target="USD", price_year=2020).convert(money("110", "110"), "JP", "2018")
    assert [(c.method, c.year, c.year_stated) for c in done.conversions] == [
        ("market", 2018, False), ("ppp", 2018, False), ("constant_market", 2020, False), ("constant_ppp", 2020, False),
    ]  # fmt: skip
    assert done.market.max == Decimal("1.00")
    assert all("named before it" in c.steps[0] and "同句前文" in c.steps_zh[0] for c in done.conversions)
    own = Converter(Prices(RATES, PRICES), target="USD", price_year=2020).convert(
        money("1", "1", year="2020"), "JP", "2018"
    )
    assert own.market.year == 2020 and own.market.year_stated


def test_a_missing_deflator_is_no_guess():
    missing = converted(money("1", "1", year="2021"), "JP", method="constant_ppp")
    assert missing.reason == "no deflator for JP in 2021"
    assert missing.reason_zh == "价格表缺少 JP 2021 年的平减指数"


def test_a_parity_of_a_year_too_far_is_none():
    assert converted(money("1", "1", year="2023"), "JP", method="ppp").year == 2020
    assert converted(money("1", "1", year="2024"), "JP", method="ppp").reason.startswith("no purchasing power parity")


def test_without_a_year_constant_prices_are_taken_to_be_those_of_the_base_year():
    done = converted(money("107", "107"), "JP", method="constant_market")
    assert (done.max, done.year_stated) == (Decimal("1.00"), False)
    assert "no year stated" in done.steps[0]


def test_a_row_that_comes_later_wins_and_an_empty_one_takes_away():
    own = (*PRICES, price("ppp", "JP", 2018, "50", "JPY"), price("deflator", "JP", 2018, None))
    amount = money("100", "100", year="2018")
    assert converted(amount, "JP", method="ppp", prices=own).max == Decimal("2.00")
    assert converted(amount, "JP", method="constant_ppp", prices=own).reason == "no deflator for JP in 2018"


def test_a_user_s_own_table_extends_the_shipped_ones(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text(
        "\ufeffseries,economy,currency,year,value,source\n"
        "exchange_rate,,TWD,2019,30.9,central bank\nppp,TW,TWD,2019,14.5,statistics office\n",
        encoding="utf-8",
    )
    config = load_config(overrides={"normalise.rates": str(table)}).normalise
    prices = open_authority(config).prices
    done = Converter(prices, target="USD", price_year=2020).convert(money("29", "29", "TWD", "2019"), "TW")
    market, ppp = done.conversions
    assert (market.max, ppp.max) == (Decimal("0.94"), Decimal("2.00"))
    assert ppp.source == "statistics office"


@pytest.mark.parametrize(
    "line", ["ppp,JP,,2019,100,x", "deflator,,,2019,100,x", "ppp,JP,JPY,2019,-1,x", "cpi,JP,JPY,2019,1,x"]
)
def test_a_wrong_row_is_named_with_its_line(tmp_path, line):
    table = tmp_path / "own.csv"
    table.write_text(f"series,economy,currency,year,value,source\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.csv, line 2") as caught:
        read_file(table, Price)
    assert "series, economy, currency, year" in caught.value.advice


def test_a_missing_table_is_an_error_of_the_settings(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_file(tmp_path / "none.csv", Price)


def test_the_shipped_tables_convert_the_currencies_of_the_field_by_all_methods():
    prices = Prices(read_rows("rates.csv", Rate), read_rows("prices.csv", Price))
    converter = Converter(prices, target="USD", price_year=2020)
    for currency in ("JPY", "EUR", "GBP", "CNY", "AUD", "CAD", "CHF", "KRW"):
        done = converter.convert(money("1000", "1000", currency, "2015"))
        assert [c.method for c in done.conversions] == ["market", "ppp", "constant_market", "constant_ppp"]
        assert all(0 < c.max < 2500 for c in done.conversions)


def test_each_shipped_price_has_its_source_and_vintage_or_is_marked_missing():
    for entry in read_rows("prices.csv", Price):
        assert (entry.value is None) == (entry.source == "missing")
        assert entry.value is None or (entry.vintage and entry.digits == 6)
