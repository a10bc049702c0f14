"""All value rules together: money, durations, periods, percentages and ratios of a segment, without overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.data import Bound
from pipeline.grammar.bounds import BoundReader, BoundWord, Bridge
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.duration import DurationGrammar, DurationValue, TimeUnit
from pipeline.grammar.expression import Changes, ChangeWord
from pipeline.grammar.money import MoneyGrammar, MoneyValue, plain
from pipeline.grammar.per import PerForm, PerReader
from pipeline.grammar.period import LifeWord, PeriodGrammar, PeriodValue
from pipeline.grammar.ratio import RatioGrammar, RatioValue
from pipeline.grammar.roles import RoleCue, RoleReader
from pipeline.grammar.share import Cues, PercentValue, ShareCue, ShareGrammar
from pipeline.grammar.sides import lesser_shared, two_sided
from pipeline.grammar.tableunits import CountedWord, NumericCell, TableUnit, TableUnits
from pipeline.grammar.timecontext import DurationContext
from pipeline.grammar.years import YearReader
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import read_calendars
from pipeline.text.number_words import NumberWord
from pipeline.text.numerals import Magnitude, NumberReader

Value = MoneyValue | DurationValue | PeriodValue | PercentValue | RatioValue


WORDY = (
    *("半", "五", "二〇", "⅓", "⅔", "third", "quarter", "half", "fifth", "tenth", "one in "),
    *("year", "month", "week", "decade", "twice", "doubled", "plan"),
)  # what values hold that hold no number
COIN_FOR_COIN = re.compile(r"\b([a-z]{3,12})[- ](?:for|by)[- ]\1\b")


@dataclass(frozen=True, slots=True)
class ValueGrammar:
    """The value rules, opened once."""

    numbers: NumberReader
    money: MoneyGrammar
    duration: DurationGrammar
    period: PeriodGrammar
    share: ShareGrammar
    ratio: RatioGrammar
    bounds: BoundReader
    tables: TableUnits

    def find(self, text: str, *, local_currency: str) -> list[Value]:
        """The values of `text`, in order; where two rules claim a place, the first family below has it."""
        numbers = list(self.numbers.numbers(text))
        if not numbers and not _is_wordy(text.lower()):
            return []
        ratios = self.ratio.find(text)
        families: list[Sequence[Value]] = [
            self.period.find(text, local_currency=local_currency),
            [r for r in ratios if r.rule == "ratio.coin"],  # holds amounts
            two_sided(text, self.money.find(text, numbers, local_currency=local_currency)),
            two_sided(text, self.share.percents(text, numbers)),
            ratios,
            two_sided(text, self.duration.find(text, numbers)),
        ]
        kept: list[Value] = []
        taken = bytearray(len(text))  # 1 where a value lies
        for family in families:
            for value in family:
                if not any(taken[value.start : value.end]):
                    kept.append(value)
                    taken[value.start : value.end] = b"\1" * (value.end - value.start)
        return lesser_shared(text, sorted(kept, key=lambda v: v.start), self.bounds)

    def find_bare(self, text: str, taken: list[Value], *, currency: str) -> list[Value]:
        """Amounts without a currency, where the document's other amounts have one; `taken` are the values found already."""
        if "万" not in text and "亿" not in text:
            return []
        found = self.money.find_bare(text, list(self.numbers.numbers(text)), currency=currency)
        return [v for v in found if not any(v.start < k.end and k.start < v.end for k in taken)]

    def in_unit(self, cell: NumericCell, unit: TableUnit, *, local_currency: str) -> list[Value]:
        """The values of a table cell under a unit that its header or the table's unit line states (亿日元, million euro, %)."""
        between = "" if not unit.text[0].isascii() or unit.text == "%" else " "
        values = self.find(f"{cell.core}{between}{unit.text}{cell.tail}", local_currency=local_currency)
        end = len(cell.core) + len(cell.tail)
        found = [replace(v, end=min(v.end, end), rule=v.rule + ".header") for v in values if v.start < len(cell.core)]
        return [_times(v, unit.factor) for v in found]


def _times(value: Value, factor: Decimal) -> Value:
    """An amount under its column's magnitude; other values as they are."""
    if not isinstance(value, MoneyValue) or factor == 1:
        return value
    low, high = (None if v is None else plain(v * factor) for v in (value.min, value.max))
    return replace(value, min=low, max=high)


def bounded(value: Value, bound: Bound) -> Value:
    """An exact value under a bound that its column's header sets; others as they are."""
    if isinstance(value, (PeriodValue, RatioValue)) or value.bound != "exact":
        return value
    if bound == "at_most":
        return replace(value, bound=bound, min=None)
    return replace(value, bound=bound, max=None) if bound == "at_least" else value


def open_values() -> ValueGrammar:
    """Reads the lexicon's files for values and builds the grammar."""
    bounds = BoundReader(read_rows("bounds.csv", BoundWord), read_rows("bridges.csv", Bridge))
    changes = Changes(read_rows("changes.csv", ChangeWord))
    years = YearReader(read_calendars())
    magnitudes = read_rows("magnitudes.csv", Magnitude)
    currencies = read_rows("currencies.csv", CurrencyForm)
    times = read_rows("time_units.csv", TimeUnit)
    counted = read_rows("counted.csv", CountedWord)
    cues = Cues(read_rows("share_cues.csv", ShareCue))
    return ValueGrammar(
        numbers=NumberReader(magnitudes, read_rows("number_words.csv", NumberWord)),
        money=MoneyGrammar(
            currencies,
            PerReader(read_rows("per.csv", PerForm)),
            RoleReader(read_rows("roles.csv", RoleCue)),
            bounds=bounds,
            changes=changes,
            years=years,
        ),
        duration=DurationGrammar(
            times,
            read_rows("duration_context.csv", DurationContext),
            bounds=bounds,
            changes=changes,
        ),
        period=PeriodGrammar(years, read_rows("lifecycle.csv", LifeWord)),
        share=ShareGrammar(cues, bounds=bounds, changes=changes),
        ratio=RatioGrammar(cues, currencies, bounds=bounds),
        bounds=bounds,
        tables=TableUnits(currencies, magnitudes, tuple(t.form for t in times), counted, years),
    )


def _is_wordy(text: str) -> bool:
    """Whether a text without numbers may still hold values. Small letters."""
    return any(word in text for word in WORDY) or COIN_FOR_COIN.search(text) is not None
