"""Measures what is usual in a document: its body's type size, line pitches and indents, and each column's margins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.pdf.printed import PrintedLine, PrintedPage
from pipeline.pdf.structure.cues import indent, is_short
from pipeline.text.lines import ends_sentence

_LEAST_SIZE = 0.5  # points; text that is smaller is taken for that
_ALMOST = 0.5  # of the characters of the commonest type size
_MANY_LINES = 6  # of a column that give it margins of its own


@dataclass(frozen=True, slots=True)
class Typography:
    """The body's type size in points, each size's line pitch, and whether paragraphs begin with an indent."""

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
            sizes[max(round(2 * line.size) / 2, _LEAST_SIZE)] += len(line.text)
    most = max(sizes.values(), default=0)
    return max((size for size in sizes if sizes[size] >= _ALMOST * most), default=10.0)


def measure(pages: Sequence[PrintedPage], furniture: set[int]) -> Typography:
    """Gives each line that is not furniture its column's margins, and measures the document with them."""
    columns = _columns(pages, furniture)
    _set_margins(columns)
    return _typography(body_size(pages), columns)


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


def _typography(size: float, columns: Sequence[list[PrintedLine]]) -> Typography:
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
    return Typography(size, pitches, indented=deep > flush)
