"""Amounts of money: value, currency, bound, what it is per, its role, its fiscal year.

Chinese, Japanese and English side by side: 2 000 万～5 亿日元不等, 最大1亿, 每年 7 亿日元, EUR 7.64bn, up to JPY 100 million a year, 10億円.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import msgspec

from pipeline.data import Bound, Per, Role
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.clause import clause, sentence
from pipeline.grammar.expression import Expression, ExpressionReader, Unit
from pipeline.text.numerals import Number, alternatives


class CurrencyForm(msgspec.Struct, frozen=True):
    """A row of currencies.csv: how a currency is written and on which side of the number. A `common` word (won) is not always one."""

    form: str
    code: str
    position: str
    language: str
    ambiguous: bool = False
    common: bool = False


class PerForm(msgspec.Struct, frozen=True):
    """A row of per.csv: a noun that stands after 每 or per, or a whole phrase that says it."""

    form: str
    per: Per
    kind: str
    language: str


class RoleCue(msgspec.Struct, frozen=True):
    """A row of roles.csv: a word near an amount that says what kind of money it is."""

    form: str
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class MoneyValue:
    """An amount at `text[start:end]`, bound words included. `converts` marks an author's conversion in brackets."""

    start: int
    end: int
    min: Decimal | None
    max: Decimal | None
    currency: str
    bound: Bound
    per: tuple[Per, ...]
    role: Role
    year: str | None
    rule: str
    confidence: float
    converts: bool = False


class MoneyGrammar:
    """Reads amounts. Built once from currencies.csv, per.csv and roles.csv."""

    def __init__(
        self,
        currencies: tuple[CurrencyForm, ...],
        pers: tuple[PerForm, ...],
        roles: tuple[RoleCue, ...],
        bounds: BoundReader,
    ) -> None:
        self._forms = {(c.position, c.form.casefold()): c for c in currencies}
        before = [c.form for c in currencies if c.position in ("before", "both")]
        after = alternatives(c.form for c in currencies if c.position == "after")
        both = alternatives(c.form for c in currencies if c.position == "both")
        self._before = re.compile(rf"(?<![A-Za-z])({alternatives(before)})\s?\Z", re.IGNORECASE)
        self._after = re.compile(
            rf"(?:[ \u00a0\u202f\n]|-(?=[A-Za-z]))?(?:of )?({after}|(?:{both})(?!\s?\d))(?![A-Za-z])"
            r"(?<![元圆](?=[件素化老旦宇首组]))",
            re.IGNORECASE,
        )
        self._expressions = ExpressionReader(before=self._unit_before, after=self._unit_after)
        self._bounds = bounds
        self.per = PerReader(pers)
        self._roles = {r.form: r.role for r in roles}
        self._role = re.compile(rf"(?<![A-Za-z])(?:{alternatives(self._roles)})", re.IGNORECASE)
        self._roles = {form.casefold(): role for form, role in self._roles.items()}

    def find(self, text: str, numbers: Sequence[Number], *, local_currency: str = "CNY") -> list[MoneyValue]:
        """All amounts of `text`. `local_currency` is what 元, ¥ and $ mean there where nothing else says it."""
        found: list[MoneyValue] = []
        previous: Expression | None = None
        for expression in self._expressions.expressions(text, [_grouped(text, n) for n in numbers]):
            if self._is_amount(text, expression):
                found.append(self._value(text, expression, local_currency, previous))
                previous = expression
        return found

    def find_bare(self, text: str, numbers: Sequence[Number], *, currency: str) -> list[MoneyValue]:
        """Ranges and bounded amounts written without a currency, as figures and table cells do (2 000万~5亿, 最大1亿).

        They count where nothing that is counted follows, and the text is short or speaks of money.
        """
        reader = ExpressionReader(before=lambda _text, _start: None, after=partial(_ends_bare, currency), lists=False)
        found = []
        for expression in reader.expressions(text, numbers):
            value = self._value(text, expression, currency, None)
            begin, stop = clause(text, value.start, value.end)
            speaks = len(text) <= SHORT or self._role.search(text, begin, stop) is not None
            if value.bound in ("range", "at_most", "at_least") and speaks:
                found.append(replace(value, rule="money.bare", confidence=0.6))
        return found

    def _is_amount(self, text: str, e: Expression) -> bool:
        """Whether a number and a currency make an amount: not 三元材料, `team 7 won` or section `512 DM 2`."""
        if e.high == 0:
            return False
        if e.written == "han" and e.high <= 10 and e.ambiguous and not e.prefixed:
            return SMALL_CLOSES.match(text, e.end) is not None
        find = COMMON_BEFORE.match if e.prefixed else COMMON_AFTER.search
        word = find(text, e.start, e.end)
        form = self._forms.get(("before" if e.prefixed else "after", word[0].casefold())) if word else None
        return not (form and form.common) or e.high >= 10000

    def _unit_before(self, text: str, start: int) -> Unit | None:
        match = self._before.search(text, max(0, start - 8), start)
        if not match:
            return None
        form = self._form("before", match[1])
        return Unit(form.code, match.start(), form.ambiguous)

    def _unit_after(self, text: str, end: int) -> Unit | None:
        match = self._after.match(text, end)
        if not match:
            return None
        form = self._form("after", match[1])
        return Unit(form.code, match.end(), form.ambiguous)

    def _form(self, position: str, form: str) -> CurrencyForm:
        return self._forms.get((position, form.casefold())) or self._forms["both", form.casefold()]

    def _value(self, text: str, e: Expression, local: str, previous: Expression | None) -> MoneyValue:
        bounded = self._bounds.around(text, e.start, e.end, ranged=e.ranged)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        low, high = limits(e.low, e.high, bound)
        converts = bool(previous and _converts(text, previous, bounded.start))
        return MoneyValue(
            bounded.start, bounded.end, low, high, _currency(text, e, local), bound,
            per=self.per.around(text, bounded.start, bounded.end, e.members),
            role=self._role_of(text, bounded.start, bounded.end),
            year=fiscal_year(text, bounded.start, e.member, e.members),
            rule="money." + ("range" if e.ranged else "list" if e.members > 1 else "single"),
            confidence=0.85 if e.ambiguous else 0.97,
            converts=converts,
        )  # fmt: skip

    def _role_of(self, text: str, start: int, end: int) -> Role:
        """The role that the nearest cue says, first in the clause, then in the sentence."""
        for begin, stop in (clause(text, start, end), sentence(text, start, end, reach=80)):
            cues = [
                (min(abs(start - m.end()), abs(m.start() - end)), m[0]) for m in self._role.finditer(text, begin, stop)
            ]
            if cues:
                return self._roles[min(cues)[1].casefold()]
        return "other"


class PerReader:
    """Finds what an amount is per: 每个项目, /年, 各中心, per award, each, annually."""

    def __init__(self, rows: tuple[PerForm, ...]) -> None:
        self._per = {r.form.casefold(): r.per for r in rows}
        han = alternatives(r.form for r in rows if r.kind == "noun" and r.language == "zh")
        latin = alternatives(r.form for r in rows if r.kind == "noun" and r.language == "en")
        phrase_han = alternatives(r.form for r in rows if r.kind == "phrase" and r.language == "zh")
        phrase_latin = alternatives(r.form for r in rows if r.kind == "phrase" and r.language == "en")
        self._left = re.compile(
            rf"(?:每|各|单)一?(?:个|個|项|件|家|名|位|所|座|种)?(?:[\u4e00-\u9fff“”‘’]{{0,6}}?)(?P<han>{han})(?!以)"
            rf"|(?<!\d)(?<!\d )(?P<phrase>{phrase_han})"
            rf"|(?<![A-Za-z])(?:per|each|every)\s(?:[a-z-]+\s)?(?P<latin>{latin})(?![A-Za-z])"
            rf"|(?<![A-Za-z])(?P<phrase_latin>{phrase_latin})(?![A-Za-z])",
            re.IGNORECASE,
        )
        self._right = re.compile(
            rf"\s*(?:[/／]|每|一)\s*(?:个|项)?(?P<han>{han})|\s*(?:[/／]|per|each|a|an|every)\s?(?P<latin>{latin})(?![A-Za-z])"
            rf"|\s(?P<phrase_latin>{phrase_latin})(?![A-Za-z])|\s*[（(]?每(?P<again>{han})",
            re.IGNORECASE,
        )
        self._later = re.compile(
            rf"(?<![A-Za-z])(?:per|for each|to each)\s(?:[a-z-]+\s)?(?P<latin>{latin})(?![A-Za-z])", re.IGNORECASE
        )

    def around(self, text: str, start: int, end: int, members: int) -> tuple[Per, ...]:
        """What the amount at `text[start:end]` is per, in the order of the text; empty when it is a total."""
        begin, stop = clause(text, start, end)
        found = [self._code(m) for m in self._left.finditer(text, begin, start)]
        if not found and (opening := self._opening(text, start, end)):
            found = [opening]
        position = end
        while match := self._right.match(text, position):
            found.append(self._code(match))
            position = match.end()
        found += [self._code(m) for m in self._later.finditer(text, position, stop)]
        return tuple(dict.fromkeys(found))

    def _opening(self, text: str, start: int, end: int) -> Per | None:
        """What the sentence's first words distribute over: 每个中心…，可以得到7000万美元. Years distribute over their clause only."""
        begin, _ = sentence(text, start, end)
        match = self._left.search(text, begin, min(begin + 12, start))
        per = self._code(match) if match else None
        return per if per not in ("year", "month") else None

    def stated(self, cell: str) -> tuple[Per, ...]:
        """What a table cell that only says so (每年，约数; per year) makes its row's amounts per."""
        found = [self._code(m) for p in (self._left, self._right) if (m := p.match(cell.strip()))]
        return tuple(dict.fromkeys(found)) if len(cell.strip()) <= 12 else ()

    def _code(self, match: re.Match[str]) -> Per:
        form = next(v for v in match.groupdict().values() if v)
        return self._per[form.casefold()]


THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0")
COMMON_BEFORE, COMMON_AFTER = re.compile(r"[A-Za-z]+"), re.compile(r"[A-Za-z]+\Z")
SMALL_CLOSES = re.compile(r"\s*(?:\Z|[，,。；;、（()）/／]|[以左上每至到])")
SHORT = 40  # characters of a figure label or table cell
NOTHING_COUNTED = re.compile(r"\s*(?:以上|以下|以内|之内|左右)?(?:\Z|[，,。；;·•、（(）)~～\-–—])")
YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:[-–—~～至到]\s?((?:19|20)?\d\d)\s?)?(?=财年|财政年度|年度|年|会计年度)"
    r"|(?:FY|fiscal year|in)\s?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def fiscal_year(text: str, start: int, member: int, members: int) -> str | None:
    """The year stated for an amount: the nearest year before it in its clause; of 2021-2023 财年, the list's own one."""
    begin, _ = clause(text, start, start, left=50)
    years = list(YEAR.finditer(text, begin, start))
    if not years:
        return None
    first = int(years[-1][1] or years[-1][3])
    if years[-1][2] is None:
        return str(first)
    last = int(str(first)[: 4 - len(years[-1][2])] + years[-1][2])
    return str(first + member) if last - first + 1 == members else None


def _grouped(text: str, number: Number) -> Number:
    """An amount like 50.000 has a point between thousands: nobody writes a third decimal place that is zero."""
    if number.scale == 1 and number.short_scale is None and THOUSANDS.fullmatch(text, number.start, number.end):
        return replace(number, low=number.low * 1000, high=number.high * 1000)
    return number


def limits(low: Decimal, high: Decimal, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a value under its bound: at_most has no minimum, at_least no maximum; no zeros behind the point."""
    low, high = _plain(low), _plain(high)
    if bound == "at_most":
        return None, high
    if bound == "at_least":
        return low, None
    return low, high


def _plain(value: Decimal) -> Decimal:
    """The same number without zeros behind the point and without an exponent: 7640000000.0 → 7640000000."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _currency(text: str, e: Expression, local: str) -> str:
    """The code of an expression's currency; ambiguous signs follow the place (¥ in Japan is the yen)."""
    if not e.ambiguous:
        return e.unit
    signs = {"CNY": ("CNY", "JPY"), "USD": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD")}
    sign = text[e.start : e.start + 1]
    if e.unit == "CNY" and sign not in "¥￥":  # 元: of the place where the yen is not written so
        return local if local in ("TWD", "HKD", "MOP") else "CNY"
    return local if local in signs.get(e.unit, ()) else e.unit


def _ends_bare(currency: str, text: str, end: int) -> Unit | None:
    """The currency of the surroundings, for a number that ends with 万 or 亿 and that nothing counted follows."""
    return Unit(currency, end) if text[end - 1] in "万亿" and NOTHING_COUNTED.match(text, end) else None


def _converts(text: str, previous: Expression, start: int) -> bool:
    """Whether only an opening bracket (and 约合, or about) stands between the amount before and this one."""
    return bool(
        re.fullmatch(
            r"\s*[(（]\s*(?:约?合|折合|相当于|约|or|or about|about|approximately|equivalent to|i\.e\.|=|≈)?\s*(?:人民币)?\s*",
            text[previous.end : start],
            re.IGNORECASE,
        )
    )
