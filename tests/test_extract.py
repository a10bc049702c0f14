"""Stage extract: evidence, order, what is silent, the document's own currency, conversions and appositions."""

import pytest
from passages import drawn, models, passage, settings

from pipeline.data import Duration, Extraction, Money, Percent, Period, Ratio, Segments
from pipeline.extract import extract

TEXT = [
    "# 一、蓝鲸计划",
    "蓝鲸计划（BWP）由日本科学技术振兴机构（JST）实施，每个项目每年资助2000万～5亿日元，期限2～6年。",
    "实施期为2014—2018年，资助费用的30%以内，企业承担三分之二。",
]


def test_each_sort_of_value_is_a_record_of_its_own():
    kinds = [type(m) for m in passage(*TEXT).extraction.mentions]
    assert kinds == [Money, Duration, Period, Percent, Ratio]


def test_values_carry_their_evidence():
    found = drawn(*TEXT)
    money = found.extraction.mentions[0]
    text = found.document.text
    assert money.quote == text[money.start : money.end] == "2000万～5亿日元"
    assert text[money.sentence.start : money.sentence.end].startswith("蓝鲸计划（BWP）由")
    assert (money.page, len(money.boxes)) == (1, 1)
    assert found.segments.items[money.segment].start <= money.start
    assert money.rule
    assert 0 < money.confidence <= 1


def test_a_value_that_breaks_over_two_printed_lines_has_two_boxes():
    (money,) = drawn("蓝鲸计划在这一年里向参与其中的中小企业和大学等一共提供2000万～5亿日元。").extraction.mentions
    above, below = money.boxes
    assert above.y1 < below.y0
    assert below.x0 < above.x0 < above.x1


def test_everything_comes_in_text_order():
    found = passage(*TEXT).extraction
    assert [m.start for m in found.mentions] == sorted(m.start for m in found.mentions)
    assert [n.start for n in found.names] == sorted(n.start for n in found.names)


@pytest.mark.parametrize(
    "lines",
    [
        ["蓝鲸计划面向企业。", "# 参考文献", "[1] 王五. 蓝鲸计划投入9亿元的评价[J]. 科学学研究, 2019, 37(3): 1-9."],
        [
            "The Harbour Programme is open.",
            "# References",
            "[1] Smith, J. (2019). A grant of EUR 9 million. Journal of Ports, 3(2), 1-9.",
        ],
    ],
)
def test_references_are_silent(lines):
    assert passage(*lines).extraction.mentions == ()


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("日本的预算为¥300万。", "JPY"),
        ("澳大利亚的预算为$300万。", "AUD"),
        ("预算为3亿元。", "CNY"),
        ("欧盟的预算为3亿元。", "CNY"),
        ("澳大利亚、加拿大、新加坡和新西兰各有一个中心，预算为$300万。", "USD"),
        ("Australia, Canada, Singapore and New Zealand have one hub each; it costs $3 million.", "USD"),
        ("Canada's hubs cost $3 million.", "CAD"),
    ],
)
def test_a_bare_sign_is_the_money_of_the_country_spoken_of(text, currency):
    (money,) = passage(text).extraction.mentions
    assert money.currency == currency


def test_a_bare_number_takes_the_documents_main_currency():
    found = passage("2021—2023财年预算分别为2 678、2 661、2 817亿日元。")
    money = [m for m in found.extraction.mentions if isinstance(m, Money)]
    assert [m.currency for m in money] == ["JPY"] * 3


def test_a_conversion_points_at_its_origin_and_shares_its_basis():
    origin, conversion = passage("蓝鲸计划每年投入100亿日元（约合6亿元人民币）。").extraction.mentions
    assert conversion.conversion_of == origin.mention_id
    assert (conversion.currency, conversion.per, conversion.role) == ("CNY", ("year",), origin.role)
    assert origin.conversion_of is None


def test_a_fiscal_year_comes_with_its_days():
    for text in ("蓝鲸计划2018财年预算为169亿日元。", "In FY2018 the Harbour Programme got JPY 16.9 billion."):
        (money,) = passage(text).extraction.mentions
        assert (money.year, money.year_start, money.year_end) == ("2018", "2018-04-01", "2019-03-31")


def test_a_first_amount_in_brackets_converts_nothing():
    (money,) = passage("蓝鲸计划（约合6亿元人民币）很小。").extraction.mentions
    assert money.conversion_of is None


def test_ids_depend_on_the_document_and_the_place_alone():
    again = passage(*TEXT).extraction
    assert again == passage(*TEXT).extraction
    other = passage(*TEXT, "另一段。").extraction
    ids = {m.mention_id for m in again.mentions} | {n.name_id for n in again.names}
    assert ids.isdisjoint({m.mention_id for m in other.mentions} | {n.name_id for n in other.names})
    assert len(ids) == len(again.mentions) + len(again.names)


def test_a_document_without_segments_states_nothing():
    found = passage(*TEXT)
    assert extract(found.document, Segments(items=()), config=settings().extract, model=models()[1]) == Extraction(
        mentions=(), names=()
    )


def test_a_quote_ends_where_the_value_does_not_at_the_space_behind_it():
    (period,) = passage("2014—2018年\u3000蓝鲸计划").extraction.mentions
    assert period.quote == "2014—2018年"


def test_a_sign_means_the_currency_of_the_one_country_that_its_paragraph_names():
    found = passage(
        "Canada's council pays $20,000 a year.",
        "In Australia firms get up to $3,000.",
        "Germany pays $5 million, Italy $6 million.",
    )
    assert [m.currency for m in found.extraction.mentions] == ["CAD", "AUD", "USD", "USD"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("“十三五”期间中央财政投入500亿元。", 1),
        ("“十三五”期间新建三十个野外观测站。", 0),
        ("The ministry spends CNY 3 billion during the 13th Five-Year Plan.", 1),
        ("Thirty field stations open during the 13th Five-Year Plan.", 0),
        ("2016—2020年新建三十个野外观测站。", 1),
    ],
)
def test_a_plan_s_years_count_where_they_date_a_value(text, periods):
    assert sum(isinstance(m, Period) for m in passage(text).extraction.mentions) == periods
