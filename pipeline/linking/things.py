"""Which names are one thing: the same form, an acronym in brackets, the same row of the authority file, 英国X beside X."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.data import MeasureKind, Name
from pipeline.grammar.lexis import Countries
from pipeline.linking.joining import Keys, fold, short_forms

UNIT = "organisation.unit"


@dataclass(slots=True)
class Thing:
    """A measure or organisation as one document knows it: all appearances of its names, in text order."""

    key: str
    of: str
    appearances: list[Name] = field(default_factory=list)
    country: str | None = None
    parent: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its forms, the first used first."""
        return tuple(dict.fromkeys(n.form for n in self.appearances))

    @property
    def entry(self) -> str | None:
        """The authority file's row that knows it."""
        return next((n.entry for n in self.appearances if n.entry), None)

    @property
    def kind(self) -> MeasureKind:
        """What most of its surest appearances say that it is."""
        votes: Counter[MeasureKind] = Counter()
        for name in self.appearances:
            if name.kind:
                votes[name.kind] += 3 if name.entry else 1
        return max(votes, key=lambda k: (votes[k], k)) if votes else "programme"


def group(names: Sequence[Name], countries: Countries) -> list[Thing]:
    """Joins names into things, in the order of their first appearance; what is only named in passing is none."""
    leader = {n.name_id: n.name_id for n in names}

    def find(a: str) -> str:
        while leader[a] != a:
            leader[a] = leader[leader[a]]
            a = leader[a]
        return a

    by_key: dict[tuple[str, str], str] = {}
    keys, owners = Keys(names, countries), _owners(names)
    for name in names:
        owner = owners.get(name.name_id)
        own = [f"{owner}/{fold(name.form)}"] if owner else keys.of(name)
        for key in own:
            other = by_key.setdefault((name.of, key), name.name_id)
            leader[find(name.name_id)] = find(other)
        if name.apposition in leader:
            leader[find(name.name_id)] = find(name.apposition)
    for short, long in short_forms(names, find):
        leader[find(short)] = find(long)
    things: dict[str, Thing] = {}
    for name in names:
        root = find(name.name_id)
        things.setdefault(root, Thing(name.name_id, name.of)).appearances.append(name)
    return [t for t in things.values() if any(n.aside is None for n in t.appearances)]


def _owners(names: Sequence[Name]) -> dict[str, str]:
    """For each name of a unit (国际部), the body that owns it: two bodies' units of one name are two.

    A unit belongs to the body named last before it; when it comes back, to the body that had it last.
    """
    units = {n.form for n in names if n.rule == UNIT}
    owners: dict[str, str] = {}
    body, last = "", {}
    for name in names:
        if name.of != "organisation":
            continue
        if name.form not in units:
            body = fold(name.entry or name.form)
        elif name.rule == UNIT:
            owners[name.name_id] = last[name.form] = body
        else:
            owners[name.name_id] = last.setdefault(name.form, body)
    return owners
