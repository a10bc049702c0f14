"""The measure that a document is about, and what follows from it."""

import pytest
from passages import passage


def parent(found, name):
    measure = found.measure(name)
    return next((m.names[0] for m in found.linked.measures if m.key == measure.parent), None)


@pytest.mark.parametrize(
    ("lines", "quote", "reason"),
    [
        (["蓝鲸计划2024年度申报指南", "# 一、总体要求", "课题期限为两年。"], "两年", "heading"),
        (
            ["Harbour Programme: guidelines for applicants", "# 1 Terms", "Stays last two years."],
            "two years",
            "document",
        ),
        (["# 海湾地区数据战略", "各部门落实目标。", "# 目标", "覆盖率达到80%。"], "80%", "document"),
        (
            ["# Missions in the Harbour Programme", "They are few.", "# Terms", "Stays last two years."],
            "two years",
            None,
        ),
        (["# 蓝鲸计划背景下的企业", "企业不多。", "# 期限", "合作期限为两年。"], "两年", None),
    ],
)
def test_what_no_sentence_places_belongs_to_what_the_document_is_about(lines, quote, reason):
    assert passage(*lines).reasons().get(quote) == reason


def test_a_whole_named_in_passing_leaves_a_value_to_the_part_that_the_heading_is_about():
    near, far = (
        "每个主题提供300万元",
        "并且帮助许多企业与大学解决了共性的技术难题，同时提高了产业的竞争力，扩大了合作范围，每个主题提供300万元",
    )
    for text, name in ((near, "蓝鲸计划"), (far, "产业需求型")):
        found = passage(
            "# 概况", "蓝鲸计划分为产业需求型和战略主题型两类。", "# 一、产业需求型", f"这样来推进蓝鲸计划，{text}。"
        )
        assert found.links() == [(name, "300万元")]


def test_what_has_a_heading_or_an_article_of_its_own_in_a_measures_rules_is_a_part_of_it():
    rules = passage(
        "滨海市科技创新若干措施",
        "《滨海市科技创新若干措施》已经同意，现予印发。",
        "第一条　建设海洋观测平台。对新认定的，给予一次性50万元经费。",
        "第二条　对入选蓝鲸计划的团队，给予100万元资助。",
    )
    assert parent(rules, "海洋观测平台") == "滨海市科技创新若干措施"
    assert parent(rules, "蓝鲸计划") is None


def test_an_articles_values_belong_to_what_its_title_sets_up():
    found = passage("# 若干措施", "第一条　建设海洋观测平台。对新认定的，给予一次性50万元经费，期限不超过三年。")
    assert [quote for name, quote in found.links() if name == "海洋观测平台"] == ["50万元", "不超过三年"]


def test_the_rules_of_a_programmes_money_are_a_part_of_it():
    found = passage("蓝鲸创新计划每年资助100万元。", "经费依照《蓝鲸创新计划资金管理办法》使用。")
    assert parent(found, "蓝鲸创新计划资金管理办法") == "蓝鲸创新计划"


@pytest.mark.parametrize(
    ("lines", "quote", "name"),
    [
        (
            ["It gave USD 3 million over four years for the Harbour Fund and USD 5 million for the Coastal Fund."],
            "USD 5 million",
            "Coastal Fund",
        ),
        (
            ["The Harbour Programme (EUR 5 million over six years) and others were begun."],
            "six years",
            "Harbour Programme",
        ),
        (["青橙创新计划（2018—2022年）与蓝鲸计划并行。"], "2018—2022年", "青橙创新计划"),
        (["作为蓝鲸计划的先导，教育部启动青橙创新计划。竞赛每轮资助300万元。"], "300万元", "青橙创新计划"),
        (["据统计，2014—2022年，蓝鲸计划很小。2019—2020年，该计划邀请30人。"], "2019—2020年", "蓝鲸计划"),
    ],
)
def test_values_find_their_measure(lines, quote, name):
    assert (name, quote) in {(n, q) for n, q in passage(*lines).links()}
