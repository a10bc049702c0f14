"""Whom a measure is for, which stage it pays for, what is raised or lowered: both languages side by side."""

import pytest
from comparerecords import document, measure

from pipeline.comparison.counterparts import counterparts
from pipeline.comparison.table import open_table
from pipeline.comparison.traits import open_finder, profiles
from pipeline.data import Clustering, Dataset, Vectors
from pipeline.lexicon.rows import read_traits

FINDER = open_finder(read_traits())


def profile(text):
    found = profiles([measure("m", (0, len(text)))], [document(text)], FINDER)
    return found[0] if found else None


def keys(text, group):
    told = profile(text)
    return [] if told is None else [cue.key for cue in getattr(told, group)]


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("该计划资助中小企业的产品开发。", "The scheme supports product development in small firms.", ["smes"]),
        ("面向博士后发放津贴。", "Stipends are paid to postdocs.", ["early_career"]),
        ("大学和研究所均可申请。", "Universities and research institutes may apply.", ["research_institutes", "universities"]),
        ("初创企业可以提出申请。", "Start-ups may apply.", ["startups"]),
        ("天气很好。", "The weather was fine.", []),
    ],
)  # fmt: skip
def test_beneficiaries(zh, en, expected):
    assert keys(zh, "beneficiaries") == keys(en, "beneficiaries") == expected


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("经费用于基础研究。", "The money goes to basic research.", ["basic_research"]),
        ("支持样机的制造。", "It pays for building prototypes.", ["development"]),
        ("帮助成果商业化。", "It helps results to market.", ["commercialisation"]),
        ("先做概念验证。", "A proof of concept comes first.", ["feasibility"]),
    ],
)
def test_stages(zh, en, expected):
    assert keys(zh, "stages") == keys(en, "stages") == expected


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("政府把企业税率提高到25%。", "The government raised the corporate tax rate to 25%.", ["up:tax_rate"]),
        ("政府把企业税率降低到15%。", "The government lowered the corporate tax rate to 15%.", ["down:tax_rate"]),
        ("该基金的预算被削减一半。", "The fund's budget was cut by half.", ["down:funding"]),
        ("资助期限延长一年。", "The funding period is extended by a year.", ["up:term"]),
        ("补助率有所下调，预算不变。", "The funding rate fell, the budget did not.", ["down:support_rate"]),
        ("预算没有变化，人数增加。", "The budget did not change, and numbers grew.", []),
    ],
)
def test_directions_hold_within_a_clause(zh, en, expected):
    assert keys(zh, "changes") == expected
    assert keys(en, "changes") == expected


def test_a_cue_stands_where_it_says():
    text = "2020年起，小微企业可以申请，小微企业优先。"
    cue = profile(text).beneficiaries[0]
    assert text[cue.span.start : cue.span.end] == cue.words == "小微企业"
    assert (cue.doc_id, cue.span.start) == ("d", 7)


def test_what_is_said_most_often_goes_first():
    text = "中小企业与大学合作；大学承担研究，大学提供设备。"
    assert keys(text, "beneficiaries") == ["universities", "smes"]


def test_words_of_other_words_are_not_found():
    assert keys("A smesh of collegex.", "beneficiaries") == []


def test_raising_and_lowering_are_opposites_though_their_wording_is_alike():
    texts = {
        "up": "The budget of the fund was raised.",
        "down": "The budget of the fund was lowered.",
        "also": "The fund's budget was increased.",
    }
    measures = tuple(
        measure(key, (0, len(text)), doc_id=key, country=country)
        for (key, text), country in zip(texts.items(), ("US", "GB", "DE"), strict=True)
    )
    told = profiles(measures, [document(text, doc_id=key) for key, text in texts.items()], FINDER)
    same = Vectors(ids=tuple(texts), dimension=2, values=b"\x00\x00\x80\x3f\x00\x00\x00\x00" * 3, model="")
    dataset = Dataset(measures=measures, organisations=(), facts=())
    table = open_table(dataset, same, Clustering(clusters=(), outliers={}), (), told)
    found = {(c.measure_id, c.counterpart_id): c for c in counterparts(table, count=3, min_score=0.0)}
    assert "opposite:funding" in found["up", "down"].reasons
    assert "change:up:funding" in found["up", "also"].reasons
    assert found["up", "down"].score < found["up", "also"].score
    assert found["up", "down"].cosine == found["up", "also"].cosine == 1.0


def test_each_word_stands_for_one_thing_in_its_group_and_has_labels_in_both_languages():
    traits = read_traits()
    for group in (traits.beneficiaries, traits.stages, traits.directions, traits.objects):
        words = [word for trait in group.values() for word in (*trait.words_zh, *trait.words_en)]
        assert len(words) == len(set(words))
        assert all(trait.en and trait.zh and trait.words_zh and trait.words_en for trait in group.values())
    assert {d for t in traits.objects.values() for d in t.only} <= set(traits.directions)
