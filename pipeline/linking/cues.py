"""The words by which a sentence says what its values are about, from link_cues.csv, as patterns of both languages."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.text.patterns import alternatives

Family = Literal[
    "launch",
    "adopt",
    "goal",
    "compared_behind",
    "compared_before",
    "framed_behind",
    "framed_before",
    "relative_behind",
    "relative_before",
    "item",
    "respectively",
    "budget",
    "source",
    "body",
    "divide",
    "divide_tracks",
    "under_behind",
    "under_before",
    "part_before",
    "part_behind",
    "intend",
    "after_behind",
    "after_before",
    "aside",
    "run_by",
    "government",
    "move",
    "guide",
]
OPEN, CLOSE = r"[“「《‘\"]?", r"[”」》’\"]?"
HEAD = r"(?:计划|项目|专项)?"  # that may follow a name in quotation marks


class LinkCue(msgspec.Struct, frozen=True):
    """A row of link_cues.csv: a word and what it says about the names near it.

    Of what a sentence is about: `launch`, the name behind it is brought up (推出了X), with `intend` it is yet to come (将推出X);
    `adopt`, what the subject is run through (采用X); `goal`, where money goes; `compared_…` and `framed_…`, the name before or behind
    it is only compared with, or the frame in which something else stands (X期间, under X); `relative_…`, it only tells which body is
    meant (the agency that runs X); `after_…`, it is over (X结束后); `aside`, it may stand before a subject; `item`, a new item of
    an enumeration begins; `respectively`, values fall to names one by one.

    `guide` words stand in the title of a document that is a measure's call or its rules. `move` words stand between a value and
    what it is a value of.

    Of parts: `divide`, parts are named behind it (`divide_tracks`: tracks); `under_…` and `part_…`, the name before it, or the one
    behind, is the whole of which another is a part.

    Of organisations: `budget`, money of their own; `source`, the one behind it only gives it; `body`, it points back at one;
    `run_by`, the one behind it runs or pays for the measure before it; `government`, the head of a government's name.
    """

    family: Family
    form: str
    language: Literal["zh", "en"]


class Cues:
    """Patterns for the places right before and right behind a name or value."""

    def __init__(self, rows: tuple[LinkCue, ...]) -> None:
        self._rows = rows
        self.launch = _verb(*self._of("launch"))
        self.adopt = _verb(*self._of("adopt"))
        zh, en = self._of("goal")
        self.goal = re.compile(
            rf"[，,]?(?:{zh})了?{OPEN}"
            rf"|\s?(?:(?:a|per|each) year |annually )?(?:over (?:the (?:next|coming) )?[\w-]+ years )?(?:{en}) (?:the |its )?{OPEN}",
            re.IGNORECASE,
        )
        self.compared = self._around("compared")
        self.framed = self._around("framed")
        self.relative = self._around("relative")
        zh, en = self._of("item")
        self.item = re.compile(rf"{zh}|(?:{en})(?:,|\s)|[（(](?:\d{{1,2}}|[a-h]|[一二三四五六七八九十])[）)]")
        self.respectively = _words(*self._of("respectively"))
        self.divide = _words(*self._of("divide"))
        self.divide_tracks = _words(self._of("divide")[0] + "|" + self._of("divide_tracks")[0], self._of("divide")[1])
        self.moves = _words(*self._of("move"))
        self.guide = _words(*self._of("guide"))
        self.intend = _words(*self._of("intend"))
        self.aside = re.compile(rf"{self._of('aside')[0]}|[\d年月日起至自从在于由的该各，,、“《「\s（）()—\-]")
        self.after = self._around("after")
        self._open_bodies()
        self._open_parts()

    def _open_bodies(self) -> None:
        """The patterns between an organisation and its budget, or the measure that it runs."""
        zh, en = self._of("budget")
        self.budget_before = re.compile(rf"\b(?:{en}) (?:of|for) (?:the )?\Z", re.IGNORECASE)
        self.budget_behind = re.compile(
            rf"[)）]?(?:的|[’']s)?\s?[\u4e00-\u9fff\d ]{{0,8}}?(?:{zh})"
            rf"|[)）]?(?:[’']s)?[ \w-]{{0,40}}? (?:{en})\b(?! for | of (?:the|this|its|their)\b)"
        )
        zh, en = self._of("source")
        self.source = re.compile(rf"(?:{zh})(?:于|是|为)?{OPEN}\s?\Z|\b(?:{en})(?: the)? \Z", re.IGNORECASE)
        self.government = re.compile(rf"(?:{'|'.join(self._of('government'))})\Z", re.IGNORECASE)
        self.body = _words(*self._of("body"))
        zh, en = self._of("run_by")
        self.run_by = re.compile(
            rf"{CLOSE}(?:[（(][^（）()]{{0,60}}[）)])?{HEAD}[，,]?(?:是|则)?(?:{zh})(?:了)?{OPEN}"
            rf"|(?:\s?\([^()]*\))?,?(?: \w+){{0,6}}? (?:{en})(?: the)? {OPEN}",
            re.IGNORECASE,
        )

    def _open_parts(self) -> None:
        """The patterns between a part and its whole, in either order."""
        zh, _ = self._of("under_behind")
        self.whole_before = re.compile(rf"{CLOSE}{HEAD}(?:{zh}){OPEN}|{CLOSE}{HEAD}\s?[（(](?:{zh}){OPEN}")
        zh, en = self._of("under_before")
        bracket = r"(?:\s?[（(][^()（）]*[）)])?"
        self.whole_behind = re.compile(
            rf"{CLOSE}{bracket}(?:,?(?: which)? (?:{en}) (?:the )?|[，,]?(?:{zh})){OPEN}", re.IGNORECASE
        )
        self.opens_under = re.compile(rf"(?:在|在[“「《]|{en}) ?(?:the )?{OPEN}", re.IGNORECASE)
        self.part_before = re.compile(rf"{CLOSE}{bracket}[，,]?(?:{self._of('part_before')[0]}){OPEN}")
        self.part_behind = re.compile(rf"{CLOSE}{HEAD}(?:{self._of('part_behind')[0]})")

    def _of(self, family: str) -> tuple[str, str]:
        zh = alternatives(r.form for r in self._rows if r.family == family and r.language == "zh")
        en = alternatives(r.form for r in self._rows if r.family == family and r.language == "en")
        return zh, en

    def _around(self, family: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What stands right before, and right behind, a name that is only compared with or a frame."""
        zh, en = self._of(f"{family}_before")
        before = rf"(?<![A-Za-z])(?:{en})\s(?:the\s)?{OPEN}\Z"
        before = rf"(?:{zh})(?:\d{{4}}\s?年)?的?{OPEN}\s?\Z|{before}" if zh else before
        behind = rf"{CLOSE}\s*(?:[（(][^（）()]*[）)])?{HEAD}(?:{self._of(f'{family}_behind')[0]})"
        return re.compile(before, re.IGNORECASE), re.compile(behind)


def _words(zh: str, en: str) -> re.Pattern[str]:
    """The words wherever they stand, Latin ones whole."""
    return re.compile(rf"{zh}|(?<![A-Za-z])(?:{en})(?![A-Za-z])", re.IGNORECASE)


def _verb(zh: str, en: str) -> re.Pattern[str]:
    """A verb before a name in its clause, with a little between: 又推出了名为“X”, launched a new scheme called X."""
    return re.compile(
        rf"(?:{zh})(?:了|出|起)?[^，,。；;：:、“”「」]{{0,14}}{OPEN}\Z|(?<![A-Za-z])(?:{en})(?![A-Za-z])[^,.;:]{{0,40}}\Z"
    )
