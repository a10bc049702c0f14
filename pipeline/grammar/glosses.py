"""Names and their glosses: COMPASS-J（跨领域共创基盘研究推进计划）, 启动6个联合航行计划（JVI）.

Both name one thing. What stands in such a bracket is a name as a whole, verbs and joints in it or not; so does what stands between a
count, a colon or a paragraph's start and a bracket with an acronym.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.data import Segment
from pipeline.grammar.lexis import NameHead, WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import Line

LATIN = r"[A-ZÀ-Þ][\w&'’.+-]*(?:[ ](?:(?:of|for|and|the|in|on|de|für)[ ])*[A-Z0-9À-Þ&][\w&'’.+-]*){0,9}"
GLOSS = re.compile(rf"(?P<latin>{LATIN})\s?[（(](?P<inside>[^（）()]{{4,60}})[）)]")
COUNTED = re.compile(
    r"(?:(?<=[\d一二两三四五六七八九十多几][个项家类种])|(?<=[：:、，。；]))[ ]?"
    r"(?P<name>[\u4e00-\u9fff]{4,18})[（(](?P<latin>[A-Z][A-Za-z0-9&-]{1,9})[）)]"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
PARTS = re.compile(r"[，,；;]")


@dataclass(frozen=True, slots=True)
class Glosses:
    """Finds glosses; `head_of` gives the head that a Chinese form ends with."""

    head_of: Callable[[str], NameHead | None]
    uses: WordUses

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The Latin name and the Chinese one of each gloss in a segment."""
        line = Line(text, segment, frozenset())
        for match in GLOSS.finditer(text, segment.start, segment.end):
            for start, end in _parts(match):
                form = written(text[start:end])
                head = self.head_of(form) if HAN.search(form) else None
                if head is None or len(form) - len(head.form) < 3 or not self._tells(line, start, end - len(head.form)):
                    continue
                rule = f"{head.of}.gloss"
                latin = match.start("latin")
                yield Candidate(head.of, latin, match.end("latin"), written(match["latin"]), rule, 0.8, head.kind)
                yield Candidate(head.of, start, end, form, rule, 0.8, head.kind, beside=latin)
                break

        for match in COUNTED.finditer(text, segment.start, segment.end):
            head = self.head_of(match["name"])
            plain = not any(
                self.uses.is_hard(w) and w not in self.uses.generic for w in line.between(*match.span("name"))
            )
            if head and head.of == "measure" and plain and len(match["name"]) - len(head.form) >= 2:
                yield Candidate("measure", *match.span("name"), match["name"], "measure.gloss", 0.8, head.kind)

    def _tells(self, line: Line, start: int, end: int) -> bool:
        return self.uses.any_specific(line.between(start, end))


def _parts(match: re.Match[str]) -> list[tuple[int, int]]:
    """The parts of the bracket between commas."""
    cuts = [match.start("inside")]
    for mark in PARTS.finditer(match.string, match.start("inside"), match.end("inside")):
        cuts += [mark.start(), mark.end()]
    cuts.append(match.end("inside"))
    spans = zip(cuts[::2], cuts[1::2], strict=True)
    return [(a, b) for a, b in spans if match.string[a:b].strip()]
