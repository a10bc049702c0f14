"""Words: spaCy's spans, the domain dictionary, Traditional text, and hostile input."""

import logging
import time
from importlib import resources
from itertools import pairwise

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordmodels import assert_spans_hold, split, word_model, words_of

from pipeline.text.dictionary import Jieba
from pipeline.text.words import MAX_KNOWN, MAX_RUN

DOMAIN = resources.files("pipeline.lexicon").joinpath("domain_words.txt").read_text("utf-8").splitlines()
OFF = {"deadline": None}  # the first example pays for jieba's tables


def test_chinese_words_leave_out_punctuation_and_space():
    assert words_of("该计划为期 5 年，预算3亿元。", "zh") == ["该", "计划", "为期", "5", "年", "预算", "3", "亿元"]


def test_english_words_leave_out_punctuation_and_space():
    assert words_of("The U.S. budget (2019): $5.2 billion!", "en") == [
        "The",
        "U.S.",
        "budget",
        "2019",
        "5.2",
        "billion",
    ]


@pytest.mark.parametrize("word", ["产学研合作", "技术转移办公室", "竞争性科研经费", "研发费用加计扣除", "独立行政法人"])
def test_domain_words_stay_whole(word):
    assert word in words_of(f"日本的{word}于去年开始。", "zh")


def test_every_domain_word_is_a_word_of_its_own():
    torn = [word for line in DOMAIN if words_of(word := line.split()[0], "zh") != [word]]
    assert torn == []


def test_domain_words_are_listed_once_and_well_formed():
    entries = [line.split(" ") for line in DOMAIN]
    assert all(len(entry) == 3 and int(entry[1]) > 0 and entry[2].isalpha() for entry in entries)
    assert len({entry[0] for entry in entries}) == len(entries) >= 400


def test_traditional_text_is_cut_like_its_simplified_form():
    traditional, simplified = "政府提供創業投資與技術轉移補助金", "政府提供创业投资与技术转移补助金"
    assert split(traditional, "zh")[1] == split(simplified, "zh")[1]
    assert "技術轉移" in words_of(traditional, "zh")


def test_japanese_kana_come_in_runs():
    assert words_of("イノベーションを支援する制度", "ja") == ["イノベーション", "を", "支援", "する", "制度"]


ENGLISH = st.lists(st.sampled_from([
    "The", "U.S.", "didn't", "(JST)", "$5.2", "2,000-3,000", "e.g.,", "No.", "5", "ⅷ.", "a.m.", "co-operation/aid", "Ph.D.;",
    "https://a.example/b?c=d", "“Quoted”", "10%", "€2m", "can't.", "…", "--", "\n", "  ", "\t", "日本", "don’t", "A/B", "x" * 130,
])).map(" ".join)  # fmt: skip


@given(text=ENGLISH)
@settings(**OFF, derandomize=True)  # where emoticons touch quotation marks, spaCy's own tokens depend on what is around
def test_english_tokens_are_spacys_own_whatever_was_seen_before(text):
    english = word_model().english
    own = [(t.idx, t.idx + len(t)) for t in english.pipeline.tokenizer(text) if not text[t.idx].isspace()]
    if max(map(len, text.split()), default=0) <= MAX_RUN:
        assert english.spans(text) == own
    assert english.spans(text) == english.spans(text)


def test_a_worker_does_not_remember_every_run_it_meets():
    english = word_model().english
    text = " ".join(f"w{i}" for i in range(MAX_KNOWN + 10))
    assert [text[a:b] for a, b in english.spans(text)] == text.split()
    assert len(english.known) <= MAX_KNOWN


def test_words_can_be_switched_off():
    sentences, found = split("预算三亿元。期限五年。", "zh", words=False)
    assert len(sentences) == 2
    assert found == []


@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cn"])))
@settings(**OFF)
def test_the_quick_dictionary_walk_finds_jiebas_own_words(jiebas, text):
    plain, quick = jiebas
    assert list(quick.cut(text)) == list(plain.cut(text))


@pytest.mark.parametrize(
    "text",
    ["北京大学生前来应聘，研究生命的起源", "他来到了网易杭研大厦", "并于同年成立JST(科学技术振兴机构)，3%的经费"],
)
def test_the_quick_dictionary_walk_on_ambiguous_text(jiebas, text):
    plain, quick = jiebas
    assert list(quick.cut(text)) == list(plain.cut(text))


@pytest.fixture(scope="module")
def jiebas():
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    for line in DOMAIN:
        word, frequency, tag = line.split()
        plain.add_word(word, int(frequency), tag)
    return plain, Jieba(DOMAIN)


def test_jieba_is_quiet_and_private(capfd, caplog):
    shared = (jieba.dt.initialized, len(jieba.dt.FREQ))  # another test may have used it; ours must not
    with caplog.at_level(logging.DEBUG):
        Jieba(["科技创新券制度 10 n"])
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
    assert (jieba.dt.initialized, len(jieba.dt.FREQ)) == shared


@given(text=st.text(), language=st.sampled_from(["zh", "en", "ja", "und"]))
@settings(**OFF)
def test_any_text_gives_words_inside_its_sentences(text, language):
    sentences, found = split(text, language)
    assert_spans_hold(text, sentences)
    assert all(b <= c for (_, b), (c, _) in pairwise(found))
    assert all(any(s <= a and b <= e for s, e in sentences) for a, b in found)
    assert all(any(c.isalnum() for c in text[a:b]) for a, b in found)


@pytest.mark.parametrize("unit", [".", ")", "a", "中", "“", "-.", "http://"])
def test_a_long_run_without_space_takes_no_quadratic_time(unit):
    text = unit * (100 * MAX_RUN // len(unit))
    for language in ("en", "zh"):
        start = time.process_time()
        split(text, language)
        assert time.process_time() - start < 5
