"""Names of measures and organisations: the cases of both languages, and how forms come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import cases, passage

from pipeline.grammar.naming import RANK, Candidate, choose, written

ZH, EN = cases("names.zh"), cases("names.en")


@pytest.mark.parametrize("case", ZH + EN, ids=lambda case: case["name"])
def test_a_sentence_names(case):
    found = passage(case["text"])
    assert found.kinds() == case["measures"]
    assert found.forms("organisation") == case["organisations"]


def test_there_are_many_cases_and_many_without_a_name():
    assert min(len(ZH), len(EN)) >= 80
    for language in (ZH, EN):
        assert sum(not case["measures"] and not case["organisations"] for case in language) >= 20


def test_a_name_comes_back_without_its_mark():
    found = passage("“海燕回巢计划”始于2011年。海燕回巢计划每年评审一次。")
    assert [(n.form, n.rule) for n in found.extraction.names] == [
        ("海燕回巢计划", "measure.quoted"),
        ("海燕回巢计划", "measure.head"),
    ]


def test_a_quoted_item_of_a_list_comes_back_bare():
    found = passage("先后实施了“星火播种”“海燕回巢”等计划。海燕回巢面向海外学者。")
    again = [n for n in found.extraction.names if n.form == "海燕回巢"]
    assert [n.rule for n in again] == ["measure.quoted", "measure.again"]


def test_a_name_without_its_country_comes_back():
    found = passage("英国蓝鲸伙伴计划历史悠久。", "蓝鲸伙伴计划每年资助数百个项目。")
    assert found.forms("measure") == ["英国蓝鲸伙伴计划", "蓝鲸伙伴计划"]


def test_a_latin_form_comes_back_only_as_a_word():
    found = passage(
        "The Coastal Technology Transfer Programme (CTTP) is small. CTTPs and XCTTP are others, CTTP is not."
    )
    assert [n.form for n in found.extraction.names].count("CTTP") == 2


def test_words_broken_by_spaces_make_one_form():
    assert written("研究 成果\n支援计划") == "研究成果支援计划"
    assert written(" “A-STEP 计划” ") == "A-STEP 计划"


def test_traditional_names_keep_their_characters():
    found = passage("產學合作攻關計畫（CIPP）由經濟部主管。產學合作攻關計畫每年撥款3億元。")
    assert found.forms("measure") == ["產學合作攻關計畫", "CIPP"]


candidates = st.builds(
    lambda of, start, length, rule: Candidate(of, start, start + length, "x" * length, f"{of}.{rule}", 0.8),
    of=st.sampled_from(["measure", "organisation"]),
    start=st.integers(0, 40),
    length=st.integers(2, 12),
    rule=st.sampled_from(sorted(RANK)),
)


@given(st.lists(candidates, max_size=12))
def test_what_is_chosen_does_not_overlap_and_leaves_no_room(found):
    chosen = choose(found)
    for left, right in zip(chosen, chosen[1:], strict=False):
        assert left.end <= right.start
    assert set(chosen) <= set(found)
    marked = {"organisation.head", "organisation.marked"}
    for candidate in found:
        if candidate.rule not in marked:  # these may give way to a known name inside them
            assert any(c.start < candidate.end and candidate.start < c.end for c in chosen)


@given(st.permutations([("a", 0, 6), ("b", 4, 12), ("c", 14, 18), ("d", 15, 17)]))
def test_the_choice_does_not_depend_on_the_order(order):
    found = choose([Candidate("measure", a, b, name, "measure.head", 0.8) for name, a, b in order])
    assert [c.form for c in found] == ["b", "c"]


PASSING = [
    ("研究面向东盟、印度、中国等开展。", {"东盟": "country list"}),
    ("研究面向东盟、印度、亚太经合组织(OECD)等开展。", {"东盟": "country list", "亚太经合组织": "country list", "OECD": "country list"}),
    ("据世界知识产权组织(WIPO)发布的报告，排名第一。", {"世界知识产权组织": "source", "WIPO": "source"}),
    ("The share is low (World Bank, 2021). It grows.", {"World Bank": "source"}),
    ("The World Bank runs the Harbour Programme (HP, 2021).", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asides"), PASSING, ids=[text[:12] for text, _ in PASSING])
def test_bodies_in_passing_say_why(text, asides):
    assert {n.form: n.aside for n in passage(text).extraction.names if n.aside} == asides
