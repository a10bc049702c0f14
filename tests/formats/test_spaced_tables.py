"""Tables in plain text whose columns are parted by spaces."""

from __future__ import annotations

import pytest

from pipeline.formats.aligned import with_tabs

TABLE = """\
计划            经费规模      期限
蓝鲸计划        30亿日元      5年
青年灯塔计划    1 200万日元   3年
海风计划                      2年"""

ENGLISH = """\
Scheme                 Ceiling          Share
Blue Whale             EUR 2 million    50%
Lighthouse, stage 1    EUR 500 000      40%
Sea Breeze (firms)           n/a        25%"""


def test_cells_stand_in_their_columns():
    assert [line.split("\t") for line in with_tabs(TABLE.split("\n"))] == [
        ["计划", "经费规模", "期限"],
        ["蓝鲸计划", "30亿日元", "5年"],
        ["青年灯塔计划", "1 200万日元", "3年"],
        ["海风计划", "", "2年"],
    ]
    assert [line.count("\t") for line in with_tabs(ENGLISH.split("\n"))] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    "text",
    [
        "蓝鲸计划  资助5年\n海风计划  资助2年",  # two lines are no table
        "The programme supports firms.  It pays half of\n"
        "the costs of a project.  A firm may apply twice in\n"
        "a year.  Grants end after two years.  None is renewed.",
        "the left column of a page tells of one      while the right one speaks of quite another\n"
        "programme that pays for half of a firm's     that has nothing to do with it, so that lines\n"
        "costs, as long as it keeps its books and     of both columns stand side by side and do not\n"
        "sends them in before the year is over.       belong together at all, whatever stands there.",
        "1 Introduction ........  3\n2 Measures .........  7\n3 Budgets .........  12",
        "",
    ],
)
def test_other_lines_stay_as_they_are(text):
    lines = text.split("\n")
    assert with_tabs(lines) == lines


GROUPED = """\
Programme          2021    2022
NORTH
  Blue Whale       12.0    13.5
  Sea Breeze        7.5     8.0
SOUTH
  Lighthouse       30.0    31.0
  and the rest of
  it all            1.0     1.0"""


def test_a_line_of_one_cell_between_rows_is_a_row():
    rows = [line.split("\t") for line in with_tabs(GROUPED.split("\n"))]
    assert rows[1] == ["NORTH", "", ""]
    assert rows[4:6] == [["SOUTH", "", ""], ["Lighthouse", "30.0", "31.0"]]


def test_what_goes_on_below_its_cell_is_part_of_it():
    lines = TABLE.split("\n")
    lines.insert(2, "                （补正后）")
    assert [line.split("\t") for line in with_tabs(lines)][1:3] == [
        ["蓝鲸计划", "30亿日元（补正后）", "5年"],
        ["", "", ""],
    ]


def test_the_number_of_lines_stays():
    lines = ["前言", *TABLE.split("\n"), "", "资料来源：作者整理"]
    assert len(with_tabs(lines)) == len(lines)
    assert with_tabs(lines)[0] == "前言"
