"""A thing's country, and the measure or organisation that it is a part of."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.data import Segment, Span
from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Countries
from pipeline.linking.setting import Setting
from pipeline.linking.things import Thing

DIVIDES = re.compile(
    r"(?:主要)?(?:分为|分成|划分为|下设|设有|由)|(?:consists? of|comprises?|is divided into|made up of|has two tracks|has three)"
)
OWN = re.compile(r"我国|国务院|京津冀|“十[一二三四五]五”|中共中央|全国人大")


class Places:
    """Finds countries and parents for one document's things."""

    def __init__(self, setting: Setting, countries: Countries, authority: Authority) -> None:
        self._setting, self._countries, self._authority = setting, countries, authority
        text = setting.document.text
        self._words = countries.find(text)
        self._words += (
            [(m.start(), m.end(), "CN") for m in OWN.finditer(text)] if "zh" in setting.document.languages else []
        )
        self._words.sort()
        counts = Counter(code for _, _, code in self._words)
        self._main = min(counts, key=lambda c: (-counts[c], c)) if counts else None

    def country(self, thing: Thing) -> str | None:
        """From the authority file, the name itself, the words before it in its sentence, its heading, the document as a whole."""
        known = next((n.country for n in thing.appearances if n.country), None)
        if known:
            return known
        for name in thing.names:
            if prefix := self._countries.prefix(name):
                return prefix[1]
        for appearance in thing.appearances[:3]:
            if code := self._last(appearance.sentence.start, appearance.start):
                return code
        return self._around(self._setting.segments[thing.appearances[0].segment]) or self._main

    def _around(self, segment: Segment) -> str | None:
        """The country that the table's caption or the nearest naming heading says, or has an organisation of."""
        spans = [Span(h.start, h.end) for h in self._setting.headings(segment)]
        if segment.table is not None:
            caption = self._setting.document.tables[segment.table].caption
            spans = [caption, *spans] if caption else spans
        for span in spans:
            if code := self._last(span.start, span.end):
                return code
            named = [
                a.name.country for a in self._setting.within(span.start, span.end, "organisation") if a.name.country
            ]
            if named:
                return named[0]
        return None

    def _last(self, start: int, end: int) -> str | None:
        codes = [code for a, b, code in self._words if start <= a and b <= end]
        return codes[-1] if codes else None

    def parent(self, thing: Thing, things: dict[str, Thing]) -> str | None:
        """The key of the measure that `thing` is a part of, or None."""
        rules = (
            self._division_parent,
            self._category_parent,
            self._listed_parent,
            self._caption_parent,
            self._heading_parent,
        )
        return self._authority_parent(thing, things) or next((p for rule in rules if (p := rule(thing))), None)

    def _authority_parent(self, thing: Thing, things: dict[str, Thing]) -> str | None:
        table = self._authority.programmes if thing.of == "measure" else self._authority.agencies
        row = table.get(thing.entry or "")
        if row is None or row.parent is None:
            return None
        return next((t.key for t in things.values() if t.entry == row.parent and t.of == thing.of), None)

    def _division_parent(self, thing: Thing) -> str | None:
        """X主要分为A、B、C: the measure named before the list; where none is, the document's measure that divides first."""
        first = next((n for n in thing.appearances if n.rule == "measure.division"), None)
        if first is None:
            return None
        for appearance in self._setting.before(first.start, "measure", reach=200):
            if appearance.name.rule not in ("measure.division",) and appearance.thing.key != thing.key:
                if not any(n.rule == "measure.division" for n in appearance.thing.appearances):
                    return appearance.thing.key
        return None

    def _category_parent(self, thing: Thing) -> str | None:
        """The measure that the category cell of its table row names, in the nearest row above that has one."""
        first = next((n for n in thing.appearances if n.rule == "measure.table"), None)
        if first is None:
            return None
        cell = self._setting.segments[first.segment]
        for row in range(cell.row or 0, 0, -1):
            category = [c for c in self._row_cells(cell, row) if (c.column or 0) < (cell.column or 0)]
            named = [
                a for c in category for a in self._setting.within(c.start, c.end, "measure") if a.thing.key != thing.key
            ]
            if named:
                return named[0].thing.key
            if any(c.end > c.start for c in category):
                return None
        return None

    def _listed_parent(self, thing: Thing) -> str | None:
        """X主要分为A和B, X consists of A and B: the sentence's subject, where A first appears behind such a verb."""
        if thing.of != "measure":
            return None
        first = thing.appearances[0]
        text = self._setting.document.text
        verb = next(iter(DIVIDES.finditer(text, first.sentence.start, first.start)), None)
        if verb is None or "。" in text[verb.end() : first.start]:
            return None
        subject = [
            a for a in self._setting.within(first.sentence.start, verb.start(), "measure") if a.thing.key != thing.key
        ]
        return subject[0].thing.key if subject else None

    def _caption_parent(self, thing: Thing) -> str | None:
        """The measure that the caption of its table names: 表1 X计划 above a column of the consortia that it pays."""
        first = thing.appearances[0]
        segment = self._setting.segments[first.segment]
        if first.rule != "measure.table" or segment.table is None:
            return None
        caption = self._setting.document.tables[segment.table].caption
        named = self._setting.within(caption.start, caption.end, "measure") if caption else []
        return named[0].thing.key if len(named) == 1 and named[0].thing.key != thing.key else None

    def _row_cells(self, cell: Segment, row: int) -> list[Segment]:
        return [s for s in self._setting.segments if s.table == cell.table and s.row == row]

    def _heading_parent(self, thing: Thing) -> str | None:
        """A track's parent: the measure named by the nearest heading above its first appearance that does not name it itself."""
        if thing.of != "measure" or thing.kind != "track":
            return None
        own = self._setting.segments[thing.appearances[0].segment]
        for heading in self._setting.headings(own):
            named = self._setting.within(heading.start, heading.end, "measure")
            keys = {a.thing.key for a in named}
            if named and thing.key not in keys:
                return named[0].thing.key
        return None
