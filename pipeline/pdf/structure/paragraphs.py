"""Gathers printed lines into paragraphs, headings, captions and notes, across columns and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.pdf.printed import Group, PrintedLine, PrintedPage, PrintedTable
from pipeline.pdf.structure.cues import (
    ends_short,
    follows_on,
    hangs_under,
    indent,
    is_aligned,
    is_centred,
    is_small_caps,
    lies_below,
    returns,
    room,
    stands_off,
    width,
)
from pipeline.pdf.structure.kinds import HEADING_WEIGHT, is_aside, is_bare_number, kind_of, may_be_title
from pipeline.pdf.structure.typography import Typography, measure
from pipeline.text.lines import (
    changes_script,
    ends_article,
    ends_sentence,
    hangs,
    hangs_in_range,
    is_caption_text,
    is_unit_text,
    leads_on,
    opens_item,
    pauses,
    runs_on,
    weight,
)

_SAME_SIZE = 0.09  # by which the type size may differ inside a paragraph
_HEADING_SIZE = 0.035  # by which a short line's may: a larger one is a heading, glued to its paragraph
_WIDE_PITCH = 1.35  # usual line pitches; a larger step parts paragraphs
_LARGE = 1.15  # body sizes; lines that large, close to each other, are one heading
_HEADING_PITCH = 1.75  # type sizes that a heading's lines are apart at most
_TIGHT_PITCH = 1.3  # type sizes that they may always be apart
_WRAPPED_PITCH = 2.2  # the same when the first one fills its column
_ALMOST_FULL = 3.0  # ems that such a line leaves free
_NUMBER_PITCH = 3.0  # type sizes that a title stands below its number at most
_ROOM = 12.0  # ems that the last line of a column may leave free when its sentence goes on
_MOST_ROOM = 0.55  # of the column's width that any line of a sentence may leave free
_DEEPEST = 6.0  # ems by which the lines of an item may hang
_LOOK_BACK = 12  # groups over which a paragraph may go on


def gather(pages: Sequence[PrintedPage], furniture: set[int]) -> tuple[list[Group | PrintedTable], Typography]:
    """Gathers all lines that are not furniture into groups; tables stay where they stand between them."""
    style = measure(pages, furniture)
    gatherer = _Gatherer(style)
    for page in pages:
        for item in page.items:
            if id(item) not in furniture:
                gatherer.take(item)
    for group in gatherer.groups:
        if isinstance(group, Group):
            group.kind = kind_of(group, style.body_size)
    return gatherer.groups, style


@dataclass(slots=True)
class _Gatherer:
    style: Typography
    groups: list[Group | PrintedTable] = field(default_factory=list)
    current: Group | None = None

    def take(self, item: PrintedLine | PrintedTable) -> None:
        """Adds a line to the group it belongs to, or begins one; a table closes what is open."""
        if isinstance(item, PrintedTable):
            self.groups.append(item)
            self.current = None
            return
        current = self.current
        if current is not None and self._same_column(current.last, item):
            if self._goes_on(current, item):
                current.lines.append(item)
                return
            if is_aside(current, self.style.body_size) and self._resume(item):
                return
        elif self._goes_on_below(item) or self._resume(item):
            return
        self.current = Group([item])
        self.groups.append(self.current)

    @staticmethod
    def _same_column(one: PrintedLine, other: PrintedLine) -> bool:
        return (one.page, one.zone, one.vertical) == (other.page, other.zone, other.vertical)

    def _goes_on(self, group: Group, line: PrintedLine) -> bool:
        """Whether a line of the same column belongs to the group that ends right above it."""
        last = group.last
        if line.vertical:
            return not ends_sentence(last.text)
        if is_bare_number(group, self.style.body_size):
            return may_be_title(group, line) and line.y1 - last.y1 <= _NUMBER_PITCH * line.size
        pitch = self.style.pitch(line.size)
        if hangs_in_range(last.text, line.text) and line.y1 - last.y1 <= 2 * pitch:
            return True
        if line.y1 - last.y1 > _WIDE_PITCH * pitch + 1:
            return False
        if _begins_caption(group, line):
            return False
        if self._is_large(last, line) and not ends_sentence(last.text):
            if weight(group.text + line.text) <= HEADING_WEIGHT:
                step = _WRAPPED_PITCH * line.size if runs_on(line.text) else self._heading_pitch(group, line)
                return line.y1 - last.y1 <= step and not opens_item(line.text)
            if runs_on(line.text):
                return True
        if not self._same_style(group, line) or _begins_anew(group, line):
            return False
        if is_centred(last) and is_centred(line):
            return not ends_sentence(last.text) and not opens_item(line.text)
        unfinished = hangs(last.text) or (runs_on(line.text) and not ends_sentence(last.text))
        if ends_short(group, line) and not (unfinished and room(last) < max(_ROOM, _MOST_ROOM * width(last))):
            return room(last) < _ROOM and not ends_sentence(last.text) and hangs_under(group, line)
        return _indents_agree(group, line, indented=self.style.indented)

    def _heading_pitch(self, group: Group, line: PrintedLine) -> float:
        """How far below a heading's line its next one may stand, in points."""
        if room(group.last) < _ALMOST_FULL and not ends_short(group, line):
            return _WRAPPED_PITCH * line.size
        usual = self.style.pitch(self.style.body_size) / max(self.style.body_size, 1.0)
        return min(_HEADING_PITCH, max(_TIGHT_PITCH, _WIDE_PITCH * usual)) * line.size

    def _is_large(self, one: PrintedLine, other: PrintedLine) -> bool:
        """Whether two lines are both printed as headings are, and alike; weight aside."""
        sizes = min(one.size, other.size), max(one.size, other.size)
        return sizes[0] >= _LARGE * self.style.body_size and sizes[1] <= (1 + _SAME_SIZE) * sizes[0]

    def _same_style(self, group: Group, line: PrintedLine) -> bool:
        """Whether size and weight allow a line to belong to a group."""
        last = group.last
        step = abs(last.size - line.size) / max(last.size, line.size)
        if step > _SAME_SIZE and not any(is_small_caps(x, self.style.body_size) for x in (last, line)):
            return False
        if step > _HEADING_SIZE and len(group.lines) == 1 and last.size > line.size and room(last) > 1:
            return False
        bold = all(x.bold for x in group.lines)
        if bold == line.bold or (last.bold and line.bold):
            return True
        if bold and indent(line) <= 0.8 <= indent(last) - 0.6 and len(group.lines) == 1 and room(last) < 1.0:
            return True
        continued = not ends_short(group, line) or (runs_on(line.text) and room(last) < _ROOM)
        if bold:
            return continued and not ends_sentence(last.text) and not opens_item(group.lines[0].text)
        return not line.bold or (continued and not ends_sentence(last.text))

    def _goes_on_below(self, line: PrintedLine) -> bool:
        """Lets a group go on in the zone below: columns or a box may begin beside its last line."""
        group = self.current
        if group is None or not lies_below(group, line):
            return False
        last = group.last
        goes_on = not ends_sentence(last.text) and room(last) < _ALMOST_FULL and indent(line) <= 0.8
        goes_on = goes_on and self._same_style(group, line)
        goes_on = goes_on and not _begins_anew(group, line) and not _begins_caption(group, line)
        if not goes_on and is_aligned(last, line):
            margins = line.left, line.right
            line.left, line.right = last.left, last.right
            goes_on = self._goes_on(group, line)
            if not goes_on:
                line.left, line.right = margins
        if goes_on:
            group.lines.append(line)
        return goes_on

    def _resume(self, line: PrintedLine) -> bool:
        """Lets a paragraph of an earlier column or page go on with a line; what stands between stays whole."""
        for back in range(len(self.groups) - 1, max(-1, len(self.groups) - 1 - _LOOK_BACK), -1):
            group = self.groups[back]
            if isinstance(group, PrintedTable):
                continue
            if is_aside(group, self.style.body_size) and not self._is_same_aside(group, line):
                continue
            if self._is_boxed(group, line):
                continue
            if not self._goes_over(group, line):
                return False
            between = self.groups[back + 1 :]
            earlier = [g for g in between if g.page < line.page]
            self.groups[back:] = [*earlier, group, *(g for g in between if g.page >= line.page)]
            group.lines.append(line)
            self.current = group
            return True
        return False

    def _is_boxed(self, group: Group, line: PrintedLine) -> bool:
        """Whether a group is in smaller type than a line that may go on amid a sentence: a box's text, a label."""
        smaller = group.last.size < line.size * (1 - _HEADING_SIZE)
        return smaller and indent(line) <= 0.8 and not opens_item(line.text)

    def _is_same_aside(self, group: Group, line: PrintedLine) -> bool:
        """Whether a note may go on with a line that stands as small, in the next column or on the next page."""
        small = max(group.last.size, line.size) < self.style.body_size * (1 - _HEADING_SIZE)
        alike = abs(group.last.size - line.size) <= _HEADING_SIZE * line.size
        return (
            small and alike and (len(group.lines) > 1 or hangs_under(group, line)) and not is_caption_text(group.text)
        )

    def _goes_over(self, group: Group, line: PrintedLine) -> bool:
        """Whether a group goes on in another column or on another page."""
        last = group.last
        if line.vertical or last.vertical:
            return line.vertical and last.vertical and not ends_sentence(last.text)
        if not self._same_style(group, line) or opens_item(line.text) or line.page - last.page > 1:
            return False
        if _begins_caption(group, line) or _is_over(last, line):
            return False
        if kind_of(group, self.style.body_size) == "heading" or is_centred(line):
            return False
        unfinished = runs_on(line.text) or (room(last) < 1 and not ends_sentence(last.text))
        beside = lies_below(group, line) or (line.page == last.page and unfinished)
        if not (_same_width(last, line) or beside):
            return False
        if ends_sentence(last.text):
            return self.style.indented and indent(line) <= 0.8 and room(last) < 1 and not line.bold
        if (runs_on(line.text) or hangs(last.text)) and room(last) < _ROOM:
            return True
        level = abs(indent(line) - indent(last)) < 0.5 or is_aligned(last, line)
        same_indent = len(group.lines) > 1 and level
        return not ends_short(group, line) and (indent(line) <= 0.8 or same_indent or hangs_under(group, line))


def _same_width(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines stand in columns of about the same width."""
    widths = one.right - one.left, other.right - other.left
    return min(widths) >= 0.8 * max(widths)


def _begins_caption(group: Group, line: PrintedLine) -> bool:
    """Whether a line is a caption's first, or the line that says in which unit a table counts."""
    return is_unit_text(line.text) or (is_caption_text(line.text) and not leads_on(group.last.text))


def _is_over(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a text ends with a line, by the article's last mark or since the next one is in another language."""
    return ends_article(last.text) or (ends_sentence(last.text) and changes_script(last.text, line.text))


def _begins_anew(group: Group, line: PrintedLine) -> bool:
    """Whether a line begins an item or an entry of its own."""
    last = group.last
    if _is_over(last, line):
        return True
    if opens_item(line.text):
        over = ends_sentence(last.text) or pauses(last.text) or opens_item(last.text) or follows_on(group, line)
        if over or ends_short(group, line):
            return True
    if stands_off(group, line) and ends_sentence(last.text):
        return True
    return returns(group, line) and not runs_on(line.text)


def _indents_agree(group: Group, line: PrintedLine, *, indented: bool) -> bool:
    """Whether a line's indent is that of a paragraph that goes on, given that the line above is full.

    `indented` says that the document's paragraphs begin with an indent: one behind a line without is a new paragraph.
    """
    last = group.last
    step = (line.x0 - last.x0) / max(line.size, 1.0)
    first = len(group.lines) == 1
    if step > 0.6:
        if indented and first and -0.6 <= indent(last) <= 0.8 and indent(line) < 5 and not hangs_under(group, line):
            return False
        outdented = indent(last) < -0.6 and step < 5
        return first and (outdented or hangs_under(group, line) or (step < _DEEPEST and not ends_sentence(last.text)))
    if step < -0.6:
        return first or not ends_sentence(last.text)
    if first and indent(line) > 0.8:
        return not ends_sentence(last.text)
    return True
