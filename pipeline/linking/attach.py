"""What a value describes: the measure of its table row, its sentence, its anaphor, the topic of its paragraph, its heading.

Each rule gives a score: the share of its links that are right, as measured on annotated documents. Rules are tried from the surest on,
and a value that no rule places stays without a measure: a wrong link is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.data import AnyMention, Money, Percent, Period, Segment
from pipeline.grammar.clause import clause
from pipeline.linking import grid
from pipeline.linking.context import Context
from pipeline.linking.owners import Owners
from pipeline.linking.pointers import Pointer
from pipeline.linking.series import Series
from pipeline.linking.syntax import NAME_REACH
from pipeline.linking.things import Thing
from pipeline.linking.topics import Topics

OPENING = re.compile(r"\s?(?:期间|间|内)?[，,]\s?")  # between a period that opens a sentence and its subject
POINTER = 24  # characters of a phrase that points back, at most
IN_PASSING = 40  # characters behind the name of a whole from which a value under a part's heading is the part's
SENTENCE_REACH = 1000  # characters before a value in which its sentence is searched; what is longer is no sentence


@dataclass(frozen=True, slots=True)
class Attachment:
    """A thing that a value describes, how sure that is, and the rule that says so."""

    thing: Thing
    score: float
    reason: str


Rule = Callable[[AnyMention, Segment], Attachment | None]


class Attacher:
    """Places the values of one document."""

    def __init__(self, context: Context, topics: Topics, mentions: tuple[AnyMention, ...]) -> None:
        self._setting, self._text = context.setting, context.setting.text
        self._pointers, self._cues = context.pointers, context.cues
        self._syntax, self._topics = context.syntax, topics
        self._owners, self._own = Owners(context), context.own
        self._series = Series(context, mentions)
        self._placed: dict[str, Attachment | None] = {}

    def attach(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure or organisation that `mention` describes, or None; an author's conversion goes with its amount."""
        origin = mention.conversion_of if isinstance(mention, Money) else None
        if origin in self._placed:
            found = self._placed[origin]
        else:
            found = self._first(mention, segment)
            found = self._in_part(found) if found else None
        self._placed[mention.mention_id] = found
        return found

    def _first(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The surest rule's answer. What an organisation's own budget is about is no measure, whatever else is near."""
        for rule in self._near(mention, segment):
            if found := rule(mention, segment):
                return found
        owner = self._owners.of(mention, self._begin(mention, segment), segment)
        if owner:
            return Attachment(owner, 0.85, "organisation's budget") if self._owners.is_budget(mention) else None
        if segment.table is not None and grid.is_of_another(segment, self._setting):
            return None
        return next((f for rule in self._farther(mention, segment) if (f := rule(mention, segment))), None)

    def _near(self, mention: AnyMention, segment: Segment) -> list[Rule]:
        """The rules that look at the value's own sentence or row."""
        near: list[Rule] = [
            self._by_own_bracket, self._by_series, self._by_bracket, self._by_launch, self._by_purpose, self._by_sentence, self._by_pointer_behind,
        ]  # fmt: skip
        return near if segment.table is None else [self._by_row, self._by_column, *near]

    def _farther(self, mention: AnyMention, segment: Segment) -> list[Rule]:
        """The rules that look around it; what is but a statistic is about nothing that its own sentence does not name."""
        if isinstance(mention, Percent) and mention.role == "statistic":
            return [self._by_caption, self._by_own] if self._own.guide else [self._by_caption]
        rules: list[Rule] = [self._by_caption, self._by_line, self._by_lead, self._by_goal, self._by_topic]
        if isinstance(mention, Money) and mention.role == "other" and not mention.per:
            return [*rules, self._by_own] if self._own.guide else rules
        if isinstance(mention, Period):
            return [*rules, self._by_heading]
        return [*rules, self._by_heading, self._by_last_name, self._by_next_name, self._by_section, self._by_own]

    def _by_row(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        thing = grid.of_row(segment, mention.start, self._setting)
        return Attachment(thing, 0.92, "table row") if thing else None

    def _by_column(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        thing = grid.of_column(segment, self._setting)
        return Attachment(thing, 0.9, "table column") if thing else None

    def _by_caption(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        thing = grid.of_caption(segment, self._setting) if segment.table is not None else None
        return Attachment(thing, 0.75, "table caption") if thing else None

    def _by_series(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure whose place in its row is the value's: A和B分别资助2年和5年."""
        thing = self._series.of(mention)
        return Attachment(thing, 0.85, "one by one") if thing else None

    def _by_own_bracket(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure behind whose name the value's bracket stands, or in whose name a period stands: 《X（2018—2022）》."""
        found = self._syntax.bracketed_by(self._begin(mention, segment), mention.start)
        if found:
            return Attachment(found.thing, 0.88, "bracket of its own")
        inside = [
            a
            for a in self._setting.before(mention.end + NAME_REACH, "measure", reach=2 * NAME_REACH)
            if a.name.start <= mention.start and mention.end <= a.name.end
        ]
        return Attachment(inside[0].thing, 0.88, "in its name") if inside else None

    def _by_bracket(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that the bracket right behind the value names: 40% (Renewable Energy Law)."""
        found = self._syntax.of_figure(mention.end, min(mention.sentence.end, segment.end))
        return Attachment(found.thing, 0.8, "bracket behind") if found else None

    def _by_launch(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that a verb behind the period brings up: 2010年开始推出了X, In 2014-2020 it launched X."""
        if not isinstance(mention, Period):
            return None
        named = self._setting.within(mention.end, min(mention.sentence.end, segment.end), "measure")
        if named and self._syntax.launched(named[0], mention.end):
            return Attachment(named[0].thing, 0.85, "brought up behind")
        return None

    def _by_sentence(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The nearest measure named, or pointed back at, before the value in its own sentence."""
        begin = self._begin(mention, segment)
        named = self._syntax.governing(begin, mention.start)
        pointers = self._pointers.find(begin, mention.start)
        last = pointers[-1] if pointers else None
        if last and named and last.start < named[-1].name.start:
            last = None
        thing = self._resolve(last, segment, begin) if last else None
        if last and thing:
            return Attachment(thing, 0.85, f"anaphor:{last.row.form}")
        if named:
            distance = mention.start - named[-1].name.end
            if (part := self._part_above(named[-1].thing, segment)) and distance > IN_PASSING:
                return Attachment(part, 0.66, "heading")
            return Attachment(named[-1].thing, _decay(0.9, distance), "sentence")
        return None

    def _part_above(self, whole: Thing, segment: Segment) -> Thing | None:
        """The part of a measure that the heading above is about, in whose text the whole is named in passing only."""
        things = self._setting.under(segment, "measure")
        part = things[0] if len(things) == 1 and things[0] is not whole else None
        above = {t.key: t.parent for t in self._setting.things}
        key = part.parent if part else None
        while key is not None and key != whole.key:
            key = above.get(key)
        return part if key else None

    def _by_pointer_behind(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure pointed back at right behind the value, in its clause: 2 500 万日元支持该类型的研发活动."""
        _, stop = clause(self._text, mention.start, mention.end, right=60)
        if isinstance(mention, Period) and (opening := OPENING.match(self._text, mention.end)):
            stop = max(stop, opening.end() + POINTER)  # 2014-2022年，该计划邀请了…
        pointers = self._pointers.find(mention.end, min(stop, segment.end))
        thing = self._resolve(pointers[0], segment, self._begin(mention, segment)) if pointers else None
        return Attachment(thing, 0.8, f"anaphor behind:{pointers[0].row.form}") if thing else None

    def _by_purpose(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that money in English goes to, whatever is named before: for A and $15 billion over ten years for B."""
        found = self._by_goal(mention, segment) if isinstance(mention, Money) else None
        return found if found and self._text[mention.end : mention.end + 1] == " " else None

    def _by_goal(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that the money goes to: EUR 5 million for the Coastal Fund, 5亿元设立青橙基金."""
        named = self._setting.within(mention.end, min(mention.sentence.end, segment.end), "measure")
        if named and self._cues.goal.fullmatch(self._text, mention.end, named[0].name.start):
            return Attachment(named[0].thing, 0.8, "goal")
        return None

    def _by_topic(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that the sentences before it in its paragraph have for their subject, or the lead-in of its list."""
        topic = self._topics.at(mention.start)
        if topic.subject is None or (topic.segment != segment.segment and segment.kind != "list"):
            return None
        return Attachment(topic.subject, 0.75, "sentence before")

    def _by_heading(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The one measure that the nearest naming heading speaks of, or the part of it that the paragraph before has for its subject."""
        things = self._setting.under(segment, "measure")
        if len(things) != 1 or self._under_body(segment):
            return None
        topic = self._topics.at(mention.start)
        part = topic.subject if segment.segment - topic.segment <= 1 else None
        if part and part is not things[0] and (part.kind in ("track", "platform") or part.parent == things[0].key):
            return Attachment(part, 0.7, "part named before")
        return Attachment(things[0], 0.66, "heading")

    def _under_body(self, segment: Segment) -> bool:
        """Whether a nearer heading than the one that names a measure names a body: what stands under it is that body's."""
        naming, _ = self._setting.naming_heading(segment, "measure")
        body, _ = self._setting.naming_heading(segment, "organisation")
        return naming is not None and body is not None and body.start > naming.start

    def _by_last_name(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The one measure that the nearest naming sentence before, in the same paragraph, mentions."""
        topic = self._topics.at(mention.start)
        if topic.named is None or topic.segment != segment.segment:
            return None
        return Attachment(topic.named, 0.52, "named before")

    def _by_next_name(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure named right behind the value in its sentence, if it is not only compared with (more than X)."""
        named = self._setting.within(mention.end, min(mention.sentence.end, segment.end), "measure")
        named = [a for a in named if not self._syntax.is_compared(a)]
        return Attachment(named[0].thing, 0.55, "name behind") if named else None

    def _by_line(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that opens the line above, where lines under a caption were a table's rows."""
        thing = grid.of_line(segment, mention.start, self._setting)
        return Attachment(thing, 0.72, "line of a table") if thing else None

    def _by_lead(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that the text right behind a table without names opens with."""
        behind = self._setting.behind_table(segment.table) if segment.table is not None else None
        if not behind or not behind.sentences:
            return None
        subject = self._syntax.subject(behind.sentences[0], behind)
        return Attachment(subject[0].thing, 0.6, "text behind the table") if len(subject) == 1 else None

    def _by_section(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The one measure that its section has spoken of so far."""
        headings = self._setting.headings(segment)
        start = headings[0].end if headings else 0
        things = {a.thing.key: a.thing for a in self._setting.within(start, segment.start, "measure")}
        only = next(iter(things.values())) if len(things) == 1 else None
        return Attachment(only, 0.52, "section") if only and only is self._topics.at(mention.start).subject else None

    def _by_own(self, mention: AnyMention, segment: Segment) -> Attachment | None:
        """The measure that the whole document is about."""
        own = self._own
        return Attachment(own.thing, 0.6 if own.guide else 0.5, "document") if own.thing else None

    def _in_part(self, found: Attachment) -> Attachment:
        """The part through which alone a track is run (该阶段采用X), in place of the track."""
        parts = self._setting.parts(found.thing)
        if found.thing.kind != "track" or len(parts) != 1:
            return found
        if not any(self._syntax.adopted(a) for a in self._setting.of(parts[0])):
            return found
        return Attachment(parts[0], round(found.score * 0.95, 3), f"{found.reason}, in its only part")

    def _resolve(self, pointer: Pointer, segment: Segment, begin: int) -> Thing | None:
        topic = self._topics.at(begin)
        return self._pointers.resolve(pointer, segment, sentence=begin, topic=topic.subject)

    @staticmethod
    def _begin(mention: AnyMention, segment: Segment) -> int:
        return max(mention.sentence.start, segment.start, mention.start - SENTENCE_REACH)


def _decay(score: float, distance: int) -> float:
    """Lowers a score with the distance in characters: by a tenth at 120."""
    return round(max(0.76, score - 0.1 * min(distance, 360) / 120), 3)
