"""Values that contradict each other within one document."""

import pytest
from passages import merged, passage

from pipeline.comparison.conflicts import conflicts

CLASH = [
    ("shares", ["蓝鲸计划很大。至2023财年，蓝鲸计划的投入比重降至32.0%。", "# 二、评价", "2023年蓝鲸计划的投入比重为34.7%。"]),
    ("shares, in English", [
        "In 2023 the Japanese share of the Harbour Programme stood at 32.0%.", "# Results",
        "In 2023, the Japanese share of the Harbour Programme was 34.7%.",
    ]),
]  # fmt: skip
FIT = [
    ("another year", ["蓝鲸计划2022年的投入比重为32.0%。", "蓝鲸计划2023年的投入比重为34.7%。"]),
    ("of something else", ["蓝鲸计划2023年的投入比重为32.0%。", "蓝鲸计划2023年的立项率为5%。"]),
    ("the same number", ["蓝鲸计划2023年的投入比重为32.0%。", "蓝鲸计划2023年的投入比重为32%。"]),
    ("a change in one sentence", ["2023年蓝鲸计划的投入比重从40%降至32%。"]),
    ("two awards", ["2023年蓝鲸计划的每个项目资助100万元。", "2023年蓝鲸计划的每个项目资助200万元。"]),
]


def found(lines):
    one = passage(*lines)
    mentions = {m.mention_id: m for m in one.extraction.mentions}
    clashing = conflicts(merged(one), mentions)
    facts = {f.fact_id: f for f in merged(one).facts}
    return [sorted(mentions[facts[i].mention_id].quote for i in c.fact_ids) for c in clashing]


@pytest.mark.parametrize("lines", [c[1] for c in CLASH], ids=[c[0] for c in CLASH])
def test_two_numbers_of_one_thing_in_one_year_are_a_conflict_and_both_are_kept(lines):
    assert found(lines) == [["32.0%", "34.7%"]]


@pytest.mark.parametrize("lines", [c[1] for c in FIT], ids=[c[0] for c in FIT])
def test_numbers_that_can_both_hold_are_none(lines):
    assert found(lines) == []
