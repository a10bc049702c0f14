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
]


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
