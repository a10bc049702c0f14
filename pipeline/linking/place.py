"""A thing's country."""

from __future__ import annotations

from collections import Counter

from pipeline.data import Segment, Span
from pipeline.grammar.lexis import Countries
from pipeline.linking.setting import Setting
from pipeline.linking.things import Thing


class Places:
    """Finds countries for one document's things."""

    def __init__(self, setting: Setting, countries: Countries) -> None:
        self._setting, self._countries = setting, countries
        text = setting.document.text
        self._words = countries.find(text)
        if "zh" in setting.document.languages:
            self._words = sorted([*self._words, *countries.find_own(text)])
        counts = Counter(code for _, _, code in self._words)
        self._main = min(counts, key=lambda c: (-counts[c], c)) if counts else None

    def country(self, thing: Thing) -> str | None:
        """What the text says of the thing itself, else what is around it: its heading, the document as a whole."""
        return self.stated(thing) or self._around(self._setting.segments[thing.appearances[0].segment]) or self._main

    def stated(self, thing: Thing) -> str | None:
        """From the authority file, the name itself, or who and what stands before it in its sentences."""
        known = next((n.country for n in thing.appearances if n.country), None)
        if known:
            return known
        for name in thing.names:
            if prefix := self._countries.prefix(name):
                return prefix[1]
            if (
                inside := {code for a, b, code in self._countries.find(name) if self._countries.is_place(name[a:b])}
            ) and len(inside) == 1:
                return inside.pop()  # 京津冀协同创新共同体
        rows = {self._in_row(self._setting.segments[a.segment]) for a in thing.appearances} - {None}
        if len(rows) == 1:
            return rows.pop()
        for appearance in thing.appearances[:3]:
            start = appearance.sentence.start
            if code := self._runner(thing, start, appearance.start) or self._last(start, appearance.start):
                return code
        return None

    def _runner(self, thing: Thing, start: int, end: int) -> str | None:
        """The country of the organisation named last before a measure; international ones run few of those that they stand beside."""
        if thing.of != "measure":
            return None
        named = [a.name.country for a in self._setting.within(start, end, "organisation")]
        return next((c for c in reversed(named) if c and c != "INT"), None)

    def _in_row(self, segment: Segment) -> str | None:
        """The country that another cell of the name's table row names and nothing else; of several rows, they are partners."""
        text = self._setting.document.text
        codes = (self._countries.code(text[cell.start : cell.end].strip()) for cell in self._setting.row(segment))
        return next((code for code in codes if code), None)

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
