"""Plain text as extractors leave it."""

from __future__ import annotations

import pytest
from drawnpdf import body, check_document, kinds, rows_of, source

from pipeline.config import load_config
from pipeline.errors import UnknownFormatError
from pipeline.formats.text import decode
from pipeline.read import read

CHINESE = "日本政府在技术转移的过程中采用了公私合作的机制，与产业界和学术界共同承担研究开发的费用和风险。"
TRADITIONAL = "日本政府在技術轉移的過程中採用了公私合作的機制，與產業界和學術界共同承擔研究開發的費用和風險。"


def read_text(text):
    document = read(source(text.encode(), name="t.txt"), config=load_config().read)
    check_document(document)
    return document


def wrap(text, width):
    return [text[n : n + width] for n in range(0, len(text), width)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        ("Funding of 3 million euro a year", "utf-16-le"),
    ],
)
def test_encodings_are_told_by_the_bytes(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8\x00\xd8", b"\x80\x81\x82\xff" * 20, b"\x00\x01\x02text"])
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(UnknownFormatError):
        decode(content)


def test_hard_wrapped_lines_with_blank_lines_between_are_one_paragraph():
    long = (CHINESE.rstrip("。") + "，") * 4 + CHINESE
    lines = wrap(long, 22)
    document = read_text("\n\n".join(["1　概况", *lines, "2　结论", *wrap(CHINESE, 22)]))
    assert body(document) == ["1　概况", long, "2　结论", CHINESE]
    assert kinds(document)["1　概况"] == "heading"


def test_a_caption_and_a_figures_text_do_not_cut_a_paragraph():
    lines = wrap((CHINESE.rstrip("。") + "，") * 6 + CHINESE, 22)
    scraps = ["企业", "JST", "公开招募", "选定", "交流"]
    document = read_text("\n".join([*lines[:6], " 图 1　流程图", *scraps, *lines[6:]]))
    assert "".join(lines) in body(document)
    assert kinds(document)["图 1　流程图"] == "caption"
    assert kinds(document)["公开招募"] == "figure"


def test_a_text_with_a_paragraph_a_line_stays_as_it_is():
    document = read_text(
        "# 产学研\n\n- 校企合作\n- 产学官\n\n" + CHINESE + "\n\n" + CHINESE + "\n---\n**定位：** 建立平台"
    )
    assert body(document) == ["产学研", "- 校企合作", "- 产学官", CHINESE, CHINESE, "定位：建立平台"]
    assert [b.level for b in document.blocks][:2] == [1, None]
    assert document.title == "产学研"


def test_tab_separated_lines_are_a_table():
    document = read_text("表 1 计划\n\n类别\t名称\t金额\n1. 人才\t甲\t2 000 万\n\t乙\t\n\n说明在此。")
    (table,) = document.tables
    assert rows_of(document, table) == [["类别", "名称", "金额"], ["1. 人才", "甲", "2 000 万"], ["", "乙", ""]]
    assert document.text[table.caption.start : table.caption.end] == "表 1 计划"


def test_a_text_that_only_repeats_itself_is_not_taken_for_running_headers():
    line = "资助期限为五年，每年拨付三亿日元的项目资金，由文部科学省管理实施"
    assert line in read_text("\n".join([line] * 3)).text
