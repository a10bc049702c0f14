"""What the words beside a number of years make of it: an age, a frequency, time gone by, a point in time — or a length of time."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.text.patterns import alternatives, fold


class DurationContext(msgspec.Struct, frozen=True):
    """A row of duration_context.csv: a word beside a number of years that makes it no duration, and why; `unit` limits it to one."""

    form: str
    position: Literal["before", "after"]
    language: str
    note: str
    unit: str = ""


REACH = 26  # characters before a value in which such a word ends
AFTERWARDS = re.compile(r"的[\u4e00-\u9fff]{1,4}(?<!士)后")  # 十年的发展后
COMING = re.compile(r"(?<=年)来(?![自华源访])|(?:以?来)(?=[，,、；。的]|\Z)")  # 十年来; not 三年来华 or 2个月来日本
CYCLE = re.compile(r"(?:为|一)?(?:一|1)\s?(?:期|个?周期|轮|輪|个阶段)|一(?:期|个?周期|轮|輪|个阶段)")  # 每5年一期
EACH = re.compile(r"每\s?\Z")


class TimeContext:
    """Reads the surroundings of a value in folded text. Built once from duration_context.csv."""

    def __init__(self, rows: tuple[DurationContext, ...]) -> None:
        gone = [r for r in rows if r.note == "elapsed" and not r.unit]
        rest = [r for r in rows if r.note != "elapsed" and not r.unit]
        hours = [r for r in rows if r.unit == "H"]
        self._gone = _before(gone)
        self._not_before, self._not_after = _before(rest), _after([*gone, *rest])
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
