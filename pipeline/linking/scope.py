"""The stretches of a text that speak of a measure, and how much each counts for what the measure is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.data import Segment, Span
from pipeline.linking.context import Context
from pipeline.linking.setting import Appearance
from pipeline.linking.things import Thing
from pipeline.linking.topics import SILENT, Topics

NAME, SUBJECT, ROW, TOPIC, HEADED, MENTION = 2.0, 1.0, 1.0, 0.8, 0.76, 0.6  # what a cue word counts in each place
MOST = 16  # stretches besides the names
OPENS = re.compile(
    r"(?:\A|[。；;，,：:\n]|[.!?] )\s?(?:the |The )?[“「《‘\"]?\Z"
)  # what stands before a name that opens its clause
CLAUSE = re.compile(r"[；;。]|(?<=[^\d])[，,](?=\s?(?:而|但|并|此外|另|while|whereas|and))")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text and its factor."""

    span: Span
    factor: float


class Scope:
    """Finds the stretches. Built once per document."""

    def __init__(self, context: Context, topics: Topics) -> None:
        self._setting, self._syntax = context.setting, context.syntax
        self._around: dict[str, list[Stretch]] = {}
        for segment in self._setting.segments:
            if segment.kind in SILENT or segment.kind == "heading":
                continue
            for sentence in segment.sentences or (Span(segment.start, segment.end),):
                self._note(sentence, segment, topics)

    def of(self, thing: Thing) -> list[Stretch]:
        """Its names, each form once; its table rows; the sentences about it; the clauses that only mention it."""
        names = [Stretch(Span(n.start, n.end), NAME) for n in {n.form: n for n in reversed(thing.appearances)}.values()]
        rows = [
            Stretch(Span(c.start, c.end), ROW)
            for n in thing.appearances
            if n.rule.endswith(".table")
            for c in self._setting.row(self._setting.segments[n.segment])
            if c.end > c.start
        ]
        around = sorted(self._around.get(thing.key, []), key=lambda s: (-s.factor, s.span.start))
        mentioned = [s for a in self._setting.of(thing) if (s := self._mention(a)) is not None]
        return [*names, *[*rows, *around, *mentioned][:MOST]]

    def _note(self, sentence: Span, segment: Segment, topics: Topics) -> None:
        """Gives a sentence to the measure that it is about."""
        named = {a.thing.key for a in self._setting.within(sentence.start, sentence.end, "measure")}
        subjects = self._syntax.subject(sentence, segment) if named else []
        if len(subjects) == 1:
            if named == {subjects[0].thing.key}:
                self._add(subjects[0].thing, sentence, SUBJECT)
            elif stretch := self._mention(subjects[0]):
                self._add(subjects[0].thing, stretch.span, SUBJECT)
            return
        if named:
            return
        topic = topics.at(sentence.start)
        if topic.subject and topic.segment == segment.segment:
            self._add(topic.subject, sentence, TOPIC)
            return
        above = self._setting.under(segment, "measure")
        if len(above) == 1 and topic.subject is None:
            self._add(above[0], sentence, HEADED)

    def _add(self, thing: Thing, sentence: Span, factor: float) -> None:
        self._around.setdefault(thing.key, []).append(Stretch(sentence, factor))

    def _mention(self, appearance: Appearance) -> Stretch | None:
        """The clause that names a measure, cut off where another is named; none where the whole sentence is about it."""
        name = appearance.name
        if self._setting.segments[name.segment].kind in SILENT:
            return None
        start, end = name.sentence.start, name.sentence.end
        others = [
            a
            for a in self._setting.within(start, end, "measure")
            if a.thing is not appearance.thing and (a.name.end <= name.start or a.name.start >= name.end)
        ]
        start = max([start, *(a.name.end for a in others if a.name.end <= name.start)])
        end = min([end, *(a.name.start for a in others if a.name.start >= name.end)])
        for cut in CLAUSE.finditer(self._setting.text, start, end):
            if cut.end() <= name.start:
                start = cut.end()
            elif cut.start() >= name.end:
                end = cut.start()
                break
        opens = OPENS.search(self._setting.text, max(0, name.start - 4), name.start)
        return Stretch(Span(start, end), TOPIC if opens else MENTION)
