"""Reads plain text as extractors leave it: hard-wrapped lines, blank lines between them, figures' text in between.

There is no geometry, so a line's width (CJK characters count double) stands for it: a line as wide as its neighbours
was broken by the typesetter and its paragraph goes on; a shorter one was ended by the author.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.data import BlockKind
from pipeline.errors import UnknownFormatError
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
from pipeline.text.offsets import Draft, DraftCell, DraftDocument, DraftLine, DraftTable
from pipeline.text.repair import Strip, mend_spaces, repair_gbk_row, repair_glyphs

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主年动同工也能过說種國這個為時會對學與動"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
_MOST_CONTROL = 0.005  # of the characters of a text
_UNICODE_HAN_SHARE = 0.02  # common characters among those of a text in a Chinese encoding

_WIDE = 30  # columns; narrower lines do not tell whether a text is wrapped
_WRAPPED = 0.4  # of the wide lines that end inside a sentence when a text is hard-wrapped
_DOUBLE_SPACED = 0.6  # of the lines that a blank line follows when blank lines mean nothing
_WINDOW = 8  # lines on each side that show how wide a full line is here
_FULL = 0.86  # of that width
_ALIKE = 0.8  # ratio of widths that may belong to one column
_INDENT = 4  # columns of a first line's indent
_SCRAP = 0.62  # of that width; a run of lines that narrow is the text of a figure
_SCRAPS = 4  # lines of such a run
_REPEATED = 3  # times that a short line comes back when it is a running header
_HEADER_WEIGHT = 60

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_RULE = re.compile(r"[-*_=~$\s]{2,}|[-*_=~$]")
_SET_OFF = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}(?:\u3000|\s{2,})\S")  # a number as headings have it
_EMPHASIS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")


def decode(content: bytes) -> str:
    """Decodes a text in UTF-8, UTF-16, GB 18030 or Big5.

    Raises:
        UnknownFormatError: It is not text in any of these.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(_try(content, encoding))
    if content[:4096].count(0) > len(content[:4096]) // 5:
        little = content[1:4096:2].count(0) >= content[0:4096:2].count(0)
        return _checked(_try(content, "utf-16-le" if little else "utf-16-be"))
    utf8 = _try(content, "utf-8")
    if utf8 is not None:
        return _checked(utf8)
    texts = [text for text in (_try(content, "gb18030"), _try(content, "big5")) if text]
    best = max(texts, key=_han_share, default=None)
    return _checked(best if best is not None and _han_share(best) >= _UNICODE_HAN_SHARE else None)


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _han_share(text: str) -> float:
    """The share of the commonest Chinese characters: high in the right decoding, near zero in a wrong one."""
    return sum(c in _COMMON_HAN for c in text) / max(len(text), 1)


def _checked(text: str | None) -> str:
    if text is None or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        advice = "Give a PDF or a text file in UTF-8, UTF-16, GB 18030 or Big5."
        raise UnknownFormatError("The file is neither a PDF nor plain text.", advice=advice)
    return text


@dataclass(slots=True)
class _Row:
    """A line of the source that is not blank. `after_blank` counts the blank lines above it."""

    text: str
    after_blank: int
    width: int
    tabbed: bool
    level: int | None = None
    usual: int = 0
    opens: bool = False
    kind: BlockKind = "text"

    @property
    def full(self) -> bool:
        """Whether it is about as wide as the lines around it; a paragraph's first line may have lost its indent."""
        indent = _INDENT if self.opens else 0
        return self.usual > 0 and self.width + indent >= _FULL * self.usual


def draft_text(text: str) -> DraftDocument:
    """Drafts the blocks and tables of a plain text."""
    rows = list(_rows(text))
    wrapped = _is_wrapped(rows)
    spaced = wrapped and _is_double_spaced(rows)
    _set_widths(rows)
    _set_kinds(rows, wrapped=wrapped)
    gatherer = _Gatherer(wrapped=wrapped, spaced=spaced)
    position = 0
    while position < len(rows):
        end = _table_end(rows, position)
        if end - position >= 2:
            gatherer.take_table(rows[position:end])
            position = end
        else:
            gatherer.take(rows[position])
            position += 1
    return gatherer.document


def _rows(text: str) -> Iterator[_Row]:
    blanks = 0
    for raw in re.split(r"\r\n|[\r\n\f\v\x85\u2028\u2029]", text):
        if _RULE.fullmatch(raw) or not raw.strip():
            blanks += 1
            continue
        tabbed = "\t" in raw.strip(" ")
        mark = _HEADING.match(raw.lstrip())
        line = raw.lstrip()[mark.end() :] if mark else raw
        yield _Row(
            text=line if tabbed else line.strip(),
            after_blank=blanks,
            width=weight(raw.strip()),
            tabbed=tabbed,
            level=len(mark.group(1)) if mark else None,
        )
        blanks = 0


def _is_wrapped(rows: Sequence[_Row]) -> bool:
    """Whether the lines were broken by a typesetter: many wide ones end inside a sentence."""
    wide = [r for r in rows if r.width >= _WIDE and not r.tabbed and r.level is None]
    inside = [r for r in wide if not ends_sentence(r.text) and not pauses(r.text)]
    return len(inside) >= max(3.0, _WRAPPED * len(wide))


def _is_double_spaced(rows: Sequence[_Row]) -> bool:
    following = [r.after_blank for r in rows[1:]]
    return sum(blanks >= 1 for blanks in following) > _DOUBLE_SPACED * max(len(following), 1)


def _set_widths(rows: Sequence[_Row]) -> None:
    """Tells each line how wide a full line is around it: the third-widest there that others come near to."""
    for i, row in enumerate(rows):
        near = sorted((r.width for r in rows[max(0, i - _WINDOW) : i + _WINDOW + 1] if not r.tabbed), reverse=True)
        supported = (w for w in near if sum(v >= 0.9 * w for v in near) >= 3)
        usual = next((w for w in supported if sum(0.9 * w <= v <= w / 0.9 for v in near) >= 3), 0)
        row.usual = _own_width(row, near) or usual


def _own_width(row: _Row, near: Sequence[int]) -> int:
    """The width of the neighbours that are about as wide as the line, when there are enough: columns may change."""
    alike = [w for w in near if _ALIKE * row.width <= w <= row.width / _ALIKE]
    return alike[len(alike) // 2] if len(alike) >= 4 and row.width >= _WIDE else 0


def _set_kinds(rows: Sequence[_Row], *, wrapped: bool) -> None:
    counts = Counter(_stable(r.text) for r in rows if not r.tabbed)
    repeated = sum(counts[_stable(r.text)] >= _REPEATED for r in rows if not r.tabbed)
    wrapped_pages = wrapped and repeated <= len(rows) / 2  # a text that only repeats itself has no running headers
    for row in rows:
        if row.level is not None:
            row.kind = "heading"
        elif row.tabbed:
            row.kind = "cell"
        elif is_caption_text(row.text) or is_unit_text(row.text):
            row.kind = "caption"
        elif wrapped_pages and counts[_stable(row.text)] >= _REPEATED and _is_header(row):
            row.kind = "furniture"
        elif is_bullet(row.text):
            row.kind = "list"
    if wrapped:
        _find_figures(rows)
        _find_headings(rows)


def _stable(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _is_header(row: _Row) -> bool:
    return row.width <= _HEADER_WEIGHT and len(_stable(row.text)) >= 2 and not _closes(row)


def _closes(row: _Row) -> bool:
    """Whether a line ends with punctuation that headings and headers do not have."""
    return ends_sentence(row.text) or pauses(row.text)


def _find_figures(rows: Sequence[_Row]) -> None:
    """Marks runs of narrow lines that end no sentence: what was written inside a figure."""
    run: list[_Row] = []
    for row in [*rows, None]:
        if row is not None and row.kind in ("text", "list") and _is_scrap(row):
            run.append(row)
            continue
        if len(run) >= _SCRAPS:
            for scrap in run:
                scrap.kind = "figure"
        run = []


def _is_scrap(row: _Row) -> bool:
    narrow = row.width < _SCRAP * row.usual if row.usual else row.width < _WIDE
    return narrow and not ends_sentence(row.text)


def _find_headings(rows: Sequence[_Row]) -> None:
    """Marks numbered lines that are narrow and end no sentence."""
    for row in rows:
        numbered = row.kind == "text" and opens_item(row.text)
        if numbered and (not row.full or _SET_OFF.match(row.text)) and row.width <= _HEADER_WEIGHT and not _closes(row):
            row.kind = "heading"


def _table_end(rows: Sequence[_Row], start: int) -> int:
    """Where the run of tab-separated lines that begins at `start` ends."""
    end = start
    while end < len(rows) and rows[end].tabbed and (end == start or rows[end].after_blank <= 1):
        end += 1
    return end


@dataclass(slots=True)
class _Gatherer:
    """Gathers lines into blocks."""

    wrapped: bool
    spaced: bool
    document: DraftDocument = field(default_factory=DraftDocument)
    _open: Draft | None = None
    _last: _Row | None = None
    _interrupted: bool = False

    def take(self, row: _Row) -> None:
        """Adds a line to the open paragraph or begins a block with it."""
        line = _line(row.text, full=row.full)
        if not line.strip.text:
            return
        if row.kind in ("figure", "caption", "furniture"):
            self._set_aside(row, line)
            return
        if self._open is not None and self._goes_on(self._open, row):
            self._open.lines.append(line)
        else:
            row.opens = True
            line.full = row.full
            self._open = Draft(row.kind, [line], level=row.level)
            self.document.blocks.append(self._open)
        self._last, self._interrupted = row, False

    def take_table(self, rows: Sequence[_Row]) -> None:
        """Adds a table."""
        blocks = self.document.blocks
        table = DraftTable(page=1, cells=[])
        if blocks and blocks[-1].kind == "caption":
            unit = is_unit_text(blocks[-1].text)
            above = [b for b in blocks[-2:-1] if b.kind == "caption"]
            table.unit = blocks[-1] if unit else None
            table.caption = next(iter(above), None) if unit else blocks[-1]
        for number, row in enumerate(rows):
            for column, text in enumerate(row.text.strip(" ").split("\t")):
                line = _line(text, full=False)
                draft = Draft("cell", [line] if line.strip.text else [])
                table.cells.append(DraftCell(number, column, draft))
                blocks.append(draft)
        self.document.tables.append(table)
        self._open = self._last = None

    def _set_aside(self, row: _Row, line: DraftLine) -> None:
        """Puts a line that may interrupt a paragraph into a block of its own; the paragraph stays open."""
        draft = Draft(row.kind, [line])
        if row.kind == "furniture":
            self.document.furniture.append(draft)
        else:
            self.document.blocks.append(draft)
        self._interrupted = True

    def _goes_on(self, paragraph: Draft, row: _Row) -> bool:
        """Whether a line belongs to the paragraph that is open, perhaps over a figure that stands between."""
        last = self._last
        if last is None or "heading" in (row.kind, paragraph.kind) or row.tabbed or not self.wrapped:
            return False
        if (row.after_blank and not self.spaced and not self._interrupted) or row.after_blank > 2:
            return False
        ended = ends_sentence(last.text)
        if opens_item(row.text) and (ended or pauses(last.text) or not last.full or row.kind == "list"):
            return False
        if self._interrupted and ended:
            return False
        return last.full or (runs_on(row.text) and not ended)


def _line(text: str, *, full: bool) -> DraftLine:
    plain = _EMPHASIS.sub("", repair_gbk_row(text))
    return DraftLine(strip=mend_spaces(repair_glyphs(Strip(plain)).trimmed()), page=1, full=full)


def text_title(document: DraftDocument) -> str:
    """The first heading that the mark-up shows, or the first line; at most 120 characters."""
    headings = [b for b in document.blocks[:20] if b.level is not None]
    first = headings[:1] or document.blocks[:1]
    return first[0].text.split("\n")[0][:120].strip() if first else ""
