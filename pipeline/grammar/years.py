"""Calendar, fiscal and era years: 2023年度, FY2018, 2023-24, 令和5年度, 民國110年, Reiwa 5, and the year stated for an amount.

A fiscal year runs by the calendar of the country that pays in the amount's currency.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from babel.numbers import get_territory_currencies

from pipeline.grammar.clause import clause, sentence
from pipeline.lexicon.rows import Calendars, Era, FiscalYear, Plan
from pipeline.text.patterns import alternatives, fold

YEAR = r"(?:[1１][9９]|[2２][0０])\d\d"
HAN_YEAR = r"[一二][〇○零九][〇○零一二三四五六七八九]{2}"
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
FISCAL_WORD = r"(?:财年|財年|财政年度|財政年度|会计年度|會計年度|年度)"
FISCAL = r"(?:fy\s?|fiscal (?:years? )?|financial years? )"
BUDGET = r"(?:\sbudget|\sappropriation|\sallocation|\sestimates?|\srequest|\sfinancial year|\sfiscal year)"
ON = r"\s?(?:to|through|until|and|[-–—])\s?(?:fy\s?)?\d"  # a span goes on
DOUBLE = r"\s?[-–—/]\s?"
BESIDE = re.compile(rf"{FISCAL}\Z", re.IGNORECASE)  # before a double year
NAMED = re.compile(
    r"\s(?:budget|appropriations?|financial|fiscal|academic|school|season|tax|assessment)(?![A-Za-z])|\s?学年",
    re.IGNORECASE,
)
ROC = "民國"
LATER = 40  # characters behind an amount in which `released in FY 2022-23` stands
SPOKEN = 24  # characters of an opening such as In fiscal year 2019,


@dataclass(frozen=True, slots=True)
class StatedYear:
    """A year as stated for an amount, and the first and last day of the fiscal year that it names (None for a calendar year)."""

    year: str
    first: str | None = None
    last: str | None = None


class YearReader:
    """Reads years of all kinds. Built once from calendars.toml."""

    def __init__(self, calendars: Calendars) -> None:
        self.plans: tuple[Plan, ...] = calendars.plans
        self._eras: dict[str, Era] = {fold(form): era for era in calendars.eras for form in era.forms}
        words = tuple(self._eras)
        han, latin = (alternatives(w for w in words if w.isascii() is ascii_) for ascii_ in (False, True))
        self.era_name = rf"(?:{alternatives(words)}\s?)"
        self.era = rf"{self.era_name}(?:元|\d{{1,3}})"  # an era and its year
        self.era_words = words
        self._calendars = _by_currency(calendars)
        self.double = frozenset(code for code, year in self._calendars.items() if year.double)
        stated = (
            rf"(?<!\d)(?P<y1>{YEAR})\s?(?:[-–—~～至到]\s?(?P<y2>(?:19|20)?\d\d)\s?)?(?P<zh>{FISCAL_WORD}|年)"
            rf"|(?P<era>{han}\s?(?:元|\d{{1,3}}))\s?年(?!度?[至到～~-])|(?<!\d)(?P<roc>1[01]\d)年度|(?<![A-Za-z])(?P<latin>{latin} \d{{1,2}})(?!\d)"
            rf"|(?P<fiscal>{FISCAL})(?P<y3>{YEAR})(?:{DOUBLE}(?P<y4>\d\d))?(?!\d)"
            rf"|(?<![A-Za-z])(?:in|for|during) (?P<y5>{YEAR})(?:{DOUBLE}(?P<y6>\d\d))?(?![\d-])"
            rf"|(?<![a-z])fy\s?(?P<short>\d\d)(?![\d-])"
            rf"|(?<!\d)(?P<y7>{YEAR})(?:{DOUBLE}(?P<y8>\d\d))?(?P<budget>{BUDGET})"
        )
        self._stated = re.compile(stated, re.IGNORECASE)
        self._behind = re.compile(
            rf"\s(?:in|for|during) (?:the )?(?P<fiscal>{FISCAL})?(?:year )?(?P<y1>{YEAR})(?:{DOUBLE}(?P<y2>\d\d))?(?![\d-]|{ON})"
            rf"|\s?[（(]\s?(?P<y3>{YEAR})\s?(?P<zh>{FISCAL_WORD}|年)?\s?[)）]",
            re.IGNORECASE,
        )

    def value(self, form: str) -> str:
        """A year in ASCII digits: ２０１６ and 二〇一六 → 2016, 令和5 → 2023."""
        if form[0].isdecimal() or form[0] in "一二":
            return "".join(str(int(c)) for c in form.translate(HAN_DIGITS))
        name, number = re.fullmatch(r"(.*?)\s?(元|\d+)", fold(form)).groups()  # type: ignore[union-attr]
        return str(self._eras[name].start.year + (1 if number == "元" else int(number)) - 1)

    def is_double(self, text: str, match: re.Match[str], first: str, last: str, *, local_currency: str) -> bool:
        """Whether a span of two years such as 2023-24 is one fiscal or academic year: by the words beside it, or by the place."""
        if int(last) != int(first) + 1:
            return False
        written = match[0]
        short = SHORT.search(written) is not None
        fiscal = FISCAL_START.match(written) or BESIDE.search(text, max(0, match.start() - 16), match.start())
        if short and fiscal and "years" not in fiscal[0]:
            return True
        if local_currency in self.double and (short or FISCAL_YEAR.search(written)):
            return True
        return bool(NAMED.match(text, match.end()) or "学年" in written)

    def of_amount(self, text: str, span: tuple[int, int], listed: tuple[int, int], currency: str) -> StatedYear | None:
        """The year stated for an amount: right behind it, else the nearest before it in its clause, else the sentence's opening.

        `listed` is the amount's place among the members of its list: of 2021-2023 财年, each has its own year.
        """
        if match := self._behind.match(text, span[1]):
            return self._named(match, listed, currency)
        begin, _ = clause(text, span[0], span[0], left=50)
        _, stop = clause(text, span[1], span[1], right=LATER)
        matches = list(self._stated.finditer(text, begin, span[0]))
        if matches:
            return self._named(matches[-1], listed, currency)
        later = self._behind.search(text, span[1], stop)
        if later and not MONEY_BETWEEN.search(text, span[1], later.start()):
            return self._named(later, listed, currency)
        opening, _ = sentence(text, span[0], span[0])
        match = self._stated.search(text, opening, min(opening + SPOKEN, span[0]))
        if match and match.start() - opening <= 4 and COMMA.match(text, match.end()):
            return self._named(match, listed, currency)
        return None

    def _named(self, match: re.Match[str], listed: tuple[int, int], currency: str) -> StatedYear | None:
        """The year that a match names, for one member of a list."""
        groups = match.groupdict()
        fiscal = bool(groups.get("fiscal") or groups.get("budget") or (groups.get("zh") or "年") != "年")
        if era := groups.get("era") or groups.get("latin"):
            return self._dated(self.value(era), currency, fiscal=match.string[match.end() : match.end() + 1] == "度")
        if roc := groups.get("roc"):  # 109年度, as texts about Taiwan have it
            return self._dated(self.value(f"{ROC}{roc}"), currency, fiscal=True) if currency == "TWD" else None
        if short := groups.get("short"):
            return self._dated(f"20{short}", currency, fiscal=True)
        years = [groups[k] for k in sorted(groups) if k[0] == "y" and groups[k]]
        first = int(self.value(years[0]))
        if len(years) == 1:
            return self._dated(str(first), currency, fiscal=fiscal)
        last = int(str(first)[: 4 - len(years[1])] + years[1])
        if last - first + 1 == listed[1]:
            return self._dated(str(first + listed[0]), currency, fiscal=fiscal)
        if last == first + 1 and listed[1] == 1:
            return self._dated(str(first), currency, fiscal=True, double=True)
        return None

    def _dated(self, year: str, currency: str, *, fiscal: bool, double: bool = False) -> StatedYear:
        """A year with the days of its fiscal year, where it is one and the currency's country is known."""
        calendar = self._calendars.get(currency) if fiscal else None
        if calendar is None:
            return StatedYear(year)
        first, last = fiscal_span(calendar, int(year), double=double)
        return StatedYear(year, first.isoformat(), last.isoformat())


SHORT = re.compile(r"\D\d\d(?!\d)\D*\Z")
FISCAL_YEAR = re.compile(r"财年|財年|财政年度|財政年度")
FISCAL_START = re.compile(rf"(?:from |in )?{FISCAL}", re.IGNORECASE)
MONEY_BETWEEN = re.compile(r"[$€£¥￥₹₩]|\d")
COMMA = re.compile(r"\s?度?\s?[,，]")


def fiscal_span(calendar: FiscalYear, year: int, *, double: bool = False) -> tuple[datetime.date, datetime.date]:
    """First and last day of the fiscal year that `year` names; a double name (2018-19) starts in its first year."""
    early = calendar.named_by == "end" and (calendar.start_month, calendar.start_day) != (1, 1) and not double
    start = datetime.date(year - early, calendar.start_month, calendar.start_day)
    return start, start.replace(year=start.year + 1) - datetime.timedelta(days=1)


def _by_currency(calendars: Calendars) -> dict[str, FiscalYear]:
    """Fiscal years by the currency that a country pays in; of several countries the first in the file."""
    found: dict[str, FiscalYear] = {}
    for country, year in calendars.fiscal_years.items():
        code = "EUR" if country == "EU" else next(iter(get_territory_currencies(country)), None)
        if code:
            found.setdefault(code, year)
    return found
