"""Phrases that point back at a measure (该计划, this scheme, the latter), and what they point at."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.data import MeasureKind, Segment
from pipeline.linking.setting import Appearance, Setting
from pipeline.linking.things import Thing
from pipeline.text.numerals import alternatives

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


class Pointers:
    """Finds and resolves such phrases. Built once from anaphora.csv."""

    def __init__(self, rows: tuple[Anaphor, ...]) -> None:
        self._rows = {r.form.casefold(): r for r in rows}
        han = alternatives(r.form for r in rows if r.language == "zh")
        latin = alternatives(r.form for r in rows if r.language == "en")
        self._pattern = re.compile(rf"{han}|(?<![A-Za-z])(?:{latin})(?![A-Za-z-])", re.IGNORECASE)

    def find(self, text: str, start: int, end: int) -> list[re.Match[str]]:
        """The phrases in `text[start:end]`, in text order."""
        return [m for m in self._pattern.finditer(text, start, end) if self._points(text, m)]

    def _points(self, text: str, match: re.Match[str]) -> bool:
        row = self._rows[match[0].casefold()]
        return row.where != "start" or OPENS.search(text, max(0, match.start() - 3), match.start()) is not None

    def resolve(
        self, pointer: re.Match[str], segment: Segment, setting: Setting, *, sentence: int, topic: Thing | None
    ) -> Thing | None:
        """What a phrase points at: a measure of its sentence, else the topic, else the last fitting one before it, else the heading's.

        Args:
            pointer: The phrase.
            segment: Where it stands.
            setting: The document's names.
            sentence: The start of its sentence.
            topic: What the sentences before are about.
        """
        row = self._rows[pointer[0].casefold()]
        before = [a for a in setting.before(pointer.start(), "measure", reach=REACH) if _in_text(a, segment, setting)]
        fitting = [a for a in before if a.thing.kind in row.kinds]
        if row.form in FORMER:
            return _former(pointer, before, sentence)
        headed = [a for a in fitting if _has_head(setting.text, a, row.head)]
        if row.headed:
            return headed[0].thing if headed else None
        for pool in (headed, fitting):
            here = [a for a in pool if a.name.start >= sentence]
            if here:
                return here[0].thing
        if topic and topic.kind in row.kinds and (not headed or any(a.thing is topic for a in headed)):
            return topic
        local = [a for a in headed if a.name.segment == segment.segment]
        if local:
            return local[0].thing
        return _above(setting, segment, row, fitting, headed)


FORMER = ("前者", "the former")


def _in_text(appearance: Appearance, segment: Segment, setting: Setting) -> bool:
    """Whether a name stands where a phrase in `segment` can point: in running text, or in the phrase's own segment."""
    own = setting.segments[appearance.name.segment]
    return own.segment == segment.segment or own.kind in ("paragraph", "list", "heading")


def _above(
    setting: Setting, segment: Segment, row: Anaphor, fitting: list[Appearance], headed: list[Appearance]
) -> Thing | None:
    """The last fitting measure under the nearest heading that names one, else the one that it names, else the last before it."""
    heading, above = setting.naming_heading(segment, "measure")
    suiting = [t for t in above if t.kind in row.kinds]
    if len(suiting) == 1 and row.kinds == ("track",):
        return suiting[0]
    since = [a for a in headed or fitting if heading is None or a.name.start >= heading.start]
    if since:
        return since[0].thing
    if len(above) == 1:
        return above[0]
    choice = headed or fitting
    return choice[0].thing if choice else None


def _former(pointer: re.Match[str], before: list[Appearance], sentence: int) -> Thing | None:
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
