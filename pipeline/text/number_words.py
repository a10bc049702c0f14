"""English numbers in words: three, twenty-five, two hundred and fifty, two and a half, half a million, tens of millions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.text.patterns import alternatives, fold

LETTER = re.compile("[A-Za-z]")


class NumberWord(msgspec.Struct, frozen=True):
    """A row of number_words.csv: a `cardinal` below a hundred, or hundred; a `part` of a magnitude (half a); a `vague` number.

    A part or a vague number counts only before a magnitude (million); the vague one reaches up to ten times its value.
    """

    form: str
    value: Decimal
    kind: Literal["cardinal", "part", "vague"] = "cardinal"


class EnglishNumbers:
    """Finds numbers in words. `magnitudes` is the pattern of the words (million) that a, half a and several need behind them."""

    def __init__(self, words: tuple[NumberWord, ...], magnitudes: str) -> None:
        self._words = {w.form: w.value for w in words}
        cardinals = [w for w in words if w.kind == "cardinal"]
        ones = alternatives(w.form for w in cardinals if w.value < 10)
        tens = alternatives(w.form for w in cardinals if 20 <= w.value < 100)
        small = rf"(?:{tens}(?:[ -]{ones})?|{alternatives(w.form for w in cardinals if w.value < 20)})"
        hundred = rf"(?:(?:(?:{small}|an?)[ -])?hundred(?:(?:[ -]and)?[ -]{small})?)"
        behind = rf"(?=[ -]{magnitudes}(?![a-z]))"
        part, vague = (alternatives(w.form for w in words if w.kind == kind) for kind in ("part", "vague"))
        self._first = re.compile(
            rf"\b(?:{alternatives(w.form for w in words)}|an?(?=[ -](?:hundred|{magnitudes})))"
        )  # where a number may begin; what it is, the other pattern tells
        self._number = re.compile(
            rf"(?<![a-z])(?:(?P<number>{hundred}|{small})(?P<half>[ -]and[ -]a[ -]half)?(?![a-z])|(?P<part>{part}|an?){behind}"
            rf"|(?P<vague>{vague})(?:(?P<hundred>[ -]hundred)(?![a-z])|{behind}))"
        )

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[Decimal, Decimal]]]:
        """Yields span and value range of every number in words; the ends differ for several and tens of."""
        if not LETTER.search(text):
            return
        text, position = fold(text), 0
        while first := self._first.search(text, position):
            match = self._number.match(text, first.start())
            position = match.end() if match else first.start() + 1
            if match:
                yield match.start(), match.end(), self._value(match)

    def _value(self, match: re.Match[str]) -> tuple[Decimal, Decimal]:
        if match["part"]:
            return (self._words.get(match["part"], Decimal(1)),) * 2
        if match["vague"]:
            low = self._words[match["vague"]] * (100 if match["hundred"] else 1)
            return low, low * 10
        total = Decimal(0)
        for word in re.split(r"[ -]", match["number"]):
            value = self._words.get(word, Decimal(word in ("a", "an")))
            total = max(total, Decimal(1)) * value if value == 100 else total + value
        if match["half"]:
            total += Decimal("0.5")
        return total, total
