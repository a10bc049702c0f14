"""Numbers in running text, Arabic, Han and English words, as exact Decimals with their spans.

Reads `2 000 万`, `2.676 万亿`, `1,234.5`, `2½`, `三千五百万`, `叁佰万`, `十几亿`, `40余万`, `3亿5000万`, `twenty-five`, `1,00,000 crore`. A
number knows whether a magnitude (万, million) was written with it, so that `5~7 亿` and `USD 70–120 million` can share theirs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from pipeline.text.number_words import EnglishNumbers, NumberWord
from pipeline.text.patterns import alternatives, fold

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "○": 0}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "零〇○一二两兩三四五六七八九十百千几数幾數"
BIG = ("万", "萬", "亿", "億", "兆")
SPACE = r"[ \u00a0\u2009\u202f\u3000]"
GAP = r"[ \u00a0\u2009\u202f\u3000\n]"
FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"  # on cheques and in contracts
COMMON = str.maketrans(FORMAL, "一二二三三四五六六七八九十百千")
APPROXIMATE = re.compile(r"(?P<low>[一二两兩三四五六七八])(?P<high>[二两兩三四五六七八九])(?P<units>[十百千]*)")
ONE = Decimal(1)
STARTS = re.compile(rf"[\d½¼¾{HAN}{FORMAL}万萬亿億]")  # what a numeral may begin with
RAISED = "^"  # between a figure and a raised one, in text from PDFs and in Markdown
LONE_POINT = re.compile(r"(?<![\w.,½¼¾])\.\Z")  # .75
FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

Fuzzy = Literal["over", "some"]  # 40余万: over 40; 十几, 数十: some within the decade
Written = Literal["arabic", "han", "word"]


class Magnitude(msgspec.Struct, frozen=True):
    """A row of magnitudes.csv: a word that multiplies. `short` ones (m, k, bn) count only beside a currency."""

    form: str
    value: Decimal
    language: str
    short: bool = False


class Number(NamedTuple):
    """A number at `text[start:end]`. `high` differs from `low` only for 十几 and 数百; `scale` is 1 without a magnitude.

    `short_scale` and `short_end` hold a short magnitude behind it (`3m`), for whoever knows that money is meant.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal = ONE
    fuzzy: Fuzzy | None = None
    short_scale: Decimal | None = None
    short_end: int = 0
    written: Written = "arabic"

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
        return self._replace(scale=scale)

    def with_short(self) -> Number:
        """The same number with its short magnitude taken in, if it has one."""
        if self.short_scale is None:
            return self
        return self._replace(scale=self.short_scale, end=self.short_end, short_scale=None)


def parse_han(text: str) -> tuple[Decimal, Decimal] | None:
    """Value range of a Han numeral without 万 and 亿: 三千五百, 十五, 二〇三五, 二点五, 十几 (10 to 20), 数百 (100 to 1000), 三四百.

    Returns:
        Low and high value, equal unless the numeral is vague; None if it is no numeral.
    """
    if not text.strip("几数幾數"):
        return None
    whole, _, fraction = text.partition("点")
    if fraction:
        value = parse_han(whole)
        digits = "".join(str(HAN_DIGITS[c]) for c in fraction)
        return (value[0] + Decimal(f"0.{digits}"),) * 2 if value else None
    if pair := APPROXIMATE.fullmatch(text):
        unit = math.prod(HAN_UNITS[c] for c in pair["units"])
        low, high = HAN_DIGITS[pair["low"]], HAN_DIGITS[pair["high"]]
        if high == low + 1 or (low, high) == (3, 5):  # 三四, and 三五 as well
            return Decimal(low * unit), Decimal(high * unit)
    if len(text) > 1 and all(c in HAN_DIGITS for c in text):
        return (Decimal("".join(str(HAN_DIGITS[c]) for c in text)),) * 2
    return _positional(text)


def _positional(text: str) -> tuple[Decimal, Decimal] | None:
    """Value range of a numeral written with 十, 百 and 千."""
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
        return Decimal(total or 1), Decimal(total + 10)
    low = total + digit
    return Decimal(low), Decimal(low * 10 if vague else low)


class NumberReader:
    """Finds the numbers of a text. Built once from the lexicon's magnitudes and number words."""

    def __init__(self, magnitudes: tuple[Magnitude, ...], words: tuple[NumberWord, ...]) -> None:
        self._magnitudes = {fold(m.form): m.value for m in magnitudes}
        han = alternatives(m.form for m in magnitudes if not m.short and not m.form.isascii())
        latin = alternatives(fold(m.form) for m in magnitudes if not m.short and m.form.isascii())
        short = alternatives(fold(m.form) for m in magnitudes if m.short)
        self._words = EnglishNumbers(words, latin)
        self._digits = re.compile(_digits(latin))
        self._after = re.compile(
            rf"(?P<over>{SPACE}?[多余餘]|\+(?!\d))?(?:{GAP}?(?P<han>{han})|[ \-\u00a0\n]?(?P<latin>(?i:{latin}))(?![A-Za-z]))?"
            rf"(?P<more>{SPACE}?[多余餘])?"
        )
        self._short = re.compile(rf"{SPACE}?(?P<magnitude>(?i:{short}))(?![A-Za-z])")
        self._tail = re.compile(
            rf"{SPACE}?(?:(?P<digits>\d[\d, ]*(?:\.\d+)?){SPACE}?(?P<magnitude>{han})|(?P<han>[{HAN}{FORMAL}]++)(?P<big>[万萬亿億])?)"
        )

    def numbers(self, text: str) -> Iterator[Number]:
        """Yields the numbers of `text` from left to right, without overlap."""
        waiting: Number | None = None
        for start, end, bounds in self._found(text):
            if waiting and start < waiting.end:
                continue
            number = self._read(text, start, end, bounds)
            if waiting and (joined := _joined(text, waiting, number)):
                waiting = joined
                continue
            if waiting:
                yield waiting
            waiting = number
        if waiting:
            yield waiting

    def _found(self, text: str) -> Iterator[tuple[int, int, tuple[Decimal, Decimal]]]:
        """Span and value range of every numeral, magnitudes aside, in text order."""
        words = self._words.find(text)
        waiting = next(words, None)
        position = 0
        while first := STARTS.search(text, position):
            at = first.start()
            match = self._digits.match(text, at)
            position = match.end() if match else at + 1
            if match is None:
                continue
            while waiting and waiting[0] < at:
                yield waiting
                waiting = next(words, None)
            at -= LONE_POINT.search(text, max(0, at - 2), at) is not None and match[0][0].isdecimal()
            if bounds := self._value(text, at, match.end()):
                yield at, match.end(), bounds
        if waiting:
            yield waiting
        yield from words

    @staticmethod
    def _value(text: str, start: int, end: int) -> tuple[Decimal, Decimal] | None:
        form = text[start:end]
        if form[0].isdecimal() or form[0] in ".½¼¾":
            if text[max(0, start - 1) : start] == RAISED or (form == "10" and text[end : end + 1] == RAISED):
                return None  # a note's mark, a power
            value = Decimal(form) if form.isdecimal() else arabic(form)
            return value, value
        if form[0] in FORMAL:
            return parse_han(form.translate(COMMON))
        if form in "万萬亿億":  # 上亿: the magnitude is the number
            value = Decimal(10) ** (4 if form in "万萬" else 8)
            return value, value
        if form in "几数幾數":
            return (Decimal(1), Decimal(10)) if text[end : end + 1] in BIG else None
        return parse_han(form)

    def _read(self, text: str, start: int, end: int, bounds: tuple[Decimal, Decimal]) -> Number:
        low, high = bounds
        first = text[start]
        written: Written = "arabic" if first.isdecimal() or first in ".½¼¾" else "word" if first.isascii() else "han"
        fuzzy: Fuzzy | None = "some" if high != low else None
        after = self._after.match(text, end)
        magnitude = (after["han"] or after["latin"]) if after else None
        if after and magnitude:
            if after["over"] or after["more"]:
                fuzzy = "over"
            end = after.end("more") if after["more"] else after.end("han" if after["han"] else "latin")
            number = Number(start, end, low, high, self._magnitudes[fold(magnitude)], fuzzy, written=written)
            return self._with_tail(text, number) if after["han"] and not fuzzy else number
        short = self._short.match(text, end)
        scale, short_end = (self._magnitudes[fold(short["magnitude"])], short.end()) if short else (None, 0)
        if after and after["over"]:
            end, fuzzy = after.end("over"), "over"
        return Number(start, end, low, high, ONE, fuzzy, scale, short_end, written)

    def _with_tail(self, text: str, number: Number) -> Number:
        """Takes in the smaller parts behind a magnitude: 3亿5000万, 4兆7,600億, 一万五千."""
        last = number.scale
        while tail := self._tail.match(text, number.end):
            form, unit = tail["digits"] or tail["han"], tail["magnitude"] or tail["big"]
            scale = self._magnitudes[unit] if unit else Decimal(1)
            value = (arabic(form),) * 2 if form[0].isdecimal() else parse_han(form.translate(COMMON))
            if value is None or value[0] != value[1] or value[0] * scale >= last:
                break
            if not unit and not (set(form) & set("十百千零〇拾佰仟")):
                break
            part = value[0] * scale / number.scale
            number = number._replace(end=tail.end(), low=number.low + part, high=number.high + part)
            last = scale
        return number


def _digits(latin: str) -> str:
    """The pattern of a numeral without its magnitude; `latin` are the words that a decimal comma may stand before."""
    grouped = (
        rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:[.．]\d+)?",
        r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:[.．]\d+)?",
        r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?",  # 1,00,000
        r"\d{1,3}(?:\.\d{3})+,\d{2}(?!\d)",  # 1.250,75
        r"\d{1,3}(?:\.\d{3}){2,}(?!\d)",
        r"\d{1,3}(?:['’]\d{3})+(?!\d)",
        rf"\d+,\d{{1,2}}(?={GAP}?(?i:{latin}))",
    )
    plain = (r"\d+[½¼¾]", r"\d+(?:[.．]\d+)?", r"(?<![\w.,½¼¾])[½¼¾]")
    han = (
        rf"(?<![第{HAN}])[{HAN}]++(?!分之)(?:点[零〇一二三四五六七八九]++)?",
        rf"[{FORMAL}](?:[{FORMAL}零]++|(?=[万萬亿億]))",
        rf"(?<=[上过過超逾近])[万萬亿億](?![{HAN}])",
    )
    return rf"(?=[\d½¼¾])(?:{'|'.join((*grouped, *plain))})|{'|'.join(han)}"


def _joined(text: str, large: Number, small: Number) -> Number | None:
    """Two numbers with English magnitudes that are one sum: 3 crore 50 lakh, one million two hundred thousand."""
    if not (large.scale > small.scale > 1) or large.written == "han" or small.written == "han":
        return None
    exact = large.low == large.high and small.low == small.high and not large.fuzzy and not small.fuzzy
    if not exact or small.value >= large.scale or not PARTED.fullmatch(text, large.end, small.start):
        return None
    part = small.value / large.scale
    return large._replace(end=small.end, low=large.low + part, high=large.high + part)


PARTED = re.compile(r" (?:and )?")


def arabic(form: str) -> Decimal:
    """The value of digits with grouping marks: 2 000, 1,234.5, 1.250.000, 1.250,75, 1'250'000, 2½.

    A lone comma before one or two digits is decimal.
    """
    form = form.replace("．", ".")
    if part := FRACTIONS.get(form[-1]):
        return part + Decimal(form[:-1] or 0)
    if re.fullmatch(r"[\d.]+,\d{2}", form):
        form = form.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+,\d{1,2}", form):
        return Decimal(form.replace(",", "."))
    if form.count(".") > 1:
        form = form.replace(".", "")
    return Decimal(re.sub(r"[^\d.]", "", form))
