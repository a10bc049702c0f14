"""Sentences that divide a measure into parts, and the parts' other forms."""

import pytest
from passages import passage

from pipeline.grammar.division import variants

STAGES = ["原理验证阶段", "样机试制阶段", "市场导入阶段"]
DIVIDED = [
    "蓝鲸计划主要分为原理验证阶段、样机试制阶段、市场导入阶段三个阶段。",
    "蓝鲸计划分为原理验证阶段、样机试制阶段和市场导入阶段等三个阶段。",
    "蓝鲸计划分为三个阶段：原理验证阶段、样机试制阶段、市场导入阶段。",
    "蓝鲸计划管理严格，三个阶段依次为原理验证阶段、样机试制阶段和市场导入阶段。",
]
UNDIVIDED = [
    "会议分为上午和下午两个阶段。",
    "成员包括大学、企业、研究所等三类单位。",
    "企业分为大型、中型和小型三种类型。",
    "蓝鲸计划分为三个阶段，各阶段之间设有评审。",
]


@pytest.mark.parametrize("text", DIVIDED)
def test_the_parts_are_tracks_of_the_measure(text):
    found = passage(text)
    assert [n.form for n in found.extraction.names if n.kind == "track"] == STAGES
    assert {found.parent(stage) for stage in STAGES} == {"蓝鲸计划"}


@pytest.mark.parametrize("text", UNDIVIDED)
def test_no_parts(text):
    assert [n.form for n in passage(text).extraction.names if n.kind == "track"] == []


def test_types_in_quotation_marks():
    found = passage("蓝鲸计划分成“需求牵引型”和“种子培育型”两种类型。")
    assert [n.form for n in found.extraction.names if n.kind == "track"] == ["需求牵引型", "种子培育型"]


def test_a_part_comes_back_without_its_particle():
    found = passage("蓝鲸计划分为样机的试制阶段、市场的导入阶段两个阶段。", "样机试制阶段为期两年。")
    assert found.measure("样机的试制阶段").names == ("样机的试制阶段", "样机试制阶段")


def test_variants_are_shorter_and_no_less_than_four_characters():
    assert variants("种子产品的挖掘阶段") == ["种子产品挖掘阶段", "种子产品的挖掘", "种子产品挖掘", "挖掘阶段"]
    assert variants("需求牵引型") == []
