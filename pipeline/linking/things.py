"""Which names are one thing: the same form, an acronym in brackets, the same row of the authority file, 英国X beside X."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.data import MeasureKind, Name
from pipeline.grammar.lexis import Countries

LATIN_HEAD = re.compile(
    r"(?<=[A-Za-z0-9])\s?(?P<said>[\u4e00-\u9fff]{0,6}?)(?:计划|项目|专项|工程|programme|program|project|scheme|initiative)\Z",
    re.IGNORECASE,
)
MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」()（）\[\]·•・,，、.:：\-–—*]")


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


def fold(form: str) -> str:
    """A form without what does not tell names apart: spaces, quotes, brackets, dots, dashes, case."""
    return MARKS.sub("", form).casefold()


def group(names: Sequence[Name], countries: Countries) -> list[Thing]:
    """Joins names into things, in the order of their first appearance."""
    leader = {n.name_id: n.name_id for n in names}

    def find(a: str) -> str:
        while leader[a] != a:
            leader[a] = leader[leader[a]]
            a = leader[a]
        return a

    by_key: dict[tuple[str, str], str] = {}
    rests = _shared_rests(names, countries)
    forms = frozenset(fold(n.form) for n in names if n.of == "measure")
    for name in names:
        keys = [(name.of, k) for k in _keys(name, countries, rests, forms)]
        for key in keys:
            other = by_key.setdefault(key, name.name_id)
            leader[find(name.name_id)] = find(other)
        if name.apposition in leader:
            leader[find(name.name_id)] = find(name.apposition)
    for short, long in _shortened(names):
        leader[find(short)] = find(long)
    things: dict[str, Thing] = {}
    for name in names:
        root = find(name.name_id)
        things.setdefault(root, Thing(name.name_id, name.of)).appearances.append(name)
    return list(things.values())


STAGE_RULES = ("measure.division", "measure.stage")


def _shortened(names: Sequence[Name]) -> list[tuple[str, str]]:
    """Pairs of tracks, one a shorter way to write the other and no third.

    实用性验证阶段 ends 种子产品实用性验证阶段; of stages, 导入阶段 also begins 导入试验阶段, and 挖掘阶段 ends 种子产品挖掘阶段.
    """
    tracks: dict[str, Name] = {}
    for name in names:
        if name.of == "measure" and name.kind == "track":
            tracks.setdefault(_track(name.form), name)
    pairs = []
    for form, name in tracks.items():
        staged = name.rule in STAGE_RULES
        longer = [
            other
            for other, rival in tracks.items()
            if other != form
            and (other.endswith(form) or (staged and rival.rule in STAGE_RULES and other.startswith(form)))
        ]
        if len(longer) == 1 and len(form) >= (2 if staged else 4):
            pairs.append((name.name_id, tracks[longer[0]].name_id))
    return pairs


def _track(form: str) -> str:
    """A track's name without 的 and 阶段, which texts leave out as they like."""
    return fold(form.replace("的", "")).removesuffix("阶段")


def _keys(name: Name, countries: Countries, rests: dict[str, int], forms: frozenset[str]) -> list[str]:
    keys = [fold(name.form)]
    if name.entry:
        keys.append("entry:" + name.entry)
    head = LATIN_HEAD.search(name.form)
    bare = fold(name.form[: head.start()]) if head else ""
    if (
        head and len(bare) >= 2 and (not head["said"] or bare in forms)
    ):  # HFSP国际大科学计划 is HFSP; JST创新计划 is not JST
        keys.append(bare)
    if name.kind == "track":
        keys.append("track:" + _track(name.form))
    if name.rule == "measure.numbered":  # Tier 1 and Tier 1—State
        keys.append("numbered:" + fold(re.split("[—–]", name.form)[0]))
    prefix = countries.prefix(name.form)
    if prefix and rests.get(fold(prefix[0]), 0) == 1:
        keys.append(fold(prefix[0]))
    return keys


def _shared_rests(names: Sequence[Name], countries: Countries) -> dict[str, int]:
    """For each name without its country word, how many countries have it: 英国X and 德国X are two things."""
    holders: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if prefix := countries.prefix(name.form):
            holders[fold(prefix[0])].add(prefix[1])
    return {rest: len(codes) for rest, codes in holders.items()}
