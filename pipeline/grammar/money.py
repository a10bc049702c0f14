"""Amounts of money: value, currency, bound, what it is per, its role, its fiscal year.

Chinese, Japanese and English side by side: 2 000 万～5 亿日元不等, 最大1亿, 每年 7 亿日元, EUR 7.64bn, up to JPY 100 million a year, 10億円.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from pipeline.data import Bound, Per, Role
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.clause import clause
from pipeline.grammar.currency import CurrencyForm, CurrencyReader
from pipeline.grammar.expression import Changes, Expression, ExpressionReader, Unit
from pipeline.grammar.per import PerReader
from pipeline.grammar.roles import RoleReader, role_of_basis
from pipeline.grammar.years import YearReader
from pipeline.text.numerals import Number
from pipeline.text.patterns import fold


@dataclass(frozen=True, slots=True)
class MoneyValue:
    """An amount at `text[start:end]`, bound words included. `converts` marks an author's conversion in brackets.

    `year` is the year stated for it; `year_start` and `year_end` are the first and last day of that fiscal year.
    """

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
    year_start: str | None = None
    year_end: str | None = None


class MoneyGrammar:
    """Reads amounts. Built once from currencies.csv, with the readers of what stands around them."""

    def __init__(
        self,
        currencies: tuple[CurrencyForm, ...],
        per: PerReader,
        roles: RoleReader,
        *,
        bounds: BoundReader,
        changes: Changes,
        years: YearReader,
    ) -> None:
        self._currencies = CurrencyReader(currencies)
        self.per, self._roles, self._bounds, self._changes, self._years = per, roles, bounds, changes, years
        self._expressions = ExpressionReader(
            before=self._currencies.before, after=self._currencies.after, changes=changes
        )

    def find(self, text: str, numbers: Sequence[Number], *, local_currency: str = "CNY") -> list[MoneyValue]:
        """All amounts of `text`. `local_currency` is what 元, ¥ and $ mean there where nothing else says it."""
        folded = fold(text)
        found: list[MoneyValue] = []
        previous: Expression | None = None
        expressions = self._expressions.expressions(folded, [_grouped(text, n) for n in numbers])
        rates = {i for i, (one, other) in enumerate(pairwise(expressions)) if _is_rate(text, one, other)}
        for i, e in enumerate(expressions):
            if i in rates or i - 1 in rates:
                continue
            if self._currencies.is_money(text, e, local_currency):
                converts = previous is not None and _converts(text, previous, e.start)
                value = self._value(folded, e, self._currencies.code(e, local_currency))
                if previous and self._changes.between(folded, previous.start, previous.end, e.start):
                    value = _bound_like(value, found[-1].bound)  # 上限由38万元提高到55万元
                found.append(replace(value, converts=converts))
                previous = e
        return found

    def find_bare(self, text: str, numbers: Sequence[Number], *, currency: str) -> list[MoneyValue]:
        """Ranges and bounded amounts written without a currency, as figures and table cells do (2 000万~5亿, 最大1亿).

        They count where nothing that is counted follows, and the text is short or speaks of money, or a range ends it.
        """
        reader = ExpressionReader(
            before=lambda _text, _start: None, after=partial(_ends_bare, currency), changes=self._changes, lists=False
        )
        folded = fold(text)
        found = []
        for expression in reader.expressions(folded, numbers):
            value = self._value(folded, expression, currency)
            begin, stop = clause(text, value.start, value.end)
            last = value.bound == "range" and not text[value.end :].strip()
            speaks = last or len(text) <= SHORT or self._roles.speaks_of_money(folded, begin, stop)
            if value.bound in ("range", "at_most", "at_least") and speaks:
                found.append(replace(value, rule="money.bare", confidence=0.6))
        return found

    def _value(self, text: str, e: Expression, currency: str) -> MoneyValue:
        bounded = self._bounds.around(text, e.start, e.end, ranged=e.ranged)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        low, high = limits(e.low, e.high, bound)
        stated = self._years.of_amount(text, (bounded.start, bounded.end), (e.member, e.members), currency)
        per = self.per.around(text, e.start, bounded.end)
        return MoneyValue(
            bounded.start, bounded.end, low, high, currency, bound,
            per=per,
            role=role_of_basis(self._roles.around(text, bounded.start, bounded.end), per),
            year=stated.year if stated else None,
            rule="money." + ("range" if e.ranged else "list" if e.members > 1 else "single"),
            confidence=0.85 if e.ambiguous else 0.97,
            year_start=stated.first if stated else None,
            year_end=stated.last if stated else None,
        )  # fmt: skip


def _bound_like(value: MoneyValue, bound: Bound) -> MoneyValue:
    """An exact value under the bound of the one that changes into it."""
    if value.bound != "exact" or bound not in ("at_most", "at_least"):
        return value
    assert value.max is not None
    low, high = limits(value.max, value.max, bound)
    return replace(value, min=low, max=high, bound=bound)


THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0")
EQUALS = re.compile(r"\s?(?:[=＝≈]|兑换?)\s?(?:约)?\s?")
SHORT = 40  # characters of a figure label or table cell
NOTHING_COUNTED = re.compile(r"\s*(?:以上|以下|以内|之内|左右)?(?:\Z|[，,。；;·•、（(）)~～\-–—])")
CONVERSION = re.compile(
    r"\s*[(（]\s*(?:约?合|折合|折|相当于|约|即|or|or about|about|approximately|approx\.|around|equivalent to|i\.e\.,?|=|≈|~)?\s*(?:约|为)?\s*",
    re.IGNORECASE,
)


def _grouped(text: str, number: Number) -> Number:
    """An amount like 50.000 has a point between thousands: nobody writes a third decimal place that is zero."""
    if number.scale == 1 and number.short_scale is None and THOUSANDS.fullmatch(text, number.start, number.end):
        return number._replace(low=number.low * 1000, high=number.high * 1000)
    return number


def limits(low: Decimal, high: Decimal, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a value under its bound: at_most has no minimum, at_least no maximum; no zeros behind the point."""
    low, high = plain(low), plain(high)
    if bound == "at_most":
        return None, high
    if bound == "at_least":
        return low, None
    return low, high


def plain(value: Decimal) -> Decimal:
    """The same number without zeros behind the point and without an exponent: 7640000000.0 → 7640000000."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _ends_bare(currency: str, text: str, end: int) -> Unit | None:
    """The currency of the surroundings, for a number that ends with 万 or 亿 and that nothing counted follows."""
    return Unit(currency, end) if text[end - 1] in "万亿" and NOTHING_COUNTED.match(text, end) else None


def _is_rate(text: str, one: Expression, other: Expression) -> bool:
    """Whether two amounts are an exchange rate and no sums of money: 1英镑=8.46元."""
    return one.low == one.high == 1 and EQUALS.fullmatch(text, one.end, other.start) is not None


def _converts(text: str, previous: Expression, start: int) -> bool:
    """Whether only an opening bracket (and 约合, or about) stands between the amount before and this one."""
    return CONVERSION.fullmatch(text, previous.end, start) is not None
