"""What a text is about as it goes on: the measure that the last sentences had for their subject, until another takes over."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from pipeline.data import Segment, Span
from pipeline.linking.context import Context
from pipeline.linking.syntax import SUBJECT_REACH
from pipeline.linking.things import Thing

BULLET = re.compile(r"[•·▪■●○◦◆–—*✓➢-]")
SILENT = ("furniture", "reference", "byline", "cell", "caption", "figure", "note")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a place is about.

    `subject` is the last subject, `named` the one measure that the sentence before spoke of; `segment` is where either was set.
    `contested` says that a sentence had two subjects side by side.
    """

    subject: Thing | None = None
    named: Thing | None = None
    segment: int = -1
    contested: bool = False


class Topics:
    """The topic at every place of a document. Built once per document."""

    def __init__(self, context: Context) -> None:
        self._setting, self._syntax, self._pointers = context.setting, context.syntax, context.pointers
        self._item = context.cues.item
        self._starts: list[int] = []
        self._topics: list[Topic] = []
        topic, lead, section = Topic(), Topic(), None
        self._leads: list[tuple[str, Topic]] = []
        for segment in self._setting.segments:
            if segment.kind == "heading":
                topic = lead = Topic()
            if segment.kind in SILENT or segment.kind == "heading":
                continue
            if segment.section != section:
                topic, lead, section = Topic(), Topic(), segment.section
            topic = self._through(segment, self._lead(segment, lead, topic) if segment.kind == "list" else topic)
            if segment.kind != "list":
                self._leads = []
                lead = topic if topic.segment == segment.segment else Topic()

    def _lead(self, segment: Segment, lead: Topic, last: Topic) -> Topic:
        """What an item's text goes on from: the list's lead, or the item above it that another bullet marks as higher."""
        bullet = BULLET.match(self._setting.text, segment.start)
        mark = bullet[0] if bullet else ""
        while self._leads and all(m != mark for m, _ in self._leads[-1:]) and any(m == mark for m, _ in self._leads):
            self._leads.pop()
        if not self._leads or self._leads[-1][0] != mark:
            self._leads.append((mark, last if self._leads else lead))
        return self._leads[-1][1]

    def at(self, start: int) -> Topic:
        """The topic before the sentence that holds `start`."""
        index = bisect_right(self._starts, start) - 1
        return self._topics[index] if index >= 0 else Topic()

    def _through(self, segment: Segment, topic: Topic) -> Topic:
        """Takes the topic through a segment's sentences, noting it before each; each item of an enumeration begins with its lead's."""
        lead: Topic | None = None
        for sentence in segment.sentences or (Span(segment.start, segment.end),):
            if self._item.match(self._setting.text, sentence.start):
                topic = lead = topic if lead is None else lead
            self._starts.append(sentence.start)
            self._topics.append(topic)
            topic = self._after(sentence, segment, topic)
            if topic.subject and self._is_over(topic.subject, sentence):
                topic = Topic()
        return topic

    def _is_over(self, thing: Thing, sentence: Span) -> bool:
        named = self._setting.within(sentence.start, sentence.end, "measure")
        last = next((a for a in reversed(named) if a.thing is thing), None)
        return last is not None and self._syntax.is_over(last)

    def _after(self, sentence: Span, segment: Segment, topic: Topic) -> Topic:
        subjects = self._syntax.subject(sentence, segment)
        pointer = next(iter(self._pointers.find(sentence.start, sentence.end)), None)
        if pointer and (
            pointer.start < subjects[0].name.start
            if subjects
            else pointer.start <= sentence.start + SUBJECT_REACH
            or not self._setting.within(sentence.start, sentence.end, "measure")
        ):
            thing = self._pointers.resolve(pointer, segment, sentence=sentence.start, topic=topic.subject)
            if thing:
                return self._set(thing, sentence, segment)
        if len(subjects) > 1:
            return Topic(None, None, segment.segment, contested=True)
        if subjects:
            return self._set(subjects[0].thing, sentence, segment)
        named = {a.thing.key: a.thing for a in self._syntax.governing(sentence.start, sentence.end)}
        if len(named) == 1:
            only = next(iter(named.values()))
            return replace(topic, named=only, segment=segment.segment if topic.subject is None else topic.segment)
        return replace(topic, named=None, contested=topic.contested or bool(named))

    def _set(self, thing: Thing, sentence: Span, segment: Segment) -> Topic:
        """A new subject, or the part through which its sentence says that it is run (该阶段采用X)."""
        for appearance in self._setting.within(sentence.start, sentence.end, "measure"):
            if appearance.thing.parent == thing.key and self._syntax.adopted(appearance):
                thing = appearance.thing
                break
        return Topic(thing, thing, segment.segment)
