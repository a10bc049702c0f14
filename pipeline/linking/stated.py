"""Parents that a sentence states: X under Y, Y下设X, X是Y的一部分, Y consists of A and B, Y launches X, Y is run through X."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.data import Segment
from pipeline.linking.context import Context
from pipeline.linking.setting import Appearance
from pipeline.linking.things import Thing
from pipeline.linking.topics import Topics

STEM = 4  # characters of a name without its head by which it is known again
HEADS = re.compile(r"(?:计划|项目|专项|工程|事业| programme| program| scheme| initiative)\Z", re.IGNORECASE)
COUNTED = re.compile(r"[两二三四五六七八九十\d]{1,3}\s?(?:个|项|种|类|大)[^，,。；;：:]{0,12}[:：]")
SEVERAL = re.compile(
    r"(?:[两二三四五六七八九十]|\d{1,2}|多|若干)\s?(?:个|项|家|类|大)\s?[“「《]?\Z"
    r"|(?<![\w.])(?:two|three|four|five|six|seven|eight|nine|ten|several|[2-9]|1\d)(?: [a-z-]+){0,2} [“‘\"']?\Z"
)
BY_WAY = re.compile(r"[”」》’\"]?\s?(?:模式|方式|机制|框架下|models?|approach)")
ORDERED = re.compile(
    r"\W*(?:\d[\d.]*\s+)?(?:Adopt|Develop|Establish|Launch|Create|Introduce|Implement|Set up|Build|Enact)(?: and [a-z]+)?"
    r" (?:an?|the|our|its|new|updated|[a-z]+-[a-z]+|comprehensive|integrated|national|,| )*\s?"
)
TO_COME = re.compile(r"(?: \([^()]{1,12}\))?,? (?:will|shall|is to|are to) (?:also |then )?be [a-z]+ed")
PRONOUN = re.compile(r"It\b|They\b|它们?")
NEAR_VERB = 8  # characters between a whole and the verb that lists its parts, where no more is known


class Stated:
    """Reads sentences for what they say to be a part of what. Built once per document."""

    def __init__(self, context: Context, topics: Topics) -> None:
        self._setting, self._text = context.setting, context.setting.text
        self._syntax, self._pointers, self._cues = context.syntax, context.pointers, context.cues
        self._topics = topics
        self._of_pronouns = self._pronouns()

    def parent(self, thing: Thing) -> str | None:
        """The key of the thing that a sentence says `thing` to be a part of, or None."""
        rules: tuple[Callable[[Appearance, list[Appearance]], Thing | None], ...] = (
            self._under, self._opened, self._adopted, self._launched, self._counted,
        )  # fmt: skip
        for appearance in self._setting.of(thing):
            others = self._others(appearance)
            for rule in rules:
                if found := rule(appearance, others):
                    return found.key
        return self._of_pronouns.get(thing.key)

    def _pronouns(self) -> dict[str, str]:
        """Parts that a sentence only points back at: It is part of Y; 该计划是Y的一部分."""
        found: dict[str, str] = {}
        for whole in self._setting.appearances:
            name = whole.name
            part = self._pointed_at(whole) if whole.thing.of == "measure" else None
            if part and part is not whole.thing and name.start - name.sentence.start <= 60:
                found.setdefault(part.key, whole.thing.key)
        return found

    def _pointed_at(self, whole: Appearance) -> Thing | None:
        """What the phrase that opens the sentence of `whole` points at, if the sentence says that it is a part of it."""
        name = whole.name
        start = name.sentence.start
        pronoun = PRONOUN.match(self._text, start)
        pointer = next(iter(self._pointers.find(start, name.start)), None)
        end = pronoun.end() if pronoun else pointer.end if pointer and pointer.start == start else None
        if end is None:
            return None
        belongs = self._cues.part_before.fullmatch(self._text, end, name.start)
        if not self._cues.whole_behind.fullmatch(self._text, end, name.start) and not (
            belongs and self._cues.part_behind.match(self._text, name.end)
        ):
            return None
        topic = self._topics.at(start).subject
        if pronoun or pointer is None:
            return topic
        segment = self._setting.segments[name.segment]
        return self._pointers.resolve(pointer, segment, sentence=start, topic=topic)

    def listed(self, thing: Thing) -> str | None:
        """The key of the thing among whose parts a sentence lists `thing`, or None."""
        for appearance in self._setting.of(thing):
            if found := self._divided(appearance):
                return found.key
        return None

    def announced_by(self, thing: Thing, strategy: Thing) -> bool:
        """Whether the document of `strategy` says that `thing` is yet to come: will launch X, 将设立X, 2.1 Adopt an X, X will be set up."""
        for appearance in self._setting.of(thing):
            start = appearance.name.sentence.start
            begin = max(start, appearance.name.start - 80)
            ordered = ORDERED.fullmatch(self._text, start, appearance.name.start) or TO_COME.match(
                self._text, appearance.name.end
            )
            launched = self._syntax.launched(appearance, start)
            if ordered or (launched and self._cues.intend.search(self._text, begin, appearance.name.start)):
                return thing is not strategy
        return False

    def _others(self, appearance: Appearance) -> list[Appearance]:
        name = appearance.name
        named = self._setting.within(name.sentence.start, name.sentence.end, appearance.thing.of)
        return [a for a in named if a.thing is not appearance.thing]

    def _under(self, appearance: Appearance, others: list[Appearance]) -> Thing | None:
        """X under Y; X is part of Y; Y下设的X; X是Y的组成部分."""
        name = appearance.name
        behind = next((a for a in others if a.name.start >= name.end), None)
        if behind:
            if self._cues.whole_behind.fullmatch(self._text, name.end, behind.name.start):
                return behind.thing
            belongs = self._cues.part_before.fullmatch(self._text, name.end, behind.name.start)
            if belongs and self._cues.part_behind.match(self._text, behind.name.end):
                return behind.thing
        before = [a for a in others if a.name.end <= name.start]
        if before and self._cues.whole_before.fullmatch(self._text, before[-1].name.end, name.start):
            return before[-1].thing
        return None

    def _opened(self, appearance: Appearance, others: list[Appearance]) -> Thing | None:
        """Under Horizon 2020, five JTIs …; 在X的支持下，建设了Y."""
        start = appearance.name.sentence.start
        before = [a for a in others if a.name.end <= appearance.name.start]
        if len(before) != 1 or not self._cues.opens_under.fullmatch(self._text, start, before[0].name.start):
            return None
        return before[0].thing if self._syntax.is_frame(before[0]) else None

    def _adopted(self, appearance: Appearance, others: list[Appearance]) -> Thing | None:
        """该阶段主要采用X: the track that the sentence is about."""
        if appearance.thing.kind != "track" or not self._syntax.adopted(appearance):
            return None
        name = appearance.name
        segment = self._setting.segments[name.segment]
        before = [a for a in others if a.name.end <= name.start]
        pointers = self._pointers.find(name.sentence.start, name.start)
        if pointers and (not before or pointers[-1].start > before[-1].name.start):
            topic = self._topics.at(name.sentence.start).subject
            found = self._pointers.resolve(pointers[-1], segment, sentence=name.sentence.start, topic=topic)
            return found if found is not appearance.thing else None
        whole = before[-1] if before else None
        if whole is None or whole.kind != "track" or self._syntax.are_coordinated(whole, appearance):
            return None
        return whole.thing

    def _launched(self, appearance: Appearance, others: list[Appearance]) -> Thing | None:
        """X从2010年开始又推出了Y: the measure whose own clause brings the name up, with nobody else in between."""
        name = appearance.name
        before = [a for a in others if a.name.end <= name.start]
        if not before or not self._syntax.launched(appearance, before[-1].name.end):
            return None
        whole = before[-1]
        if BY_WAY.match(self._text, whole.name.end):
            return None  # 运用PPP模式启动Y
        between = self._text[whole.name.end : name.start]
        if any(mark in between for mark in "，,。；;、和与及") or self._syntax.is_over(whole):
            return None
        if self._setting.within(whole.name.end, name.start, "organisation") or self._syntax.is_frame(whole):
            return None
        return whole.thing if whole.thing.kind not in ("strategy", "law") else None

    def _counted(self, appearance: Appearance, others: list[Appearance]) -> Thing | None:
        """X implemented …, setting up five Ys; X开始实施，启动了5个Y: several of what a measure before the verb sets up are its parts."""
        name = appearance.name
        if not SEVERAL.search(self._text, max(name.sentence.start, name.start - 16), name.start):
            return None
        before = [
            a
            for a in others
            if a.name.end <= name.start and not BY_WAY.match(self._text, a.name.end) and a.kind != "law"
        ]
        if not before or not self._syntax.launched(appearance, before[-1].name.end):
            return None
        between = self._text[before[-1].name.end : name.start]
        return (
            None if any(mark in between for mark in "。；;") or self._syntax.is_over(before[-1]) else before[-1].thing
        )

    def _divided(self, appearance: Appearance) -> Thing | None:
        """Y主要分为X1和X2, Y, including X1 and X2: the whole before the verb, or what the row, the topic or the heading is about."""
        name = appearance.name
        begin = max(name.sentence.start, name.start - 300)
        pattern = self._cues.divide_tracks if appearance.thing.kind == "track" else self._cues.divide
        verb = next(pattern.finditer(self._text, begin, name.start), None)
        counted = COUNTED.search(self._text, begin, name.start)
        if verb is None and counted is None:
            return None
        at = verb.start() if verb else counted.start()  # type: ignore[union-attr]
        subject = [
            a
            for a in self._syntax.governing(name.sentence.start, at)
            if a.thing is not appearance.thing and a.thing.of == appearance.thing.of
        ]
        if subject:
            close = verb is None or self._clause_free(subject[-1].name.end, at)
            return subject[-1].thing if close else None
        return self._whole_of_place(appearance, at)

    def _clause_free(self, start: int, stop: int) -> bool:
        """Whether a verb still belongs to the name that ends at `start`: in its clause, or right behind its comma."""
        between = self._text[start:stop]
        return len(between) <= NEAR_VERB or not any(mark in between for mark in "，,。；;")

    def _whole_of_place(self, appearance: Appearance, verb: int) -> Thing | None:
        """What a verb without a known name before it is about: what it points back at, its table row's measure, its heading's.

        A heading's measure must be the one that stands before the verb in other words (X项目主要分为, under X计划).
        """
        name = appearance.name
        segment = self._setting.segments[name.segment]
        begin = max(name.sentence.start, segment.start)
        pointers = self._pointers.find(begin, verb)
        if pointers:
            topic = self._topics.at(begin).subject
            found = self._pointers.resolve(pointers[-1], segment, sentence=begin, topic=topic)
            return found if found is not appearance.thing else None
        if segment.table is not None:
            return self._of_row(appearance, segment)
        for above in self._setting.under(segment, "measure"):
            if above is not appearance.thing and any(
                len(stem) >= STEM and stem in self._text[begin:verb] for stem in map(_stem, above.names)
            ):
                return above
        return None

    def _of_row(self, appearance: Appearance, segment: Segment) -> Thing | None:
        cells = [c for c in self._setting.row(segment) if (c.column or 0) < (segment.column or 0)]
        for cell in reversed(cells):
            named = [
                a for a in self._setting.within(cell.start, cell.end, "measure") if a.thing is not appearance.thing
            ]
            if named:
                return named[-1].thing
        return None


def _stem(name: str) -> str:
    return HEADS.sub("", name)
