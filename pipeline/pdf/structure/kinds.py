"""Says what a group of lines is, as far as looks and first words show: heading, list item, caption, note, figure."""

from __future__ import annotations

import re

from pipeline.data import BlockKind
from pipeline.pdf.printed import Group, PrintedLine
from pipeline.pdf.structure.cues import is_centred, is_small_caps, room
from pipeline.text.lines import ends_sentence, is_bullet, is_caption_text, is_unit_text, opens_item, pauses, weight

_NOTE = re.compile(
    r"(?:资料|資料|数据|數據)?[来來]源\s*[:：]|[备備]?[注註]\s*\d?\s*[:：]|(?:Sources?|Notes?)\s*\d{0,2}\s*[:：]",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"[①-⑳*†‡§]|\d{1,3}(?=\s*[^\d\s.,%])|\[\d+\]")

_BARE_NUMBER = re.compile(
    r"\d{1,2}(?:\.\d{1,2}){1,4}|0\d|[IVX]{1,5}\.|[A-H](?:\.\d{1,2})+"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节節编編部篇](?:分)?"
    r"|(?:附录|附錄|附件)\s*(?:[A-H]|\d{1,2}|[一二三四五六七八九十])"
    r"|(?:chapter|part|section|annex|appendix)\s+(?:\d{1,2}|[IVX]{1,5}|[A-H]|one|two|three|four|five|six)\.?",
    re.IGNORECASE,
)

_LETTER = re.compile(r"[^\W\d_]")
_GOES_ON = re.compile("[，、；,;]$")

_TITLE_SIZE = 1.2  # body sizes from which a heading may end as sentences do
_LARGER = 1.06  # body sizes from which type is a heading's
SMALLER = 0.92  # body sizes below which type is a note's or a figure's
HEADING_WEIGHT = 110  # a heading's longest extent; a CJK character weighs 2, others 1
_NUMBERED_WEIGHT = 70  # the same for headings that only their number shows
_FIGURE_WEIGHT = 40
_MOST_LINES = 3  # of a note in the body's type


def is_caption(group: Group) -> bool:
    """Whether a group is a figure's or table's title."""
    return is_caption_text(group.text)


def is_unit(group: Group) -> bool:
    """Whether a group is the line above a table that says in which unit it counts."""
    return is_unit_text(group.text)


def is_aside(group: Group, body_size: float) -> bool:
    """Whether a paragraph may go on behind a group: a caption, a unit line, a note, a figure's text.

    A long paragraph in the body's type is none, though it may begin as notes do.
    """
    if len(group.lines) > _MOST_LINES and group.last.size >= SMALLER * body_size:
        return False
    return kind_of(group, body_size) in ("caption", "note", "figure")


def is_bare_number(group: Group, body_size: float) -> bool:
    """Whether a group is a heading's number on a line of its own: large, bold or centred, and nothing but a number."""
    if len(group.lines) > 1 or not _BARE_NUMBER.fullmatch(group.text):
        return False
    line = group.last
    return line.bold or line.size >= _LARGER * body_size or is_centred(line)


def may_be_title(number: Group, line: PrintedLine) -> bool:
    """Whether a line may be the title that belongs to a number above it: printed no weaker, and no sentence."""
    last = number.last
    if (last.bold and not line.bold and line.size <= _LARGER * last.size) or line.size < 0.95 * last.size:
        return False
    weak = is_centred(last) and not last.bold and not (is_centred(line) or line.bold)
    return not weak and weight(line.text) <= HEADING_WEIGHT and not ends_sentence(line.text)


def kind_of(group: Group, body_size: float) -> BlockKind:
    """What a group is; the body's type size is in points."""
    text = group.text
    if is_caption_text(text) or is_unit_text(text):
        return "caption"
    if _NOTE.match(text):
        return "note"
    size = _print_size(group, body_size)
    if size < SMALLER * body_size and _FOOTNOTE.match(text):
        return "note"
    if _is_heading(group, text, size / body_size):
        return "heading"
    if size < SMALLER * body_size and weight(text) <= _FIGURE_WEIGHT and not ends_sentence(text):
        return "figure"
    return "list" if is_bullet(text) else "text"


def _print_size(group: Group, body_size: float) -> float:
    """A group's type size; small capitals are taken for the capitals of their size."""
    small = all(is_small_caps(line, body_size) for line in group.lines)
    return body_size if small else max(line.size for line in group.lines)


def _is_heading(group: Group, text: str, size: float) -> bool:
    """Whether a group is a heading by its text and its type size, in body sizes."""
    if weight(text) > HEADING_WEIGHT or not _LETTER.search(text):
        return False
    if _GOES_ON.search(text) or (len(group.lines) > 2 and text[0] in '“"‘「'):
        return False
    ended = ends_sentence(text)
    if size >= _LARGER:
        return not (
            text.endswith("。")
            or (ended and (size < _TITLE_SIZE or (len(group.lines) > 2 and text[-1] not in "?!？！")))
        )
    if ended or size < SMALLER or pauses(text):
        return False
    if group.bold:
        return True
    numbered = opens_item(text) and (not is_bullet(text) or (text[0] in "（(" and is_centred(group.lines[0])))
    return numbered and len(group.lines) == 1 and room(group.last) > 2 and weight(text) <= _NUMBERED_WEIGHT
