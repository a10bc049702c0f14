"""All value rules together: money, durations, periods, percentages and ratios of a segment, without overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.data import Segment
from pipeline.grammar.bounds import BoundReader, BoundWord, Bridge
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.duration import DurationGrammar, DurationValue, TimeUnit
from pipeline.grammar.expression import Changes, ChangeWord
from pipeline.grammar.money import MoneyGrammar, MoneyValue
from pipeline.grammar.per import PerForm, PerReader
from pipeline.grammar.period import LifeWord, PeriodGrammar, PeriodValue
from pipeline.grammar.ratio import RatioGrammar, RatioValue
from pipeline.grammar.roles import RoleCue, RoleReader
from pipeline.grammar.share import Cues, PercentValue, ShareCue, ShareGrammar
from pipeline.grammar.sides import lesser_shared, two_sided
from pipeline.grammar.timecontext import DurationContext
from pipeline.grammar.years import YearReader
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import read_calendars
from pipeline.text.number_words import NumberWord
from pipeline.text.numerals import Magnitude, NumberReader

Value = MoneyValue | DurationValue | PeriodValue | PercentValue | RatioValue


WORDY = re.compile(
    r"半|五|二〇|[⅓⅔]|third|quarter|half|fifth|tenth|year|month|week|decade|twice|doubled|dollar for|Plan",
    re.IGNORECASE,
)  # values that hold no number


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

    def find(self, text: str, *, local_currency: str) -> list[Value]:
        """The values of `text`, in order; where two rules claim a place, the first family below has it."""
        numbers = list(self.numbers.numbers(text))
        if not numbers and not WORDY.search(text):
            return []
        families: list[Sequence[Value]] = [
            self.period.find(text, local_currency=local_currency),
            two_sided(text, self.money.find(text, numbers, local_currency=local_currency)),
            two_sided(text, self.share.percents(text, numbers)),
            self.ratio.find(text),
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

    def in_unit(self, cell: str, unit: str, *, local_currency: str) -> list[Value]:
        """The values of a table cell under a unit that its header or the table's unit line states (亿日元, million euro, %)."""
        values = self.find(
            f"{cell}{unit}" if not unit[:1].isascii() else f"{cell} {unit}", local_currency=local_currency
        )
        return [replace(v, end=min(v.end, len(cell)), rule=v.rule + ".header") for v in values if v.start < len(cell)]


def open_values() -> ValueGrammar:
    """Reads the lexicon's files for values and builds the grammar."""
    bounds = BoundReader(read_rows("bounds.csv", BoundWord), read_rows("bridges.csv", Bridge))
    changes = Changes(read_rows("changes.csv", ChangeWord))
    years = YearReader(read_calendars())
    cues = Cues(read_rows("share_cues.csv", ShareCue))
    return ValueGrammar(
        numbers=NumberReader(read_rows("magnitudes.csv", Magnitude), read_rows("number_words.csv", NumberWord)),
        money=MoneyGrammar(
            read_rows("currencies.csv", CurrencyForm),
            PerReader(read_rows("per.csv", PerForm)),
            RoleReader(read_rows("roles.csv", RoleCue)),
            bounds=bounds,
            changes=changes,
            years=years,
        ),
        duration=DurationGrammar(
            read_rows("time_units.csv", TimeUnit),
            read_rows("duration_context.csv", DurationContext),
            bounds=bounds,
            changes=changes,
        ),
        period=PeriodGrammar(years, read_rows("lifecycle.csv", LifeWord)),
        share=ShareGrammar(cues, bounds=bounds, changes=changes),
        ratio=RatioGrammar(cues, bounds=bounds),
        bounds=bounds,
    )


NUMERIC_CELL = re.compile(
    r"\s*[<>≤≥≈~约近超]{0,2}\s*[\d.,\s ]+(?:\s*(?:-|–|~|～|—|至|to)\s*[\d.,\s]+)?\s*(?:以上|以下|以内|左右)?\s*"
)
UNIT_PHRASE = re.compile(
    r"(?:单位|計量单位|金额单位)\s*[:：]\s*(?P<named>[^，,；;)）\s]{1,12})"
    r"|[（(]\s*(?:in |单位[:：])?(?P<bracket>[^（）()]{1,24})[）)]|(?P<percent>[%％])\s*$"
    r"|(?<=[^\d\s])\s*[/／,，]\s*(?P<slash>[%％]|[^\s/／,，（）()]{0,4}[元圆円]|年|个?月"
    r"|(?:[A-Z]{3}|[€$£¥])\s?(?:thousand|million|billion|mn|bn|m)s?|(?:thousand|million|billion)s?\s[A-Za-z]{3,12})\s*$"
    r"|\b(?:in|unit:?)\s(?P<latin>(?:thousands?|millions?|billions?)(?: of)? [A-Za-z]{3,12}|[A-Z]{3} (?:thousand|million|billion))",
    re.IGNORECASE,
)


SIGN_FIRST = re.compile(r"([A-Z]{3}|[€$£¥])\s?(thousand|million|billion|mn|bn|m)s?", re.IGNORECASE)
SIGNS = {"$": "dollars"}


def header_unit(header: str) -> str | None:
    """The unit that a header or unit line states: 经费（亿日元） → 亿日元, Budget (EUR million) → million EUR, 占比(%) → %."""
    for match in UNIT_PHRASE.finditer(header):
        unit = next(g for g in match.groups() if g).strip()
        if sign := SIGN_FIRST.fullmatch(unit):
            unit = f"{sign[2]} {SIGNS.get(sign[1], sign[1])}"
        unit = re.sub(
            r"^(thousands?|millions?|billions?) of ", lambda m: m[1].rstrip("s") + " ", unit, flags=re.IGNORECASE
        )
        if not any(c.isdigit() for c in unit):
            return unit
    return None


def is_numeric_cell(segment: Segment, text: str) -> bool:
    """Whether a cell holds a bare number (with bound or range), so that a unit from elsewhere applies to it."""
    return segment.kind == "cell" and bool(NUMERIC_CELL.fullmatch(text, segment.start, segment.end))
