"""Repair of glyphs, spaces and line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.repair import Joint, Strip, joint, mend_spaces, repair_gbk_row, repair_glyphs, vocabulary


def mended(text, **options):
    return mend_spaces(repair_glyphs(Strip(text)), **options).text


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("⻓期⽀持", "长期支持"),
        ("１２３％ ＡＢｃ", "123% ABc"),
        ("，。（）：", "，。（）："),
        ("３．５ Ｂｅｒｎｅｒｓ－Ｌｅｅ", "3.5 Berners-Lee"),
        ("eﬃcient ﬁne", "efficient fine"),
        ("soft\xadware", "software"),
        ("cut at the end\x02", "cut at the end-"),
        ("cut\x02 in the middle", "cut in the middle"),
        ("bullet \uf0b7 gone", "bullet  gone"),
        ("no\xa0break", "no break"),
        ("\u200bzero\ufeff", "zero"),
    ],
)
def test_odd_glyphs_become_plain(source, plain):
    assert repair_glyphs(Strip(source)).text == plain


def test_gbk_row_glyphs_become_ascii_again_and_rare_characters_stay():
    assert repair_gbk_row("犜犺犲狅狉犲狋犻犮犪犾犃狀犪犾狔狊犻狊") == "TheoreticalAnalysis"
    assert repair_gbk_row("犇") == "犇"
    assert repair_gbk_row("状况") == "状况"


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
    ],
)
def test_stray_spaces_go_and_meant_ones_stay(source, plain):
    assert mended(source) == plain


def test_a_narrow_gap_is_justification_and_a_wide_one_is_meant():
    narrow = Strip("科研 经费", (0, 10, 20, 23, 33, 43))
    wide = Strip("名称 金额", (0, 10, 20, 40, 50, 60))
    assert mend_spaces(narrow, size=10).text == "科研经费"
    assert mend_spaces(wide, size=10).text == "名称 金额"


def test_edges_stay_with_their_characters():
    strip = mend_spaces(Strip("研 究a", (0, 10, 14, 24, 30)), size=10)
    assert strip == Strip("研究a", (0, 14, 24, 30))
    assert repair_glyphs(Strip("xﬁ", (0, 5, 12))) == Strip("xfi", (0, 5, 5, 12))


@given(st.text(max_size=40))
def test_a_strip_always_has_one_edge_more_than_characters(text):
    strip = mend_spaces(repair_glyphs(Strip(text, tuple(float(n) for n in range(len(text) + 1)))))
    assert len(strip.edges) == len(strip.text) + 1
    assert list(strip.edges) == sorted(strip.edges)


@given(st.text(max_size=40))
def test_repair_leaves_nothing_to_repair(text):
    once = mended(text)
    assert repair_glyphs(Strip(once)).text == once


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("科研经", "费支持", Joint(0, "")),
        ("提供 2 ～", "6 年", Joint(0, "")),
        ("research", "policy", Joint(0, " ")),
        ("支持 JST", "的计划", Joint(0, "")),
        ("the pro-", "gramme of", Joint(1, "")),
        ("a long-", "term plan", Joint(0, "")),
        ("Public-", "Private Partnership", Joint(0, "")),
        ("university-industry-", "government", Joint(0, "")),
        ("from 2008-", "2017", Joint(0, "")),
        ("costs -", "high ones", Joint(0, " ")),
        ("http://www.jst.go.jp/", "kyousou", Joint(0, "")),
        ("共资助项目 20", "15 个课题组", Joint(0, "")),
        ("in 2012", "15 projects", Joint(0, " ")),
    ],
)
def test_lines_meet_as_their_scripts_ask(first, second, expected):
    assert joint(first, second) == expected


def test_a_compound_of_the_document_keeps_its_hyphen():
    words = vocabulary(["target-driven research is target-driven here", "nothing else"])
    assert joint("a target-", "driven plan", words=words) == Joint(0, "")
    assert joint("a target-", "ing plan", words=words) == Joint(1, "")
