"""Stage link: what its records refer to, its sentences and its parents."""

from passages import drawn, models, passage, settings

from pipeline.data import Extraction
from pipeline.link import SENTENCES, link

TEXT = [
    "# 一、蓝鲸计划",
    "蓝鲸计划（BWP）由日本科学技术振兴机构（JST）实施，向企业提供无息贷款，每个项目资助2000万日元。",
    "蓝鲸计划分为原理验证阶段、市场导入阶段两个阶段。",
    "## （一）原理验证阶段",
    "“需求牵引型”由企业提出问题，期限两年。",
    "计划名称\t金额",
    "青橙计划\t3亿日元",
    "海湾计划\t5亿日元",
]


def test_keys_links_and_parents_refer_to_what_is_there():
    found = drawn(*TEXT)
    mentions = {m.mention_id for m in found.extraction.mentions}
    measures = {m.key for m in found.linked.measures}
    organisations = {o.key for o in found.linked.organisations}
    assert len(measures) == len(found.linked.measures)
    for measure in found.linked.measures:
        assert {link.mention_id for link in measure.links} <= mentions
        assert measure.parent is None or measure.parent in measures - {measure.key}
        assert set(measure.organisations) <= organisations


def test_a_measure_knows_its_names_runner_instrument_and_passages():
    found = drawn(*TEXT)
    measure = found.measure("蓝鲸计划")
    assert measure.names == ("蓝鲸计划", "BWP")
    assert measure.organisations == (found.organisation("JST").key,)
    assert "loans_credits" in [c.instrument for c in measure.codings]
    text = found.document.text
    assert [text[s.start : s.end] for s in measure.sentences][1].startswith("蓝鲸计划（BWP）由")


def test_a_chain_of_parents():
    found = drawn(*TEXT)
    assert found.parent("需求牵引型") == "原理验证阶段"
    assert found.parent("原理验证阶段") == "蓝鲸计划"
    assert found.parent("蓝鲸计划") is None


def test_only_so_many_sentences_are_kept():
    found = passage(*["蓝鲸计划很小。"] * (SENTENCES + 3))
    assert len(found.measure("蓝鲸计划").sentences) == SENTENCES


def test_programmes_that_open_each_others_names_make_no_circle():
    found = passage("蓝鲸计划框架下的青橙专项很小。", "青橙专项框架下的蓝鲸计划很大。")
    parents = {found.parent("蓝鲸计划"), found.parent("青橙专项")}
    assert None in parents, "one of the two is nobody's part"


def test_nothing_extracted_nothing_linked():
    found = passage("今天天气很好。")
    linked = link(
        found.document, found.segments, Extraction(mentions=(), names=()), config=settings().link, model=models()[2]
    )
    assert (linked.measures, linked.organisations) == ((), ())
