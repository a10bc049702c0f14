"""Stage 2, segment: each block of a document gets its role, its place under headings, language, sentences, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import msgspec

from pipeline.config import SegmentConfig
from pipeline.data import Document, Segment, SegmentKind, Segments, Span
from pipeline.lexicon.reader import read_rows, read_toml
from pipeline.text.bylines import title_page_bylines
from pipeline.text.covers import cover_lines
from pipeline.text.cues import Cues, CueWords, compile_cues
from pipeline.text.headings import body_size, heading_indices
from pipeline.text.language import language_of, language_or
from pipeline.text.levels import heading_levels, section_paths
from pipeline.text.lost_headings import cut_lost_headings
from pipeline.text.parts import Part, cut_block
from pipeline.text.references import contents_parts, reference_parts
from pipeline.text.roles import own_role
from pipeline.text.sentences import Abbreviation
from pipeline.text.words import WordModel, memory, open_words, sentences_and_words

CellPlace = tuple[int, int, int] | tuple[None, None, None]
_NOWHERE: CellPlace = (None, None, None)


@dataclass(frozen=True, slots=True)
class Segmenter:
    """What `segment` needs: the cues for roles and the pipelines for words."""

    cues: Cues
    words: WordModel


def open_segmenter(config: SegmentConfig) -> Segmenter:
    """Reads the lexicon and builds the word pipelines (about a second)."""
    words = resources.files("pipeline.lexicon").joinpath("domain_words.txt").read_text(encoding="utf-8").splitlines()
    return Segmenter(
        cues=compile_cues(msgspec.convert(read_toml("segment_cues.toml"), CueWords)),
        words=open_words(words, {row.abbreviation: row.ends for row in read_rows("abbreviations.csv", Abbreviation)}),
    )


def segment(document: Document, *, config: SegmentConfig, model: Segmenter) -> Segments:
    """The segments of `document`, in text order: one per block, or two or more where a block glues parts together."""
    parts = [part for block in document.blocks for part in cut_block(block, document.text, model.cues.inner_label)]
    roles, levels = _roles(parts, model.cues, paged=document.format == "pdf")
    mended = cut_lost_headings(parts, roles, levels, model.cues)
    if mended is not None:
        parts = mended
        roles, levels = _roles(parts, model.cues, paged=document.format == "pdf")
    paths = section_paths(len(parts), levels)
    places = _cell_places(document)
    main = language_of(document.text)
    items = []
    with memory(model.words):
        for i, part in enumerate(parts):
            language = language_or(part.text, main)
            sentences, words = sentences_and_words(part.text, language, model.words, words=config.words)
            table, row, column = places.get(part.start, _NOWHERE) if roles[i] == "cell" else _NOWHERE
            section = () if roles[i] == "furniture" else paths[i]
            items.append(Segment(
                segment=i, kind=roles[i], start=part.start, end=part.end, page=part.page, language=language,
                level=levels.get(i), section=section, table=table, row=row, column=column,
                sentences=_shifted(sentences, part.start), words=_shifted(words, part.start),
            ))  # fmt: skip
    return Segments(items=tuple(items))


def _roles(parts: Sequence[Part], cues: Cues, *, paged: bool) -> tuple[list[SegmentKind], dict[int, int]]:
    """The role of each part, and the level of those that are headings."""
    size, _ = body_size(parts)
    roles: list[SegmentKind | None] = [own_role(part, cues, size) for part in parts]
    for i in contents_parts(parts, roles, cues):
        roles[i] = "furniture"
    for i in title_page_bylines(parts, roles, cues, paged=paged):
        roles[i] = "byline"
    for i in cover_lines(parts, roles, cues):
        roles[i] = "byline"
    levels = heading_levels(parts, heading_indices(parts, roles, cues), cues)
    for i in reference_parts(parts, roles, levels, cues):
        roles[i] = "reference"
    return [_settled(role, heading=i in levels) for i, role in enumerate(roles)], levels


def _settled(role: SegmentKind | None, *, heading: bool) -> SegmentKind:
    return "heading" if heading else role or "paragraph"


def _cell_places(document: Document) -> dict[int, CellPlace]:
    """Where each filled cell's text begins (white space aside) -> the table's index, the cell's row and column."""
    places: dict[int, CellPlace] = {}
    for index, table in enumerate(document.tables):
        for cell in table.cells:
            raw = document.text[cell.start : cell.end]
            if raw.strip():
                places[cell.start + len(raw) - len(raw.lstrip())] = (index, cell.row, cell.column)
    return places


def _shifted(spans: Sequence[tuple[int, int]], offset: int) -> tuple[Span, ...]:
    return tuple([Span(start + offset, end + offset) for start, end in spans])
