"""Compares what `read` makes of PDFs with their true texts: characters, table cells and paragraphs.

    python bench/reading.py [PDF...] [--bar 0.99] [--cell-bar 0.95] [--diff]        default: corpus/*.pdf

The true text of X.pdf is X.clean.txt beside it, else X.txt: one paragraph a line; lines with tabs are table rows,
consecutive ones one table, and a merged cell's text stands in its first place only. White space is left out of every
comparison. Exit code 6 when a file is under a bar.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pipeline.running.workers import limit_threads

limit_threads()

from rapidfuzz.distance import Indel  # noqa: E402

from pipeline.config import load_config  # noqa: E402
from pipeline.data import Document, Source, Table  # noqa: E402
from pipeline.flow import FLOW  # noqa: E402
from pipeline.running.documents import call_stage, load_model  # noqa: E402

ROOT = Path(__file__).parents[1]
UNDER_BAR = 6
CONTEXT = 16  # characters shown around a difference
NEAR = 6  # characters; differences this close are shown as one
SLACK = 2  # characters by which a paragraph's end may be off

Grid = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Truth:
    """A true text: its lines without white space (a table row's cells run together), which are rows, and its tables."""

    lines: tuple[str, ...]
    rows: frozenset[int]
    tables: tuple[Grid, ...]

    @property
    def text(self) -> str:
        """All of it, without white space."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Score:
    """How a document compares with its truth.

    `body` and `whole` are Indel similarities of the text without and with furniture; `cells` is the mean over all
    cells that either side fills, `filled` of them, `same` exactly alike. A true paragraph is `exact`, or else `glued`
    to a neighbour, or `broken` in two, or both.
    """

    characters: int
    body: float
    whole: float
    cells: float
    filled: int
    same: int
    tables: tuple[int, int]
    paragraphs: int
    exact: int
    glued: int
    broken: int


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s", "", text)


def parse_truth(text: str) -> Truth:
    """Takes a true text apart."""
    lines = [line for line in text.splitlines() if line.strip()]
    tables = []
    for tabbed, rows in groupby(lines, key=lambda line: "\t" in line):
        if tabbed:
            cells = ((r, c, bare(cell)) for r, row in enumerate(rows) for c, cell in enumerate(row.split("\t")))
            tables.append({(r, c): cell for r, c, cell in cells if cell})
    rows_at = frozenset(i for i, line in enumerate(lines) if "\t" in line)
    return Truth(tuple(bare(line) for line in lines), rows_at, tuple(tables))


def truth_beside(path: Path) -> Truth:
    """The truth of a PDF."""
    clean = path.with_suffix(".clean.txt")
    return parse_truth((clean if clean.exists() else path.with_suffix(".txt")).read_text(encoding="utf-8"))


def open_pdf(path: Path) -> Source:
    """A source as `run` hands it to `read`."""
    content = path.read_bytes()
    return Source(path=path.name, content=content, sha256=hashlib.sha256(content).hexdigest())


def open_reader(*, tables: bool = True) -> Callable[[Path], Document]:
    """What reads a PDF as a run with default settings does, or one without tables."""
    config, stage = load_config(overrides={"read.tables": str(tables).lower()}), FLOW[0]
    model = load_model(stage, config=config) if stage.load else None

    def read_file(path: Path) -> Document:
        document: Document = call_stage(stage, [open_pdf(path)], config=config, model=model)
        return document

    return read_file


def body_parts(document: Document) -> list[str]:
    """The blocks that are no furniture, without white space."""
    return [bare(document.text[b.start : b.end]) for b in document.blocks if b.kind != "furniture"]


def grid_of(table: Table, text: str) -> Grid:
    """A table's filled cells by row and column; a merged cell stands in its first place."""
    cells = {(cell.row, cell.column): bare(text[cell.start : cell.end]) for cell in table.cells}
    return {place: cell for place, cell in cells.items() if cell}


def compare(document: Document, truth: Truth) -> Score:
    """Scores a document."""
    parts = body_parts(document)
    grids = [grid for table in document.tables if (grid := grid_of(table, document.text))]
    pairs = [pair for true, read in paired(truth.tables, grids) for pair in cell_pairs(true, read)]
    likeness = [Indel.normalized_similarity(*pair) for pair in pairs]
    verdicts = list(judge_paragraphs(parts, truth))
    return Score(
        characters=len(truth.text),
        body=Indel.normalized_similarity("".join(parts), truth.text),
        whole=Indel.normalized_similarity(bare(document.text), truth.text),
        cells=sum(likeness) / len(pairs) if pairs else 1.0,
        filled=len(pairs),
        same=sum(true == read for true, read in pairs),
        tables=(len(truth.tables), len(grids)),
        paragraphs=len(verdicts),
        exact=sum(not (verdict.glued or verdict.broken) for verdict in verdicts),
        glued=sum(verdict.glued for verdict in verdicts),
        broken=sum(verdict.broken for verdict in verdicts),
    )


def paired(true: Sequence[Grid], read: Sequence[Grid]) -> Iterator[tuple[Grid, Grid]]:
    """Pairs true tables with read ones, the most alike first; what is left over is paired with an empty table."""
    texts = [["".join(grid[place] for place in sorted(grid)) for grid in grids] for grids in (true, read)]
    alike = (
        (Indel.normalized_similarity(a, b), -i, -j) for i, a in enumerate(texts[0]) for j, b in enumerate(texts[1])
    )
    left, right = set(range(len(true))), set(range(len(read)))
    for likeness, i, j in sorted(alike, reverse=True):
        if likeness > 0 and -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            yield true[-i], read[-j]
    yield from ((true[i], {}) for i in sorted(left))
    yield from (({}, read[j]) for j in sorted(right))


def cell_pairs(true: Grid, read: Grid) -> list[tuple[str, str]]:
    """The texts at each place that either table fills."""
    return [(true.get(place, ""), read.get(place, "")) for place in sorted(true.keys() | read.keys())]


class Verdict(NamedTuple):
    """A true paragraph: whether it is glued to a neighbour, whether broken in two; neither when it is exact."""

    text: str
    glued: bool
    broken: bool


def judge_paragraphs(parts: Sequence[str], truth: Truth) -> Iterator[Verdict]:
    """What became of each true paragraph; table rows are none."""
    whole = Counter(parts)
    edges = _edges_in_truth(parts, truth.text)
    position = 0
    for i, line in enumerate(truth.lines):
        start, end = position, position + len(line)
        position = end
        if i in truth.rows:
            continue
        if whole[line] > 0:
            whole[line] -= 1
            yield Verdict(line, glued=False, broken=False)
            continue
        ends = [any(low - SLACK <= at <= high + SLACK for low, high in edges) for at in (start, end)]
        broken = any(start + SLACK < low and high < end - SLACK for low, high in edges)
        yield Verdict(line, glued=not all(ends), broken=broken)


class Step(NamedTuple):
    """A stretch of the text as read (`start` to `end`) and what it is in the true text (`low` to `high`)."""

    alike: bool
    start: int
    end: int
    low: int
    high: int

    def places(self, position: int) -> tuple[int, int]:
        """The first and last place in the true text that a place in the text as read may have."""
        return (self.low + position - self.start,) * 2 if self.alike else (self.low, self.high)


def steps(read: str, true: str) -> list[Step]:
    """The way from the text as read to the true one."""
    every = Indel.opcodes(read, true)
    return [Step(o.tag == "equal", o.src_start, o.src_end, o.dest_start, o.dest_end) for o in every]


def _edges_in_truth(parts: Sequence[str], true: str) -> list[tuple[int, int]]:
    """Where the parts' ends fall in the true text: the first and last place that each may have."""
    way = steps("".join(parts), true)
    starts = [step.start for step in way]
    edges, position = [(0, 0)], 0
    for part in parts:
        position += len(part)
        last = bisect_right(starts, position)
        places = [step.places(position) for step in way[max(last - 3, 0) : last] if step.start <= position <= step.end]
        edges.append((min(low for low, _ in places), max(high for _, high in places)))
    return edges


def differences(read: str, true: str) -> Iterator[tuple[str, str, str, str]]:
    """The stretches that differ: what stands before, what is true, what was read, what follows."""
    spans: list[list[int]] = []
    for step in steps(read, true):
        if step.alike:
            continue
        if spans and step.start - spans[-1][1] <= NEAR and step.low - spans[-1][3] <= NEAR:
            spans[-1][1], spans[-1][3] = step.end, step.high
        else:
            spans.append(list(step[1:]))
    for start, end, low, high in spans:
        yield true[max(0, low - CONTEXT) : low], true[low:high], read[start:end], true[high : high + CONTEXT]


def show_differences(document: Document, truth: Truth) -> None:
    """Prints where body, paragraphs and the tables' cells differ from the truth."""
    parts = body_parts(document)
    for before, true, read, after in differences("".join(parts), truth.text):
        print(f"  …{before}【true: {true}｜read: {read}】{after}…")
    for text, glued, broken in judge_paragraphs(parts, truth):
        if glued or broken:
            print(f"  {'glued' * glued}{' and ' * (glued and broken)}{'broken' * broken}: {text}")
    grids = [grid for table in document.tables if (grid := grid_of(table, document.text))]
    for true_grid, read_grid in paired(truth.tables, grids):
        for place in sorted(true_grid.keys() | read_grid.keys()):
            one, other = true_grid.get(place, ""), read_grid.get(place, "")
            if one != other:
                print(f"  cell {place[0]},{place[1]}: true: {one}｜read: {other}")


HEAD = f"{'file':28}{'characters':>11}{'body':>8}{'whole':>8}{'cells':>8}{'same':>10}{'tables':>8}   paragraphs"


def row(name: str, score: Score) -> str:
    """A line of the report."""
    cells = f"{score.cells:8.4f}" if score.filled else f"{'–':>8}"
    same, tables = f"{score.same}/{score.filled}", "{1}/{0}".format(*score.tables)
    paragraphs = f"{score.exact}/{score.paragraphs} exact, {score.glued} glued, {score.broken} broken"
    return f"{name[:27]:28}{score.characters:11}{score.body:8.4f}{score.whole:8.4f}{cells}{same:>10}{tables:>8}   {paragraphs}"


def total(scores: Sequence[Score]) -> Score:
    """All files as one: similarities weighted by characters, cells by cells."""
    characters, filled = sum(s.characters for s in scores), sum(s.filled for s in scores)
    return Score(
        characters=characters,
        body=sum(s.body * s.characters for s in scores) / max(characters, 1),
        whole=sum(s.whole * s.characters for s in scores) / max(characters, 1),
        cells=sum(s.cells * s.filled for s in scores) / max(filled, 1),
        filled=filled,
        same=sum(s.same for s in scores),
        tables=(sum(s.tables[0] for s in scores), sum(s.tables[1] for s in scores)),
        paragraphs=sum(s.paragraphs for s in scores),
        exact=sum(s.exact for s in scores),
        glued=sum(s.glued for s in scores),
        broken=sum(s.broken for s in scores),
    )


def main() -> int:
    """Compares what is asked for; 6 when a file is under a bar."""
    parser = argparse.ArgumentParser(description="Compares what `read` makes of PDFs with their true texts.")
    parser.add_argument(
        "pdf", nargs="*", type=Path, help="PDFs with their true texts beside them (default: corpus/*.pdf)"
    )
    parser.add_argument("--bar", type=float, default=0.99, help="least similarity of a file's body (default: 0.99)")
    parser.add_argument("--cell-bar", type=float, default=0.95, help="least similarity of its cells (default: 0.95)")
    parser.add_argument("--diff", action="store_true", help="print what differs, in context")
    args = parser.parse_args()
    read_file, scores, under = open_reader(), [], []
    print(HEAD)
    for path in args.pdf or sorted((ROOT / "corpus").glob("*.pdf")):
        document, truth = read_file(path), truth_beside(path)
        scores.append(compare(document, truth))
        print(row(path.name, scores[-1]), flush=True)
        if scores[-1].body < args.bar or scores[-1].cells < args.cell_bar:
            under.append(path.name)
        if args.diff:
            show_differences(document, truth)
    print(row("all", total(scores)))
    if under:
        print(f"under the bar (body {args.bar}, cells {args.cell_bar}): {', '.join(under)}", file=sys.stderr)
    return UNDER_BAR if under else 0


if __name__ == "__main__":
    sys.exit(main())
