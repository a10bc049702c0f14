"""What a line's words say."""

from __future__ import annotations

import pytest

from pipeline.text.lines import (
    changes_script,
    ends_article,
    ends_sentence,
    hangs,
    hangs_in_range,
    is_bullet,
    is_caption_text,
    is_unit_text,
    opens_item,
    runs_on,
    weight,
)


@pytest.mark.parametrize(
    "text",
    [
        "第三章 总则",
        "（一）目的",
        "一、背景",
        "2.1 运行机制",
        "3、资金",
        "• item",
        "- item",
        "[3] Author",
        "1　概况",
        "a) one",
        "Article 5",
    ],
)
def test_numbers_and_bullets_open_an_item(text):
    assert opens_item(text)


@pytest.mark.parametrize(
    "text", ["6 年的研发周期", "2008 年起", "3.5% of GDP", "30 亿日元", "[7]。JST 在", "2 000 万", "-5 degrees"]
)
def test_numbers_of_running_text_do_not(text):
    assert not opens_item(text)


@pytest.mark.parametrize(
    "text", ["表 1 预算", "图2-6 技术架构", "Table 3: Costs", "TABLE 1—ESTIMATED BURDEN", "专栏 2 平台"]
)
def test_captions_are_known_by_their_number(text):
    assert is_caption_text(text)


@pytest.mark.parametrize("text", ["表 1 显示了各机构的预算。", "图书馆的建设", "表3年内的变化", "Tables are made"])
def test_sentences_about_tables_are_no_captions(text):
    assert not is_caption_text(text)


@pytest.mark.parametrize(
    "text", ["单位：亿日元", "（单位: 万元）", "(in millions of euro)", "Unit: JPY 100 million", "（百万円）"]
)
def test_unit_lines(text):
    assert is_unit_text(text)


def test_ends_and_beginnings_of_sentences():
    assert ends_sentence("结束。”[3]")
    assert ends_sentence("It ends (here.)")
    assert not ends_sentence("它在继续，")
    assert hangs("期限为 2 ～")
    assert runs_on("，例如")
    assert runs_on("and so on")
    assert not runs_on("The next")
    assert is_bullet("（二）甲")
    assert weight("日本 JST") == 8


def test_a_range_that_a_line_s_end_parts():
    assert hangs_in_range("支持每项 3 ～", "5 年的研究周期")
    assert not hangs_in_range("支持每项 3 ～", "年的研究周期")
    assert not hangs_in_range("支持每个课题 2 年。", "5 年的研究周期")


@pytest.mark.parametrize(
    ("text", "over"), [("加快了转化进程。■", True), ("It ends here. ■", True), ("■ 第一项", False)]
)
def test_the_last_mark_of_an_article(text, over):
    assert ends_article(text) is over


def test_a_line_in_another_language():
    assert changes_script("加快了转化进程。", "Research on Harbour Policy in the Process")
    assert not changes_script("加快了转化进程。", "A-STEP 计划分为三个阶段")
    assert not changes_script("It has ended.", "Research on Harbour Policy in the Process")
