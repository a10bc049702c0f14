"""One brief in four formats: the same headings, the same table, the same amounts."""

from __future__ import annotations

from html import escape
from io import BytesIO

import docx
import pytest
from drawnpdf import check_document, rows_of, source
from passages import models, settings

from pipeline.data import Money
from pipeline.extract import extract
from pipeline.read import read
from pipeline.segment import segment

BRIEF = [
    ("title", "某市支持联合实验室若干措施"),
    ("text", "为支持企业与高校共建联合实验室，制定本措施。"),
    ("1", "一、资助方式"),
    ("2", "（一）启动经费"),
    ("text", "对每个联合实验室给予300万元启动经费，期限为3年。"),
    ("2", "（二）运行经费"),
    ("text", "评估优秀的，每年给予不超过80万元的运行经费。"),
    ("item", "企业应投入不少于150万元；"),
    ("item", "高校应提供场地。"),
    ("1", "二、年度安排"),
    ("text", "年度预算见下表。"),
    ("caption", "表1 年度预算"),
    ("unit", "单位：万元"),
    ("table", [["类别", "2025年", "2026年"], ["启动经费", "1500", "2100"], ["运行经费", "400", "640"]]),
    ("text", "本措施自2025年1月1日起施行。"),
]


def as_text():
    lines = ["\n".join("\t".join(row) for row in x) if kind == "table" else x for kind, x in BRIEF]
    return "\n\n".join(lines).encode(), "brief.txt"


def as_markdown():
    marks = {"title": "# ", "1": "## ", "2": "### ", "item": "- "}
    lines = []
    for kind, x in BRIEF:
        if kind == "table":
            rows = ["| " + " | ".join(row) + " |" for row in x]
            x = "\n".join([rows[0], "|---|---|---|", *rows[1:]])
        lines.append(marks.get(kind, "") + x)
    return "\n\n".join(lines).encode(), "brief.md"


def as_html():
    tags = {"title": "h1", "1": "h2", "2": "h3", "item": "li"}
    lines = []
    for kind, x in BRIEF:
        tag = tags.get(kind, "p")
        if kind == "table":
            lines.append(
                "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in x) + "</table>"
            )
        else:
            lines.append(f"<{tag}>{escape(x)}</{tag}>")
    return (
        f"<!DOCTYPE html><html><head><title>{BRIEF[0][1]}_某市</title></head><body>{''.join(lines)}</body></html>".encode(),
        "brief.html",
    )


def as_word():
    file = docx.Document()
    for kind, x in BRIEF:
        if kind == "table":
            grid = file.add_table(rows=len(x), cols=len(x[0]))
            for i, row in enumerate(x):
                for j, text in enumerate(row):
                    grid.cell(i, j).text = text
        elif kind in ("title", "1", "2"):
            file.add_heading(x, 0 if kind == "title" else int(kind))
        else:
            file.add_paragraph(x, style="List Bullet" if kind == "item" else None)
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue(), "brief.docx"


@pytest.mark.parametrize("write", [as_text, as_markdown, as_html, as_word], ids=["text", "markdown", "html", "docx"])
def test_the_same_brief_reads_the_same_in_every_format(write):
    content, name = write()
    document = read(source(content, name=name), config=settings().read)
    check_document(document)
    segments = segment(document, config=settings().segment, model=models()[0])
    mentions = extract(document, segments, config=settings().extract, model=models()[1]).mentions
    assert document.title == BRIEF[0][1]
    headings = [(document.text[s.start : s.end], s.level) for s in segments.items if s.kind == "heading"]
    assert headings == [(x, {"title": 1, "1": 2, "2": 3}[kind]) for kind, x in BRIEF if kind in ("title", "1", "2")]
    (table,) = document.tables
    assert rows_of(document, table) == BRIEF[-2][1]
    assert table.header_rows == 1
    assert document.text[table.caption.start : table.caption.end] == "表1 年度预算"
    assert document.text[table.unit.start : table.unit.end] == "单位：万元"
    money = [(m.quote, m.min, m.max, m.currency) for m in mentions if isinstance(m, Money)]
    amounts = [3_000_000, 800_000, 1_500_000, 15_000_000, 21_000_000, 4_000_000, 6_400_000]
    assert [int(high if high is not None else low) for _, low, high, _ in money] == amounts
    assert {m.page for m in mentions} <= {p.number for p in document.pages}
