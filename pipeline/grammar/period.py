"""Spans of calendar time: 2008-2017 年, 从2008年到2012年, 2011年至今, 自2009年启动以来, “十三五”期间, FY2021–23, since 2009.

A single year is no period; nor is a range of pages, a telephone number or a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from pipeline.text.numerals import alternatives


class Plan(msgspec.Struct, frozen=True):
    """A national plan whose name stands for its years (十三五 → 2016 to 2020)."""

    form: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A span of time at `text[start:end]`; `to` None = open."""

    start: int
    end: int
    from_: str | None
    to: str | None
    rule: str
    confidence: float


DASH = r"\s*(?:-{1,2}|–|—{1,2}|－|−|~|～|至|到)\s*"
YEAR = r"(?:19|20)\d\d"
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
MONTH = rf"(?:{'|'.join(m.capitalize() for m in MONTHS)})"
YEAR_WORD = r"(?:个?财政年度|会计年度|财年|年度|年)"

CLOSED_ZH = re.compile(
    rf"(?<![\d.\-/A-Za-z])(?P<y1>{YEAR})\s?(?:{YEAR_WORD})?\s?(?:(?P<m1>\d{{1,2}})\s?月(?:份)?(?:\s?\d{{1,2}}\s?日)?)?{DASH}"
    rf"(?P<y2>{YEAR}|\d\d)\s?{YEAR_WORD}\s?(?:(?P<m2>\d{{1,2}})\s?月)?"
)
OPEN_ZH = re.compile(
    rf"(?:(?<=自)|(?<=从)|(?<=自 )|(?<=从 ))?(?<![\d.\-/])(?P<y1>{YEAR})\s?{YEAR_WORD}\s?(?:(?P<m1>\d{{1,2}})\s?月(?:份)?)?(?:\s?\d{{1,2}}\s?日)?"
    r"[^\d，。；,;\n]{0,8}?(?P<open>至今|迄今|以来|开始|起(?!草|步|诉))"
)
CLOSED_EN = re.compile(
    rf"(?<![\w.\-/])(?:from |between |FY\s?|fiscal years? |financial years? )?(?:(?P<m1>{MONTH}) )?(?:FY\s?)?(?P<y1>{YEAR})"
    rf"(?:\s?[-–—−]\s?|\s(?:to|through|until|till)\s|(?<=\d) and )(?:(?P<m2>{MONTH}) )?(?:FY\s?)?(?P<y2>{YEAR}|\d\d)(?![\d\w%/]|[-.]\d)",
    re.IGNORECASE,
)
OPEN_EN = re.compile(
    rf"(?<![A-Za-z])(?:(?:ever )?since (?:the )?(?:(?P<m1>{MONTH}) )?(?P<y1>{YEAR})(?!\d)"
    rf"|(?:as of|from) (?P<m3>{MONTH}) (?P<y3>{YEAR})(?! ?(?:to|until|through|[-–—]))"
    rf"|(?:from |beginning in |starting in |starting from )?(?:(?P<m2>{MONTH}) )?(?P<y2>{YEAR})(?:\s?[-–—]\s?| )(?:onwards?|to date|to the present|(?:to |until )?present|to now|until now)(?![A-Za-z]))",
    re.IGNORECASE,
)


class PeriodGrammar:
    """Reads periods. Built once from the plans of calendars.toml."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self._plans = {p.form: p for p in plans}
        forms = alternatives(self._plans)
        self._plan = re.compile(
            rf"[“\"'‘「]?(?<![\u4e00-\u9fff])(?P<plan>{forms})[”\"'’」]?(?:规划)?(?:期间|时期|时段|以来)"
        )

    def find(self, text: str) -> list[PeriodValue]:
        """All periods of `text`, longest reading first where two overlap."""
        found = [v for m in CLOSED_ZH.finditer(text) if (v := _closed(text, m, "period.closed"))]
        found += [v for m in CLOSED_EN.finditer(text) if _means_span(m) and (v := _closed(text, m, "period.closed"))]
        found += [_open(m["y1"], m["m1"], m, "period.open") for m in OPEN_ZH.finditer(text)]
        found += [
            _open(m["y1"] or m["y2"] or m["y3"], m["m1"] or m["m2"] or m["m3"], m, "period.open")
            for m in OPEN_EN.finditer(text)
        ]
        found += [self._of_plan(m) for m in self._plan.finditer(text)]
        return _without_overlaps(found)

    def _of_plan(self, match: re.Match[str]) -> PeriodValue:
        plan = self._plans[match["plan"]]
        return PeriodValue(match.start(), match.end(), plan.start, plan.end, "period.plan", 0.95)


def _means_span(match: re.Match[str]) -> bool:
    """Whether an English match says a span: `2014 and 2020` does so only after between."""
    text = match[0].casefold()
    return " and " not in text or text.startswith("between")


def _closed(text: str, match: re.Match[str], rule: str) -> PeriodValue | None:
    first, second = match["y1"], match["y2"]
    last = second if len(second) == 4 else first[:2] + second
    if int(last) <= int(first):
        return None
    return PeriodValue(match.start(), match.end(), _date(first, match["m1"]), _date(last, match["m2"]), rule, 0.95)


def _open(year: str, month: str | None, match: re.Match[str], rule: str) -> PeriodValue:
    return PeriodValue(match.start(), match.end(), _date(year, month), None, rule, 0.93)


def _date(year: str, month: str | None) -> str:
    if not month:
        return year
    number = int(month) if month.isdigit() else MONTHS.index(month.casefold()) + 1
    return f"{year}-{number:02d}"


def _without_overlaps(found: list[PeriodValue]) -> list[PeriodValue]:
    kept: list[PeriodValue] = []
    for value in sorted(found, key=lambda v: (v.start, -v.end)):
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept
