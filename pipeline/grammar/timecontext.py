"""What the words beside a number of years make of it: an age, a frequency, time gone by, a point in time — or a length of time."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.text.patterns import alternatives, fold


class DurationContext(msgspec.Struct, frozen=True):
    """A row of duration_context.csv: a word beside a number of years that makes it no duration, and why; `unit` limits it to one.

    A `deadline` only does so for 3个月内 and within 3 months: by when something is due (期满后3个月内; `behind` the words of such a time in
    English). Money is `spread` over a time by a word `within` its clause (在五年内投入): that is how long it flows.
    """

    form: str
    position: Literal["before", "after", "behind", "within"]
    language: str
    note: str
    unit: str = ""


REACH = 26  # characters before a value in which such a word ends
AFTERWARDS = re.compile(r"的[\u4e00-\u9fff]{1,4}(?<!士)后")  # 十年的发展后
COMING = re.compile(r"(?<=年)来(?![自华源访])|(?:以?来)(?=[，,、；。的]|\Z)")  # 十年来; not 三年来华 or 2个月来日本
CYCLE = re.compile(
    r"(?:为|一)?(?:一|1)\s?(?:期|个?[\u4e00-\u9fff]{0,3}周期|轮|輪|个阶段)|一(?:期|个?周期|轮|輪|个阶段)"
)  # 每5年一期
WITHIN = re.compile(r"\s?[之以]?[内內]")
EACH = re.compile(r"每\s?\Z")


class TimeContext:
    """Reads the surroundings of a value in folded text. Built once from duration_context.csv."""

    def __init__(self, rows: tuple[DurationContext, ...]) -> None:
        gone = [r for r in rows if r.note == "elapsed" and not r.unit]
        rest = [r for r in rows if r.note not in ("elapsed", "deadline", "spread") and not r.unit]
        due = [r for r in rows if r.note == "deadline"]
        hours = [r for r in rows if r.unit == "H"]
        self._gone = _before(gone)
        self._not_before, self._not_after = _before(rest), _after([*gone, *rest])
        self._due_before, self._due_behind = _before(due), re.compile(rf"\s{_words(due, 'behind')}(?![a-z])")
        self._spread = re.compile(_words([r for r in rows if r.note == "spread"], "within"))
        self._hours_before, self._hours_after = _before(hours), _after(hours)

    def gone_by(self, text: str, start: int) -> bool:
        """Whether the words before a value say that so much time has passed (经过十年)."""
        return self._gone.search(text, max(0, start - REACH), start) is not None

    def elapsed(self, text: str, start: int, number: int) -> bool:
        """Whether the words before a value make it an age, a frequency or time gone by; 近十年 is the last ten years."""
        return text[start:number] == "近" or self._not_before.search(text, max(0, start - REACH), start) is not None

    def points(self, text: str, end: int) -> bool:
        """Whether the words behind a value make it a point in time or part of a name."""
        return bool(self._not_after.match(text, end) or COMING.match(text, end) or AFTERWARDS.match(text, end))

    def serves(self, text: str, start: int, end: int) -> bool:
        """Whether a number of hours is the time of a service: 24小时热线, 24 hours a day."""
        before = self._hours_before.search(text, max(0, start - REACH), start)
        return bool(before or self._hours_after.match(text, end))

    def due(self, text: str, span: tuple[int, int], number: int, unit: str) -> bool:
        """Whether a time within which something happens (3个月内, within 60 days) says by when it is due, and not how long it lasts.

        Args:
            text: The folded text.
            span: The time with its bound words.
            number: Where its number begins.
            unit: Its unit.
        """
        start, end = span
        if text[start:number].startswith("within "):
            return unit == "D" or self._due_behind.match(text, end) is not None
        inside = WITHIN.match(text, end) or WITHIN.match(text, end - 2) or WITHIN.match(text, end - 1)
        return inside is not None and self._due_before.search(text, max(0, start - REACH), start) is not None

    def spreads(self, text: str, begin: int, stop: int) -> bool:
        """Whether money flows in the clause `text[begin:stop]`: 在五年内投入."""
        return self._spread.search(text, begin, stop) is not None

    @staticmethod
    def cycles(text: str, start: int, end: int) -> bool:
        """Whether 每 before a value tells the length of a cycle (每5年一期) and no frequency."""
        return bool(EACH.search(text, max(0, start - 2), start) and CYCLE.match(text, end))


def _before(rows: list[DurationContext]) -> re.Pattern[str]:
    return re.compile(rf"{_words(rows, 'before')}\s*(?:的)?\s*\Z")


def _after(rows: list[DurationContext]) -> re.Pattern[str]:
    return re.compile(rf"[\s\-]?{_words(rows, 'after')}")


def _words(rows: list[DurationContext], position: str) -> str:
    """The pattern of the words of one position, Latin ones as whole words."""
    han, latin = (
        alternatives(
            (fold(r.form) for r in rows if r.position == position and (r.language == "zh") is chinese),
            blanks=not chinese,
        )
        for chinese in (True, False)
    )
    return rf"(?:{han}|(?<![a-z]){latin}(?![a-z]))"
