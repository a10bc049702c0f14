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


DASH = r"\s*(?:-{1,2}|–|—{1,2}|－|−|―|‐|‑|~|～|〜|∼|至|到)\s*"
YEAR = r"(?:[1１][9９]|[2２][0０])\d\d"
HAN_YEAR = r"[一二][〇○零九][〇○零一二三四五六七八九]{2}"
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR_WORD = r"(?:个?财政年度|会计年度|财年|年度|年)"

CLOSED_ZH = re.compile(
    rf"(?<![\d.\-/A-Za-z])(?P<y1>{YEAR}|{HAN_YEAR})\s?(?:{YEAR_WORD})?\s?(?:(?P<m1>\d{{1,2}})\s?月(?:份)?(?:\s?\d{{1,2}}\s?日)?)?{DASH}"
    rf"(?P<y2>{YEAR}|{HAN_YEAR}|\d\d)\s?{YEAR_WORD}\s?(?:(?P<m2>\d{{1,2}})\s?月)?"
)
OPEN_ZH = re.compile(
    rf"(?:(?<=自)|(?<=从)|(?<=自 )|(?<=从 ))?(?<![\d.\-/])(?P<y1>{YEAR}|{HAN_YEAR})\s?{YEAR_WORD}\s?"
    r"(?:(?P<m1>\d{1,2})\s?月(?:份)?)?(?:\s?\d{1,2}\s?日)?[^\d，。；,;\n]{0,8}?(?P<open>至今|迄今|以来|以來|开始|起(?!草|步|诉))"
)
CLOSED_MONTHS = re.compile(
    rf"(?<![\w.\-/])(?P<y1>{YEAR})[./](?P<m1>0?[1-9]|1[0-2]){DASH}(?P<y2>{YEAR})[./](?P<m2>0?[1-9]|1[0-2])(?![\d./])"
)
CLOSED_EN = re.compile(
    rf"(?<![\w.\-/])(?:from |between |FY\s?|fiscal years? |financial years? )?(?:(?:{DAY} )?(?P<m1>{MONTH}) (?:{DAY}, )?)?(?:FY\s?)?(?P<y1>{YEAR})"
    rf"(?:(?:\s?[-–—−‐‑]\s?|\s(?:to|through|until|till)\s|(?<=\d) and )(?:(?:{DAY} )?(?P<m2>{MONTH}) (?:{DAY}, )?)?(?:FY\s?)?(?P<y2>{YEAR})"
    r"|\s?[-–—−‐‑]\s?(?P<short>\d\d))(?![\d\w%/]|[-.]\d)",
    re.IGNORECASE,
)
OPEN_EN = re.compile(
    rf"(?<![A-Za-z])(?:(?:ever )?since (?:the )?(?:(?P<m1>{MONTH}) )?(?P<y1>{YEAR})(?!\d)"
    rf"|(?:as of|from) (?:{DAY} )?(?P<m3>{MONTH}) (?:{DAY}, )?(?P<y3>{YEAR})(?! ?(?:to|until|through|[-–—]))"
    rf"|(?:from|beginning in|starting in|starting from|beginning from) (?:(?P<m4>{MONTH}) )?(?P<y4>{YEAR}) on(?![A-Za-z])"
    rf"|(?:beginning|starting) (?:in|from) (?:(?P<m5>{MONTH}) )?(?P<y5>{YEAR})(?![\d-]| ?(?:on|to|until|through)\b)"
    rf"|(?:from |beginning in |starting in |starting from )?(?:(?P<m2>{MONTH}) )?(?P<y2>{YEAR})"
    r"(?:\s?[-–—]\s?| )(?:onwards?|to date|to the present|(?:to |until )?present|to now|until now)(?![A-Za-z]))",
    re.IGNORECASE,
)
HAS_YEAR = re.compile(rf"{YEAR}|{HAN_YEAR}")
NO_YEARS = re.compile(r"(?:pages?|pp?\.|phone|tel\.?|fax|no\.|第|电话|電話|传真|页)\s?[:：]?\s*\Z", re.IGNORECASE)


class PeriodGrammar:
    """Reads periods. Built once from the plans of calendars.toml."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self._plans = {p.form.casefold(): p for p in plans}
        han = alternatives(p.form for p in plans if not p.form.isascii())
        latin = alternatives(p.form for p in plans if p.form.isascii())
        self._plan = re.compile(
            rf"[“\"'‘「]?(?<![\u4e00-\u9fff])(?P<han>{han})[”\"'’」]?(?:规划|計畫|计划)?(?:期间|期間|时期|時期|时段|以来)"
            rf"|(?:(?<=during the )|(?<=over the )|(?<=throughout the ))(?P<latin>{latin})(?: period)?|(?P<named>{latin}) period",
            re.IGNORECASE,
        )

    def find(self, text: str) -> list[PeriodValue]:
        """All periods of `text`, longest reading first where two overlap."""
        found: list[PeriodValue] = []
        if HAS_YEAR.search(text):
            found += [v for p in (CLOSED_ZH, CLOSED_MONTHS) for m in p.finditer(text) if (v := _closed(text, m))]
            found += [v for m in CLOSED_EN.finditer(text) if _means_span(m) and (v := _closed(text, m))]
            found += [_open(m) for p in (OPEN_ZH, OPEN_EN) for m in p.finditer(text)]
        if "五" in text or "年" in text or "lan" in text:
            found += [self._of_plan(m) for m in self._plan.finditer(text)]
        return _without_overlaps(found)

    def _of_plan(self, match: re.Match[str]) -> PeriodValue:
        name = next(v for v in match.groupdict().values() if v)
        plan = self._plans[name.casefold()]
        return PeriodValue(match.start(), match.end(), plan.start, plan.end, "period.plan", 0.95)


def _means_span(match: re.Match[str]) -> bool:
    """Whether an English match says a span: `2014 and 2020` does so only after between."""
    text = match[0].casefold()
    return " and " not in text or text.startswith("between")


def _closed(text: str, match: re.Match[str]) -> PeriodValue | None:
    fields = match.groupdict()
    first, second = _year(match["y1"]), _year(match["y2"] or fields["short"])
    last = second if len(second) == 4 else first[:2] + second
    if int(last) <= int(first) or NO_YEARS.search(text, max(0, match.start() - 8), match.start()):
        return None
    return PeriodValue(
        match.start(), match.end(), _date(first, fields["m1"]), _date(last, fields["m2"]), "period.closed", 0.95
    )


def _open(match: re.Match[str]) -> PeriodValue:
    groups = match.groupdict()
    year = next(groups[k] for k in sorted(groups) if k[0] == "y" and groups[k])
    month = next((groups[k] for k in sorted(groups) if k[0] == "m" and groups[k]), None)
    return PeriodValue(match.start(), match.end(), _date(_year(year), month), None, "period.open", 0.93)


def _year(form: str) -> str:
    """A year in ASCII digits: ２０１６ and 二〇一六 → 2016."""
    return "".join(str(int(c)) for c in form.translate(HAN_DIGITS))


def _date(year: str, month: str | None) -> str:
    if not month:
        return year
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3].casefold()) + 1
    return f"{year}-{number:02d}"


def _without_overlaps(found: list[PeriodValue]) -> list[PeriodValue]:
    kept: list[PeriodValue] = []
    for value in sorted(found, key=lambda v: (v.start, -v.end)):
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept
