"""Languages by script, on strings as policy documents have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.language import language_of, language_or, word_language

CASES = [
    ("Chinese sentence", "该计划为期五年。", "zh"),
    ("Traditional sentence", "該計畫為期五年。", "zh"),
    (
        "Chinese with a long English name",
        "日本科学技术振兴机构(Japan Science and Technology Agency, JST)成立于2003年",
        "zh",
    ),
    ("Chinese with an acronym", "A-STEP 计划", "zh"),
    ("Chinese with one Japanese particle", "“科学の里”是筑波的一个研究园区项目", "zh"),
    ("English sentence", "The programme runs for five years.", "en"),
    (
        "English with a Chinese name",
        "The Torch Programme (火炬计划) was launched by the Ministry of Science and Technology.",
        "en",
    ),
    ("English headline in capitals", "EXECUTIVE SUMMARY", "en"),
    ("English word in a cell", "Budget", "en"),
    ("Japanese sentence", "研究開発を支援する制度である。", "ja"),
    ("Japanese katakana", "イノベーション", "ja"),
    ("Japanese title with few kana", "科学技術・イノベーション基本計画", "ja"),
    ("acronym", "JST", "und"),
    ("acronym with a hyphen", "A-STEP", "und"),
    ("figures", "5.2%", "und"),
    ("nothing", "", "und"),
    ("Korean", "과학기술정보통신부는 예산을 편성한다", "und"),
    ("Russian", "Министерство науки", "und"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_language(text, expected):
    assert language_of(text) == expected


def test_text_without_evidence_takes_the_documents_language():
    assert language_or("JST", "zh") == "zh"
    assert language_or("12.5", "en") == "en"


def test_another_script_is_not_called_the_documents_language():
    assert language_or("과학기술정보통신부", "zh") == "und"


def test_evidence_beats_the_documents_language():
    assert language_or("The programme runs for five years.", "zh") == "en"


@pytest.mark.parametrize(("language", "pipeline"), [("zh", "zh"), ("ja", "zh"), ("en", "en"), ("und", "en")])
def test_each_language_has_a_word_pipeline(language, pipeline):
    assert word_language(language) == pipeline


@given(
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1), st.text("0123456789 .,%")
)
def test_figures_do_not_change_the_language(han, figures):
    assert language_of(han + figures) == language_of(han) == "zh"
