"""Phrases that point back at a measure (该计划, this scheme, the latter), and what they point at."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.data import MeasureKind, Segment
from pipeline.linking.setting import Appearance, Setting
from pipeline.linking.syntax import Syntax
from pipeline.linking.things import Thing
from pipeline.text.lookup import FormIndex

REACH = 900  # characters before a phrase in which it is said what it points at
OPENS = re.compile(r"(?:\A|[。；;，,：:！？\n•·]|[.!?] |\n[-–*] )\s?\Z")  # what stands before a clause


class Anaphor(msgspec.Struct, frozen=True):
    """A row of anaphora.csv: a phrase that points back at a measure of one of `kinds` whose name ends with `head`.

    `where` says in which places it does so: `any`, or `start`, only where a clause begins (专项从两个方面…). A `headed` one points
    only at measures that have the head in their names (the fellowship).
    """

    form: str
    kinds: tuple[MeasureKind, ...]
    language: str
    head: str = ""
    where: Literal["any", "start"] = "any"
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """Such a phrase where it stands."""

    start: int
    end: int
    row: Anaphor


class Pointers:
    """Finds and resolves such phrases in one document, for which they are looked up once."""

    def __init__(self, index: FormIndex[Anaphor], setting: Setting, syntax: Syntax) -> None:
        self._setting, self._syntax = setting, syntax
        text = setting.text
        self._found = [
            Pointer(start, end, rows[0])
            for start, end, rows in index.find(text, 0, len(text))
            if text[end : end + 1] != "-" and (rows[0].where != "start" or OPENS.search(text, max(0, start - 3), start))
        ]
        self._starts = [p.start for p in self._found]

    def find(self, start: int, end: int) -> list[Pointer]:
        """The phrases in `text[start:end]`, in text order."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [p for p in self._found[first:stop] if p.end <= end]

    def resolve(self, pointer: Pointer, segment: Segment, *, sentence: int, topic: Thing | None) -> Thing | None:
        """What a phrase points at: a measure of its sentence, else the topic, else the last fitting one before it, else the heading's.

        Args:
            pointer: The phrase.
            segment: Where it stands.
            sentence: The start of its sentence.
            topic: What the sentences before are about.
        """
        row, setting = pointer.row, self._setting
        before = [a for a in setting.before(pointer.start, "measure", reach=REACH) if _in_text(a, segment, setting)]
        over = {a.thing.key for a in before if _is_last(a, before) and self._syntax.is_over(a)}
        fitting = [a for a in before if a.kind in row.kinds and a.thing.key not in over]
        if row.form in FORMER:
            return _former(before, sentence)
        headed = [a for a in fitting if _has_head(setting.text, a, row.head)]
        if row.headed:
            return headed[0].thing if headed else None
        if row.head and _names_another(setting, pointer, row.head):
            return None
        for pool in (headed, fitting):
            here = [a for a in pool if a.name.start >= sentence]
            if here:
                return here[0].thing
        if topic and setting.kinds[topic.key] in row.kinds and (not headed or any(a.thing is topic for a in headed)):
            return topic
        local = [a for a in headed if a.name.segment == segment.segment]
        if local:
            return local[0].thing
        return _above(setting, segment, row, fitting, headed)


FORMER = ("前者", "the former")


def _is_last(appearance: Appearance, before: list[Appearance]) -> bool:
    """Whether a name is its thing's last one of `before`, the nearest first."""
    return next(a for a in before if a.thing is appearance.thing) is appearance


def _names_another(setting: Setting, pointer: Pointer, head: str) -> bool:
    """Whether right before a phrase something of its head is named that is no known measure: 进入签约阶段，该阶段由企业实施."""
    close = setting.text[max(0, pointer.start - len(head) - 2) : pointer.start].rstrip(" ，,、")
    if not close.casefold().endswith(head):
        return False
    return not setting.before(pointer.start, "measure", reach=len(head) + 3)


def _in_text(appearance: Appearance, segment: Segment, setting: Setting) -> bool:
    """Whether a name stands where a phrase in `segment` can point: in running text, or in the phrase's own segment."""
    own = setting.segments[appearance.name.segment]
    return own.segment == segment.segment or own.kind in ("paragraph", "list", "heading")


def _above(
    setting: Setting, segment: Segment, row: Anaphor, fitting: list[Appearance], headed: list[Appearance]
) -> Thing | None:
    """The last fitting measure under the nearest heading, else the one that a heading above names; a section before is too far."""
    _, above = setting.naming_heading(segment, "measure")
    suiting = [t for t in above if setting.kinds[t.key] in row.kinds]
    if len(suiting) == 1 and row.kinds == ("track",):
        return suiting[0]
    headings = setting.headings(segment)
    since = [a for a in headed or fitting if not headings or a.name.start >= headings[0].start]
    if since:
        return since[0].thing
    return above[0] if len(above) == 1 else None


def _former(before: list[Appearance], sentence: int) -> Thing | None:
    """The first of the two measures that its own or the last sentence names side by side."""
    things = list({a.thing.key: a.thing for a in before if a.name.start >= sentence - 200}.values())
    return things[1] if len(things) >= 2 else None


def _has_head(text: str, appearance: Appearance, head: str) -> bool:
    """Whether a name ends with `head`, or has it right behind it (“蓝鲸”项目)."""
    if not head:
        return False
    if any(n.casefold().endswith((head, f"{head}s")) for n in appearance.thing.names):
        return True
    return text[appearance.name.end : appearance.name.end + len(head) + 2].lstrip(' ”」’"').casefold().startswith(head)
