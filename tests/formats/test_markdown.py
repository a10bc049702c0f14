"""Markdown, by its name or by its mark-up."""

from __future__ import annotations

import pytest
from drawnpdf import body, check_document, kinds, rows_of, source
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.errors import DocumentError
from pipeline.formats.markdown import is_marked_up
from pipeline.read import read


def read_markdown(text, name="memo.md"):
    document = read(source(text.encode(), name=name), config=load_config().read)
    check_document(document)
    assert document.format == "markdown"
    return document


def headings(document):
    return [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind == "heading"]


def test_marks_are_gone_and_what_they_mean_stays():
    document = read_markdown(
        "# Labs\n\nThe city pays **3 million** euro, see [the act](http://a.b), `code`, ~~old~~ and ![a plan](p.png).\n\nAims\n----\n\n> Quoted."
    )
    assert headings(document) == [("Labs", 1), ("Aims", 2)]
    assert body(document)[1] == "The city pays 3 million euro, see the act, code, old and a plan."
    assert body(document)[-1] == "Quoted."
    assert document.title == "Labs"


def test_front_matter_names_the_title():
    document = read_markdown("---\ntitle: 'Plan for labs'\nauthor: X\n---\n\n# Background\n\nText.")
    assert document.title == "Plan for labs"
    assert body(document) == ["Background", "Text."]


def test_lists_keep_their_numbers_and_lose_their_bullets():
    document = read_markdown("- one\n  - nested\n- two\n\ntext\n\n3. third\n4. fourth\n")
    assert body(document) == ["one", "nested", "two", "text", "3. third", "4. fourth"]
    assert [k for t, k in kinds(document).items() if t != "text"] == ["list"] * 5


def test_tables_of_bars_of_html_and_of_tabs():
    document = read_markdown(
        "表1 经费\n\n单位：万元\n\n| 平台 | 经费 |\n|:--|--:|\n| **甲** \\| 乙 | 300 |\n| 丙 |\n\n"
        "<table><tr><td rowspan=2>A</td><td>B</td></tr><tr><td>C</td></tr></table>\n\n说明如下：\n类别\t名称\t额\n\t丁\t5\n"
    )
    bars, html, tabs = document.tables
    assert rows_of(document, bars) == [["平台", "经费"], ["甲 | 乙", "300"], ["丙", ""]]
    assert document.text[bars.caption.start : bars.caption.end] == "表1 经费"
    assert document.text[bars.unit.start : bars.unit.end] == "单位：万元"
    assert (html.cells[0].row_span, rows_of(document, html)) == (2, [["A", "B"], ["C"]])
    assert rows_of(document, tabs) == [["类别", "名称", "额"], ["", "丁", "5"]]


def test_footnotes_are_notes():
    document = read_markdown("Up to 5 years[^1].\n\n[^1]: Extended once.\n\nMore text.")
    assert body(document) == ["Up to 5 years[1].", "More text.", "[1] Extended once."]
    assert kinds(document)["[1] Extended once."] == "note"


def test_lines_that_an_editor_broke_are_joined_and_those_of_an_author_are_not():
    wrapped = "The ministry supports joint laboratories of firms and\nuniversities over a period of four years, as the act of\n2020 provides."
    assert body(read_markdown(wrapped)) == [wrapped.replace("\n", " ")]
    assert body(read_markdown("# 资助\n\n蓝鲸计划面向企业。\n每个项目最高80万元。")) == [
        "资助",
        "蓝鲸计划面向企业。",
        "每个项目最高80万元。",
    ]


def test_emphasis_beside_han_characters_and_a_rule_right_under_a_sentence():
    document = read_markdown(
        "# 平台\n\n**定位：**建立平台\n\n资助期限为三年，期满后验收合格的可以再延长两年。\n---\n完。"
    )
    assert body(document)[1:] == ["定位：建立平台", "资助期限为三年，期满后验收合格的可以再延长两年。", "完。"]
    assert headings(document) == [("平台", 1)]


def test_indented_text_is_no_code_and_fenced_text_is_a_figure():
    document = read_markdown("# A\n\n    Indented text.\n\n```mermaid\na --> b\n```\n")
    assert kinds(document) == {"A": "heading", "Indented text.": "text", "a --> b": "figure"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("# 一、总则\n正文。", True),
        ("正文。\n\n## 一\n\n正文。\n\n## 二\n", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", True),
        ("一、总则\n正文 # 1。", False),
        ("1. a\n2. b\n* c\n- d\n---\n", False),
        ("#hashtag\n#two", False),
    ],
)
def test_only_unmistakable_mark_up_makes_a_text_markdown(text, marked):
    assert is_marked_up(text) is marked
    document = read(source(text.encode(), name="a.txt"), config=load_config().read)
    assert (document.format == "markdown") is marked


@given(st.text(st.sampled_from("#*_-|`[]()!<>&\\\n\t 1.a资助\"'~^:"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_mark_up_gives_a_sound_document(text):
    try:
        document = read(source(text.encode(), name="a.md"), config=load_config().read)
    except DocumentError:
        return
    check_document(document)
