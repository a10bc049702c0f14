"""Gathers printed lines into paragraphs, headings, captions and notes, across columns and pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.pdf.cues import indent, is_centred, is_short, room
from pipeline.pdf.kinds import HEADING_WEIGHT, is_aside, kind_of
from pipeline.pdf.printed import Group, PrintedLine, PrintedPage, PrintedTable
from pipeline.text.lines import ends_sentence, hangs, opens_item, pauses, runs_on, weight

_ALMOST = 0.5  # of the characters of the commonest type size
_SAME_SIZE = 0.09  # by which the type size may differ inside a paragraph
_WIDE_PITCH = 1.35  # usual line pitches; a larger step parts paragraphs
_LARGE = 1.15  # body sizes; lines that large, close to each other, are one heading
_HEADING_PITCH = 1.75  # type sizes that a heading's lines are apart at most
_ROOM = 12.0  # ems that the last line of a column may leave free when its sentence goes on
_LOOK_BACK = 12  # groups over which a paragraph may go on
_MANY_LINES = 6  # of a column that give it margins of its own


@dataclass(slots=True)
class Typography:
    """What is usual in a document: the body's type size, each size's line pitch, whether paragraphs are indented."""

    body_size: float
    pitches: dict[int, float]
    indented: bool = False

    def pitch(self, size: float) -> float:
        """The usual distance of two baselines of a type size, in points."""
        return self.pitches.get(round(2 * size), 1.7 * size)


def body_size(pages: Sequence[PrintedPage]) -> float:
    """The type size in which most of the text is set; the larger one when a list of references is almost as long."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    most = max(sizes.values(), default=0)
    return max((size for size in sizes if sizes[size] >= _ALMOST * most), default=10.0)


def gather(pages: Sequence[PrintedPage], furniture: set[int]) -> tuple[list[Group | PrintedTable], Typography]:
    """Gathers all lines that are not furniture into groups; tables stay where they stand between them."""
    columns = _columns(pages, furniture)
    _set_margins(columns)
    style = _typography(pages, columns)
    gatherer = _Gatherer(style)
    for page in pages:
        for item in page.items:
            if id(item) not in furniture:
                gatherer.take(item)
    for group in gatherer.groups:
        if isinstance(group, Group):
            group.kind = kind_of(group, style.body_size)
    return gatherer.groups, style


def _columns(pages: Sequence[PrintedPage], furniture: set[int]) -> list[list[PrintedLine]]:
    columns: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if id(line) not in furniture and not line.vertical:
                columns[page.number, line.zone].append(line)
    return list(columns.values())


def _set_margins(columns: Sequence[list[PrintedLine]]) -> None:
    """Gives each line its column's margins; short columns take those of a long one that holds them."""
    known: list[tuple[float, float, int]] = []
    for lines in columns:
        left, right = _margins(lines)
        for line in lines:
            line.left, line.right = left, right
        if len(lines) >= _MANY_LINES:
            known.append((left, right, lines[0].page))
    for lines in columns:
        if len(lines) >= _MANY_LINES or not known:
            continue
        x0, x1, page = min(x.x0 for x in lines), max(x.x1 for x in lines), lines[0].page
        holding = [k for k in known if k[0] <= x0 + 3 and k[1] >= x1 - 3]
        if holding:
            left, right, _ = min(holding, key=lambda k: (round((k[1] - k[0]) / 6), abs(k[2] - page)))
            for line in lines:
                line.left, line.right = min(left, x0), max(right, x1)


def _margins(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """A column's margins, a tenth of stray lines aside."""
    stray = len(lines) // 10
    return sorted(line.x0 for line in lines)[stray], sorted(line.x1 for line in lines)[-1 - stray]


def _typography(pages: Sequence[PrintedPage], columns: Sequence[list[PrintedLine]]) -> Typography:
    steps: dict[int, list[float]] = defaultdict(list)
    deep = flush = 0
    for lines in columns:
        for one, other in zip(lines, lines[1:], strict=False):
            step = other.y1 - one.y1
            if abs(one.size - other.size) < 0.3 and 0.8 * one.size < step < 3 * one.size:
                steps[round(2 * one.size)].append(step)
            if is_short(one, other) and ends_sentence(one.text):
                deep += 0.8 < indent(other) < 5
                flush += indent(other) <= 0.8
    pitches = {size: median(sorted(values)) for size, values in steps.items() if len(values) >= 3}
    return Typography(body_size(pages), pitches, indented=deep > flush)


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
        if self.current is not None and self._same_column(self.current.last, item):
            if self._goes_on(self.current, item):
                self.current.lines.append(item)
                return
        elif self._resume(item):
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
        if not _same_style(group, line) or line.y1 - last.y1 > _WIDE_PITCH * self.style.pitch(line.size) + 1:
            return False
        large = min(last.size, line.size) >= _LARGE * self.style.body_size
        if large and not ends_sentence(last.text) and weight(group.text + line.text) <= HEADING_WEIGHT:
            return line.y1 - last.y1 <= _HEADING_PITCH * line.size and not opens_item(line.text)
        if is_centred(last) and is_centred(line):
            return not ends_sentence(last.text) and not opens_item(line.text)
        short = is_short(last, line)
        if opens_item(line.text) and (short or ends_sentence(last.text) or pauses(last.text) or opens_item(last.text)):
            return False
        unfinished = hangs(last.text) or (runs_on(line.text) and not ends_sentence(last.text))
        if short and not (unfinished and room(last) < _ROOM):
            return False
        return _indents_agree(group, line)

    def _resume(self, line: PrintedLine) -> bool:
        """Lets a paragraph of an earlier column or page go on with a line; what stands between stays whole."""
        for back in range(len(self.groups) - 1, max(-1, len(self.groups) - 1 - _LOOK_BACK), -1):
            group = self.groups[back]
            if isinstance(group, PrintedTable) or is_aside(group, self.style.body_size):
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

    def _goes_over(self, group: Group, line: PrintedLine) -> bool:
        """Whether a group goes on in another column or on another page."""
        last = group.last
        if line.vertical or last.vertical:
            return line.vertical and last.vertical and not ends_sentence(last.text)
        if not _same_style(group, line) or opens_item(line.text) or line.page - last.page > 1:
            return False
        if kind_of(group, self.style.body_size) == "heading" or is_centred(line) or not _same_width(last, line):
            return False
        if ends_sentence(last.text):
            return self.style.indented and indent(line) <= 0.8 and room(last) < 1 and not line.bold
        if (runs_on(line.text) or hangs(last.text)) and room(last) < _ROOM:
            return True
        same_indent = len(group.lines) > 1 and abs(indent(line) - indent(last)) < 0.5
        return not is_short(last, line) and (indent(line) <= 0.8 or same_indent)


def _same_width(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines stand in columns of about the same width."""
    widths = one.right - one.left, other.right - other.left
    return min(widths) >= 0.8 * max(widths)


def _same_style(group: Group, line: PrintedLine) -> bool:
    """Whether size and weight allow a line to belong to a group."""
    last = group.last
    if abs(last.size - line.size) > _SAME_SIZE * max(last.size, line.size):
        return False
    bold = all(x.bold for x in group.lines)
    if bold and not line.bold:
        return not is_short(last, line) and not ends_sentence(last.text) and not opens_item(group.lines[0].text)
    if line.bold and not last.bold:
        return not is_short(last, line) and not ends_sentence(last.text)
    return True


def _indents_agree(group: Group, line: PrintedLine) -> bool:
    """Whether a line's indent is that of a paragraph that goes on, given that the line above is full."""
    last = group.last
    step = (line.x0 - last.x0) / max(line.size, 1.0)
    first = len(group.lines) == 1
    if step > 0.6:
        return first and (opens_item(last.text) or indent(last) < -0.6) and step < 5
    if step < -0.6:
        return first or not ends_sentence(last.text)
    if first and indent(line) > 0.8:
        return not ends_sentence(last.text)
    return True
