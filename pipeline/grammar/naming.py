"""What all name rules share: candidates, how a form is written down, and the choice between overlapping candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.data import Aside, MeasureKind

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
HAN_SPACE = re.compile(rf"(?<=[{HAN}（）“”《》、])\s+(?=[{HAN}（）“”《》、])")
JOINTS = "与和及、"  # 国家健康与|医学研究理事会: a known name's end may be a longer name's
QUOTES = "“”\"'‘’「」『』《》〈〉* "
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at `text[start:end]`.

    `beside` is the start of the name that it stands beside in brackets; `under` the start of the name that it is a part of;
    `aside` says why a body is named in passing only.
    """

    of: Literal["measure", "organisation"]
    start: int
    end: int
    form: str
    rule: str
    confidence: float
    kind: MeasureKind | None = None
    country: str | None = None
    entry: str | None = None
    beside: int | None = None
    under: int | None = None
    aside: Aside | None = None


def written(text: str) -> str:
    """A name as one writes it: spaces between Han characters, quotation marks around it and marks of emphasis taken away.

    Marks around a part of it stay: “揽月”科技攻坚计划.
    """
    form = HAN_SPACE.sub("", re.sub(r"\s+", " ", text)).strip("* ")
    while form and form[0] in QUOTES:
        closing = PAIRS.get(form[0])
        at = form.find(closing, 1) if closing else -1
        if 0 < at < len(form) - 1:
            break
        form = form[1:]
    while form and form[-1] in QUOTES:
        opening = next((o for o, c in PAIRS.items() if c == form[-1]), None)
        if opening and form.rfind(opening, 0, -1) > 0:
            break
        form = form[:-1]
    return form


def _swallows(candidate: Candidate, every: list[Candidate]) -> bool:
    """Whether a guess at an organisation's name takes in one that is known, and more than a country's name before it.

    A guess that takes in two bodies of a table's cell is none either: MoHT CBH Coastal Board.
    """
    if candidate.of == "organisation" and candidate.rule.endswith(("capitals", "head", "marked")):
        cells = [
            c for c in every if c.rule == "organisation.table" and candidate.start <= c.start <= c.end <= candidate.end
        ]
        if len(cells) > 1:
            return True
    if candidate.rule not in ("organisation.head", "organisation.marked"):
        return False
    inside = [
        c for c in every if c.rule == "organisation.authority" and candidate.start <= c.start and c.end <= candidate.end
    ]
    return any(
        c.start - candidate.start > 3
        and not (c.end == candidate.end and candidate.form[c.start - candidate.start - 1] in JOINTS)
        for c in inside
    )


def _covers(candidate: Candidate, every: list[Candidate]) -> bool:
    """Whether an item of a list has more in it than a name of its sort that ends with it, or a known name anywhere."""
    if candidate.rule.rsplit(".", 1)[1] not in ("listed", "division"):
        return False
    inside = [
        c
        for c in every
        if candidate.start <= c.start and c.end <= candidate.end and c.end - c.start < candidate.end - candidate.start
    ]
    return any(
        (c.of == candidate.of and c.end == candidate.end and c.rule.endswith(("head", "authority", "quoted", "title")))
        or c.rule == "organisation.authority"
        for c in inside
    )


RANK = {
    "table": 0,
    "authority": 1,
    "title": 2,
    "quoted": 3,
    "division": 4,
    "listed": 4,
    "bracket": 5,
    "gloss": 3,
    "edition": 3,
    "paired": 5,
    "firm": 5,
    "unit": 5,
    "head": 6,
    "marked": 6,
    "government": 6,
    "stage": 7,
    "framed": 7,
    "numbered": 7,
    "act": 5,
    "leading": 6,
    "label": 7,
    "capitals": 7,
    "lowered": 8,
    "announced": 9,
    "described": 9,
    "enumerated": 9,
    "tagged": 10,
}


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drops candidates that others cover: the longest wins, then the surer rule; names in brackets stand for themselves."""
    every = list(candidates)
    order = sorted(
        (c for c in every if not _swallows(c, every) and not _covers(c, every)),
        key=lambda c: (-(c.end - c.start), RANK[c.rule.split(".")[1]], c.start),
    )
    kept: list[Candidate] = []
    for candidate in order:
        rival = next((k for k in kept if candidate.start < k.end and k.start < candidate.end), None)
        if rival is None:
            kept.append(candidate)
        elif (rival.start, rival.end, rival.of, rival.entry) == (
            candidate.start,
            candidate.end,
            candidate.of,
            None,
        ) and candidate.entry:
            kept[kept.index(rival)] = candidate  # the table says what it is, the authority file which one
    return sorted(kept, key=lambda c: c.start)
