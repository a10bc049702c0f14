"""Headings whose line was lost are found by the numbers that the document's headings lack."""

from __future__ import annotations

import pytest

from pipeline.config import load_config
from pipeline.segment import _roles, open_segmenter
from pipeline.text.lost_headings import cut_lost_headings
from pipeline.text.numbering import read_number
from pipeline.text.parts import Part

CUES = open_segmenter(load_config().segment).cues
FILLER = "各国政府都重视产业与学术界的合作，并为此设立了多种资助方式，其效果已由评估报告证实。"
ENGLISH = "The council supports joint projects of firms and universities and reports on them every year."


def parts_of(texts):
    parts, place = [], 0
    for text in texts:
        kind = "heading" if len(text) < 30 and read_number(text) else "text"
        parts.append(Part(start=place, end=place + len(text), text=text, kind=kind, page=1, number=read_number(text)))
        place += len(text) + 1
    return parts


def cut(*texts):
    parts = parts_of(texts)
    roles, levels = _roles(parts, CUES, paged=True)
    found = cut_lost_headings(parts, roles, levels, CUES)
    for part in found or []:
        whole = "\n".join(texts)
        assert whole[part.start : part.end] == part.text
    return None if found is None else [part.text for part in found if part.run_in]


@pytest.mark.parametrize(
    ("texts", "headings"),
    [
        pytest.param(
            ("1 引言", FILLER, f"2 桥梁基金的运行机制该基金由两家机构共同出资。{FILLER}", "2.1 申请条件", FILLER, "3 结论", FILLER),
            ["2 桥梁基金的运行机制"],
            id="a chapter at a block's beginning, its sentence right behind it",
        ),
        pytest.param(
            ("3.1 概况", FILLER, f"{FILLER}图3 资助流程图3.2 北极星平台的管理“北极星平台”由委员会管理。{FILLER}", "4 结论", FILLER),
            ["3.2 北极星平台的管理"],
            id="behind a figure's title",
        ),
        pytest.param(
            ("2.1 概况", f"{FILLER}共性问题选定3 灯塔计划中的合作模式", "3.1 机制", FILLER),
            ["3 灯塔计划中的合作模式"],
            id="at a block's end",
        ),
        pytest.param(
            ("1.1 概况", FILLER, f"1.2 某国家研究机构某国家研究机构成立于1999年。{FILLER}", "2 结论", FILLER),
            ["1.2 某国家研究机构"],
            id="a name said twice",
        ),
        pytest.param(
            ("2.1 Aims", ENGLISH, f"{ENGLISH} 2.2 Eligible applicants The call is open to firms. {ENGLISH}", "3 Budget", ENGLISH),
            ["2.2 Eligible applicants"],
            id="English, up to the sentence's first word",
        ),
    ],
)  # fmt: skip
def test_a_missing_number_is_a_heading(texts, headings):
    assert cut(*texts) == headings


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("1 引言", FILLER, f"{FILLER}详见第 2 节的运行机制。", "3 结论", FILLER), id="a reference to it"),
        pytest.param(
            ("1 引言", f"{FILLER}图 2 基金的运行机制该图显示流程。", "3 结论", FILLER), id="a figure's number"
        ),
        pytest.param(("1 引言", f"{FILLER}共有 2 个项目的运行机制该作改进。", "3 结论", FILLER), id="a count"),
        pytest.param(("1.1 概况", f"{FILLER}增长1.2 倍。", "1.3 结论", FILLER), id="a factor"),
        pytest.param(
            ("1 引言", f"{FILLER}2 基金的运行方面很好，其他的也好。", "3 结论", FILLER), id="no end of a title"
        ),
        pytest.param(("1 引言", FILLER, "2 结论", FILLER), id="no number is missing"),
    ],
)
def test_other_numbers_stay(texts):
    assert cut(*texts) is None
