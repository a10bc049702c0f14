"""Stray spaces: which go, which stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.repair import Strip
from pipeline.text.spaces import mend_spaces

PIECES = st.lists(
    st.sampled_from(
        [
            "研",
            "究",
            "经费",
            "JST",
            "R",
            "E",
            "P",
            "2",
            "0",
            "1",
            "9",
            "000",
            "3.",
            ".5",
            ",",
            "(",
            ")",
            "，",
            "万",
            "%",
            "“",
        ]
    ),
    max_size=12,
)


def spread(*parts, size=10.0):
    """A line of strings and gaps: CJK characters take `size`, others half; a gap is a number and a space."""
    text, edges, x = "", [], 0.0
    for part in parts:
        if isinstance(part, str):
            for char in part:
                text, x = text + char, x + 0.0
                edges.append(x)
                x += size if ord(char) > 0x2E80 else size / 2
        else:
            text += " "
            edges.append(x)
            x += part
    return Strip(text, (*edges, x))


def evenly(text, gap):
    """A line whose characters all stand `gap` apart."""
    return spread(*[part for char in text for part in (char, gap)][:-1])


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("研 究 成 果 最 佳 支 援", "研究成果最佳支援"),
        ("计划 ，例如 （ 二 ）", "计划，例如（二）"),
        ("—— 研究", "——研究"),
        ("摘   要：内容", "摘要：内容"),
        ("目　录", "目录"),
        ("第一章　总则", "第一章　总则"),
        ("提供 2 000 万～ 5 亿日元", "提供 2 000 万～ 5 亿日元"),
        ("JST 计划", "JST 计划"),
        ("the “moon shot” plan", "the “moon shot” plan"),
        ("张三丰 李四光", "张三丰 李四光"),
        ("R E P O R T", "REPORT"),
        ("options A B C D", "options A B C D"),
        ("共 1 , 000 人", "共 1,000 人"),
        ("增长 12 .5%", "增长 12.5%"),
        ("about 0. 15 percent", "about 0.15 percent"),
        ("in 2012, 345 projects of 2019. 15 more", "in 2012, 345 projects of 2019. 15 more"),
        ("pages 12, 345 and 6", "pages 12, 345 and 6"),
        ("12 34 56", "12 34 56"),
        ("Goals . . . 8", "Goals . . . 8"),
    ],
)
def test_stray_spaces_go_and_meant_ones_stay(source, plain):
    assert mend_spaces(Strip(source)).text == plain


def test_a_narrow_gap_is_justification_and_a_wide_one_is_meant():
    assert mend_spaces(spread("科研", 3, "经费"), size=10).text == "科研经费"
    assert mend_spaces(spread("名称", 20, "金额"), size=10).text == "名称 金额"


def test_a_gap_is_measured_by_the_gaps_of_its_line():
    assert mend_spaces(spread("第一条", 5, "为了保护权益"), size=10).text == "第一条 为了保护权益"
    assert mend_spaces(evenly("并于同年正式施行", 5), size=10).text == "并于同年正式施行"


def test_half_width_marks_in_full_width_cells_leave_no_space():
    assert mend_spaces(spread("图书馆(", 5, "室)", 5, "规程"), size=10).text == "图书馆(室) 规程"
    assert mend_spaces(spread("至少在0.", 2.5, "15—0.", 2.5, "5册"), size=10).text == "至少在0.15—0.5册"
    assert mend_spaces(spread("1.", 2.5, "1", 10, "框架结构"), size=10).text == "1.1 框架结构"
    assert mend_spaces(spread("2002", 2, "—2008年"), size=10).text == "2002—2008年"
    assert mend_spaces(spread("12", 2, "—", 2, "34"), size=10).text == "12 — 34"
    assert mend_spaces(spread("中图分类号", 2.5, ": G311"), size=10).text == "中图分类号: G311"


def test_an_item_that_begins_with_a_number_keeps_its_space():
    assert mend_spaces(spread("2.", 5, "2017 年，会议"), size=10).text == "2. 2017 年，会议"
    assert mend_spaces(spread("3.", 5, "15 个项目"), size=10).text == "3. 15 个项目"


def test_letters_set_wide_are_words_and_wider_gaps_part_them():
    line = spread("A", 2, "N", 2, "N", 2, "U", 2, "A", 2, "L", 6, "P", 2, "L", 2, "A", 2, "N")
    assert mend_spaces(line, size=10).text == "ANNUAL PLAN"
    assert mend_spaces(evenly("2019", 2), size=10).text == "2019"
    assert mend_spaces(evenly("XYZW", 20), size=10).text == "X Y Z W"


def test_edges_stay_with_their_characters():
    strip = mend_spaces(Strip("研 究a", (0, 10, 14, 24, 30)), size=10)
    assert strip == Strip("研究a", (0, 14, 24, 30))


@given(st.lists(PIECES.map("".join), max_size=4).map(" ".join), st.sampled_from([0.0, 10.0]), st.floats(0, 15))
def test_only_spaces_go_and_none_goes_later(text, size, gap):
    line = spread(*[part for word in text.split(" ") for part in (word, gap)][:-1])
    mended = mend_spaces(line, size=size)
    assert mended.text.replace(" ", "") == text.replace(" ", "")
    assert len(mended.edges) == len(mended.text) + 1
    assert list(mended.edges) == sorted(mended.edges)
    assert mend_spaces(mended, size=size) == mended
