"""Which names of one document are one thing, and what kind it is."""

import pytest
from passages import passage

ONE = [
    ["A-STEP计划始于2009年。", "A-STEP分三个阶段。"],
    ["蓝鲸 技术计划始于2009年。", "蓝鲸技术计划面向企业。"],
    ["英国蓝鲸伙伴计划始于2009年。", "蓝鲸伙伴计划面向企业。"],
    ["蓝鲸技术转移计划（BTTP）始于2009年。", "BTTP面向企业。"],
    ["蓝鲸技术转移计划（BTTP）始于2009年。", "BTTP国际大计划面向企业。"],
    ["《沿海创新法案》（CIRA）始于2009年。", "CIRA法案很短。"],
    ["“蓝鲸伙伴交流合作”重点专项始于2009年。", "蓝鲸伙伴交流合作重点专项面向企业。"],
    ["The Coastal Transfer Programme (CTP) began in 2009.", "CTP is small."],
    ["The Lighthouse programme began in 2009.", "The Lighthouse Programme is small."],
    ["The Coastal Data Strategy for Japan began in 2009.", "The Coastal Data Strategy is small."],
    ["The Marine Litter (ML) Reduction Plan began in 2009.", "The ML Reduction Plan is small."],
    ["A fifth is kept as Green Tide funding.", "The Green Tide paid for two projects."],
    ["The Coastal Harbour Support (CHS) scheme began in 2009.", "CHS is small."],
    ["The TWS 2030 plan began in 2009.", "The Tidal Water Strategy 2030 is small."],
]
TWO = [
    ["蓝鲸计划始于2009年。", "青橙计划面向企业。"],
    ["英国蓝鲸伙伴计划始于2009年。", "德国蓝鲸伙伴计划面向企业。"],
    ["《海洋振兴战略》已经结束。", "《海洋振兴战略2030》开始。"],
    ["第五期科学技术基本计划已经结束。", "第六期科学技术与创新基本计划开始。"],
    ["“JST蓝鲸人才计划”始于2009年。", "“JST青橙交流计划”面向企业。"],
    ["The Harbour Programme began in 2009.", "The Harbour Fund is small."],
    ["The Coastal Data Strategy for Japan began in 2009.", "The Coastal Data Strategy for Italy is small."],
    ["The Tidal Water Strategy 2030 began in 2009.", "The Town Wharf Strategy 2030 is small."],
    ["The Blue Whale Programme (BWP) began in 2009.", "BWP Ignite is small."],
]


@pytest.mark.parametrize("lines", ONE)
def test_one_thing(lines):
    assert len(passage(*lines).linked.measures) == 1


@pytest.mark.parametrize("lines", TWO)
def test_two_things(lines):
    assert len(passage(*lines).linked.measures) == 2


def test_names_come_in_the_order_of_their_first_use():
    found = passage("蓝鲸技术转移计划（BTTP）始于2009年。BTTP很小。蓝鲸技术转移计划面向企业。")
    (measure,) = found.linked.measures
    assert measure.names == ("蓝鲸技术转移计划", "BTTP")
    assert len(measure.name_ids) == 4


def test_every_name_belongs_to_one_thing():
    found = passage("蓝鲸计划（BWP）由日本科学技术振兴机构（JST）实施。BWP和青橙计划均属JST。")
    things = (*found.linked.measures, *found.linked.organisations)
    assert sorted(i for t in things for i in t.name_ids) == sorted(n.name_id for n in found.extraction.names)


def test_the_end_of_a_tracks_name_stands_for_the_track():
    found = passage(
        "蓝鲸计划分为种子产品验证阶段、市场导入阶段两个阶段。", "青橙计划分为产品验证阶段、产品推广阶段两个阶段。"
    )
    assert "产品验证阶段" in found.measure("种子产品验证阶段").names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("蓝鲸计划很小。", "programme"),
        ("青橙基金很小。", "fund"),
        ("《海洋科技创新规划》发布。", "strategy"),
        ("《海洋促进法》施行。", "law"),
        ("再生医学技术融合联盟成立。", "platform"),
        ("The Harbour Act is old.", "law"),
        ("The Polar Research Alliance is old.", "platform"),
    ],
)
def test_the_kind(text, kind):
    (measure,) = passage(text).linked.measures
    assert measure.kind == kind


def test_a_type_is_the_part_whose_name_it_begins():
    found = passage("蓝鲸计划分为国际化知识产权保护、特色化知识产权保护两类。", "国际类每年20万元，特色类每年10万元。")
    assert sorted(m.names for m in found.linked.measures if m.kind == "track") == [
        ("国际化知识产权保护", "国际类"),
        ("特色化知识产权保护", "特色类"),
    ]


def test_parts_of_one_list_stay_apart():
    found = passage("蓝鲸支援计划区分湾区领域、沿海湾区领域和海岛领域：湾区领域每年1亿日元。")
    assert {m.names for m in found.linked.measures if m.kind == "track"} == {
        ("湾区领域",),
        ("沿海湾区领域",),
        ("海岛领域",),
    }


def test_a_cell_may_write_the_beginning_of_a_name():
    found = passage("“深潜型观测制度”始于2018年。", "计划名称\t金额（万元）", "深潜型\t100", "果树栽培计划\t50")
    assert {m.names for m in found.linked.measures} == {("深潜型观测制度", "深潜型"), ("果树栽培计划",)}
