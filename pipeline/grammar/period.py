"""Spans of calendar time: 2008-2017 年, 从2008年到2012年, 2011年至今, 自2009年启动以来, “十三五”期间, 令和3～7年度, FY2021–23, since 2009.

A single year is no period, be it a calendar or a fiscal one (2018财年, 2023-24); nor is a range of pages, a telephone number or a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.grammar.years import FISCAL, HAN_YEAR, ROC, YEAR, YearReader
from pipeline.text.patterns import alternatives, fold


class LifeWord(msgspec.Struct, frozen=True):
    """A row of lifecycle.csv: a verb by which something begins or ends in a year."""

    form: str
    kind: Literal["begin", "end"]
    language: str


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A span of time at `text[start:end]`; `from_` or `to` None = open on that side."""

    start: int
    end: int
    from_: str | None
    to: str | None
    rule: str
    confidence: float


PLAN = "period.plan"  # the rule of spans that a plan's name stands for
DASH = r"\s*(?:-{1,2}|–|—{1,2}|－|−|―|‐|‑|~|～|〜|∼|至|到|から)\s*"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR_WORD = r"(?:个?财政年度|会计年度|课税年度|预算年度|财年|財年|学年|年度|年)"
DATE = rf"(?:{DAY} )?(?P<M>{MONTH}) (?:{DAY}, )?"  # M is the name of its group
TO = r"(?:\s?(?:-{1,2}|[–—−‐‑])\s?|,?\s(?:to|through|until|till)\s|(?<=\d) and )"

CLOSED_ZH = re.compile(
    rf"(?<![\d.\-/A-Za-z])(?P<y1>{YEAR}|{HAN_YEAR})\s?(?:{YEAR_WORD})?\s?(?:(?P<m1>\d{{1,2}})\s?月(?:份)?(?:\s?\d{{1,2}}\s?日)?)?{DASH}"
    rf"(?P<y2>{YEAR}|{HAN_YEAR}|\d\d)\s?{YEAR_WORD}\s?(?:(?P<m2>\d{{1,2}})\s?月(?:份)?(?:\s?\d{{1,2}}\s?日)?)?"
)
OPEN_ZH = re.compile(
    rf"(?<![\d.\-/])(?P<y1>{YEAR}|{HAN_YEAR})\s?{YEAR_WORD}\s?(?:(?P<m1>\d{{1,2}})\s?月(?:份)?)?(?:\s?(?P<day>\d{{1,2}})\s?日)?(?:年?[初中底末])?"
    r"(?:(?P<plain>起(?![草步诉源点来])|[及和]以[后後])|(?P<gap>[^\d，。；,;\n]{0,24}?)(?P<open>至今|迄今|以来|以來|开始|開始))"
)
OPEN_MONTH = re.compile(
    rf"(?<![\w.\-/])(?P<y1>{YEAR})[./年](?P<m1>0?[1-9]|1[0-2])月?\s?(?:-{{1,2}}|[–—－−~～]{{1,2}})(?=\s*(?:\Z|[\n\t]))"
)
CLOSED_MONTHS = re.compile(
    rf"(?<![\w.\-/])(?P<y1>{YEAR})[./](?P<m1>0?[1-9]|1[0-2]){DASH}(?P<y2>{YEAR})[./](?P<m2>0?[1-9]|1[0-2])(?![\d./])"
)
CLOSED_EN = re.compile(
    rf"(?<![a-z0-9_.\-/])(?:from |between |{FISCAL})?(?:{DATE.replace('<M>', '<m1>')})?(?:fy\s?)?"
    rf"(?P<y1>{YEAR})(?:[-–/]\d\d(?=\s(?:to|through|until)\s|[—–-]{{1,2}}\d{{4}}/\d\d))?"
    rf"(?:{TO}(?:{DATE.replace('<M>', '<m2>')})?(?:fy\s?)?(?P<y2>{YEAR})(?:[-–/](?P<later>\d\d)(?!\d))?"
    r"|\s?(?:-{1,2}|[–—−‐‑])\s?(?P<short>\d\d))(?![\d\w%/]|[-.]\d)"
)
SHORT_FISCAL = re.compile(r"(?<![a-z])fy\s?(?P<y1>\d\d)\s?(?:[-–—]|to)\s?(?P<again>fy\s?)?(?P<y2>\d\d)(?![\d-])")
SEASON = r"(?:early|late|mid|end|beginning|start|spring|summer|autumn|winter|fall)"
OPEN_EN = re.compile(
    rf"(?<![a-z])(?:(?:ever )?since (?:(?:its|their|the) [a-z]{{4,16}} in |(?:the )?{SEASON}[ -](?:of )?|the )?"
    rf"(?:(?P<m1>{MONTH}) )?(?P<y1>{YEAR})(?![\ds])(?!(?<=the \d\d\d\d) [a-z])"
    rf"|(?:as of|from) {DATE.replace('<M>', '<m3>')}(?P<y3>{YEAR})(?! ?(?:to|until|through|[-–—]))"
    rf"|(?<![^.;,(–—]\s)(?<!\w)from (?P<y6>{YEAR})(?=,)|beyond (?P<y7>{YEAR})(?=,)"
    rf"|(?:(?<=years )|(?<=months )|(?<=% )|(?<=cent ))from (?P<y8>{YEAR})(?=[.;,)]|\sand\b|\Z)"
    rf"|(?:from|beginning in|starting in|starting from|beginning from) (?:(?P<m4>{MONTH}) )?(?P<y4>{YEAR}) on(?![a-z])"
    rf"|(?:beginning|starting) (?:in|from) (?:(?P<m5>{MONTH}) )?(?P<y5>{YEAR})(?![\d-]| ?(?:on|to|until|through)\b)"
    rf"|(?:from |beginning in |starting in |starting from )?(?:(?P<m2>{MONTH}) )?(?P<y2>{YEAR})"
    r"(?:(?:\s?[-–—]\s?| )(?:onwards?|to date|to the present|(?:to |until )?present|(?:to |until )?(?:now|today))(?![a-z])"
    r"| and (?:the )?(?:following|subsequent) years| and (?:beyond|thereafter)))"
)
CLOSED_ROC = re.compile(
    rf"(?<![\d.])(?P<y1>1[01]\d)\s?(?:年度?\s?(?:(?P<m1>\d{{1,2}})\s?月)?)?{DASH}(?P<y2>1[01]\d)\s?年度?(?:\s?(?P<m2>\d{{1,2}})\s?月)?"
)
INCLUDING = re.compile(
    rf"(?<![a-z])(?:up to and including|(?<!up )until(?: the)? end of|between now and|from now (?:to|until)|now through) (?P<y>{YEAR})(?![\d-])"
    rf"|[至到]\s?(?P<zh>{YEAR})\s?年[（(]含[)）]|(?:(?<=从)|(?<=自))(?:现在|現在|即日起?|今)\s?[至到]\s?(?P<now>{YEAR})\s?年"
)
UNTIL = ("including", "until", "now", "含", "现在", "現在", "即日", "今")
IN_FORCE = re.compile(r"\s?(?:施行|实施|實施|生效|执行|執行)")  # behind a full date: when a law begins to apply, a date
INTO_FORCE = re.compile(r"(?:effect|effective|force)\s\Z")
OPEN_BRACKET = re.compile(
    rf"(?:(?<=[（(])|(?<=[（(]\s))(?P<y1>{YEAR})\s?年?\s?(?:[-–—~～]{{1,2}}|至)(?=\s?[)）](?!\s?[,，]\s?[男女]))"
    rf"|(?:(?<=[:：])|(?<=[:：]\s))(?P<y2>{YEAR})\s?年?\s?[-–—~～]{{1,2}}(?=\s?[，,；;])"
)  # but not an author's year of birth
LIKE_YEAR = re.compile(
    r"[1１2２一二][9９0０〇○零九][\d〇○零一二三四五六七八九]{2}"
)  # at least all that the rules know as years
LEAD = re.compile(r"(?:自从?|从|由)\s?\Z")
LATIN_BEFORE = re.compile(r"[a-z]\.?,?[\s-]?\Z|\d(?:st|nd|rd|th)?,?\s\Z")
UNLED = 8  # characters between a year and 以来 where no 自 stands before it
WORDS = 44  # characters of English words before a year that belong to its span
NO_YEARS = re.compile(
    r"(?:pages?|pp?\.|phone|tel\.?|fax|call|no\.|第|电话|電話|传真|编号|页)\s?[:：]?\s*\Z", re.IGNORECASE
)


class PeriodGrammar:
    """Reads periods. Built once from calendars.toml and lifecycle.csv."""

    def __init__(self, years: YearReader, life: tuple[LifeWord, ...]) -> None:
        self._years = years
        self._plans = {fold(form): (str(p.start), str(p.end)) for p in years.plans for form in p.forms}
        self._plan = re.compile(_plan_pattern(self._plans))
        self._eras = years.era_words
        self._era_closed, self._era_open = (re.compile(p) for p in _era_patterns(years))
        zh, en = (
            [alternatives(w.form for w in life if w.language == lang and w.kind == kind) for kind in ("begin", "end")]
            for lang in ("zh", "en")
        )
        self._life = re.compile(
            rf"(?P<y1>{YEAR})\s?年(?:\d{{1,2}}月)?[^，,。；;\n\d]{{0,8}}?{zh[0]}[^，,。；;\n\d]{{0,4}}[，,]?\s?[^，,。；;\n\d]{{0,6}}?(?P<y2>{YEAR})\s?年"
            rf"(?=[底末初]?\s?(?:正式|全面)?{zh[1]})"
        )
        self._begun = re.compile(rf"(?P<y1>{YEAR})\s?年(?:(?P<m1>\d{{1,2}})\s?月)?\s?{zh[0]}(?![之以])")
        self._life_en = re.compile(
            rf"(?<![a-z]){en[0]} in (?P<y1>{YEAR}),? (?:and|but|then) (?:was |were |is )?{en[1]} in (?P<y2>{YEAR})(?!\d)"
        )

    def find(self, text: str, *, local_currency: str = "CNY") -> list[PeriodValue]:
        """All periods of `text`, longest reading first where two overlap. `local_currency` tells whose fiscal years have double names."""
        text = fold(text)
        found: list[PeriodValue] = []
        years = [m.start() for m in LIKE_YEAR.finditer(text)]
        if years:
            found += [
                v for m, en in self._spans(text, years) if (v := self._closed(text, m, local_currency, english=en))
            ]
            found += self._open(text, years)
            found += [_life(m) for m in (*_at(self._life, text, years), *_around(self._life_en, text, years))]
        if "fy" in text:
            short = SHORT_FISCAL.finditer(text)
            found += [_short(m) for m in short if m["again"] or int(m["y2"]) > int(m["y1"]) + 1]
        if any(word in text for word in self._eras):
            found += self._of_eras(text)
        if local_currency == "TWD" and "年" in text:
            found += [v for m in CLOSED_ROC.finditer(text) if (v := self._of_roc(m))]
        if "五" in text or "lan" in text:
            found += [self._of_plan(m) for m in self._plan.finditer(text)]
        return _without_overlaps([v for v in found if v.from_ is None or v.to is None or v.from_ < v.to])

    @staticmethod
    def _spans(text: str, years: list[int]) -> Iterator[tuple[re.Match[str], bool]]:
        """What may be a span between two years, and whether by the rules of English."""
        for pattern in (CLOSED_ZH, CLOSED_MONTHS):
            for match in _at(pattern, text, years):
                yield match, False
        for match in _around(CLOSED_EN, text, years):
            if " and " not in match[0] or match[0].startswith("between"):  # else `2014 and 2020` are two years
                yield match, True

    def _closed(self, text: str, match: re.Match[str], local: str, *, english: bool) -> PeriodValue | None:
        """The span between two years; None for one fiscal year, for years that run backwards, for pages and telephone numbers."""
        short, later = (match["short"], match["later"]) if english else (None, None)
        first, second = self._years.value(match["y1"]), self._years.value(str(match["y2"] or short))
        last = second if len(second) == 4 else _completed(first, second)
        if int(last) <= int(first) or NO_YEARS.search(text, max(0, match.start() - 8), match.start()):
            return None
        if not later and self._years.is_double(text, match, first, last, local_currency=local):
            return None
        last = last[:2] + later if later else last
        return PeriodValue(*match.span(), _date(first, match["m1"]), _date(last, match["m2"]), "period.closed", 0.95)

    def _open(self, text: str, years: list[int]) -> Iterator[PeriodValue]:
        """Spans that are open on one side."""
        for match in _at(OPEN_ZH, text, years):
            if _opens(text, match) and not (match["day"] and IN_FORCE.match(text, match.end())):
                year = _date(self._years.value(match["y1"]), match["m1"])
                yield PeriodValue(*match.span(), year, None, "period.open", 0.93)
        for match in _at(self._begun, text, years):
            if LEAD.search(text, max(0, match.start() - 3), match.start()):  # 自2007年实施
                year = _date(self._years.value(match["y1"]), match["m1"])
                yield PeriodValue(*match.span(), year, None, "period.open", 0.9)
        for match in (*_around(OPEN_EN, text, years), *_at(OPEN_BRACKET, text, years), *_at(OPEN_MONTH, text, years)):
            if not INTO_FORCE.search(text, max(0, match.start() - 10), match.start()):
                groups = match.groupdict()
                year = next(groups[k] for k in sorted(groups) if k[0] == "y" and groups[k])
                month = next((groups[k] for k in sorted(groups) if k[0] == "m" and groups[k]), None)
                yield PeriodValue(*match.span(), _date(self._years.value(year), month), None, "period.open", 0.93)
        if any(word in text for word in UNTIL):
            for match in INCLUDING.finditer(text):
                year = match["y"] or match["zh"] or match["now"]
                yield PeriodValue(*match.span(), None, self._years.value(year), "period.open", 0.9)

    def _of_eras(self, text: str) -> Iterator[PeriodValue]:
        """Spans in years of an era; the second year may leave the era out."""
        for match in self._era_closed.finditer(text):
            first = self._years.value(match["e1"])
            second = match["e2"] if not match["e2"][0].isdecimal() else match["name"] + match["e2"]
            yield PeriodValue(*match.span(), first, self._years.value(second), "period.era", 0.93)
        for match in self._era_open.finditer(text):
            yield PeriodValue(*match.span(), self._years.value(match["e1"] or match["since"]), None, "period.era", 0.93)

    def _of_roc(self, match: re.Match[str]) -> PeriodValue | None:
        """A span in years of the Republic that leaves the era out (110年1月至113年12月), as texts about Taiwan do."""
        first, last = (_date(self._years.value(ROC + match[y]), match[m]) for y, m in (("y1", "m1"), ("y2", "m2")))
        return PeriodValue(*match.span(), first, last, "period.era", 0.85) if match["y1"] < match["y2"] else None

    def _of_plan(self, match: re.Match[str]) -> PeriodValue:
        groups = match.groupdict()
        name = next(v for k, v in groups.items() if v and k not in ("until", "since"))
        start, end = self._plans[name]
        if until := groups.get("until"):
            end = self._plans[until][1]
        return PeriodValue(*match.span(), start, None if match["since"] else end, PLAN, 0.95)


def _plan_pattern(plans: dict[str, tuple[str, str]]) -> str:
    """The names of plans where they stand for their years: with 期间 or period behind them, or after during the."""
    han, latin = (alternatives(p for p in plans if p.isascii() is ascii_) for ascii_ in (False, True))
    quoted = r"[“\"'‘「]?(?:{})[”\"'’」]?"
    member = rf"[“\"'‘「]?{han}[”\"'’」]?"
    period = r"(?:规划|計畫|计划)?(?:期间|期間|时期|時期|时段|期内)"
    return (
        rf"(?<![一二三四五六七八九十百第])(?:{quoted.format(f'(?P<first>{han})')}(?:至|到|[-–—~～]{{1,2}}){quoted.format(f'(?P<until>{han})')}{period}"
        rf"|{quoted.format(f'(?P<listed>{han})')}(?=(?:[、和与及]{member})+{period})"
        rf"|{quoted.format(f'(?P<han>{han})')}(?:{period}|(?:规划|计划)?(?P<since>以来|以來)))"
        rf"|(?:(?<=during the )|(?<=over the )|(?<=throughout the ))(?P<latin>{latin})(?: period)?|(?P<named>{latin}) period"
    )


def _era_patterns(years: YearReader) -> tuple[str, str]:
    """Closed and open spans in years of an era."""
    name, era = years.era_name, years.era
    return (
        rf"(?P<e1>(?P<name>{name})(?:元|\d{{1,3}}))\s?(?:年度?)?(?:\s?\d{{1,2}}月)?(?:{DASH}|\s(?:to|until|through)\s)"
        rf"(?P<e2>(?:{name})?(?:元|\d{{1,3}}))(?!\d)(?:\s?年度?(?:\s?\d{{1,2}}月)?(?:まで)?)?",
        rf"(?P<e1>{era})\s?年度?(?:\s?\d{{1,2}}月)?[^\d，。；,;\n]{{0,8}}?(?:以来|以來|至今|起(?![草步诉源点来]))|since (?P<since>{era})(?!\d)",
    )


def _at(pattern: re.Pattern[str], text: str, years: list[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with a year, without overlap."""
    position = 0
    for year in years:
        if year >= position and (match := pattern.match(text, year)):
            position = match.end()
            yield match


def _around(pattern: re.Pattern[str], text: str, years: list[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that holds a year behind English words, without overlap."""
    position = 0
    for year in years:
        if year < position:
            continue
        if LATIN_BEFORE.search(text, max(0, year - 4), year):
            match = pattern.search(text, max(position, year - WORDS), year + 2 * WORDS)
        else:
            match = pattern.match(text, year)
        if match and match.start() <= year:
            position = match.end()
            yield match


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether what stands behind a year opens a span: much may stand between 自 and 以来, little without 自."""
    if match["plain"] or LEAD.search(text, max(0, match.start() - 3), match.start()):
        return True
    if match["open"] in ("开始", "開始"):
        return not match["gap"] and text[match.end() : match.end() + 1] in (",", "，")
    return len(match["gap"]) <= UNLED


def _completed(first: str, second: str) -> str:
    """The second year of 2014-20 and 1999-00."""
    following = str(int(first) + 1)
    return following if following[2:] == second else first[:2] + second


def _life(match: re.Match[str]) -> PeriodValue:
    """From the year in which something began to the year in which it ended."""
    return PeriodValue(*match.span(), match["y1"], match["y2"], "period.life", 0.85)


def _short(match: re.Match[str]) -> PeriodValue:
    """FY21–FY23."""
    return PeriodValue(*match.span(), f"20{match['y1']}", f"20{match['y2']}", "period.closed", 0.9)


def _date(year: str, month: str | None) -> str:
    if not month:
        return year
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3]) + 1
    return f"{year}-{number:02d}"


def _without_overlaps(found: list[PeriodValue]) -> list[PeriodValue]:
    kept: list[PeriodValue] = []
    for value in sorted(found, key=lambda v: (v.start, -v.end)):
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept
