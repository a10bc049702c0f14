"""Says what a group of lines is, as far as looks and first words show: heading, list item, caption, note, figure."""

from __future__ import annotations

import re

from pipeline.data import BlockKind
from pipeline.pdf.cues import is_centred, room
from pipeline.pdf.printed import Group
from pipeline.text.lines import ends_sentence, is_bullet, is_caption_text, is_unit_text, opens_item, pauses, weight
from pipeline.text.repair import HAN

_NOTE = re.compile(
    r"(?:资料|資料|数据|數據)?[来來]源\s*[:：]|[备備]?[注註]\s*\d?\s*[:：]|(?:Sources?|Notes?)\s*[:：]", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"[①-⑳*†‡§]|\d{1,3}(?=\s*[^\d\s.,%])|\[\d+\]")

_LARGER = 1.06  # body sizes from which type is a heading's
_SMALLER = 0.92  # body sizes below which type is a note's or a figure's
HEADING_WEIGHT = 110  # a heading's longest extent; a CJK character weighs 2, others 1
_NUMBERED_WEIGHT = 70  # the same for headings that only their number shows
_FIGURE_WEIGHT = 40


def is_caption(group: Group) -> bool:
    """Whether a group is a figure's or table's title."""
    return is_caption_text(group.text)


def is_unit(group: Group) -> bool:
    """Whether a group is the line above a table that says in which unit it counts."""
    return is_unit_text(group.text)


def is_aside(group: Group, body_size: float) -> bool:
    """Whether a paragraph may go on behind a group: a caption, a unit line, a note, a figure's text."""
    return kind_of(group, body_size) in ("caption", "note", "figure")


def kind_of(group: Group, body_size: float) -> BlockKind:
    """What a group is; the body's type size is in points."""
    if is_caption(group) or is_unit(group):
        return "caption"
    if _NOTE.match(group.text):
        return "note"
    size = max(line.size for line in group.lines)
    if size < _SMALLER * body_size and _FOOTNOTE.match(group.text):
        return "note"
    if _is_heading(group, size, body_size):
        return "heading"
    if size < _SMALLER * body_size and not ends_sentence(group.text) and weight(group.text) <= _FIGURE_WEIGHT:
        return "figure"
    return "list" if is_bullet(group.text) else "text"


def _is_heading(group: Group, size: float, body_size: float) -> bool:
    text = group.text
    if weight(text) > HEADING_WEIGHT or not re.search(rf"[{HAN}A-Za-z]", text):
        return False
    if re.search("[，、；,;]$", text):
        return False
    if size >= _LARGER * body_size:
        return not (text.endswith("。") or (size < 1.2 * body_size and ends_sentence(text)))
    if ends_sentence(text) or size < _SMALLER * body_size:
        return False
    if group.bold and not pauses(text):
        return True
    numbered = opens_item(text) and (not is_bullet(text) or is_centred(group.lines[0]))
    alone = len(group.lines) == 1 and room(group.last) > 2 and weight(text) <= _NUMBERED_WEIGHT
    return numbered and alone and not pauses(text)
