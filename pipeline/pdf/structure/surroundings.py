"""Settles what groups are by what stands around them: a figure's text, a table's notes, headings that look like text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.pdf.printed import Group, PrintedLine, PrintedPage, PrintedTable
from pipeline.pdf.structure.cues import indent, is_small_caps, room
from pipeline.pdf.structure.kinds import SMALLER, is_caption
from pipeline.pdf.structure.typography import Typography
from pipeline.text.lines import ends_sentence, hangs, is_figure_caption, opens_item, pauses, weight

_SCRAP = 40  # a figure's label at most; a CJK character weighs 2, others 1
_SCRAPS = 3  # labels that make a figure without a caption
_IN_LINE = 0.7  # of a figure's labels at most stand below each other; else they are a list
_TITLE = 90  # a heading's extent at most when only its place shows it
_TITLE_LINES = 3
_STATEMENT_LINES = 2  # of a numbered sentence in bold type that heads a section
_LONG = 100  # a paragraph's extent at least
_SHORT = 36  # the same where an indent sets it off from its heading
_APART = 1.12  # usual line pitches between a heading and the paragraph above it, at least
_AMOUNTS = re.compile(r"[\d\s.,%％*+~$€£¥KMBbmn×xX/–-]*\d[\d\s.,%％*+~$€£¥KMBbmn×xX/–-]*")  # large print of a chart
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_TITLE_BEGINS = re.compile(r"[A-Z\u00c0-\u00de\u3400-\u9fff\uac00-\ud7a3“\"‘§\d]")
_UNFINISHED = re.compile(
    r"[,，、;；:：\-–]$|\b(?:that|to|of|the|a|an|and|or|by|for|with|in|on|at|from|is|are|as|which)$"
)

Item = Group | PrintedTable


def settle(groups: Sequence[Item], pages: Sequence[PrintedPage], style: Typography) -> None:
    """Sets, in place, the kinds that a group's own looks and words do not show."""
    drawn = {page.number for page in pages if page.drawn}
    _settle_figures(groups, drawn, style)
    _settle_notes(groups, style)
    _settle_headings(groups, style)


def _settle_figures(groups: Sequence[Item], drawn: set[int], style: Typography) -> None:
    """Marks runs of labels on pages with drawings, and those beside a figure's caption; other small print is text."""
    for start, end in _runs(groups, style):
        run = [g for g in groups[start:end] if isinstance(g, Group)]
        labels = [g for g in run if _is_label(g)]
        if labels and (_is_captioned(groups, start, end) or _is_drawing(run, labels, drawn)):
            for group in run:
                group.kind = "figure"
        else:
            for group in run:
                if group.kind == "figure" and _LETTER.search(group.text):
                    group.kind = "text"
                elif group.kind == "heading":
                    group.kind = "figure" if group.page in drawn else "text"


def _runs(groups: Sequence[Item], style: Typography) -> list[tuple[int, int]]:
    """Where groups in small print, or labels in the body's, follow each other on a page: first index, end index."""
    inside = [isinstance(g, Group) and _may_be_drawn(g, style) for g in groups]
    for i in range(1, len(groups) - 1):  # a box with words in it may pass for a table
        inside[i] |= isinstance(groups[i], PrintedTable) and inside[i - 1] and inside[i + 1]
    runs: list[tuple[int, int]] = []
    for i, group in enumerate(groups):
        if not inside[i]:
            continue
        if runs and runs[-1][1] == i and groups[i - 1].page == group.page:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _may_be_drawn(group: Group, style: Typography) -> bool:
    if group.kind == "heading":
        return _AMOUNTS.fullmatch(group.text) is not None
    if group.kind not in ("text", "figure", "list"):
        return False
    if group.kind == "figure" or _is_numeric(group.text):
        return True
    first = group.lines[0]
    small = first.size < SMALLER * style.body_size and not is_small_caps(first, style.body_size)
    return small and not (len(group.lines) > 2 and ends_sentence(group.text))


def _is_label(group: Group) -> bool:
    text = group.text
    if _is_numeric(text):
        return True
    return weight(text) <= _SCRAP and not ends_sentence(text) and not pauses(text) and not opens_item(text)


def _is_numeric(text: str) -> bool:
    """Whether a text is figures for the most part, as on a chart's axes."""
    digits = len(_DIGIT.findall(text))
    return digits > 0 and digits >= 2 * len(_LETTER.findall(text)) and "...." not in text


def _is_captioned(groups: Sequence[Item], start: int, end: int) -> bool:
    """Whether a figure's caption stands above or below a run, perhaps behind a note."""
    below = [g for g in groups[end : end + 2] if isinstance(g, Group)]
    if len(below) == 2 and below[0].kind != "note":
        below = below[:1]
    above = [g for g in groups[max(0, start - 1) : start] if isinstance(g, Group)]
    page = groups[start].page
    return any(g.page == page and g.kind == "caption" and is_figure_caption(g.text) for g in (*below, *above))


def _is_drawing(run: Sequence[Group], labels: Sequence[Group], drawn: set[int]) -> bool:
    """Whether a run is scattered as the labels of a chart are, on a page that has drawings."""
    if run[0].page not in drawn or len(labels) < max(_SCRAPS, 0.6 * len(run)):
        return False
    if sum(_is_numeric(g.text) for g in labels) >= _SCRAPS:
        return True
    places = Counter(round(g.lines[0].x0 / 3) for g in run)
    return max(places.values()) <= _IN_LINE * len(run)


def _settle_notes(groups: Sequence[Item], style: Typography) -> None:
    """Marks small print right below a table as its note."""
    for one, other in pairwise(groups):
        if isinstance(one, PrintedTable) and isinstance(other, Group) and other.page == one.page:
            below = other.lines[0].y0 >= one.y1 - 2 and other.lines[0].y0 - one.y1 < 3 * style.body_size
            if below and other.kind in ("text", "figure") and other.last.size < SMALLER * style.body_size:
                other.kind = "note"


def _settle_headings(groups: Sequence[Item], style: Typography) -> None:
    """Marks short lines that stand apart above a paragraph, and numbered sentences in bold type above others."""
    begun = False
    for i, group in enumerate(groups):
        if not isinstance(group, Group):
            continue
        following = groups[i + 1] if i + 1 < len(groups) else None
        if begun and group.kind in ("text", "list") and isinstance(following, Group):
            before = groups[i - 1]
            if _is_statement(group, following) or _stands_apart(before, group, following, style):
                group.kind = "heading"
        begun = begun or (group.kind == "text" and weight(group.text) >= _LONG)


def _is_statement(group: Group, following: Group) -> bool:
    """Whether a group is a numbered sentence in bold type above text that is not bold."""
    if not group.bold or len(group.lines) > _STATEMENT_LINES or not opens_item(group.text):
        return False
    return following.kind == "text" and not following.bold and following.page == group.page


def _stands_apart(before: Item, group: Group, following: Group, style: Typography) -> bool:
    """Whether a group is short, begins as titles do, and stands apart above a paragraph of the same column."""
    text = group.text
    if group.kind != "text" or len(group.lines) > _TITLE_LINES or weight(text) > _TITLE:
        return False
    asks = text.endswith(("?", "？")) and opens_item(text)
    if not _TITLE_BEGINS.match(text) or _UNFINISHED.search(text) or (ends_sentence(text) and not asks):
        return False
    first, last, below = group.lines[0], group.last, following.lines[0]
    if (below.page, below.zone) != (last.page, last.zone) or below.y1 <= last.y1:
        return False
    if following.kind not in ("text", "list") or not ends_sentence(following.text):
        return False
    if room(last) < 2 or abs(last.size - below.size) > 0.1 * below.size or _is_numeric(text):
        return False
    gap = below.y1 - last.y1
    above = _gap_above(before, first)
    pitch = style.pitch(first.size)
    set_off = style.indented and indent(first) <= 0.8 < indent(below)
    apart = above is None or above > _APART * pitch
    if weight(following.text) < (_SHORT if set_off else _LONG):
        return False
    return apart and _ended(before) and (set_off or (above is not None and above >= gap - 0.5 and gap < 2.5 * pitch))


def _gap_above(before: Item, line: PrintedLine) -> float | None:
    """How far a line stands below what comes before it in its column; None when it comes first there."""
    if isinstance(before, PrintedTable):
        return line.y1 - before.y1 if (before.page, before.zone) == (line.page, line.zone) else None
    last = before.last
    return line.y1 - last.y1 if (last.page, last.zone) == (line.page, line.zone) and last.y1 < line.y1 else None


def _ended(before: Item) -> bool:
    """Whether nothing of a sentence may go on behind an item."""
    if isinstance(before, PrintedTable) or before.kind in ("heading", "caption", "note", "figure"):
        return True
    return ends_sentence(before.text) and not hangs(before.text) and not is_caption(before)
