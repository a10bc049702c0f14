"""Ticks of chart axes: values at even steps among a figure's labels (0%, 5%, 10%, 15%, 20%) mark its scale and state nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.grammar.money import MoneyValue
from pipeline.grammar.share import PercentValue

TICKS = 5  # so many even steps are no accident; one fewer where the scale begins at zero
MOST = 120  # labels of one figure that are looked at


def ticks(values: Sequence[object]) -> set[int]:
    """The places in `values`, in text order, of those that are ticks.

    A scale is read in one direction; labels of bars and slices may stand between its ticks.
    """
    places = [k for k, v in enumerate(values) if _size(v) is not None][:MOST]
    found: set[int] = set()
    while scale := _longest([k for k in places if k not in found], values):
        found.update(scale)
    return found


def _longest(places: list[int], values: Sequence[object]) -> list[int]:
    """The longest run of even steps, if it is long enough to be a scale."""
    sizes = [(k, size) for k in places if (size := _size(values[k])) is not None]
    best: list[int] = []
    for i, (_, first) in enumerate(sizes):
        for second in {size for _, size in sizes[i + 1 :]} - {first}:
            run = _run(sizes[i:], first, second - first)
            if len(run) > len(best) and len(run) >= TICKS - (0 in (first, first + (len(run) - 1) * (second - first))):
                best = run
    return best


def _run(sizes: list[tuple[int, Decimal]], wanted: Decimal, step: Decimal) -> list[int]:
    """The places of the values that go on from `wanted` in even steps."""
    run = []
    for place, size in sizes:
        if size == wanted:
            run.append(place)
            wanted += step
    return run


def _size(value: object) -> Decimal | None:
    """The number on a label: an exact percentage or amount."""
    return value.min if isinstance(value, MoneyValue | PercentValue) and value.bound == "exact" else None
