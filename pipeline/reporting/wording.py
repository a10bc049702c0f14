"""Values in words, in either language, for the files that have no script: amounts in full digits, durations in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.reporting.labels import Label
from pipeline.reporting.view import ValueView

Language = Literal["en", "zh"]
_ISO_PART = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])")
_SMALLEST = Decimal("0.0001")
_DASH = {"en": "–", "zh": "～"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes values in one language.

    Args:
        language: Which.
        strings: The interface's texts in it, by key.
        currencies: The names of currencies, by code.
    """

    language: Language
    strings: Mapping[str, str]
    currencies: Mapping[str, Label]

    def text(self, key: str, **words: object) -> str:
        """The text of a key with its words filled in; one thing may have a text of its own; a code without one is shown."""
        single = self.strings.get(f"{key}.one") if words.get("n") == 1 else None
        found = single or self.strings.get(key, key.partition(".")[2].replace("_", " "))
        return re.sub(r"\{(\w+)\}", lambda match: str(words.get(match[1], match[0])), found)

    def say(self, label: Label) -> str:
        """A label's side."""
        return label.zh if self.language == "zh" else label.en

    def aside(self, text: str) -> str:
        """A remark in brackets."""
        return f"（{text}）" if self.language == "zh" else f" ({text})"

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return "。" if self.language == "zh" else "."

    def together(self, *words: str) -> str:
        """Words one after the other: a title and a page."""
        return ("，" if self.language == "zh" else ", ").join(words)

    def value(self, value: ValueView) -> str:
        """A value with its bound: "up to JPY 3,000,000", "2–6 years"."""
        if value.type == "period":
            return f"{value.min or '…'}–{value.max}" if value.max else self.text("period.open", **{"from": value.min})
        if value.type == "ratio":
            return f"{value.min}/{value.max}"
        if value.type == "percent":
            return self._sides(value, lambda low, high: f"{low}{self._to(high)}%")
        if value.type == "duration":
            return self._sides(value, self._duration)
        return self._sides(value, lambda low, high: self.amount(low, high, value.currency or ""))

    def note(self, value: ValueView) -> str:
        """What an amount is for and of what it is counted: "award · per project · 2021"."""
        return " · ".join(self.note_words(value))

    def note_words(self, value: ValueView) -> tuple[str, ...]:
        """The words of a note, one by one."""
        role = self.text(f"role.{value.role}") if value.role and value.role != "other" else ""
        return tuple(filter(None, (role, *(self.text(f"per.{per}") for per in value.per), value.year)))

    def amount(self, low: str, high: str | None, currency: str) -> str:
        """An amount, or a range of amounts, no digit rounded."""
        write = chinese if self.language == "zh" else grouped
        digits = write(low) + self._to(write(high) if high else None)
        if self.language == "zh":
            return f"{digits}{self.currencies[currency].zh if currency in self.currencies else f' {currency}'}"
        return f"{currency} {digits}".lstrip()

    def _to(self, high: str | None) -> str:
        return f"{_DASH[self.language]}{high}" if high else ""

    def _duration(self, low: str, high: str | None) -> str:
        one, other = self._length(low), self._length(high) if high else ""
        (number, _, unit), (_, _, other_unit) = one.partition(" "), other.partition(" ")
        if other and unit.rstrip("s") == other_unit.rstrip("s"):
            return f"{number}{self._to(other)}"
        return one + self._to(other)

    def _length(self, iso: str) -> str:
        parts = _ISO_PART.findall(iso)
        words = (f"{n} {self.strings.get(f'unit.{u}.one' if n == '1' else f'unit.{u}', u)}" for n, u in parts)
        return " ".join(words) or iso

    def _sides(self, value: ValueView, write: Callable[[str, str | None], str]) -> str:
        low, high, bound = value.min, value.max, value.bound
        if low and high and low != high:
            return write(low, high)
        one = write(high or low or "", None)
        if bound in ("exact", "range") or bound is None:
            bound = "at_most" if bound == "range" and not low else "at_least" if bound == "range" and not high else None
        return self.text(f"bound.{bound}", x=one) if bound else one


def grouped(number: str) -> str:
    """A number that is text, its digits in threes."""
    return f"{Decimal(number):,f}"


def chinese(number: str) -> str:
    """The same as Chinese readers count: 2000万, 76.4亿."""
    amount = Decimal(number)
    for unit, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        share = (amount / unit).normalize()
        if abs(amount) >= unit and share == share.quantize(_SMALLEST):
            return f"{share:f}{name}"
    return f"{amount.normalize():f}"
