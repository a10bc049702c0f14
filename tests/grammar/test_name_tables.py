"""Names in tables: what columns hold, what belongs to a name in its cell, and the unit of a bare number."""

import pytest
from passages import passage

from pipeline.data import Money


def measures(*rows):
    return passage(*rows).forms("measure")


def test_the_name_column_holds_names_that_text_would_not_show():
    found = passage("项目名称\t资助金额", "1）蓝鲸计划\t100万元", "2）海洋碳汇\t200万元", "3）深海观测\t300万元")
    assert found.forms("measure") == ["蓝鲸计划", "海洋碳汇", "深海观测"]


def test_a_column_of_labels_is_no_name_column():
    assert measures("项目\t要求", "治理\t理事会", "支持年限\t五年", "出资\t各半") == []


def test_an_organisation_column():
    found = passage("计划名称\t牵头单位", "蓝鲸计划\t海湾工业研究组\n", "青橙计划\t北港实验室")
    assert {"海湾工业研究组", "北港实验室"} <= set(found.forms("organisation"))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("集群名称", ["深蓝 m4", "有缆观测论坛", "智能港湾集群"]),
        ("Joint Undertaking", ["Clean Mooring", "Tidal Networks and Services", "Harbour Health EDTP3"]),
        ("Selected cluster", ["Clean Mooring", "Cool Harbour", "Tidal Valley"]),
        ("Name of fund", ["Clean Mooring", "Cool Harbour", "Tidal Valley"]),
    ],
)
def test_a_header_that_is_a_head_of_names(header, cells):
    assert measures(f"{header}\tEUR", *(f"{c}\t4000" for c in cells)) == cells


@pytest.mark.parametrize(
    "rows",
    [
        ["企业名称\t金额", "北港远洋\t100万元", "蓝湾实业\t200万元", "潮汐机械\t300万元"],
        ["Award\tWinner", "EUR 100,000\tJane", "EUR 200,000\tJohn"],
        ["Action\tCost", "Governance\tEUR 1 million", "Duration\tEUR 2 million"],
    ],
)
def test_headers_of_other_columns(rows):
    assert measures(*rows) == []


def test_a_header_is_no_name_itself():
    assert "Joint Undertaking" not in measures("Joint Undertaking\tEUR", "Clean Mooring\t4000", "Cool Harbour\t5000")


@pytest.mark.parametrize(
    "rows",
    [
        ["\t2021—2023年", "蓝鲸跃升计划\t100", "青橙伙伴计划\t200", "适应\t300"],
        ["\t2021-2023", "Blue Whale Programme\t100", "Green Orange Fund\t200", "Adaptation\t300"],
    ],
)
def test_a_first_column_without_header_holds_names_where_some_are(rows):
    assert measures(*rows) == [row.split("\t")[0] for row in rows[1:]]


def test_a_first_column_without_header_may_hold_labels():
    assert measures("\t2021—2023年", "经费\t100", "项目数\t200", "单位\t300") == []


def test_bodies_glued_to_a_name_in_its_cell():
    assert "海湾创新中心" in measures("计划\t金额", "海湾创新中心 NASA、NSF\t100万元", "蓝鲸计划\t200万元")


@pytest.mark.parametrize(
    ("cell", "body"), [("NASA协调", "NASA"), ("北港市海洋局牵头", "北港市海洋局"), ("NSF等", "NSF")]
)
def test_what_a_body_does_in_its_cell(cell, body):
    found = passage("计划\t管理机构", f"蓝鲸计划\t{cell}", "青橙计划\t海洋局")
    assert body in found.forms("organisation")


def test_a_name_is_freed_of_its_number_and_its_alias():
    found = passage("计划名称\t期限", "（1）蓝鲸计划（BWP）\t2年", "（2）青橙计划（12个）\t3年")
    assert found.forms("measure") == ["蓝鲸计划", "BWP", "青橙计划"]
    assert found.measure("BWP").names == ("蓝鲸计划", "BWP")


def test_a_remark_in_brackets_stays_with_the_name():
    assert "外国人特别研究员（短期）" in measures(
        "项目名称\t期限", "外国人特别研究员（短期）\t1年", "蓝鲸计划\t2年", "青橙计划\t3年"
    )


def test_totals_and_countries_are_no_names():
    assert measures("计划名称\t金额（万元）", "蓝鲸计划\t100", "青橙计划\t50", "日本\t20", "合计\t170") == [
        "蓝鲸计划",
        "青橙计划",
    ]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Ministry of Harbours and Technology", ["Ministry of Harbours and Technology"]),
        ("MoHT, CBH", ["MoHT", "CBH"]),
        ("MoHT CBH Coastal Board", ["MoHT", "CBH", "Coastal Board"]),
        ("Ministry of Labour Ministry of Trade", ["Ministry of Labour", "Ministry of Trade"]),
        ("in collaboration with Coastal Board", ["Coastal Board"]),
        ("MoHT, line ministries", ["MoHT"]),
    ],
)
def test_a_cell_of_responsible_bodies(cell, bodies):
    found = passage("Action\tResponsibility", f"Adopt the plan\t{cell}", "Run the board\tMoHT", "Report\tCBH")
    assert found.forms("organisation")[: len(bodies)] == bodies


def test_the_category_column_names_the_parent():
    found = passage(
        "类别\t项目名称\t金额",
        "蓝鲸计划\t海底观测专项\t100万元",
        "\t海面观测专项\t200万元",
        "青橙计划\t果树专项\t50万元",
    )
    assert found.parent("海底观测专项") == "蓝鲸计划"
    assert found.parent("海面观测专项") == "蓝鲸计划", "an empty category cell goes on with the one above"
    assert found.parent("果树专项") == "青橙计划"


def test_the_whole_before_its_part_in_one_cell():
    found = passage("Instrument\tAmount", "A-STEP, harbour type\tJPY 3 million", "A-STEP, island type\tJPY 5 million")
    assert found.parent("harbour type") == "A-STEP"
    assert found.measure("harbour type").kind == "track"


def test_under_names_the_whole_behind_its_part():
    found = passage(
        "Programme\tAmount",
        "Clean Ports under Horizon 2020\tEUR 3 million",
        "Safe Ports under Horizon 2020\tEUR 4 million",
    )
    assert found.parent("Clean Ports") == "Horizon 2020"


def test_a_table_on_its_side_links_by_its_head():
    found = passage("项目\t蓝鲸计划\t青橙计划", "资助金额\t100万元\t200万元")
    assert found.links() == [("蓝鲸计划", "100万元"), ("青橙计划", "200万元")]


@pytest.mark.parametrize(
    ("header", "amount"),
    [("预算（亿日元）", 7_500_000_000), ("预算（万日元）", 750_000), ("Budget (JPY million)", 75_000_000)],
)
def test_a_bare_number_takes_the_unit_of_its_head(header, amount):
    found = passage(f"计划名称\t{header}", "蓝鲸计划\t75", "青橙计划\t120")
    money = [m for m in found.extraction.mentions if isinstance(m, Money)]
    assert (money[0].max, money[0].currency, money[0].quote) == (amount, "JPY", "75")


def test_the_unit_line_serves_where_the_head_is_silent():
    found = passage("表1 各计划预算", "单位：亿日元", "计划名称\t预算", "蓝鲸计划\t75", "青橙计划\t120")
    money = [m for m in found.extraction.mentions if isinstance(m, Money)]
    assert [m.max for m in money] == [7_500_000_000, 12_000_000_000]


def test_a_basis_said_in_one_cell_holds_for_the_row():
    found = passage("计划名称\t金额\t方式", "蓝鲸计划\t100万元\t每年", "青橙计划\t200万元\t一次性")
    first, second = [m for m in found.extraction.mentions if isinstance(m, Money)]
    assert first.per == ("year",)
    assert second.per == ()


def test_amounts_in_a_column_of_grants_are_no_names():
    found = passage("Grant\tCountry", "max. CHF 500,000\tSwitzerland", "Harbour Partnership\tFrance", "30万元\tChina")
    assert found.forms("measure") == ["Harbour Partnership"]
