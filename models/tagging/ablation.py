"""What each way of joining taggers and rules is worth, on files that the taggers never saw: a table for the model cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from pipeline.config import TaggerUse
from pipeline.grammar.naming import Candidate
from pipeline.grammar.tagged import joined
from tagging.cross import Judged
from tagging.score import Place, Score
from tagging.sentences import Label, Mark

COMMON = 0.7  # share that a name and a true one have in common, from which it counts as found: as in the gold's scorer
LABELS: dict[str, Label] = {"measure": "MEASURE", "organisation": "ORG"}


def alone(files: Iterable[Judged]) -> Score:
    """The taggers' own score over the sentences of files: both ends exact."""
    total = Score()
    for file in files:
        total.join(file.alone)
    return total


def ablation(files: Sequence[Judged]) -> Iterator[tuple[str, Score]]:
    """Each way of joining with its score over files read as documents."""
    for use in get_args(TaggerUse):
        total = Score()
        for file in files:
            found = file.ruled if use == "off" else joined(file.ruled, file.judgements, file.text, use=use)
            total.add([m.place for m in file.marks], _paired(found, file.marks))
        yield ("rules" if use == "off" else use), total


def _paired(found: Sequence[Candidate], marks: Sequence[Mark]) -> Iterator[Place]:
    """Each name as the true one that it has enough in common with, or as it is; a true one counts once."""
    free = list(marks)
    for candidate in found:
        label = LABELS[candidate.of]
        mark = next((m for m in free if m.label == label and _common(candidate, m) >= COMMON), None)
        if mark:
            free.remove(mark)
        yield mark.place if mark else (candidate.start, -candidate.end, label)


def _common(candidate: Candidate, mark: Mark) -> float:
    both = min(candidate.end, mark.end) - max(candidate.start, mark.start)
    return both / (max(candidate.end, mark.end) - min(candidate.start, mark.start))
