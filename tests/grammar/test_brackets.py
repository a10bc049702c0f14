"""Names in brackets behind a name: which are other names of it, and which are not."""

import pytest
from passages import passage

SAME = [
    ("蓝鲸技术转移计划（BTTP）每年评审。", ("蓝鲸技术转移计划", "BTTP")),
    ("蓝鲸技术转移计划(Blue Whale Programme, BWP)每年评审。", ("蓝鲸技术转移计划", "Blue Whale Programme", "BWP")),
    ("蓝鲸技术转移计划（以下简称“蓝鲸计划”）每年评审。", ("蓝鲸技术转移计划", "蓝鲸计划")),
    ("“蓝鲸技术转移计划”（BTTP）每年评审。", ("蓝鲸技术转移计划", "BTTP")),
    ("The Coastal Transfer Programme (CTP) is small.", ("Coastal Transfer Programme", "CTP")),
    ("The Coastal Transfer Programme (hereafter CTP) is small.", ("Coastal Transfer Programme", "CTP")),
    ("蓝鲸专项由省里主管，全称蓝鲸技术转移专项。", ("蓝鲸专项", "蓝鲸技术转移专项")),
]
NOT_THE_SAME = [
    "蓝鲸技术转移计划（2014—2018年）每年评审。",
    "蓝鲸技术转移计划（见表2）每年评审。",
    "蓝鲸技术转移计划（日本）每年评审。",
    "蓝鲸技术转移计划（包括大学和企业）每年评审。",
    "The Coastal Transfer Programme (Germany) is small.",
    "The Coastal Transfer Programme (see Annex) is small.",
    "The Coastal Transfer Programme (2014) is small.",
]


@pytest.mark.parametrize(("text", "names"), SAME)
def test_another_name(text, names):
    (measure,) = passage(text).linked.measures
    assert measure.names == names


@pytest.mark.parametrize("text", NOT_THE_SAME)
def test_no_other_name(text):
    (measure,) = passage(text).linked.measures
    assert len(measure.names) == 1


def test_the_agency_in_brackets_is_no_name_of_the_programme():
    found = passage("日本的登月型研发制度（JST）于2018年启动，由JST管理。")
    assert "JST" in found.forms("organisation")
    assert all("JST" not in m.names for m in found.linked.measures)


def test_a_part_in_brackets_is_no_name_of_the_whole():
    found = passage("欧盟的地平线2020（JTI）投入较多。")
    assert all(not {"地平线2020", "JTI"} <= set(m.names) for m in found.linked.measures)


def test_an_apposition_points_at_the_name_beside_it():
    first, second = passage("蓝鲸技术转移计划（BTTP）每年评审。").extraction.names
    assert second.apposition == first.name_id
    assert first.apposition is None
