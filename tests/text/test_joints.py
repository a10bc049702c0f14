"""Where lines meet."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.lexicon.reader import read_toml
from pipeline.text.joints import Hyphens, Joint, Vocabulary, joint, vocabulary


@pytest.fixture(scope="module")
def hyphens():
    return msgspec.convert(read_toml("hyphens.toml"), Hyphens)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("科研经", "费支持", "科研经费支持"),
        ("提供 2 ～", "6 年", "提供 2 ～6 年"),
        ("2016—", "2020", "2016—2020"),
        ("research", "policy", "research policy"),
        ("支持 JST", "的计划", "支持 JST的计划"),
        ("from 2008-", "2017", "from 2008-2017"),
        ("under A-", "STEP and", "under A-STEP and"),
        ("costs -", "high ones", "costs - high ones"),
        ("共资助项目 20", "15 个课题组", "共资助项目 2015 个课题组"),
        ("预算约为1,", "234亿日元", "预算约为1,234亿日元"),
        ("平均增长率为3.", "5%", "平均增长率为3.5%"),
        ("北海道共计 96 41% 120", "38% 十一", "北海道共计 96 41% 120 38% 十一"),
        ("in 2012", "15 projects", "in 2012 15 projects"),
        ("a total of 1,", "234 projects", "a total of 1, 234 projects"),
        ("of EUR 10", "million", "of EUR 10 million"),
        ("up to 50", "% of", "up to 50% of"),
        ("the programme (", "JST)", "the programme (JST)"),
        ("is 4", ". . . 8", "is 4 . . . 8"),
        ("http://www.jst.go.jp/", "kyousou", "http://www.jst.go.jp/kyousou"),
        ("see https://www.jst.go", ".jp/a/b.html", "see https://www.jst.go.jp/a/b.html"),
        ("doi:10.1000/abc-", "de12", "doi:10.1000/abc-de12"),
        ("mail to office@", "jst.go.jp", "mail to office@jst.go.jp"),
        ("see http://www.jst.go.jp", "for more", "see http://www.jst.go.jp for more"),
    ],
)
def test_lines_meet_as_their_scripts_ask(first, second, together):
    meet = joint(first, second)
    assert first[: len(first) - meet.drop] + meet.glue + second == together


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("the pro-", "gramme of", "programme"),
        ("a long-", "term plan", "long-term"),
        ("Public-", "Private Partnership", "Public-Private"),
        ("university-industry-", "government", "university-industry-government"),
        ("the state-", "ment of", "statement"),
        ("a frame-", "work for", "framework"),
        ("short-", "and long-term plans", "short- and"),
        ("up-", "to-date plans", "up-to-date"),
        ("COVID-", "19 measures", "COVID-19"),
    ],
)
def test_a_line_end_hyphen_goes_from_words_and_stays_in_compounds(first, second, together, hyphens):
    meet = joint(first, second, words=Vocabulary(hyphens=hyphens))
    assert together in first[: len(first) - meet.drop] + meet.glue + second


def test_the_document_s_words_decide_before_any_list(hyphens):
    words = vocabulary(
        ["target-driven research and statements", "of cooperation between women", "and owned by"], hyphens
    )
    assert joint("a target-", "driven plan", words=words) == Joint(0, "")
    assert joint("a target-", "ing plan", words=words) == Joint(1, "")
    assert joint("under co-", "operation", words=words) == Joint(1, "")
    assert joint("for women-", "owned firms", words=words) == Joint(0, "")
    assert joint("state-self-determi-", "nation", words=words) == Joint(1, "")


def test_words_that_a_line_s_end_cut_are_not_known():
    assert vocabulary(["the develop-", "ment of policy"]).words == {"the", "of", "policy"}


def test_a_space_between_ideographs_and_latin_is_kept_over_a_line_s_end_where_the_document_has_one():
    spaced = vocabulary(["日本 JST 的 A-STEP 计划为期 5 年，约 20 亿"])
    close = vocabulary(["日本JST的A-STEP计划为期5年，约20亿"])
    for words, glue in ((spaced, " "), (close, "")):
        assert joint("支持 JST", "的计划", words=words).glue == glue
        assert joint("共计", "20 亿", words=words).glue == glue
        assert joint("计划，", "JST", words=words).glue == ""


def test_korean_lines_end_between_words_or_inside_them():
    marked = vocabulary(["감염병을 ", "관리하여야 하", "고 있다"])
    assert joint("감염병을 ", "관리", words=marked) == Joint(0, " ")
    assert joint("예견되", "어 긴급한", words=marked) == Joint(0, "")
    cut = vocabulary(["높은 수준의 관리와 감염병 예방 수준", "의 관리"])
    assert joint("높은 수준", "의 관리", words=cut) == Joint(0, "")
    assert joint("예방 관리와", "수준의 향상", words=cut) == Joint(0, " ")
    assert joint("예방 관리와", "기관에서", words=vocabulary(["예방 관리와 수준의 향상"])) == Joint(0, " ")
