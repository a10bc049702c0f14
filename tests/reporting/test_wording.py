"""Values in words, both languages side by side."""

from importlib import resources

import pytest

from pipeline.config import load_config
from pipeline.report import open_page
from pipeline.reporting.labels import Label
from pipeline.reporting.view import ValueView
from pipeline.reporting.wording import Wording

CURRENCIES = {"JPY": Label(en="Japanese Yen", zh="日元")}
STRINGS = open_page(load_config().report).strings


def value(kind, low, high, bound="exact", **fields):
    return ValueView(
        id="v", doc="d", page=1, type=kind, quote="", rule="", confidence=1, min=low, max=high, bound=bound, **fields
    )


@pytest.mark.parametrize(
    ("found", "en", "zh"),
    [
        (value("money", "20000000", "500000000", "range", currency="JPY"), "JPY 20,000,000–500,000,000", "2000万～5亿日元"),
        (value("money", None, "3000000", "at_most", currency="JPY"), "up to JPY 3,000,000", "不超过300万日元"),
        (value("money", "1234567", "1234567", currency="XTS"), "XTS 1,234,567", "123.4567万 XTS"),
        (value("money", "12345678.5", None, "range", currency="JPY"), "at least JPY 12,345,678.5", "不少于12345678.5日元"),
        (value("money", "7640000000", "7640000000", "approx", currency="JPY"), "about JPY 7,640,000,000", "约76.4亿日元"),
        (value("duration", "P2Y", "P6Y", "range"), "2–6 years", "2～6 年"),
        (value("duration", "P1Y", "P18M", "range"), "1 year–18 months", "1 年～18 个月"),
        (value("duration", None, "P1Y", "at_most"), "up to 1 year", "不超过1 年"),
        (value("duration", "P1Y6M", "P1Y6M"), "1 year 6 months", "1 年 6 个月"),
        (value("percent", "30", "50", "range"), "30–50%", "30～50%"),
        (value("ratio", "2", "3"), "2/3", "2/3"),
        (value("period", "2014", "2020", None), "2014–2020", "2014–2020"),
        (value("period", "2009", None, None), "since 2009", "2009年至今"),
    ],
)  # fmt: skip
def test_a_value_in_words(found, en, zh):
    assert Wording("en", STRINGS["en"], CURRENCIES).value(found) == en
    assert Wording("zh", STRINGS["zh"], CURRENCIES).value(found) == zh


def test_what_it_is_for():
    found = value("money", "1", "1", currency="JPY", role="award", per=("project", "year"), year="2021")
    assert Wording("en", STRINGS["en"], CURRENCIES).note(found) == "award · per project · a year · 2021"
    assert Wording("zh", STRINGS["zh"], CURRENCIES).note(found) == "资助额 · 每个项目 · 每年 · 2021"


def test_one_thing_and_a_code_without_a_text():
    wording = Wording("en", STRINGS["en"], CURRENCIES)
    assert wording.text("clusters.members", n=1) == "1 measure"
    assert wording.text("clusters.members", n=2) == "2 measures"
    assert wording.text("role.no_such_role") == "no such role"


def test_every_text_has_both_languages():
    assert set(STRINGS["en"]) == set(STRINGS["zh"])
    assert resources.files("pipeline.page").joinpath("report.md.j2").is_file()
