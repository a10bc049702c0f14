"""Codes of the EC-OECD STIP instruments and the words that decide them."""

import pytest
from passages import cases, passage

from pipeline.data import Document, Page, Span
from pipeline.lexicon.rows import Cues, Instrument, read_instruments
from pipeline.linking.coding import Coder
from pipeline.linking.scope import MENTION, NAME, SUBJECT, Stretch


def instrument(strong=(), weak=(), excluded=(), passing=(), **more):
    cues = Cues(zh_strong=strong, zh_weak=weak, zh_passing=passing, en_strong=(), en_weak=(), not_=excluded)
    return Instrument(group="governance", en="x", zh="x", definition_en="x", definition_zh="x", cues=cues, **more)


@pytest.fixture(scope="module")
def coder():
    return Coder(
        {
            "loans_credits": instrument(strong=("贷款",), excluded=("学生贷款",)),
            "centres_of_excellence": instrument(weak=("中心", "卓越", "基地"), passing=("一流", "前沿")),
            "national_strategy": instrument(weak=("战略",), kinds=("strategy",), not_heads=("指南",)),
        }
    )


def codes(coder, sentences, name="", kind="programme", factor=SUBJECT):
    text = "\n".join([name, *sentences])
    page = Page(number=1, width=1, height=1, start=0, end=len(text))
    document = Document(
        doc_id="d", source="", sha256="", title="", languages=("zh",), text=text, pages=(page,), blocks=(), lines=()
    )
    spans, start = [], len(name) + 1
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    stretches = [Stretch(Span(0, len(name)), NAME), *(Stretch(span, factor) for span in spans)]
    found = coder.code(document, text, stretches, kind=kind)
    assert all(text[c.span.start : c.span.end] == c.cue for c in found)
    return [c.instrument for c in found]


def test_one_strong_cue_decides(coder):
    assert codes(coder, ["提供贷款。"]) == ["loans_credits"]


def test_one_weak_cue_does_not(coder):
    assert codes(coder, ["设立中心。"]) == []


def test_two_weak_cues_decide(coder):
    assert codes(coder, ["设立卓越中心。"]) == ["centres_of_excellence"]


def test_a_weak_cue_said_again_stays_one(coder):
    assert codes(coder, ["设立中心。", "中心在北方。", "各中心独立。"]) == []


def test_a_weak_cue_in_the_name_counts_double(coder):
    assert codes(coder, [], name="海湾中心") == ["centres_of_excellence"]


def test_passing_cues_decide_only_together_and_not_in_a_name(coder):
    assert codes(coder, [], name="前沿计划") == []
    assert codes(coder, ["资助前沿研究。"]) == []
    assert codes(coder, ["资助一流的前沿研究。"]) == ["centres_of_excellence"]


def test_what_only_mentions_a_measure_says_less(coder):
    assert codes(coder, ["设立卓越中心。"], factor=MENTION) == []


def test_what_a_law_is_named_after_is_not_what_it_is(coder):
    assert codes(coder, [], name="海湾中心", kind="law") == []


def test_a_strategy_is_one_and_not_what_it_speaks_of(coder):
    assert codes(coder, ["提供贷款。"], name="海湾中心", kind="strategy") == ["national_strategy"]


def test_a_guide_is_no_strategy(coder):
    assert codes(coder, [], name="海湾建设指南", kind="strategy") == []


@pytest.mark.parametrize("text", ["不提供贷款。", "没有贷款。", "无需贷款。"])
def test_a_cue_that_is_denied_does_not_count(coder, text):
    assert codes(coder, [text]) == []


def test_a_cue_inside_an_excluded_phrase_does_not_count(coder):
    assert codes(coder, ["学生贷款很多。"]) == []
    assert codes(coder, ["学生贷款很多，企业贷款很少。"]) == ["loans_credits"]


def test_the_strongest_comes_first(coder):
    assert codes(coder, ["提供贷款。"], name="卓越中心") == ["centres_of_excellence", "loans_credits"]


CASES = [*cases("instruments.zh"), *cases("instruments.en")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['text'][:12]}")
def test_the_lexicons_cues_reach_a_measure(case):
    (measure,) = passage(case["text"]).linked.measures
    first = measure.codings[0].instrument if measure.codings else None
    assert first == case["instrument"]


def test_every_instrument_has_cases_in_both_languages():
    keys = set(read_instruments())
    for language in ("zh", "en"):
        assert {case["instrument"] for case in cases(f"instruments.{language}")} - {None} == keys


def test_a_part_without_words_of_its_own_is_coded_as_its_whole():
    found = passage("蓝鲸计划向企业提供无息贷款，分为“需求牵引型”和“种子培育型”两种类型。", "“需求牵引型”由大学提出。")
    whole, part = found.measure("蓝鲸计划"), found.measure("需求牵引型")
    assert part.codings == whole.codings != ()


def test_a_sentence_about_another_measure_does_not_code_this_one():
    found = passage("蓝鲸计划很小，青橙计划向企业提供无息贷款。")
    assert [c.instrument for c in found.measure("青橙计划").codings] == ["loans_credits"]
    assert found.measure("蓝鲸计划").codings == ()


def test_what_its_topic_says_codes_a_measure():
    found = passage("蓝鲸计划始于2015年。每个企业可以得到无息贷款。")
    assert [c.instrument for c in found.measure("蓝鲸计划").codings] == ["loans_credits"]
