"""Conflicts: which values of a measure cannot all hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pipeline.comparison.figures import years
from pipeline.data import AnyMention, Conflict, Dataset, Duration, Fact, Money, Percent, Period

APPROXIMATE_SHARE = Decimal("0.1")
"""How far an approximate number may be off, as a share of itself, before it contradicts another."""

Sides = tuple[Decimal | None, Decimal | None]


def conflicts(dataset: Dataset, mentions: Mapping[str, AnyMention]) -> tuple[Conflict, ...]:
    """Values of one measure that contradict each other, by measure and value.

    Three cases contradict: a budget of one stated year given with two numbers; two documents that each give one number for
    the same thing; and, in one document too, two shares or budgets of the same label and year. Several awards in one document
    do not: a programme has several kinds of project.
    Open and approximate values contradict only what lies beyond them ("up to 5" and "3" both hold).
    """
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in dataset.facts:
        mention = mentions.get(fact.mention_id)
        if fact.subject_type == "measure" and mention is not None and (key := _key(mention)) is not None:
            groups[fact.subject, key].append(fact)
    found = []
    for (measure, key), facts in sorted(groups.items()):
        ordered = sorted(facts, key=lambda f: (f.doc_id, mentions[f.mention_id].start, f.fact_id))
        clashing = _clashing(ordered, mentions) or _said_alike(ordered, mentions)
        if clashing:
            found.append(Conflict(measure_id=measure, value=key, fact_ids=tuple(f.fact_id for f in clashing)))
    return tuple(found)


def _key(mention: AnyMention) -> str | None:
    """What a value is a value of, as a code; values with different codes cannot contradict each other."""
    if isinstance(mention, Money):
        if mention.role == "other" or mention.conversion_of is not None:
            return None
        per = "+".join(sorted(mention.per)) or "total"
        return f"money:{mention.role}:{mention.currency}:{per}:{mention.year or 'any'}"
    if isinstance(mention, Percent):
        return f"percent:{mention.role}"
    if isinstance(mention, Duration):
        return "duration"
    return "period" if isinstance(mention, Period) else None


def _clashing(facts: list[Fact], mentions: Mapping[str, AnyMention]) -> list[Fact]:
    first = mentions[facts[0].mention_id]
    if isinstance(first, Percent) and first.role == "statistic":
        return []
    if not (isinstance(first, Money) and first.role == "budget" and first.year is not None):
        facts = _single_valued(facts, mentions)
    return _far_apart(facts, mentions)


def _said_alike(facts: list[Fact], mentions: Mapping[str, AnyMention]) -> list[Fact]:
    """Shares, or budgets, of one label and year whose numbers have nothing in common: the first such group.

    Numbers of one sentence tell of a change (from 40% to 50%) and contradict nothing.
    """
    first = mentions[facts[0].mention_id]
    alike: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if (
            fact.label
            and fact.year
            and (isinstance(first, Percent) or (isinstance(first, Money) and first.role == "budget"))
        ):
            alike[fact.label, fact.year].append(fact)
    for _, group in sorted(alike.items()):
        sentences = {(f.doc_id, mentions[f.mention_id].sentence.start): f for f in group}
        if len(sentences) == len(group) and (found := _far_apart(group, mentions)):
            return found
    return []


def _far_apart(facts: list[Fact], mentions: Mapping[str, AnyMention]) -> list[Fact]:
    sides = [_sides(mentions[f.mention_id]) for f in facts]
    return [
        fact
        for place, fact in enumerate(facts)
        if any(_apart(sides[place], other) for index, other in enumerate(sides) if index != place)
    ]


def _single_valued(facts: list[Fact], mentions: Mapping[str, AnyMention]) -> list[Fact]:
    """One fact of each document that gives one number only."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_document[fact.doc_id].append(fact)
    return [group[0] for group in by_document.values() if len({_sides(mentions[f.mention_id]) for f in group}) == 1]


def _sides(mention: AnyMention) -> Sides:
    if isinstance(mention, Period):
        return _moment(mention.from_), _moment(mention.to)
    if isinstance(mention, Duration):
        low, high = (years(side) if side else None for side in (mention.min, mention.max))
    elif isinstance(mention, Money | Percent):
        low, high = mention.min, mention.max
    else:
        return None, None
    if mention.bound == "approx":
        low = None if low is None else low * (1 - APPROXIMATE_SHARE)
        high = None if high is None else high * (1 + APPROXIMATE_SHARE)
    return low, high


def _apart(one: Sides, other: Sides) -> bool:
    """Whether two stretches have no number in common; an open side reaches to infinity."""
    return _beyond(one[0], other[1]) or _beyond(other[0], one[1])


def _beyond(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _moment(date: str | None) -> Decimal | None:
    """The year of an ISO date or year; None when open or not a year."""
    try:
        return Decimal(date[:4]) if date else None
    except InvalidOperation:
        return None
