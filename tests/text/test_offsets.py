"""Putting a text together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Span
from pipeline.text.joints import vocabulary
from pipeline.text.offsets import Draft, DraftCell, DraftLine, DraftTable, PageFrame, TextBuilder, place_pages
from pipeline.text.repair import Strip

WORDS = st.text("ab科研-1 ", min_size=1, max_size=8).map(str.strip).filter(bool)


def line(text, page=1):
    return DraftLine(Strip(text, tuple(float(n) for n in range(len(text) + 1))), page=page)


@given(st.lists(st.lists(WORDS, max_size=4), max_size=5))
def test_every_character_has_its_line_and_its_edges(blocks):
    builder = TextBuilder()
    drafts = [Draft("text", [line(text) for text in texts]) for texts in blocks]
    for draft in drafts:
        builder.add(draft)
    text = builder.text
    assert len(text) == sum(x.end - x.start for x in builder.lines) + max(len(builder.blocks) - 1, 0)
    for placed in builder.lines:
        assert len(placed.edges) == placed.end - placed.start + 1
        assert list(placed.edges) == sorted(placed.edges)
    for block in builder.blocks:
        inside = [x for x in builder.lines if block.start <= x.start and x.end <= block.end]
        assert text[block.start : block.end] == "".join(text[x.start : x.end] for x in inside)
        assert len(inside) == block.lines
    for draft in drafts:
        span = builder.span(draft)
        assert bool(draft.lines) == (span.end > span.start)
        assert "\n" not in text[span.start : span.end]


def test_the_space_between_lines_belongs_to_the_first_and_has_no_width():
    builder = TextBuilder()
    builder.add(Draft("text", [line("ab"), line("cd")]))
    first, second = builder.lines
    assert (first.start, first.end, second.start) == (0, 3, 3)
    assert first.edges == (0.0, 1.0, 2.0, 2.0)


def test_a_hyphen_that_goes_takes_its_place_with_it():
    builder = TextBuilder()
    builder.add(Draft("text", [line("pro-"), line("gramme")]))
    first, second = builder.lines
    assert builder.text == "programme"
    assert first.edges == (0.0, 1.0, 2.0, 3.0)
    assert (second.start, len(second.edges)) == (3, 7)


def test_characters_stacked_in_a_narrow_cell_are_one_line():
    builder = TextBuilder(words=vocabulary(["为期 5 年，由 JST 的 A 类 3 项"]))
    builder.add(Draft("cell", [line(text) for text in ("周", "期", "5", "~", "10", "年")]))
    builder.add(Draft("cell", [line(text) for text in ("5", "10", "15")]))
    assert builder.text == "周期5~10年\n5 10 15"


def test_a_space_that_the_source_puts_behind_a_line_is_kept():
    builder = TextBuilder()
    builder.add(Draft("text", [replace(line("支持 JST"), spaced=True), line("的计划")]))
    assert builder.text == "支持 JST 的计划"


def test_empty_cells_have_an_empty_span():
    builder = TextBuilder()
    full, empty = Draft("cell", [line("10")]), Draft("cell", [])
    builder.add(full)
    builder.add(empty)
    table = builder.table(DraftTable(1, [DraftCell(0, 0, full), DraftCell(0, 1, empty)]))
    assert [(c.start, c.end) for c in table.cells] == [(0, 2), (2, 2)]
    assert len(builder.blocks) == 1
    assert builder.span(full) == Span(0, 2)


def test_pages_cover_their_lines_and_empty_ones_keep_their_turn():
    builder = TextBuilder()
    builder.add(Draft("text", [line("ab", 1), line("cd", 3)]))
    pages = place_pages([PageFrame(n, 10, 10) for n in (1, 2, 3)], builder.lines)
    assert [(p.start, p.end) for p in pages] == [(0, 3), (3, 3), (3, 5)]
