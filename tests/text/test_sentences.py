"""Sentences: the cases of both languages, and what must hold for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordmodels import assert_spans_hold, split

from pipeline.text.sentences import MAX_SENTENCE, EnglishRules, chinese_sentences, english_sentences

CASES = Path(__file__).parents[1] / "cases"
ZH, EN = (
    [json.loads(line) for line in (CASES / f"sentences.{lang}.jsonl").read_text("utf-8").splitlines()]
    for lang in ("zh", "en")
)

policy_text = st.text(st.sampled_from("甲乙丙ab A1.5。！？；，：“”‘’（）()《》「」[]!?;. \n\n…②\u3000"))
any_text = st.one_of(policy_text, st.text())


@pytest.mark.parametrize("case", ZH, ids=lambda case: case["name"])
def test_chinese(case):
    assert [case["text"][a:b] for a, b in chinese_sentences(case["text"])] == case["sentences"]


@pytest.mark.parametrize("case", EN, ids=lambda case: case["name"])
def test_english(case):
    sentences, _ = split(case["text"], "en")
    assert [case["text"][a:b] for a, b in sentences] == case["sentences"]


@given(any_text)
def test_chinese_sentences_hold_all_the_text(text):
    assert_spans_hold(text, chinese_sentences(text))


@given(any_text)
def test_english_sentences_hold_all_the_text(text):
    tokens = [(i, i + 1) for i, c in enumerate(text) if not c.isspace()]
    rules = EnglishRules(abbreviations={}, function_words=frozenset())
    assert_spans_hold(text, english_sentences(text, tokens, rules))


@given(
    st.lists(
        st.sampled_from(["预算为三亿元", "期限五年", "由JST执行", "详见《办法》", "（见附件）不得延长"]), min_size=1
    )
)
def test_chinese_sentences_are_found_one_by_one(clauses):
    sentences = [clause + "。" for clause in clauses]
    text = "".join(sentences)
    assert [text[a:b] for a, b in chinese_sentences(text)] == sentences


@given(st.text("甲乙丙。！？；，", max_size=50))
def test_title_marks_are_never_torn(title):
    text = f"先看。《{title}》是文件。再看。"
    torn = [text[a:b] for a, b in chinese_sentences(text) if ("《" in text[a:b]) != ("》" in text[a:b])]
    assert torn == []


@pytest.mark.parametrize(
    ("clause", "ends"),
    [("每投入1元财政资金，", "，"), ("科技创新中心和", "科技创新中心和"), ("USD 20 million to agency A, ", ",")],
)
def test_a_sentence_without_end_is_cut_between_clauses(clause, ends):
    text = clause * 2000
    sentences, _ = split(text, "en" if clause.isascii() else "zh")
    assert len(sentences) >= len(text) // MAX_SENTENCE
    assert max(b - a for a, b in sentences) <= MAX_SENTENCE
    assert {text[b - 1] for _, b in sentences} <= set(ends)
    assert "".join(text[a:b] for a, b in sentences).replace(" ", "") == text.replace(" ", "")
