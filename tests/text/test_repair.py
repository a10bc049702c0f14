"""Repair of glyphs: odd forms become plain, and every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.repair import Strip, repair_gbk_row, repair_glyphs

ODD = st.text(
    st.sampled_from("ａＢ１，．－：⽀⻓ﬁ①㈱㎡²℃\u00ad\u0002\ufffe\u200b\xa0\u3000\uf0b7\ue5f9\u0301\u3099´¨`か科eE9 -")
    | st.characters(),
    max_size=30,
)


@st.composite
def strips(draw):
    """A strip with edges that ascend, or with none."""
    text = draw(ODD)
    steps = draw(st.lists(st.floats(0, 20, width=32), min_size=len(text) + 1, max_size=len(text) + 1))
    edges = tuple(sum(steps[: n + 1]) for n in range(len(text) + 1))
    return Strip(text, draw(st.sampled_from([edges, ()])))


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("⻓期⽀持", "长期支持"),
        ("１２３％ ＡＢｃ", "123% ABc"),
        ("，。（）：", "，。（）："),
        ("３．５ Ｂｅｒｎｅｒｓ－Ｌｅｅ", "3.5 Berners-Lee"),
        ("ＤＯＩ：１０．１３６６６／ｊ", "DOI:10.13666/j"),
        ("１，２３４億円", "1,234億円"),
        ("由ＪＳＴ，和ＮＥＤＯ。", "由JST，和NEDO。"),
        ("promote the de－", "promote the de-"),
        ("5－10 年", "5－10 年"),
        ("eﬃcient ﬁne", "efficient fine"),
        ("soft\xadware", "software"),
        ("cut at the end\x02", "cut at the end-"),
        ("cut\x02 in the middle", "cut in the middle"),
        ("long\u2010term, non\u2011breaking", "long-term, non-breaking"),
        ("\uf0b7 item", "• item"),
        ("\uf0fc done", "✓ done"),
        ("\uf0a310 years", "≤10 years"),
        ("\ue5f9知识表示", "•知识表示"),
        ("gone \ue5f9 here", "gone  here"),
        ("2\ue0055 亿", "2\ufffd5 亿"),
        ("\uf054\uf068\uf065 plan", "The plan"),
        ("no\xa0break", "no break"),
        ("\u200bzero\ufeff", "zero"),
        ("e\u0301t\u0065\u0302", "étê"),
        ("か\u3099", "が"),
        ("㈱ ㎡ ℃ m² ①", "㈱ ㎡ ℃ m² ①"),
    ],
)
def test_odd_glyphs_become_plain(source, plain):
    assert repair_glyphs(Strip(source)).text == plain


def test_an_accent_joins_the_letter_that_it_is_drawn_over():
    assert repair_glyphs(Strip("caf´e", (0, 5, 10, 15.2, 15, 20))) == Strip("café", (0, 5, 10, 15, 20))
    assert repair_glyphs(Strip("cafe´", (0, 5, 10, 15, 15.2, 20))) == Strip("café", (0, 5, 10, 15, 20))


def test_an_accent_that_stands_for_itself_stays():
    assert repair_glyphs(Strip("5´e", (0, 5, 8, 13))).text == "5´e"


def test_gbk_row_glyphs_become_ascii_again_and_rare_characters_stay():
    assert repair_gbk_row("犜犺犲狅狉犲狋犻犮犪犾犃狀犪犾狔狊犻狊") == "TheoreticalAnalysis"
    assert repair_gbk_row("犃 犆狅犿狆犪狉犻狊狅狀") == "A Comparison"
    assert repair_gbk_row("犇") == "犇"
    assert repair_gbk_row("犃 物犃") == "犃 物犃"
    assert repair_gbk_row("牛物状况，犜犺犲") == "牛物状况，The"
    assert repair_gbk_row("状况") == "状况"


def test_what_one_glyph_shows_shares_its_place():
    assert repair_glyphs(Strip("xﬁ", (0, 5, 12))) == Strip("xfi", (0, 5, 5, 12))


@given(strips())
def test_a_strip_always_has_one_edge_more_than_characters(strip):
    mended = repair_glyphs(strip)
    assert not mended.edges or len(mended.edges) == len(mended.text) + 1
    assert list(mended.edges) == sorted(mended.edges)
    assert set(mended.edges) <= set(strip.edges)


@given(ODD)
def test_repair_leaves_nothing_to_repair(text):
    once = repair_glyphs(Strip(text)).text
    assert repair_glyphs(Strip(once)).text == once


@given(st.text(st.characters(codec="gb2312") | st.sampled_from("éüñ 。，“”—…·①℃²"), max_size=40).map(str.strip))
def test_plain_text_is_left_as_it_is(text):
    plain = "".join(c for c in text if c not in "`´¨" and not ("！" <= c <= "～") and " " <= c != "\x7f")
    assert repair_glyphs(Strip(plain)).text == plain
