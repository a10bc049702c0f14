"""Parts: what a document's blocks become once glued pieces are cut apart, and the words (cues) that tell their roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.data import Block, BlockKind
from pipeline.text.numbering import Number, Style, read_number

MIN_REST = 15  # characters of the paragraph that a run-in heading runs into, and at least this many times the title's:
MIN_REST_TIMES = 2
MIN_AFTER_DOI = 30  # characters behind a DOI that are a text of their own

_NUMBERED: frozenset[BlockKind] = frozenset({"text", "list", "heading", "note"})
_RUN_IN_STYLES: frozenset[Style] = frozenset(
    {"han", "han_bracket", "decimal", "dotted", "comma", "plain", "section", "bracket"}
)
_RUN_IN = re.compile(
    r"(?P<title>[\u4e00-\u9fffA-Za-z“《][^。！？；，：;,:!?\d是了已将]{1,20}?[\u4e00-\u9fff）”》])"
    r"(?:[ \u3000\u00a0]+(?=[\u4e00-\u9fff“《])|(?P<stop>。)[ \u3000]?(?=[\u4e00-\u9fffA-Za-z\d“《（]))"
)
_REPEATED = re.compile(
    r"(?P<title>(?P<lead>[^\W\d_][^。！？；，：;,:!?\n]{5,20}?|“[^。！？；，：;,:!?\n]{4,20}?”)[^。！？；，：;,:!?\n]{0,16}?(?<![与和及的在对为以、]))"
    r"\s?(?=(?P=lead))"
)
_TAIL = re.compile(r"[。！？；][ \u3000]?(?=[^。！？；，,;]{4,40}$)")
_TAIL_STYLES: frozenset[Style] = frozenset({"han", "han_bracket", "decimal", "plain", "chapter", "section"})
_INNER = re.compile(r"(?<![\d.])(?=\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000](?P<lead>[\u4e00-\u9fff]{6,20})\s?(?P=lead))")
_LAST_MARK = re.compile(r"[。.!?！？]\s?[■▇◼](?=\s|[A-Z])")
_DOI = re.compile(r"doi\s*[:：]?\s*(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,}/[^\s\u3000-\u9fff]+", re.I)
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Part:
    """A block, or a piece of one. `start` and `end` are offsets in the document, white space trimmed; `text` is theirs.

    `run_in` marks a heading that was cut off the paragraph that it ran into.
    """

    start: int
    end: int
    text: str
    kind: BlockKind
    page: int
    size: float = 0.0
    bold: bool = False
    level: int | None = None
    lines: int = 1
    number: Number | None = None
    run_in: bool = False

    @property
    def title(self) -> str:
        """The text behind the number."""
        return self.text[self.number.end :] if self.number else self.text


def cut_block(block: Block, text: str, inner_labels: re.Pattern[str]) -> Iterator[Part]:
    """The parts of `block` of a document's `text`, in order; none for a block of white space only.

    A text block is cut before each of the `inner_labels` (`关键词：… 中图分类号：…`), after a run-in heading (`1.2 总体目标
    到2025年，…`) and before a numbered title at its end.
    """
    whole = _part(block, text, block.start, block.end)
    if whole is None:
        return
    if block.kind not in ("text", "list"):
        yield whole
        return
    for start, end in pairwise(_cuts(whole.text, inner_labels)):
        part = _part(block, text, whole.start + start, whole.start + end)
        if part is not None:
            yield from _cut_run_in(block, text, part)


def _cuts(text: str, inner_labels: re.Pattern[str]) -> list[int]:
    """Where a block is cut, its ends included.

    Before a label inside it, behind an article's last mark (■), behind each DOI that opens it, before a numbered title that
    ends it or that comes with its first words twice (`…图 2 3.1.2 某机构 某机构成立于…`).
    """
    cuts = {0, len(text), *(match.start() for match in inner_labels.finditer(text))}
    cuts.update(match.start() for match in _INNER.finditer(text))
    cuts.update(match.end() for match in _LAST_MARK.finditer(text))
    doi = _DOI.match(text)
    while doi and len(text) - doi.end() >= MIN_AFTER_DOI:
        cuts.add(doi.end())
        doi = _DOI.match(text, doi.end() + len(text[doi.end() :]) - len(text[doi.end() :].lstrip()))
    tail = _TAIL.search(text)
    if tail:
        number = read_number(text[tail.end() :])
        if number and number.style in _TAIL_STYLES and tail.end() + number.end < len(text):
            cuts.add(tail.end())
    return _without_scraps(sorted(cuts), text)


def _without_scraps(cuts: Sequence[int], text: str) -> list[int]:
    """The cuts but for those that would part a mere mark (`＊ 通信作者：…`) from what it belongs to."""
    kept = [cuts[0]]
    for cut in cuts[1:-1]:
        if _WORD.search(text, kept[-1], cut):
            kept.append(cut)
    return [*kept, cuts[-1]] if len(cuts) > 1 else kept


def _cut_run_in(block: Block, text: str, part: Part) -> Iterator[Part]:
    cut = run_in_end(part.text, part.number)
    head = _part(block, text, part.start, part.start + cut[0]) if cut else None
    rest = _part(block, text, part.start + cut[1], part.end) if cut else None
    if head is None or rest is None:
        yield part
        return
    yield replace(head, run_in=True)
    yield from _cut_run_in(block, text, rest)


def run_in_end(text: str, number: Number | None) -> tuple[int, int] | None:
    """Where a run-in heading ends and where its paragraph begins, or None where `text` has none.

    Safe cases only: a number, a Chinese title without figures or punctuation, then white space between two Han characters
    (which mended text has nowhere else) or a full stop, or the title's first words once more; and behind it at least twice
    as much, with a sentence's end.
    """
    if number is None or number.style not in _RUN_IN_STYLES:
        return None
    for pattern in (_RUN_IN, _REPEATED):
        match = pattern.match(text, number.end)
        if match is None:
            continue
        title, rest = match["title"], text[match.end() :]
        if len(rest) >= max(MIN_REST, MIN_REST_TIMES * len(title)) and _SENTENCE_END.search(rest):
            stop = pattern is _RUN_IN and match["stop"]
            return match.end("stop" if stop else "title"), match.end()
    return None


def _part(block: Block, text: str, start: int, end: int) -> Part | None:
    raw = text[start:end]
    body = raw.strip()
    if not body:
        return None
    start += len(raw) - len(raw.lstrip())
    return Part(
        start=start, end=start + len(body), text=body, kind=block.kind, page=block.page, size=block.size, bold=block.bold,
        level=block.level, lines=block.lines, number=read_number(body) if block.kind in _NUMBERED else None,
    )  # fmt: skip
