"""Values that limit each other: 五万元以上五十万元以下 is one range, as is at least 20% but not more than 30%; others share a bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.duration import DurationValue
from pipeline.grammar.money import MoneyValue
from pipeline.grammar.share import PercentValue

Limited = TypeVar("Limited")
Bounded = TypeVar("Bounded", MoneyValue, DurationValue, PercentValue)

AND = re.compile(r"\s*(?:、|[，,]?\s*(?:且|并且|但|但是|和|而|and|but|yet)\s*)?", re.IGNORECASE)
OR = re.compile(r"(?:或者?|(?<![A-Za-z])or)\s*\Z", re.IGNORECASE)
REACH = 80  # characters between a limit and the other that shares its bound
DAYS = {"Y": Decimal("365.25"), "M": Decimal("30.4375"), "W": Decimal(7), "D": Decimal(1), "H": Decimal(1) / 24}


def two_sided(text: str, values: Sequence[Bounded]) -> list[Bounded]:
    """Joins neighbours of one kind of which one says the least and the other the most."""
    joined: list[Bounded] = []
    for value in values:
        last = joined[-1] if joined else None
        if last is not None and AND.fullmatch(text, last.end, value.start) and (one := _one_range(last, value)):
            joined[-1] = one
        else:
            joined.append(value)
    return joined


def _one_range(a: Bounded, b: Bounded) -> Bounded | None:
    """The range between a least and a most value, if they are that, in either order."""
    low, high = (a, b) if a.bound == "at_least" else (b, a)
    if (low.bound, high.bound) != ("at_least", "at_most") or _unit(a) != _unit(b):
        return None
    if not _size(low.min) < _size(high.max):
        return None
    rule = a.rule.split(".")[0] + ".two_sided"
    return replace(a, end=b.end, min=low.min, max=high.max, bound="range", rule=rule)


def _unit(value: object) -> str:
    return value.currency if isinstance(value, MoneyValue) else ""


def _size(end: Decimal | str | None) -> Decimal:
    """A number to compare ends by: the amount or percentage itself, the days of a duration."""
    if isinstance(end, Decimal):
        return end
    return sum((Decimal(n) * DAYS[u] for n, u in re.findall(r"([\d.]+)([YMWDH])", end or "")), Decimal(0))


def lesser_shared(text: str, values: Sequence[Limited], bounds: BoundReader) -> list[Limited]:
    """Gives an exact amount the bound of the limit before it, where the text says that the lesser of the two holds."""
    shared: list[Limited] = []
    limit = -REACH  # where the last limit ended
    for value in values:
        if isinstance(value, MoneyValue | PercentValue) and value.bound == "at_most":
            limit = value.end
        elif isinstance(value, MoneyValue) and value.bound == "exact" and value.start - limit <= REACH:
            tied = OR.search(text, max(0, value.start - 4), value.start)
            value = replace(value, min=None, bound="at_most") if tied and bounds.lesser(text, value.end) else value
        shared.append(value)
    return shared
