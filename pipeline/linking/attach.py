"""What a value describes: the measure of its table row, its sentence, its anaphor, the sentence before, its heading.

Each rule gives a score; rules are tried from the surest on, and a value that no rule places stays without a measure: a wrong link is
worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from pipeline.data import AnyMention, Money, Percent, Period, Segment, Span
from pipeline.grammar.clause import clause
from pipeline.linking.setting import Appearance, Setting
from pipeline.linking.things import Thing
from pipeline.text.patterns import alternatives

SUBJECT_REACH = 16  # characters from a sentence's start within which its subject is named
SENTENCE_REACH = 1000  # characters before a value in which its sentence is searched; what is longer is no sentence


class Anaphor(msgspec.Struct, frozen=True):
    """A row of anaphora.csv: a phrase that points back at a measure of one of `kinds` whose name ends with `head`."""

    form: str
    kinds: tuple[str, ...]
    language: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A thing that a value describes, how sure that is, and the rule that says so."""

    thing: Thing
    score: float
    reason: str


Rule = Callable[[AnyMention, Segment, Setting], Attachment | None]


class Attacher:
    """Places values. Built once from anaphora.csv."""

    def __init__(self, anaphora: tuple[Anaphor, ...]) -> None:
        self._anaphora = {a.form.casefold(): a for a in anaphora}
        han = alternatives(a.form for a in anaphora if a.language == "zh")
        latin = alternatives(a.form for a in anaphora if a.language == "en")
        self._anaphor = re.compile(rf"{han}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])", re.IGNORECASE)

    def attach(self, mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
        """The measure or organisation that `mention` describes, or None."""
        for rule in self._rules(mention):
            found = rule(mention, segment, setting)
            if found:
                return found
        return None

    def _rules(self, mention: AnyMention) -> list[Rule]:
        near: list[Rule] = [by_row, by_column, self._by_sentence, self._by_pointer_behind]
        if isinstance(mention, Percent) and mention.role == "statistic":
            return near
        if isinstance(mention, Money) and mention.role == "other" and not mention.per:
            return [*near, by_goal, self._by_topic]
        if isinstance(mention, Period):
            return [*near, self._by_topic, by_heading]
        return [*near, self._by_topic, by_heading, by_last_name, by_next_name, by_section]

    def _by_sentence(self, mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
        """The nearest measure named, or pointed back at, before the value in its own sentence; an organisation's own budget."""
        begin = max(mention.sentence.start, segment.start, mention.start - SENTENCE_REACH)
        named = [a for a in setting.within(begin, mention.start) if not _compared(setting.document.text, a)]
        measures = [a for a in named if a.thing.of == "measure"]
        pointer = self._last_pointer(setting.document.text, begin, mention.start)
        if pointer and (not measures or pointer.start() > measures[-1].name.start):
            thing = self.resolve(pointer, segment, setting)
            if thing:
                return Attachment(thing, 0.75, f"anaphor:{pointer[0]}")
        if measures:
            return Attachment(measures[-1].thing, _decay(0.9, mention.start - measures[-1].name.end), "sentence")
        organisations = [a for a in named if a.thing.of == "organisation"]
        if organisations and isinstance(mention, Money) and mention.role == "budget":
            return Attachment(organisations[-1].thing, 0.8, "organisation's budget")
        return None

    def _by_pointer_behind(self, mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
        """The measure pointed back at right behind the value, in its clause: 2 500 万日元支持该类型的研发活动."""
        _, stop = clause(setting.document.text, mention.start, mention.end)
        pointer = self._anaphor.search(setting.document.text, mention.end, stop)
        thing = self.resolve(pointer, segment, setting) if pointer else None
        return Attachment(thing, 0.72, f"anaphor behind:{pointer[0]}") if thing and pointer else None

    def _by_topic(self, mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
        """The measure that the nearest sentence before, in the same paragraph, has for its subject."""
        for sentence in setting.sentences_before(segment, mention.start):
            thing = self._subject(sentence, segment, setting)
            if thing:
                return Attachment(thing, 0.7, "sentence before")
        return None

    def _subject(self, sentence: Span, segment: Segment, setting: Setting) -> Thing | None:
        """The measure named, or pointed back at, where a sentence begins."""
        reach = sentence.start + SUBJECT_REACH
        names = [a for a in setting.within(sentence.start, sentence.end, "measure") if a.name.start <= reach]
        pointer = self._anaphor.search(setting.document.text, sentence.start, min(reach, sentence.end))
        if pointer and (not names or pointer.start() < names[0].name.start):
            return self.resolve(pointer, segment, setting)
        return names[0].thing if names else None

    def _last_pointer(self, text: str, start: int, end: int) -> re.Match[str] | None:
        last = None
        for match in self._anaphor.finditer(text, start, end):
            last = match
        return last

    def resolve(self, pointer: re.Match[str], segment: Segment, setting: Setting) -> Thing | None:
        """What a phrase such as 该计划 points back at: the last fitting measure before it, else the heading's."""
        row = self._anaphora[pointer[0].casefold()]
        before = setting.before(pointer.start(), "measure", reach=900)
        fitting = [a for a in before if a.thing.kind in row.kinds]
        headed = [a for a in fitting if row.head and any(n.casefold().endswith(row.head) for n in a.thing.names)]
        local = [a for a in headed if a.name.segment == segment.segment]
        if local:
            return local[0].thing
        above = [t for t in setting.under(segment, "measure") if t.kind in row.kinds]
        if len(above) == 1 and row.kinds == ("track",):
            return above[0]
        choice = headed or fitting
        return choice[0].thing if choice else (above[0] if above else None)


def by_row(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The measure that another cell of the value's table row names (the name column first)."""
    named: list[Appearance] = []
    for cell in setting.row(segment):
        named += setting.within(cell.start, cell.end, "measure")
    if not named:
        return None
    columns = [a for a in named if a.name.rule.endswith(".table")] or named
    chosen = columns[0]
    for other in columns[1:]:  # A-STEP, NexTEP-A: the part, not the whole before it in the same cell
        if other.name.segment == chosen.name.segment and other.thing.parent == chosen.thing.key:
            chosen = other
    return Attachment(chosen.thing, 0.93, "table row")


def by_column(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The measure that the value's column is headed with, in a table whose columns are measures."""
    for header in setting.column_head(segment):
        named = setting.within(header.start, header.end, "measure")
        if len(named) == 1:
            return Attachment(named[0].thing, 0.9, "table column")
    return None


def by_last_name(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The one measure that the nearest naming sentence before, in the same paragraph, mentions."""
    for sentence in setting.sentences_before(segment, mention.start):
        things = {a.thing.key: a.thing for a in setting.within(sentence.start, sentence.end, "measure")}
        if len(things) == 1:
            return Attachment(next(iter(things.values())), 0.55, "named before")
        if things:
            return None
    return None


def by_heading(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The one measure that the nearest naming heading speaks of."""
    things = setting.under(segment, "measure")
    return Attachment(things[0], 0.66, "heading") if len(things) == 1 else None


def by_goal(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The measure that the money goes to: EUR 5 million for the Coastal Fund, 5亿元设立青橙基金."""
    named = setting.within(mention.end, min(mention.sentence.end, segment.end), "measure")
    if named and GOAL.fullmatch(setting.document.text, mention.end, named[0].name.start):
        return Attachment(named[0].thing, 0.68, "goal")
    return None


def by_next_name(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The measure named right behind the value in its sentence."""
    named = setting.within(mention.end, min(mention.sentence.end, segment.end), "measure")
    return Attachment(named[0].thing, 0.6, "name behind") if named else None


def by_section(mention: AnyMention, segment: Segment, setting: Setting) -> Attachment | None:
    """The measure that the paragraph before, under the same heading, speaks of, if it is one."""
    index = segment.segment - 1
    while index >= 0 and setting.segments[index].section == segment.section and segment.segment - index <= 2:
        other = setting.segments[index]
        things = {a.thing.key: a.thing for a in setting.within(other.start, other.end, "measure")}
        if len(things) == 1 and other.kind != "heading":
            return Attachment(next(iter(things.values())), 0.52, "paragraph before")
        if things:
            return None
        index -= 1
    return None


GOAL = re.compile(
    r"\s?(?:(?:a|per|each) year |annually )?(?:for|to|into|in) (?:the |its )?|(?:来|以|，)?(?:设立|用于|投入|支持|建立|成立|启动|实施)了?[“「《]?"
)
COMPARED_BEHIND = re.compile(r"[”」’]?\s*(?:相比|相较|不同|之外)")
COMPARED_BEFORE = re.compile(
    r"[比较][“「]?\s?\Z|(?:compared (?:with|to)|unlike|in contrast to|than|apart from)\s(?:the\s)?\Z", re.IGNORECASE
)


def _compared(text: str, appearance: Appearance) -> bool:
    """Whether a name is only what the sentence's subject is compared with (与“X”相比)."""
    name = appearance.name
    return bool(
        COMPARED_BEHIND.match(text, name.end) or COMPARED_BEFORE.search(text, max(0, name.start - 24), name.start)
    )


def _decay(score: float, distance: int) -> float:
    """Lowers a score with the distance in characters: by a tenth at 120."""
    return round(max(0.6, score - 0.1 * min(distance, 360) / 120), 3)
