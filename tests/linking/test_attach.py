"""What values describe: the cases of both languages, the rule that decided, and how sure it is."""

import msgspec
import pytest
from passages import cases, models, passage, settings

from pipeline.link import link

ZH, EN = cases("links.zh"), cases("links.en")


@pytest.mark.parametrize("case", ZH + EN, ids=lambda case: case["name"])
def test_a_passage_links(case):
    found = passage(*case["lines"])
    assert sorted(map(list, found.links())) == sorted(case["links"])


def test_there_are_many_cases_and_some_that_link_nothing():
    assert min(len(ZH), len(EN)) >= 40
    assert all(sum(not case["links"] for case in language) >= 4 for language in (ZH, EN))


REASONS = [
    ("sentence", ["蓝鲸计划每年拨款3亿日元。"], "3亿日元"),
    ("anaphor:该计划", ["蓝鲸计划面向中小企业。该计划每年投入6000万欧元。"], "6000万欧元"),
    ("sentence before", ["蓝鲸计划面向中小企业。每个项目最高资助80万元。"], "最高资助80万元"),
    ("heading", ["# 一、蓝鲸计划", "每个课题资助200万元。"], "200万元"),
    ("table row", ["计划名称\t金额", "蓝鲸计划\t100万元", "青橙计划\t200万元"], "100万元"),
    ("table column", ["项目\t蓝鲸计划\t青橙计划", "金额\t100万元\t200万元"], "100万元"),
    ("organisation's budget", ["日本科学技术振兴机构2021财年的预算为1200亿日元。"], "1200亿日元"),
    ("section", ["# 资助方式", "蓝鲸计划面向中小企业。", "每个项目最高资助80万元。"], "最高资助80万元"),
    ("goal", ["The ministry set aside EUR 5 million for the Coastal Fund."], "EUR 5 million"),
    ("one by one", ["蓝鲸计划和青橙计划分别资助2年和5年。"], "2年"),
    ("bracket behind", ["The target is 40% (Harbour Programme)."], "40%"),
    ("brought up behind", ["In 2010-2015 the ministry launched the Harbour Programme."], "2010-2015"),
    ("anaphor behind:该类型", ["“种子培育型”由大学申请。每年提供2500万日元支持该类型的研发。"], "2500万日元"),
    ("table caption", ["表1 蓝鲸计划的资金来源", "出资方\t金额（亿元）", "中央\t76", "地方\t24"], "76"),
    ("text behind the table", ["The terms are as follows.", "Group\tTerm", "students\ttwo years", "doctors\tfive years",
     "The Harbour Programme pays for both."], "two years"),
    ("line of a table", [
        "表1 蓝鲸计划的平台", "海底观测联盟研发海底仪器，由三家企业牵头。", "2008—2017年 海湾大学、港口集团。",
        "海面观测联盟研发海面仪器，由两家企业牵头。", "2009—2018年 海岸大学、船舶集团。",
    ], "2009—2018年"),
    ("name behind", ["每个课题资助200万元，由青橙创新计划支付。"], "200万元"),
    ("document", ["# 蓝鲸计划概览", "蓝鲸计划很小。", "# 申请", "课题期限为两年。"], "两年"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "lines", "quote"), REASONS, ids=[reason for reason, _, _ in REASONS])
def test_a_link_says_why(reason, lines, quote):
    assert passage(*lines).reasons()[quote] == reason


def test_surer_rules_score_higher():
    def score(*lines):
        (link,) = [link for m in passage(*lines).linked.measures for link in m.links]
        return link.score

    in_row = score("计划名称\t金额", "蓝鲸计划\t100万元", "青橙计划\t未定")
    in_sentence = score("蓝鲸计划资助100万元。")
    pointed_at = score("蓝鲸计划很小。该计划资助100万元。")
    before = score("蓝鲸计划很小。每个项目资助100万元。")
    headed = score("# 蓝鲸计划", "每个项目资助100万元。")
    assert in_row > in_sentence > pointed_at > before > headed > 0.5


def test_a_far_name_is_less_sure_than_a_near_one():
    near = passage("蓝鲸计划资助100万元。").measure("蓝鲸计划").links[0]
    far = (
        passage(f"蓝鲸计划很小，{'大学与企业之间需要长期稳定的合作关系，' * 6}资助100万元。")
        .measure("蓝鲸计划")
        .links[0]
    )
    assert near.score > far.score >= 0.6


@pytest.mark.parametrize(
    ("text", "quote", "label", "year"),
    [
        ("至2023财年，蓝鲸计划的投入比重降至32.0%。", "32.0%", "投入比重", "2023"),
        ("2020年蓝鲸计划的立项率约为5%。", "约为5%", "立项率", "2020"),
        ("蓝鲸计划的预算为2亿元。", "2亿元", "预算", None),
        (
            "In 2023 the Japanese share of the Harbour Programme stood at 32.0%.",
            "32.0%",
            "share harbour programme",
            "2023",
        ),
        ("The success rate of the Harbour Programme was 5% in 2020.", "5%", "rate harbour programme", None),
    ],
)
def test_a_link_says_what_of_and_for_which_year(text, quote, label, year):
    found = passage(text)
    mentions = {m.mention_id: m.quote for m in found.extraction.mentions}
    (link,) = [x for m in found.linked.measures for x in m.links if mentions[x.mention_id] == quote]
    assert (link.label, link.year) == (label, year)


def test_a_value_is_linked_once():
    found = passage("蓝鲸计划和青橙计划由海湾基金出资，资助100万元，期限三年。")
    quotes = [quote for _, quote in found.links()]
    assert len(quotes) == len(set(quotes))


def test_a_minimum_score_drops_unsure_links():
    found = passage("# 资助方式", "蓝鲸计划面向中小企业。", "每个项目最高资助80万元。")
    strict = msgspec.structs.replace(settings().link, min_score=0.9)
    linked = link(found.document, found.segments, found.extraction, config=strict, model=models()[2])
    assert found.links()
    assert [m.links for m in linked.measures] == [()]
