"""Fiscal years by the country's calendar, years of eras, and the year stated for an amount."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valuecases import find

from pipeline.grammar.years import YearReader, fiscal_span
from pipeline.lexicon.rows import read_calendars

CALENDARS = read_calendars()
YEARS = YearReader(CALENDARS)
SPANS = [  # text, currency of the place, year, first and last day
    ("2018财年拨款169亿日元。", "CNY", "2018", "2018-04-01", "2019-03-31"),
    ("2018年度拨款169亿日元。", "CNY", "2018", "2018-04-01", "2019-03-31"),
    ("令和5年度预算为60亿日元。", "CNY", "2023", "2023-04-01", "2024-03-31"),
    ("2018财年拨款3亿美元。", "CNY", "2018", "2017-10-01", "2018-09-30"),
    ("2018财年拨款3亿英镑。", "CNY", "2018", "2018-04-01", "2019-03-31"),
    ("2018财年拨款3亿澳元。", "CNY", "2018", "2017-07-01", "2018-06-30"),
    ("2018年度拨款3亿元。", "CNY", "2018", "2018-01-01", "2018-12-31"),
    ("2018年拨款169亿日元。", "CNY", "2018", None, None),
    ("In FY2018 it got JPY 16 billion.", "CNY", "2018", "2018-04-01", "2019-03-31"),
    ("In fiscal year 2018 it got $3 million.", "USD", "2018", "2017-10-01", "2018-09-30"),
    ("In FY 2018-19 it got Rs 300 crore.", "INR", "2018", "2018-04-01", "2019-03-31"),
    ("In FY 2019 it got Rs 300 crore.", "INR", "2019", "2018-04-01", "2019-03-31"),
    ("It got €3 million in FY2018.", "CNY", "2018", "2018-01-01", "2018-12-31"),
    ("In 2018 it got JPY 16 billion.", "CNY", "2018", None, None),
]


@pytest.mark.parametrize(("text", "local", "year", "first", "last"), SPANS, ids=[s[0] for s in SPANS])
def test_a_fiscal_year_has_the_days_of_the_payer_s_calendar(text, local, year, first, last):
    (value,) = [v for v in find(text, local) if v["type"] == "money"]
    assert (value["year"], value["year_start"], value["year_end"]) == (year, first, last)


@given(st.sampled_from(sorted(CALENDARS.fiscal_years)), st.integers(1950, 2090), st.booleans())
def test_a_fiscal_year_lasts_a_year_and_holds_the_year_that_names_it(country, year, double):
    first, last = fiscal_span(CALENDARS.fiscal_years[country], year, double=double)
    assert last + datetime.timedelta(days=1) == first.replace(year=first.year + 1)
    assert first <= datetime.date(year, 12, 31)
    assert last >= datetime.date(year, 1, 1)


@given(st.sampled_from(sorted(CALENDARS.fiscal_years)), st.integers(1950, 2090))
def test_fiscal_years_follow_each_other(country, year):
    calendar = CALENDARS.fiscal_years[country]
    assert fiscal_span(calendar, year)[1] + datetime.timedelta(days=1) == fiscal_span(calendar, year + 1)[0]


@given(st.sampled_from([e for e in CALENDARS.eras if "昭和" not in e.forms]), st.data())
def test_years_of_eras_are_read_back(era, data):
    last = era.end.year if era.end else 2060
    year = data.draw(st.integers(era.start.year, last))
    form, number = data.draw(st.sampled_from(era.forms)), year - era.start.year + 1
    blank = " " if form.isascii() else ""
    assert YEARS.value(f"{form}{blank}{number}") == str(year)
    if number == 1 and not blank:
        assert YEARS.value(f"{form}元") == str(year)


@given(st.integers(1950, 2049), st.sampled_from(["INR", "GBP", "AUD"]))
def test_a_double_year_is_one_year_where_that_is_the_custom(year, local):
    text = f"In {year}-{(year + 1) % 100:02d} it spent much."
    assert [v for v in find(text, local) if v["type"] == "period"] == []
    assert [v["type"] for v in find(text, "CNY")] == ["period"]
