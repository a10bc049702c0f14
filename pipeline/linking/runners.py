"""Who runs or pays for a measure: the organisations that the text or the authority file names for it."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.grammar.authority import Authority
from pipeline.linking.context import Context
from pipeline.linking.setting import Appearance
from pipeline.linking.things import Thing

FIRST = 2  # appearances of which every organisation before the name counts; of later ones, only those that bring it up
FILLS = 0.8  # of a table cell that an organisation's name takes up where the cell is its own
BESIDE = re.compile(
    r"[”」》’\"]?(?:[（(][^（）()]{0,60}[）)])?\s?(?:、|和|与|及|以及|下设的?|所属的?|,|, and|and)\s?(?:the )?[“「《‘\"]?",
    re.IGNORECASE,
)
OWNED = re.compile(r"[”」》’\"]?(?:[（(][^（）()]{0,60}[）)])?(?:的|[’']s? )[“「《‘\"]?")
DECREED = ("strategy", "law")  # kinds that a government has made where nobody else is named


class Runners:
    """Finds organisations for one document's measures."""

    def __init__(self, context: Context, authority: Authority) -> None:
        self._setting, self._syntax, self._cues = context.setting, context.syntax, context.cues
        self._authority = authority
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, thing: Thing) -> tuple[str, ...]:
        """The keys of the organisations of a measure; those of the whole that it is a part of, where it has none of its own."""
        if thing.key not in self._found:
            keys = self._own(thing)
            whole = next((t for t in self._setting.things if t.key == thing.parent), None)
            if not keys and whole:
                keys = list(self.of(whole))
            if not keys and thing.kind in DECREED:
                keys = self._government(thing)
            self._found[thing.key] = tuple(dict.fromkeys(keys))
        return self._found[thing.key]

    def _own(self, thing: Thing) -> list[str]:
        keys = self._of_authority(thing)
        for index, appearance in enumerate(self._setting.of(thing)):
            keys += [
                a.thing.key for a in self._setting.within(appearance.name.start, appearance.name.end, "organisation")
            ]
            keys += self._before(appearance, first=index < FIRST)
            keys += self._behind(appearance)
            keys += self._in_row(appearance)
        if not keys:
            segment = self._setting.segments[thing.appearances[0].segment]
            keys += [t.key for t in self._setting.under(segment, "organisation") if _fits(t, thing)]
        return keys

    def _of_authority(self, thing: Thing) -> list[str]:
        row = self._authority.programmes.get(thing.entry or "")
        if row is None or row.agency is None:
            return []
        known = (a.thing for a in self._setting.appearances if a.thing.of == "organisation")
        return [t.key for t in known if t.entry == row.agency][:1]

    def _before(self, appearance: Appearance, *, first: bool) -> list[str]:
        """Organisations before the name in its sentence: X实施Y, X's Y; in its first sentences, all."""
        name = appearance.name
        named = self._setting.within(name.sentence.start, name.start, "organisation")
        if not named:
            return []
        if first:
            nearest = [a for i, a in enumerate(named) if not self._leads_on(a, named[i + 1 :])]
            return [a.thing.key for a in nearest if _fits(a.thing, appearance.thing)]
        owned = OWNED.fullmatch(self._setting.text, named[-1].name.end, name.start)
        if owned or self._syntax.launched(appearance, named[-1].name.end):
            return [named[-1].thing.key]
        return []

    def _leads_on(self, appearance: Appearance, behind: list[Appearance]) -> bool:
        """Whether an organisation only tells whose the next one is: 文部科学省下设的JST."""
        end = appearance.name.end
        return (
            bool(behind)
            and self._cues.whole_before.fullmatch(self._setting.text, end, behind[0].name.start) is not None
        )

    def _behind(self, appearance: Appearance) -> list[str]:
        """Organisations behind the name that run it: Y由X1和X2实施, Y, run by X."""
        name = appearance.name
        named = self._setting.within(name.end, name.sentence.end, "organisation")
        if not named or not self._cues.run_by.fullmatch(self._setting.text, name.end, named[0].name.start):
            return []
        keys = [named[0].thing.key]
        for one, other in zip(named, named[1:], strict=False):
            if not BESIDE.fullmatch(self._setting.text, one.name.end, other.name.start):
                break
            keys.append(other.thing.key)
        return keys

    def _in_row(self, appearance: Appearance) -> list[str]:
        """Organisations that stand in the name's table row as it does, in a cell of their own."""
        segment = self._setting.segments[appearance.name.segment]
        if not appearance.name.rule.endswith(".table"):
            return []
        return [
            a.thing.key
            for cell in self._setting.row(segment)
            for a in self._setting.within(cell.start, cell.end, "organisation")
            if a.name.rule.endswith(".table") or a.name.end - a.name.start >= FILLS * (cell.end - cell.start)
        ]

    def _government(self, thing: Thing) -> list[str]:
        """The government of the measure's country, the one that the document names most."""
        governments = Counter(
            a.thing.key
            for a in self._setting.appearances
            if a.thing.of == "organisation"
            and a.thing.country == thing.country
            and self._cues.government.search(a.name.form)
        )
        return [min(governments, key=lambda k: (-governments[k], k))] if governments else []


def _fits(organisation: Thing, measure: Thing) -> bool:
    """Whether an organisation can run a measure, their countries being what they are."""
    return None in (organisation.country, measure.country) or organisation.country == measure.country
