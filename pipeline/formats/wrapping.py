"""The lines of a plain text: how wide a full line is around each, and what each is by its form and its neighbours.

There is no geometry, so a line's width (CJK characters count double) stands for it: a line as wide as its neighbours was
broken by the typesetter and its paragraph goes on; a shorter one was ended by the author.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.data import BlockKind
from pipeline.formats.aligned import with_tabs
from pipeline.formats.manuscript import looks_like_title
from pipeline.formats.tabbed import has_columns
from pipeline.text.lines import (
    ends_sentence,
    is_bullet,
    is_caption_text,
    is_unit_text,
    opens_item,
    pauses,
    runs_on,
    weight,
)

_WIDE = 30  # columns; narrower lines do not tell whether a text is wrapped
_WRAPPED = 0.4  # of the wide lines that end inside a sentence when a text is hard-wrapped
_DOUBLE_SPACED = 0.6  # of the lines that a blank line follows when blank lines mean nothing
_WINDOW = 8  # lines on each side that show how wide a full line is here
_FULL = 0.86  # of that width
_ALIKE = 0.8  # ratio of widths that may belong to one column
_INDENT = 4  # columns of a first line's indent
_SCRAP = 0.62  # of that width; a run of lines that narrow is the text of a figure
_SCRAP_CELL = 0.8  # of that width; lines that narrow may have stood in a table's cell
_SCRAPS = 4  # lines of such a run
_REPEATED = 3  # times that a short line comes back when it is a running header
_HEADER_WEIGHT = 60
_HEADING_WIDTH = 0.6  # of a full line's width; a heading that wide may go on in the next line
_HEADING_LINES = 2  # lines in which a heading may go on
_LONG = 80  # columns of a paragraph under a heading, where each paragraph is a line

_RULE = re.compile(r"[-_*=~$\s]{2,}|[-_*=~$]")
_SET_OFF = re.compile(r"(?P<number>\d{1,2})(?:\.\d{1,2}){0,3}(?:\u3000|\s{2,})\S")  # a number as headings have it
_PAGE_MARK = re.compile(
    r"[-–—·•|]\s*\d{1,4}\s*[-–—·•|]|[-–—]{2,}\s*\d{1,4}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
    r"|\d{1,4}\s*/\s*\d{1,4}|doi\s*[:：]\s*10\.\d{4,}/\S+",
    re.IGNORECASE,
)  # and the DOI, which Chinese journals print at the page's foot
_COLUMN_NAME = re.compile(r"([·•∙・])\s*[^·•∙・\d]{2,16}\s*\1")  # ·科技与经济·: a journal's section, at the page's head
_BREAKS = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_EMPHASIS = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*|__(?=\S)|(?<=\S)__")
_COMMA = re.compile("[,，]")


@dataclass(slots=True)
class Row:
    """A line of the source that is not blank. `after_blank` counts the blank lines above it."""

    text: str
    after_blank: int
    width: int
    tabbed: bool
    usual: int = 0
    opens: bool = False
    kind: BlockKind = "text"
    joins: bool = False  # whether it goes on a heading that the line above began
    pack: int = 0  # numbers the narrow lines that stand together in a double-spaced text, a table's cell once; 0 = none

    @property
    def full(self) -> bool:
        """Whether it is about as wide as the lines around it; a paragraph's first line may have lost its indent."""
        indent = _INDENT if self.opens else 0
        return self.usual > 0 and self.width + indent >= _FULL * self.usual

    @property
    def closed(self) -> bool:
        """Whether it ends with punctuation that headings and headers do not have."""
        return ends_sentence(self.text) or pauses(self.text)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is set: whether a typesetter broke its lines, and whether blank lines between them mean nothing."""

    wrapped: bool
    spaced: bool


def read_rows(text: str) -> tuple[list[Row], Wrapping]:
    """The lines of a text with what each is, and how the text is set."""
    rows = list(_rows(text))
    wrapped = _is_wrapped(rows)
    setting = Wrapping(wrapped, wrapped and _is_double_spaced(rows))
    _set_widths(rows)
    _set_kinds(rows, wrapped=wrapped)
    if wrapped:
        if setting.spaced:
            _find_packs(rows)
        else:
            _find_slide_titles(rows)
        _find_figures(rows)
        _find_headings(rows)
    else:
        _find_bare_headings(rows)
    return rows, setting


def _rows(text: str) -> Iterator[Row]:
    blanks = 0
    for raw in with_tabs(_BREAKS.split(text)):
        bare = _EMPHASIS.sub("", raw).strip()
        if not bare or _RULE.fullmatch(raw):
            blanks += 1
            continue
        tabbed = ("\t" in raw.rstrip() or raw.count("\t") > 1) and (has_columns(raw) or raw.startswith("\t"))
        yield Row(text=raw if tabbed else bare, after_blank=blanks, width=weight(bare), tabbed=tabbed)
        blanks = 0


def table_end(rows: Sequence[Row], start: int) -> int:
    """Where the run of tab-separated lines that begins at `start` ends; `start` where it is no table."""
    end = start
    while end < len(rows) and rows[end].tabbed and (end == start or rows[end].after_blank <= 1):
        end += 1
    columns = sum(has_columns(row.text) for row in rows[start:end])
    return end if end - start >= 2 and 2 * columns > end - start else start


def _is_wrapped(rows: Sequence[Row]) -> bool:
    """Whether the lines were broken by a typesetter: many wide ones end inside a sentence."""
    wide = [r for r in rows if r.width >= _WIDE and not r.tabbed]
    inside = [r for r in wide if not r.closed]
    return len(inside) >= max(3.0, _WRAPPED * len(wide))


def _is_double_spaced(rows: Sequence[Row]) -> bool:
    following = [r.after_blank for r in rows[1:]]
    return sum(blanks >= 1 for blanks in following) > _DOUBLE_SPACED * max(len(following), 1)


def _set_widths(rows: Sequence[Row]) -> None:
    """Tells each line how wide a full line is around it: the third-widest there that others come near to."""
    for i, row in enumerate(rows):
        near = sorted((r.width for r in rows[max(0, i - _WINDOW) : i + _WINDOW + 1] if not r.tabbed), reverse=True)
        supported = (w for w in near if sum(v >= 0.9 * w for v in near) >= 3)
        usual = next((w for w in supported if sum(0.9 * w <= v <= w / 0.9 for v in near) >= 3), 0)
        row.usual = _own_width(row, near) or usual


def _own_width(row: Row, near: Sequence[int]) -> int:
    """The width of the neighbours that are about as wide as the line, when there are enough: columns may change."""
    alike = [w for w in near if _ALIKE * row.width <= w <= row.width / _ALIKE]
    return alike[len(alike) // 2] if len(alike) >= 4 and row.width >= _WIDE else 0


def _set_kinds(rows: Sequence[Row], *, wrapped: bool) -> None:
    headers = _running_headers(rows) if wrapped else set()
    for i, row in enumerate(rows):
        if row.tabbed and has_columns(row.text):
            row.kind = "cell"
        elif is_caption_text(row.text) or is_unit_text(row.text):
            row.kind = "caption"
        elif i in headers or (wrapped and (_PAGE_MARK.fullmatch(row.text) or _COLUMN_NAME.fullmatch(row.text))):
            row.kind = "furniture"
        elif is_bullet(row.text):
            row.kind = "list"


def _running_headers(rows: Sequence[Row]) -> set[int]:
    """Indices of short lines that come back, figures aside; none in a text that only repeats itself.

    Headings may differ by their number alone (`2 The policy of …`, `3 The policy of …`): lines whose numbers count on from a
    heading with another text are headings.
    """
    counts = Counter(_stable(r.text) for r in rows if not r.tabbed)
    repeated = [i for i, r in enumerate(rows) if not r.tabbed and counts[_stable(r.text)] >= _REPEATED]
    if len(repeated) > len(rows) / 2:
        return set()
    counted = _counted_headings(rows)
    return {i for i in repeated if i not in counted and _is_header(rows[i])}


def _counted_headings(rows: Sequence[Row]) -> set[int]:
    """Indices of lines with a set-off number that counts on from 1, when their texts are not all the same."""
    chain: list[int] = []
    for i, row in enumerate(rows):
        number = _SET_OFF.match(row.text)
        if number and number.group("number") == str(len(chain) + 1) and "." not in row.text[: number.end() - 1]:
            chain.append(i)
    return set(chain) if len({_stable(rows[i].text) for i in chain}) > 1 else set()


def _stable(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _is_header(row: Row) -> bool:
    return row.width <= _HEADER_WEIGHT and len(_stable(row.text)) >= 2 and not row.closed


def _find_packs(rows: Sequence[Row]) -> None:
    """Numbers the runs of narrow lines without a blank line between them, where blank lines stand between all others."""
    run: list[Row] = []
    for number, row in enumerate([*rows, None], start=1):
        narrow = row is not None and row.kind == "text" and 0 < row.width < _SCRAP_CELL * row.usual
        if row is not None and narrow and (not run or row.after_blank == 0):
            run.append(row)
            continue
        if len(run) >= 2:
            for member in run:
                member.pack = number
        run = [row] if row is not None and narrow else []


def _find_figures(rows: Sequence[Row]) -> None:
    """Marks runs of narrow lines that end no sentence: what was written inside a figure."""
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and row.kind in ("text", "list") and not row.pack and _is_scrap(row):
            run.append(row)
            continue
        if len(run) >= _SCRAPS:
            for scrap in run:
                scrap.kind = "figure"
        run = []


def _is_scrap(row: Row) -> bool:
    narrow = row.width < _SCRAP * row.usual if row.usual else row.width < _WIDE
    return narrow and not ends_sentence(row.text) and not _SET_OFF.match(row.text)


def _find_headings(rows: Sequence[Row]) -> None:
    """Marks numbered lines that are narrow and end no sentence, and the narrow line in which such a heading goes on."""
    for i, row in enumerate(rows):
        numbered = row.kind == "text" and opens_item(row.text)
        if not numbered or row.width > _HEADER_WEIGHT or row.closed or (row.full and not _SET_OFF.match(row.text)):
            continue
        row.kind = "heading"
        for below in _heading_tail(rows, i):
            below.kind, below.joins = "heading", True


def _find_slide_titles(rows: Sequence[Row]) -> None:
    """Marks lines between blank lines right before a list of bullets: titles of slides."""
    for row, after in zip(rows, rows[1:], strict=False):
        alone = row.after_blank >= 1 and after.after_blank >= 1
        short = row.width <= _HEADER_WEIGHT and not row.closed
        if row.kind == "text" and alone and short and is_bullet(after.text) and looks_like_title(row.text):
            row.kind = "heading"


def _heading_tail(rows: Sequence[Row], start: int) -> Sequence[Row]:
    """The lines in which a heading goes on: narrow, unnumbered, ending nothing, and before a full line or a heading."""
    heading = rows[start]
    if heading.width < _HEADING_WIDTH * heading.usual:
        return ()
    for end in range(start + 1, min(start + 2 + _HEADING_LINES, len(rows))):
        row = rows[end]
        indented = row.width + _INDENT >= _FULL * row.usual > 0
        if indented or _SET_OFF.match(row.text):
            return () if runs_on(row.text) else rows[start + 1 : end]
        if row.kind not in ("text", "figure") or row.closed or opens_item(row.text):
            return ()
    return ()


def _find_bare_headings(rows: Sequence[Row]) -> None:
    """Marks short lines between blank lines, before a long paragraph: headings of a text with a paragraph a line."""
    for before, row, after in zip([None, *rows], rows, rows[1:], strict=False):
        if row.kind != "text" or row.width > _HEADER_WEIGHT or not looks_like_title(row.text) or row.closed:
            continue
        alone = row.after_blank >= 1 or before is None
        ended = before is None or before.closed or before.kind != "text" or before.width <= _HEADER_WEIGHT
        long = after.kind == "text" and after.width >= _LONG and after.closed and not runs_on(after.text)
        numbered = opens_item(row.text)
        if alone and ended and long and after.after_blank >= 1 and (numbered or not _COMMA.search(row.text)):
            row.kind = "heading"
