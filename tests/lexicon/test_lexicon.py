"""The knowledge files: they load, their codes and references hold, and no form points two ways unmarked."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from babel import Locale
from babel.core import get_global
from opencc import OpenCC

from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import (
    Agency,
    CountryForm,
    Instrument,
    Programme,
    Rate,
    read_calendars,
    read_instruments,
)

STIP_KEYS = [
    "national_strategy",
    "governance_reform",
    "policy_intelligence",
    "stakeholder_consultation",
    "coordination_body",
    "ethics_oversight_body",
    "standards_certification",
    "public_awareness",
    "institutional_funding",
    "project_grants_public_research",
    "business_rd_grants",
    "centres_of_excellence",
    "rd_procurement",
    "fellowships_scholarships",
    "loans_credits",
    "equity_financing",
    "innovation_vouchers",
    "rd_tax_relief",
    "individual_tax_relief",
    "debt_guarantees_risk_sharing",
    "networking_platforms",
    "research_infrastructure",
    "information_services_data",
    "technology_extension_advisory",
    "labour_mobility",
    "ip_regulation",
    "emerging_tech_regulation",
    "challenges_prizes",
]
GROUP_SIZES = {
    "governance": 8,
    "direct_finance": 9,
    "indirect_finance": 3,
    "collaborative_infrastructure": 3,
    "guidance_regulation": 5,
}
LOCALES = {"zh": "zh", "zh_Hant": "zh_Hant", "en": "en", "ja": "ja"}


@pytest.fixture(scope="module")
def countries() -> tuple[CountryForm, ...]:
    return read_rows("countries.csv", CountryForm)


@pytest.fixture(scope="module")
def agencies() -> tuple[Agency, ...]:
    return read_rows("agencies.csv", Agency)


@pytest.fixture(scope="module")
def programmes() -> tuple[Programme, ...]:
    return read_rows("programmes.csv", Programme)


@pytest.fixture(scope="module")
def rates() -> tuple[Rate, ...]:
    return read_rows("rates.csv", Rate)


@pytest.fixture(scope="module")
def instruments() -> dict[str, Instrument]:
    return read_instruments()


@pytest.fixture(scope="module")
def fold():
    """Matching form: Simplified, case-folded."""
    converter = OpenCC("t2s")
    return lambda form: converter.convert(form).casefold()


def repeated(values):
    return [value for value, count in Counter(values).items() if count > 1]


def known_codes():
    return {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()} | {"INT"}


# countries.csv


def test_country_codes_are_iso(countries, agencies, programmes):
    used = {row.code for row in countries} | {row.country for row in (*agencies, *programmes)}
    assert used <= known_codes()


def test_a_country_form_has_one_meaning(countries, fold):
    pairs = {(row.language, fold(row.form), row.code) for row in countries if row.kind != "short"}
    assert repeated((language, form) for language, form, _ in pairs) == []
    assert repeated(row.form for row in countries if row.kind == "short") == []


def test_country_forms_are_only_those_that_babel_lacks(countries):
    names = {language: Locale.parse(locale).territories for language, locale in LOCALES.items()}
    copies = [row for row in countries if names[row.language].get(row.code) == row.form]
    assert {row.code for row in copies} <= {"EU"}  # not a country in CLDR, so its names are kept here


def test_short_forms_are_single_characters(countries):
    assert {len(row.form) for row in countries if row.kind == "short"} == {1}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("中国台湾", "TW"),
        ("欧委会", "EU"),
        ("UK", "GB"),
        ("Japanese", "JP"),
        ("筑波", "JP"),
        ("新竹", "TW"),
        ("京津冀", "CN"),
    ],
)
def test_known_forms(countries, form, code):
    assert {row.code for row in countries if row.form == form} == {code}


# agencies.csv and programmes.csv


def test_ids_are_unique_and_start_with_their_country(agencies, programmes):
    for rows in (agencies, programmes):
        assert repeated(row.id for row in rows) == []
        assert [row.id for row in rows if row.id.split(".")[0] != row.country.lower()] == []


def test_parents_and_agencies_exist(agencies, programmes):
    bodies, measures = {row.id for row in agencies}, {row.id for row in programmes}
    assert {row.parent for row in agencies if row.parent} <= bodies
    assert {row.agency for row in programmes if row.agency} <= bodies
    assert {row.parent for row in programmes if row.parent} <= measures


def test_no_row_is_its_own_ancestor(agencies, programmes):
    for rows in (agencies, programmes):
        parents = {row.id: row.parent for row in rows}
        for start in parents:
            path, step = {start}, parents[start]
            while step:
                assert step not in path, f"{start} comes back to {step}"
                path.add(step)
                step = parents[step]


def test_rows_have_names_without_stray_marks(agencies, programmes):
    for row in (*agencies, *programmes):
        assert row.forms, row.id
        for form in row.forms:
            assert form == form.strip(), (row.id, form)
            assert len(form) > 1, (row.id, form)
            assert not form.startswith("《"), (row.id, form)


def test_a_form_of_two_things_is_marked_ambiguous(agencies, programmes, fold):
    owners = defaultdict(list)
    for row in (*agencies, *programmes):
        for form in {fold(form): form for form in row.forms}.values():
            owners[fold(form)].append((row.id, form in row.ambiguous))
    unmarked = {form: rows for form, rows in owners.items() if len(rows) > 1 and not all(mark for _, mark in rows)}
    assert unmarked == {}


def test_ambiguous_forms_are_forms_of_their_row(agencies, programmes):
    stray = {row.id: set(row.ambiguous) - set(row.forms) for row in (*agencies, *programmes)}
    assert {row: forms for row, forms in stray.items() if forms} == {}


def test_forms_agree_with_the_country_forms(countries, agencies, programmes, fold):
    codes = {fold(row.form): row.code for row in countries if row.kind != "own"}
    wrong = [
        (row.id, form)
        for row in (*agencies, *programmes)
        for form in row.forms
        if codes.get(fold(form), row.country) != row.country
    ]
    assert wrong == []


def test_no_body_or_measure_is_named_like_a_country(agencies, programmes):
    names = {
        name
        for locale in LOCALES.values()
        for code, name in Locale.parse(locale).territories.items()
        if code in known_codes() - {"UN"}
    }
    assert [(row.id, form) for row in (*agencies, *programmes) for form in row.forms if form in names] == []


def test_identifiers_have_their_shape(agencies):
    assert [row.id for row in agencies if row.wikidata and not row.wikidata.removeprefix("Q").isdecimal()] == []
    assert repeated(row.wikidata for row in agencies if row.wikidata) == []
    assert [row.id for row in agencies if row.ror and len(row.ror) != 9] == []


@pytest.mark.parametrize(
    ("form", "row_id"),
    [
        ("科技振兴机构", "jp.jst"),
        ("文科省", "jp.mext"),
        ("新能源与产业技术综合开发机构", "jp.nedo"),
        ("工信部", "cn.miit"),
        ("联邦教研部", "de.bmbf"),
        ("UKRI", "gb.ukri"),
        ("美国国家标准与技术研究院", "us.nist"),
    ],
)
def test_known_agencies(agencies, form, row_id):
    assert [row.id for row in agencies if form in row.forms] == [row_id]


@pytest.mark.parametrize(
    ("form", "row_id", "kind"),
    [
        ("A-STEP", "jp.astep", "programme"),
        ("第五期科学技术基本计划", "jp.basicplan5", "strategy"),
        ("Horizon 2020", "eu.h2020", "programme"),
        ("Bayh-Dole Act", "us.bayhdole", "law"),
        ("弹射中心", "gb.catapult", "platform"),
        ("ZIM", "de.zim", "programme"),
        ("国家自然科学基金", "cn.nsfcfund", "fund"),
    ],
)
def test_known_programmes(programmes, form, row_id, kind):
    assert [(row.id, row.kind) for row in programmes if form in row.forms] == [(row_id, kind)]


# instruments.toml


def test_instruments_are_those_of_stip_compass_in_order(instruments):
    assert list(instruments) == STIP_KEYS
    assert Counter(instrument.group for instrument in instruments.values()) == GROUP_SIZES


def test_strong_cues_decide_for_one_instrument(instruments):
    cues = [cue for one in instruments.values() for cue in (*one.cues.zh_strong, *one.cues.en_strong)]
    assert repeated(cues) == []


def test_no_cue_is_both_strong_and_weak(instruments):
    for key, one in instruments.items():
        assert not set(one.cues.zh_strong) & set(one.cues.zh_weak), key
        assert not set(one.cues.en_strong) & set(one.cues.en_weak), key


def test_every_exclusion_can_exclude_something(instruments):
    """A `not` phrase takes back cues that stand inside it, so it must hold one."""
    idle = []
    for key, one in instruments.items():
        own = one.cues
        cues = [*own.zh_strong, *own.zh_weak, *own.zh_passing, *own.en_strong, *own.en_weak, *own.en_passing]
        idle += [(key, p) for p in one.cues.not_ if not any(c.casefold() in p.casefold() for c in cues)]
    assert idle == []


def test_no_exclusion_is_a_cue(instruments):
    for key, one in instruments.items():
        cues = {*one.cues.zh_strong, *one.cues.zh_weak, *one.cues.en_strong, *one.cues.en_weak}
        assert not cues & set(one.cues.not_), key


def test_chinese_cues_are_simplified(instruments):
    converter = OpenCC("t2s")
    cues = [cue for one in instruments.values() for cue in (*one.cues.zh_strong, *one.cues.zh_weak)]
    assert [cue for cue in cues if converter.convert(cue) != cue] == []


# rates.csv


def test_rates_are_one_per_year_and_currency(rates):
    assert repeated((row.year, row.currency) for row in rates) == []
    assert {row.currency for row in rates} <= set(get_global("all_currencies"))
    assert {row.per_usd for row in rates if row.currency == "USD"} == {Decimal(1)}


def test_a_currency_has_no_missing_year(rates):
    """But for the króna, which the ECB did not quote from 2009 to 2017."""
    years = defaultdict(list)
    for row in rates:
        years[row.currency].append(row.year)
    assert {code: seen for code, seen in years.items() if max(seen) - min(seen) + 1 != len(seen)}.keys() == {"ISK"}


@pytest.mark.parametrize(
    ("year", "currency", "low", "high"),
    [
        (2018, "JPY", 110, 111),
        (2018, "CNY", "6.60", "6.64"),
        (2015, "EUR", "0.90", "0.91"),
        (2010, "GBP", "0.64", "0.65"),
    ],
)
def test_rates_against_published_averages(rates, year, currency, low, high):
    """Bounds hold the annual averages that OECD and IMF publish for these years."""
    found = [row.per_usd for row in rates if (row.year, row.currency) == (year, currency)]
    assert len(found) == 1
    assert Decimal(low) < found[0] < Decimal(high)


@pytest.mark.parametrize("value", ["0", "-1", "NaN"])
def test_a_rate_must_be_positive(value):
    row = {"year": "2018", "currency": "JPY", "per_usd": value, "source": "s", "vintage": "2026-01-01"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(row, Rate, strict=False)


# calendars.toml


def test_fiscal_years_start_on_days_that_exist():
    calendars = read_calendars()
    assert set(calendars.fiscal_years) <= known_codes()
    for year in calendars.fiscal_years.values():
        assert datetime.date(2023, year.start_month, year.start_day)


@pytest.mark.parametrize(
    ("code", "month", "named_by"), [("JP", 4, "start"), ("US", 10, "end"), ("AU", 7, "end"), ("CN", 1, "start")]
)
def test_known_fiscal_years(code, month, named_by):
    year = read_calendars().fiscal_years[code]
    assert (year.start_month, year.start_day, year.named_by) == (month, 1, named_by)


def test_japanese_eras_follow_each_other_without_a_gap():
    eras = sorted((era for era in read_calendars().eras if era.country == "JP"), key=lambda era: era.start)
    assert [era.forms[0] for era in eras] == ["明治", "大正", "昭和", "平成", "令和"]
    assert [era.start.year for era in eras] == [1868, 1912, 1926, 1989, 2019]
    assert all(before.end + datetime.timedelta(days=1) == after.start for before, after in pairwise(eras))
    assert eras[-1].end is None


def test_plans_are_numbered_and_five_years_long():
    plans = read_calendars().plans
    assert [plan.number for plan in plans] == list(range(1, 16))
    assert {plan.end - plan.start + 1 for plan in plans} == {5}
    assert all(before.end < after.start for before, after in pairwise(plans))
    periods = {plan.forms[0]: (plan.start, plan.end) for plan in plans}
    assert periods["一五"] == (1953, 1957)
    assert periods["三五"] == (1966, 1970)
    assert periods["十三五"] == (2016, 2020)
    assert periods["十五五"] == (2026, 2030)


def test_calendar_forms_are_unique():
    calendars = read_calendars()
    assert repeated(form for entry in (*calendars.eras, *calendars.plans) for form in entry.forms) == []
