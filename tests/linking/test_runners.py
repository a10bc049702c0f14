"""Who runs or pays for a measure."""

import pytest
from passages import passage

JST = "日本科学技术振兴机构"
CASES = [
    ("before the name", ["日本科学技术振兴机构实施蓝鲸计划。"], "蓝鲸计划", [JST]),
    ("owner", ["日本科学技术振兴机构的蓝鲸计划很小。"], "蓝鲸计划", [JST]),
    ("a title's issuers", ["《财政部、科技部关于中央财政科研项目管理的办法》要求严格。"], "财政部、科技部关于中央财政科研项目管理的办法",
     ["财政部", "科技部"]),
    ("由", ["蓝鲸计划由日本科学技术振兴机构实施。"], "蓝鲸计划", [JST]),
    ("由 two", ["蓝鲸计划由日本科学技术振兴机构和日本学术振兴会资助。"], "蓝鲸计划", [JST, "日本学术振兴会"]),
    ("a later sentence", ["蓝鲸计划很小。蓝鲸计划很好。", "2015年，日本科学技术振兴机构推出蓝鲸计划。"], "蓝鲸计划", [JST]),
    ("the part's body, not the whole's", ["日本文部科学省下设的日本科学技术振兴机构实施蓝鲸计划。"], "蓝鲸计划", [JST]),
    ("of another country", ["与欧盟委员会不同，日本科学技术振兴机构实施日本蓝鲸计划。"], "日本蓝鲸计划", [JST]),
    ("the heading's", ["# 一、日本科学技术振兴机构", "蓝鲸计划很小。"], "蓝鲸计划", [JST]),
    ("its row's", ["计划名称\t实施机构", "蓝鲸计划\t日本科学技术振兴机构", "青橙计划\t日本学术振兴会"], "蓝鲸计划", [JST]),
    ("its whole's", [
        "日本科学技术振兴机构实施蓝鲸计划，分为“需求牵引型”和“种子培育型”两种类型。", "“需求牵引型”由大学提出。",
    ], "需求牵引型", [JST]),
    ("only mentioned beside it", ["蓝鲸计划的受助者来自日本科学技术振兴机构。"], "蓝鲸计划", []),
    ("before the name, in English", ["The European Commission launched the Harbour Programme."], "Harbour Programme",
     ["European Commission"]),
    ("run by", ["The Harbour Programme, run by the European Commission, is small."], "Harbour Programme",
     ["European Commission"]),
    ("was set up by", ["The Harbour Programme was set up in 2015. The Harbour Programme is managed by the European Commission."],
     "Harbour Programme", ["European Commission"]),
    ("a law and its government", ["The German government is large. The German government pays.", "Germany has the Harbour Innovation Act."],
     "Harbour Innovation Act", ["German government"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "names"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_runners(lines, name, names):
    found = passage(*lines)
    by_key = {o.key: o.names[0] for o in found.linked.organisations}
    assert [by_key[key] for key in found.measure(name).organisations] == names
