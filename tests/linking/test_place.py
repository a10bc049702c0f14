"""Countries and parents of things."""

import pytest
from passages import passage

COUNTRIES = [
    ("the authority file", ["Horizon 2020很大，日本没有参加。"], "Horizon 2020", "EU"),
    ("the name itself", ["德国蓝鲸伙伴计划很小，与法国无关。"], "德国蓝鲸伙伴计划", "DE"),
    ("the words before", ["法国很小。德国在2011年启动了蓝鲸计划。"], "蓝鲸计划", "DE"),
    (
        "the heading",
        ["# 一、澳大利亚", "蓝鲸计划每年评审。", "# 二、日本", "日本的情况不同。日本也不同。"],
        "蓝鲸计划",
        "AU",
    ),
    ("the document as a whole", ["日本重视企业。日本重视大学。", "蓝鲸计划每年评审。"], "蓝鲸计划", "JP"),
    (
        "the body that runs it, not the places named beside it",
        ["日本学术振兴会在华盛顿和北京设立了蓝鲸联络计划。"],
        "蓝鲸联络计划",
        "JP",
    ),
    ("its whole's", ["日本和日本。德国的蓝鲸计划很大。", "蓝鲸计划下设青橙专项。"], "青橙专项", "DE"),
    ("our own country", ["我国在2011年启动了蓝鲸计划。"], "蓝鲸计划", "CN"),
    ("an adjective", ["A German ministry runs the Harbour Programme."], "Harbour Programme", "DE"),
    (
        "a table's caption",
        ["# 概况", "日本和日本。", "表1 德国的计划", "计划名称\t期限", "蓝鲸计划\t2年", "青橙计划\t3年"],
        "蓝鲸计划",
        "DE",
    ),
]
PARENTS = [
    (
        "该计划 in the sentence that divides is what opens the paragraph",
        ["银鸥计划整合了飞鱼计划和青橙计划。该计划分为单体项目、联合项目和网络项目三种类型。单体项目很小。联合项目很大。"],
        "单体项目",
        "银鸥计划",
    ),
    (
        "a stage in a cell is its acronym's, whatever stands above it",
        ["银鸥成长计划（SGP）始于2010年。", "青橙计划很大。", "计划名称\t期限", "青橙计划\t2年", "SGP第一阶段\t5年"],
        "SGP第一阶段",
        "银鸥成长计划",
    ),
    (
        "what is paid under a programme known by its acronym and a head",
        ["SGPX计划始于2010年。SGPX创业奖学金每月2000元。"],
        "SGPX创业奖学金",
        "SGPX计划",
    ),
    ("several that it sets up", ["2009年，海湾国开始执行“第四蓝海计划”，首次运用联营模式启动6个联合航行计划（JVI）。"],
     "联合航行计划", "第四蓝海计划"),
    ("several that it sets up, in English",
     ["The Blue Coast Programme started in 2009, setting up five Joint Voyage Initiatives (JVIs)."],
     "Joint Voyage Initiatives", "Blue Coast Programme"),
    ("what it is only done by", ["海湾国2009年运用“第四蓝海计划”模式启动6个联合航行计划（JVI）。"], "联合航行计划", None),
    ("a list of stages", ["蓝鲸计划分为原理验证阶段、样机试制阶段、市场导入阶段三个阶段。"], "样机试制阶段", "蓝鲸计划"),
    ("the stage in the heading over a type", [
        "蓝鲸计划分为原理验证阶段、市场导入阶段两个阶段。", "# 一、蓝鲸计划的资助", "## （一）原理验证阶段",
        "“需求牵引型”由企业提出问题。", "## （二）市场导入阶段", "“规模推广型”由企业主导。",
    ], "规模推广型", "市场导入阶段"),
    ("a type listed beside the stage is no part of it", [
        "蓝鲸计划分为“需求牵引型”和“种子培育型”两种类型。", "# 一、需求牵引型", "与“种子培育型”不同，由企业提出。",
    ], "种子培育型", "蓝鲸计划"),
    ("parts that follow what announces them", [
        "该省实施海湾创新计划，分为两个专项。", "（1）港口设备专项。每年投入2亿元。", "（2）航道标志专项。每年投入3亿元。",
    ], "航道标志专项", "海湾创新计划"),
    ("parts announced in English", [
        "The Harbour Programme has two schemes.", "The Quay Support Scheme pays for cranes.",
    ], "Quay Support Scheme", "Harbour Programme"),
    ("under", ["Under Horizon 2020, the Clean Harbour Initiative was set up."], "Clean Harbour Initiative", "Horizon 2020"),
    ("under, behind", ["The Clean Harbour Initiative under Horizon 2020 is small."], "Clean Harbour Initiative", "Horizon 2020"),
    ("框架下的", ["蓝鲸计划框架下的青橙专项很小。"], "青橙专项", "蓝鲸计划"),
    ("the text over the authority file", [
        "FP7 and Horizon 2020 differ.", "Under Horizon 2020, five Joint Technology Initiatives were set up.",
    ], "Joint Technology Initiatives", "Horizon 2020"),
    ("the name of the whole opens the part's", ["海湾前沿计划（HQFP）很大。HQFP奖学金每年招收60人。"], "HQFP奖学金", "海湾前沿计划"),
    ("a programme is not its own part", ["HQFP计划很大。HQFP每年评审。"], "HQFP计划", None),
    ("a regulation about a platform is no part of it", ["《国家技术创新中心建设工作指引》发布。国家技术创新中心很多。"],
     "国家技术创新中心建设工作指引", None),
    ("下设", ["蓝鲸计划下设青橙专项，由企业申请。"], "青橙专项", "蓝鲸计划"),
    ("项下另有", ["蓝鲸计划项下另有“青橙基金”，金额未公布。"], "青橙基金", "蓝鲸计划"),
    ("是…的组成部分", ["青橙专项是蓝鲸计划的组成部分。"], "青橙专项", "蓝鲸计划"),
    ("is part of", ["The Quay Initiative is part of the Harbour Programme."], "Quay Initiative", "Harbour Programme"),
    ("a pronoun for the part", ["The Quay Initiative was set up in 2015. It is part of the Harbour Programme."],
     "Quay Initiative", "Harbour Programme"),
    ("a demonstrative for the part", ["青橙专项设立于2015年。该专项是蓝鲸计划的一部分。"], "青橙专项", "蓝鲸计划"),
    ("what a measure brings up", ["蓝鲸计划从2010年开始又推出了“青橙专项”。"], "青橙专项", "蓝鲸计划"),
    ("what comes after a measure is no part of it", ["蓝鲸计划结束后又推出了青橙专项。"], "青橙专项", None),
    ("在…支持下", ["在蓝鲸计划的支持下，该地区建设了“青橙技术联盟”。"], "青橙技术联盟", "蓝鲸计划"),
    ("what a track is run through", [
        "蓝鲸计划分为原理验证阶段、市场导入阶段两个阶段。", "# 一、原理验证阶段", "该阶段主要采用“种子培育型”的方式。",
    ], "种子培育型", "原理验证阶段"),
    ("including", ["The Harbour Programme, including the Quay Support Scheme and the Pier Support Scheme, is small."],
     "Quay Support Scheme", "Harbour Programme"),
    ("包括", ["蓝鲸计划包括青橙专项和海湾专项。"], "海湾专项", "蓝鲸计划"),
    ("consists of", ["The Harbour Programme consists of the Quay Support Scheme and the Pier Support Scheme."],
     "Pier Support Scheme", "Harbour Programme"),
    ("parts in a row's description", [
        "计划名称\t内容", "海湾研究网络计划\t包括青橙专项和海岸专项", "蓝鲸计划\t支持企业",
    ], "青橙专项", "海湾研究网络计划"),
    ("a strategy's own document", [
        "# Harbour Innovation Strategy", "This strategy is for ports.", "The government will establish a Quay Support Scheme.",
    ], "Quay Support Scheme", "Harbour Innovation Strategy"),
    ("what a strategy's document finds there", [
        "# Harbour Innovation Strategy", "This strategy is for ports.", "The Quay Support Scheme has helped firms since 2010.",
    ], "Quay Support Scheme", None),
    ("an acronym of three letters before the part's name", ["海湾前沿计划（HSP）很大。HSP奖学金每年招收60人。"], "HSP奖学金",
     "海湾前沿计划"),
    ("an issue of a series", ["《海湾科技基本计划》共有三期。第三期《海湾科技基本计划》提出目标。"], "第三期《海湾科技基本计划》",
     "海湾科技基本计划"),
    ("two that are used side by side", [
        "蓝鲸计划分为“需求牵引型”和“种子培育型”两种类型。", "该部采用“需求牵引型”和“种子培育型”。",
    ], "种子培育型", "蓝鲸计划"),
    ("lines that were a table's rows", [
        "表1 蓝鲸计划的平台", "海底观测联盟研发海底仪器，由三家企业牵头。", "2008—2017年 海湾大学、港口集团。",
        "海面观测联盟研发海面仪器，由两家企业牵头。", "2009—2018年 海岸大学、船舶集团。",
    ], "海面观测联盟", "蓝鲸计划"),
    ("two programmes in one sentence", ["蓝鲸计划和青橙计划互为补充。"], "青橙计划", None),
    ("a caption of the rows' kind", [
        "表1 海湾科技联盟", "平台名称\t期限", "海底观测联盟\t2年", "海面观测联盟\t3年",
    ], "海底观测联盟", None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "country"), [c[1:] for c in COUNTRIES], ids=[c[0] for c in COUNTRIES])
def test_country(lines, name, country):
    assert passage(*lines).measure(name).country == country


@pytest.mark.parametrize(("lines", "name", "parent"), [c[1:] for c in PARENTS], ids=[c[0] for c in PARENTS])
def test_parent(lines, name, parent):
    assert passage(*lines).parent(name) == parent


def test_an_agency_belongs_to_its_ministry_where_both_are_named():
    found = passage("文部科学省所属的日本科学技术振兴机构（JST）负责实施。")
    assert found.organisation("JST").parent == found.organisation("文部科学省").key
    assert passage("日本科学技术振兴机构负责实施。").organisation("日本科学技术振兴机构").parent is None


def test_a_measure_knows_who_runs_it():
    found = passage("日本科学技术振兴机构（JST）实施蓝鲸计划。")
    assert found.measure("蓝鲸计划").organisations == (found.organisation("JST").key,)


def test_the_programmes_agency_is_known_from_the_authority_file():
    found = passage("A-STEP始于2009年。", "日本科学技术振兴机构（JST）成立于2003年。")
    assert found.measure("A-STEP").organisations == (found.organisation("JST").key,)


def test_a_table_row_names_the_country_and_rows_of_several_name_partners():
    rows = ["计划名称\t国家\t金额", "青橙支援计划\t法国\t每年6200万欧元", "蓝鲸支援计划\t瑞士\t500万瑞士法郎"]
    found = passage("日本的研究很多。", *rows)
    assert [found.measure(n).country for n in ("青橙支援计划", "蓝鲸支援计划")] == ["FR", "CH"]
    partners = passage("日本的双边合作很多。", "国家\t计划名称", "中国\t日本双边蓝鲸计划", "英国\t日本双边蓝鲸计划")
    assert partners.measure("日本双边蓝鲸计划").country == "JP"
