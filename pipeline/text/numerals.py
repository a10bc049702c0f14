"""Numbers in running text, Arabic, Han and English words, as exact Decimals with their spans.

Reads `2 000 万`, `2.676 万亿`, `1,234.5`, `三千五百万`, `十几亿`, `40余万`, `3亿5000万`, `twenty-five`, `1,00,000 crore`. A number knows whether a
magnitude (万, million) was written with it, so that `5~7 亿` and `USD 70–120 million` can share theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import msgspec

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "○": 0}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
SPACE = r"[ \u00a0\u2009\u202f\u3000]"

Fuzzy = Literal["over", "some"]  # 40余万: over 40; 十几, 数十: some within the decade


class Magnitude(msgspec.Struct, frozen=True):
    """A row of magnitudes.csv: a word that multiplies. `short` ones (m, k, bn) count only beside a currency."""

    form: str
    value: Decimal
    language: str
    short: bool = False


class NumberWord(msgspec.Struct, frozen=True):
    """A row of number_words.csv: an English number word."""

    form: str
    value: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `text[start:end]`. `high` differs from `low` only for 十几 and 数百; `scale` is 1 without a magnitude.

    `short_scale` and `short_end` hold a short magnitude behind it (`3m`), for whoever knows that money is meant.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal = Decimal(1)
    fuzzy: Fuzzy | None = None
    short_scale: Decimal | None = None
    short_end: int = 0
    written: Literal["arabic", "han", "word"] = "arabic"

    @property
    def value(self) -> Decimal:
        """The number times its magnitude."""
        return self.low * self.scale

    @property
    def high_value(self) -> Decimal:
        """The upper end times the magnitude."""
        return self.high * self.scale

    def scaled(self, scale: Decimal) -> Number:
        """The same number under a magnitude that it shares with its neighbour."""
        return replace(self, scale=scale)

    def with_short(self) -> Number:
        """The same number with its short magnitude taken in, if it has one."""
        if self.short_scale is None:
            return self
        return replace(self, scale=self.short_scale, end=self.short_end, short_scale=None)


def parse_han(text: str) -> tuple[Decimal, Decimal] | None:
    """Value range of a Han numeral without 万 and 亿: 三千五百, 十五, 二〇三五, 十几 (10 to 20), 数百 (100 to 1000).

    Returns:
        Low and high value, equal unless the numeral is vague; None if it is no numeral.
    """
    if not text.strip("几数幾數"):
        return None
    if len(text) > 1 and all(c in HAN_DIGITS for c in text):
        value = Decimal(int("".join(str(HAN_DIGITS[c]) for c in text)))
        return value, value
    total, digit, vague = 0, 0, 0
    for c in text:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
        elif c in "几数幾數":
            digit, vague = 1, 1
        elif c in HAN_UNITS:
            unit = HAN_UNITS[c]
            total += (digit or 1) * unit
            vague = vague * unit
            digit = 0
        else:
            return None
    if vague == 1:  # 三十几, 几: the last place is open
        low = total or 1
        return Decimal(low), Decimal(total + 10)
    low = total + digit
    return Decimal(low), Decimal(low * 10 if vague else low)


class NumberReader:
    """Finds the numbers of a text. Built once from the lexicon's magnitudes and number words."""

    def __init__(self, magnitudes: tuple[Magnitude, ...], words: tuple[NumberWord, ...]) -> None:
        self._magnitudes = {m.form.casefold(): m.value for m in magnitudes}
        long = alternatives(m.form for m in magnitudes if not m.short)
        short = alternatives(m.form for m in magnitudes if m.short)
        self._words = {w.form: w.value for w in words}
        word = alternatives(self._words)
        self._number = re.compile(
            rf"(?P<arabic>\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)(?:\.\d+)?"
            r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
            r"|(?P<han>(?<!第)[零〇○一二两兩三四五六七八九十百千几数幾數]+)"
            rf"|(?P<word>(?<![A-Za-z])(?:{word})(?:[ -](?:and )?(?:{word}))*(?![A-Za-z]))",
            re.IGNORECASE,
        )
        self._after = re.compile(
            rf"(?P<over>{SPACE}?[多余餘])?(?:{SPACE}?(?P<magnitude>{long}))?(?P<more>{SPACE}?[多余餘])?", re.IGNORECASE
        )
        self._short = re.compile(rf"{SPACE}?(?P<magnitude>{short})(?![A-Za-z])")
        self._tail = re.compile(rf"{SPACE}?(\d+(?:\.\d+)?){SPACE}?(万|千|百)")

    def numbers(self, text: str) -> Iterator[Number]:
        """Yields the numbers of `text` from left to right, without overlap."""
        position = 0
        while match := self._number.search(text, position):
            number = self._read(text, match)
            position = max(match.end(), number.end if number else 0)
            if number:
                yield number

    def _read(self, text: str, match: re.Match[str]) -> Number | None:
        bounds = self._value(match)
        if bounds is None:
            return None
        low, high = bounds
        written: Literal["arabic", "han", "word"] = match.lastgroup  # type: ignore[assignment]
        number = Number(match.start(), match.end(), low, high, written=written, fuzzy="some" if high != low else None)
        number = self._with_magnitude(text, number)
        short = self._short.match(text, match.end()) if number.scale == 1 else None
        if short:
            scale = self._magnitudes[short["magnitude"].casefold()]
            number = replace(number, short_scale=scale, short_end=short.end())
        return number

    def _value(self, match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
        if match["arabic"]:
            value = Decimal(re.sub(rf"{SPACE}|[,，]", "", match["arabic"]))
            return value, value
        if match["han"]:
            return parse_han(match["han"])
        return self._word_value(match["word"])

    def _word_value(self, words: str) -> tuple[Decimal, Decimal]:
        total = current = 0
        for word in re.split(r"[ -]+(?:and )?", words.casefold()):
            value = self._words[word]
            current = max(current, 1) * value if value == 100 else current + value
        return Decimal(total + current), Decimal(total + current)

    def _with_magnitude(self, text: str, number: Number) -> Number:
        after = self._after.match(text, number.end)
        if after is None:
            return number
        if after["over"] or (after["magnitude"] and after["more"]):
            number = replace(number, end=after.end("over") if after["over"] else number.end, fuzzy="over")
        if not after["magnitude"] or self._splits_word(text, after.end("magnitude"), after["magnitude"]):
            return number
        end = after.end("more") if after["more"] else after.end("magnitude")
        number = replace(number, end=end, scale=self._magnitudes[after["magnitude"].casefold()])
        if number.scale == Decimal(10) ** 8 and (tail := self._tail.match(text, number.end)):  # 3亿5000万
            extra = Decimal(tail[1]) * self._magnitudes[tail[2]] / number.scale
            number = replace(number, end=tail.end(), low=number.low + extra, high=number.high + extra)
        return number

    @staticmethod
    def _splits_word(text: str, end: int, magnitude: str) -> bool:
        """Whether a Latin magnitude goes on as another word (`million` in `millionaire`)."""
        return (
            magnitude.isascii()
            and text[end : end + 1].isalpha()
            and text[end : end + 1].isascii()
            and text[end : end + 1] != "s"
        )


def alternatives(forms: Iterable[str]) -> str:
    """A regular expression's alternatives, longest first, so that 千万 wins over 千."""
    return "|".join(re.escape(f) for f in sorted(set(forms), key=lambda f: (-len(f), f)))
