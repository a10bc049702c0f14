"""English numbers in words: three, twenty-five, two hundred and fifty, two and a half, half a million, tens of millions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

VAGUE = {
    "several": 1,
    "a few": 1,
    "tens of": 10,
    "dozens of": 10,
    "hundreds of": 100,
    "thousands of": 1000,
}  # up to ten times as many
LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}  # keeps offsets, as str.lower does not


class NumberWord(msgspec.Struct, frozen=True):
    """A row of number_words.csv: an English number word below a hundred, or hundred."""

    form: str
    value: int


class EnglishNumbers:
    """Finds numbers in words. `magnitudes` is the pattern of the words (million) that a, half a and several need behind them."""

    def __init__(self, words: tuple[NumberWord, ...], magnitudes: str) -> None:
        self._words = {w.form: w.value for w in words}
        ones = _any(w.form for w in words if w.value < 10)
        tens = _any(w.form for w in words if 20 <= w.value < 100)
        small = rf"(?:(?:{tens})(?:[ -](?:{ones}))?|(?:{_any(w.form for w in words if w.value < 20)}))"
        hundred = rf"(?:(?:(?:{small}|an?)[ -])?hundred(?:(?:[ -]and)?[ -]{small})?)"
        self._number = re.compile(
            rf"(?:(?P<number>{hundred}|{small})(?P<half>[ -]and[ -]a[ -]half)?(?![a-z])"
            rf"|(?P<part>half an?|an?|{_any(VAGUE)})(?=[ -](?:{magnitudes})(?![a-z])))"
        )

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[Decimal, Decimal]]]:
        """Yields span and value range of every number in words; the ends differ for several and tens of."""
        lower = text.translate(LOWER)
        for match in self._number.finditer(lower):
            before = lower[match.start() - 1 : match.start()]
            if not ("a" <= before <= "z"):
                yield match.start(), match.end(), self._value(match)

    def _value(self, match: re.Match[str]) -> tuple[Decimal, Decimal]:
        if match["part"]:
            low = Decimal("0.5") if match["part"].startswith("half") else Decimal(VAGUE.get(match["part"], 1))
            return low, low * 10 if match["part"] in VAGUE else low
        total = 0
        for word in re.split(r"[ -]", match["number"]):
            value = self._words.get(word, 1 if word in ("a", "an") else 0)
            total = max(total, 1) * value if value == 100 else total + value
        number = total + (Decimal("0.5") if match["half"] else Decimal(0))
        return number, number


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(set(forms), key=lambda f: (-len(f), f)))
