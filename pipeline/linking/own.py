"""The measure that a whole document is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.data import Segment
from pipeline.linking.cues import Cues
from pipeline.linking.setting import Appearance, Setting
from pipeline.linking.things import Thing

OPENING = 8  # segments at a document's start among which its title is
OFTEN, MOSTLY = (
    5,
    0.6,
)  # appearances, and share of all, from which a document without a telling title is about a measure
IN = re.compile(r"(?<![A-Za-z])(?:in|under|within|beyond|after) (?:the )?\Z", re.IGNORECASE)
INSIDE = re.compile(r"[”」》]?(?:下的?|中的?|框架|背景|视角|视域|时代)")
TITLE_CHARS = 160  # of a line that may be a title


@dataclass(frozen=True, slots=True)
class Own:
    """The measure, if there is one; `guide` says that the document is its call, its rules or its text, so that all in it is about it."""

    thing: Thing | None = None
    guide: bool = False


def find_own(setting: Setting, cues: Cues) -> Own:
    """The measure that the title names, else the one that the opening lines of a call name, else the one named most of the time.

    Of several titles (a gazette's notice has many) it is the one named most, a law last: notices cite laws.
    """
    if guided := _guided(setting, cues):
        return Own(guided, guide=True)
    titles = []
    for heading in [s for s in setting.segments[:OPENING] if s.kind == "heading" and s.level == 1]:
        about = [a for a in setting.within(heading.start, heading.end, "measure") if not _is_room(a, setting.text)]
        things = {a.thing.key: a.thing for a in about}
        titles += list(things.values()) if len(things) == 1 else []
    if titles:
        titled = max(titles, key=lambda t: (t.kind != "law", len(t.appearances)))
        return Own(titled, guide=titled.kind in ("strategy", "law"))
    measures = [t for t in setting.things if t.of == "measure"]
    most = max(measures, key=lambda t: len(t.appearances), default=None)
    named = sum(len(t.appearances) for t in measures)
    often = most is not None and len(most.appearances) >= max(OFTEN, named * MOSTLY)
    return Own(most if often else None)


def _guided(setting: Setting, cues: Cues) -> Thing | None:
    """The measure whose call or rules the document is: named in an opening line beside a word such as guidelines or 申报指南."""
    lines = [s for s in setting.segments[:OPENING] if s.kind != "cell"]
    for before, line in zip([None, *lines], lines, strict=False):
        if not _is_title(line, setting) or not cues.guide.search(setting.text, line.start, line.end):
            continue
        for place in (line, before):
            if place and _is_title(place, setting) and (named := setting.within(place.start, place.end, "measure")):
                return _narrowest(named)
    return None


def _is_room(appearance: Appearance, text: str) -> bool:
    """Whether a title names a measure only as the room of what it is about: missions in Horizon Europe, X下的政策."""
    name = appearance.name
    return IN.search(text, max(0, name.start - 12), name.start) is not None or INSIDE.match(text, name.end) is not None


def _is_title(segment: Segment, setting: Setting) -> bool:
    text = setting.text[segment.start : segment.end]
    return len(text) <= TITLE_CHARS and "。" not in text and ". " not in text


def _narrowest(named: list[Appearance]) -> Thing:
    """The last measure that a title names, or the part of the others that it is."""
    parts = [a.thing for a in named if any(a.thing.parent == b.thing.key for b in named)]
    return parts[0] if parts else named[-1].thing
