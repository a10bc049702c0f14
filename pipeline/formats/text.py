"""Reads plain text as extractors leave it: hard-wrapped lines, blank lines between them, figures' text in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.formats.manuscript import Manuscript, draft_line, looks_like_title
from pipeline.formats.tabbed import tab_rows
from pipeline.formats.wrapping import Row, Wrapping, read_rows, table_end
from pipeline.text.lines import ends_sentence, is_unit_text, opens_item, pauses, runs_on, weight
from pipeline.text.offsets import Draft, DraftLine
from pipeline.text.repair import CJK_MARKS, HAN

_REACH = 8  # blocks before a line in which the sentence that it goes on may stand
_UNFINISHED = 60  # columns of a line that a page's end may have cut, where each paragraph is a line
_TITLE_REACH = 12  # blocks at the top among which the title stands
_LOOK_BACK = 20  # lines of a paragraph that show its script and its open brackets
_SHORT_LINE = 4  # columns that a line of Han characters leaves free only at a paragraph's end
_INDENTED = (3, 7)  # columns by which a paragraph's first line is narrower that has lost its indent
_LONG_LATIN = 30  # columns of a line without Han characters that is no mere name

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_HAN_ONLY = re.compile(rf"[{HAN}{CJK_MARKS}“”‘’—·]+")
_NOTE_MARK = re.compile(r"[①-⑳*†‡]")
_LABEL = re.compile(r"[^\s:：]{2,8}\s?[:：]|[A-Z][A-Za-z -]{2,20}[:：]")
_NAMES = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹†‡*]|\^\{?\d|@|https?:|doi", re.IGNORECASE)
_DATED = re.compile(r"[\d\s年月日./:：-]+")
_OPEN_BRACKETS, _CLOSE_BRACKETS = "（(《“[【", "）)》”]】"


def read_text(text: str) -> Manuscript:
    """Drafts the blocks and tables of a plain text."""
    rows, setting = read_rows(text)
    gatherer = _Gatherer(setting)
    position = 0
    while position < len(rows):
        end = table_end(rows, position)
        if end > position:
            gatherer.take_table(rows[position:end])
            position = end
        else:
            gatherer.take(rows[position])
            position += 1
    manuscript = gatherer.manuscript
    manuscript.title = _set_title(manuscript.document.blocks)
    return manuscript


@dataclass(slots=True)
class _Gatherer:
    """Gathers lines into blocks."""

    setting: Wrapping
    manuscript: Manuscript = field(default_factory=Manuscript)
    _open: Draft | None = None
    _last: Row | None = None
    _interrupted: bool = False

    @property
    def _blocks(self) -> list[Draft]:
        return self.manuscript.document.blocks

    def take(self, row: Row) -> None:
        """Adds a line to the open paragraph or begins a block with it."""
        line = draft_line(row.text, full=row.full)
        if not line.strip.text:
            return
        if self._is_footnote(row):
            row.kind = "note"
        if row.kind in ("figure", "caption", "furniture", "note"):
            self._set_aside(row, line)
            return
        resumed = self._unfinished(row)
        if resumed is not None:
            resumed.lines.append(line)
        elif self._open is not None and self._goes_on(self._open, row):
            self._open.lines.append(line)
        else:
            row.opens = True
            line.full = row.full
            self._open = Draft("text" if row.kind == "cell" else row.kind, [line])
            self._blocks.append(self._open)
        self._last, self._interrupted = row, False

    def take_table(self, rows: Sequence[Row]) -> None:
        """Adds a table."""
        self.manuscript.add_table(tab_rows([row.text for row in rows]))
        self._open = self._last = None

    def _set_aside(self, row: Row, line: DraftLine) -> None:
        """Puts a line that may interrupt a paragraph into a block of its own; the paragraph stays open."""
        if row.kind == "furniture":
            self.manuscript.document.furniture.append(Draft("furniture", [line]))
        else:
            self._blocks.append(Draft(row.kind, [line]))
        self._interrupted = True

    def _is_footnote(self, row: Row) -> bool:
        """Whether a line is a footnote at the page's end: it opens with a mark that a block before it has behind a word."""
        mark = _NOTE_MARK.match(row.text)
        if mark is None or self._open is None:
            return False
        return any(re.search(rf"\w{re.escape(mark.group())}", block.text) for block in self._blocks[-_REACH:])

    def _unfinished(self, row: Row) -> Draft | None:
        """The paragraph whose sentence a line in lower case goes on, over what stands between; None where there is none."""
        if not re.match(r"[a-zà-ɏ]", row.text) or row.kind != "text":
            return None
        if self.setting.wrapped and self._last is not None and not self._last.closed:
            return None
        found = [b for b in self._blocks[-_REACH:] if b.kind == "text" and _is_cut_off(b.lines[-1].strip.text)]
        return found[0] if len(found) == 1 and found[0] is not self._open else None

    def _goes_on(self, paragraph: Draft, row: Row) -> bool:
        """Whether a line belongs to the paragraph that is open, perhaps over a figure that stands between."""
        last = self._last
        if last is None or row.tabbed:
            return False
        if last.pack or row.pack:
            return last.pack == row.pack
        if row.joins and paragraph.kind == "heading":
            return True
        if "heading" in (row.kind, paragraph.kind):
            return False
        if not self.setting.wrapped:
            return _is_torn(last, row) and row.after_blank <= 2
        if (row.after_blank and not self.setting.spaced and not self._interrupted) or row.after_blank > 2:
            return False
        return self._goes_on_wrapped(paragraph, last, row)

    def _goes_on_wrapped(self, paragraph: Draft, last: Row, row: Row) -> bool:
        ended = ends_sentence(last.text)
        if opens_item(row.text) and (ended or pauses(last.text) or not last.full or row.kind == "list"):
            return False
        if self._interrupted and ended:
            return False
        if _changes_script(paragraph, last, row) or (ended and _opens_han_paragraph(last, row)):
            return False
        return last.full or (runs_on(row.text) and not ended)


def _opens_han_paragraph(last: Row, row: Row) -> bool:
    """Whether the widths of two lines of Han characters, which fill a line to the last, show a paragraph's end between them."""
    if last.usual and _HAN_ONLY.fullmatch(last.text) and last.width <= last.usual - _SHORT_LINE - 2 * last.opens:
        return True
    missing = row.usual - row.width
    return bool(_HAN_ONLY.fullmatch(row.text)) and _INDENTED[0] <= missing <= _INDENTED[1] and not runs_on(row.text)


def _changes_script(paragraph: Draft, last: Row, row: Row) -> bool:
    """Whether a text in another script begins: an English abstract before or behind Chinese text; a name in brackets does not."""
    text = "".join(line.strip.text for line in paragraph.lines[-_LOOK_BACK:])
    if sum(map(text.count, _OPEN_BRACKETS)) > sum(map(text.count, _CLOSE_BRACKETS)):
        return False
    if not _HAN.search(text):
        return weight(text) >= _LONG_LATIN and 2 * len(_HAN.findall(row.text)) > len(_LATIN.findall(row.text))
    latin = not _HAN.search(row.text) and len(_LATIN.findall(row.text)) >= _LONG_LATIN and row.text[:1].isupper()
    return latin and ends_sentence(last.text)


def _is_cut_off(text: str) -> bool:
    """Whether a long Latin line ends inside its sentence."""
    return weight(text) >= _UNFINISHED and not _HAN.search(text[-20:]) and re.search(r"[\w&,-]$", text) is not None


def _is_torn(last: Row, row: Row) -> bool:
    """Whether a page's end tore a paragraph in two, in a text with a paragraph a line: the first part ends nothing."""
    if last.kind != "text" or row.kind != "text" or last.closed or opens_item(row.text) or _LABEL.match(row.text):
        return False
    if _NAMES.search(last.text) or opens_item(last.text) or not _HAN.search(last.text[-3:] + row.text[:3]):
        return False
    running = re.search("[,，、]", last.text) is not None and weight(last.text) >= _LONG_LATIN
    return running and row.closed and _HAN.search(row.text) is not None


def _set_title(blocks: Sequence[Draft]) -> str:
    """Finds the title among the lines before the first paragraph and marks it as the highest heading; "" where there is none."""
    for block in blocks[:_TITLE_REACH]:
        text = block.text.replace("\n", " ")
        if block.kind not in ("text", "heading") or _LABEL.match(text) or _DATED.fullmatch(text):
            continue
        if weight(text) > 2 * _UNFINISHED or ends_sentence(text):
            return ""
        if looks_like_title(text) and not _NAMES.search(text) and not opens_item(text) and not is_unit_text(text):
            block.kind, block.level = "heading", 1
            return text
        if block.kind == "heading":
            return ""
    return ""
