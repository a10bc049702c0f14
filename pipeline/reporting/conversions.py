"""Conversions for the page: the ways from currency to currency once, and each amount with its place among them."""

from __future__ import annotations

from decimal import Decimal

from pipeline.data import Converted, Fact, Unconverted
from pipeline.reporting.evidence import number_text
from pipeline.reporting.view import ConvertedView, HowView, LackView


class Ways:
    """Collects the ways that the facts' amounts were converted, and what stood in the way of others."""

    def __init__(self) -> None:
        self._hows: dict[HowView, int] = {}
        self._lacks: dict[LackView, int] = {}

    @property
    def hows(self) -> tuple[HowView, ...]:
        """The ways, in the order in which they came."""
        return tuple(self._hows)

    @property
    def lacks(self) -> tuple[LackView, ...]:
        """What is lacking, in the order in which it came."""
        return tuple(self._lacks)

    def converted(self, fact: Fact) -> tuple[ConvertedView, ...]:
        """The fact's amount by each method, at market rates first."""
        found = (fact.converted, *fact.comparable) if fact.converted else fact.comparable
        return tuple(self._converted(conversion) for conversion in found)

    def lacking(self, fact: Fact) -> tuple[int, ...]:
        """The places of what the price tables lack for the fact's amount."""
        return tuple(self._lacking(item) for item in fact.unconverted)

    def _converted(self, conversion: Converted) -> ConvertedView:
        how = HowView(
            method=conversion.method,
            currency=conversion.currency,
            year=conversion.year,
            stated=conversion.year_stated,
            rate=number_text(conversion.rate),
            source=conversion.source,
            steps_en=conversion.steps,
            steps_zh=conversion.steps_zh or conversion.steps,
        )
        place = self._hows.setdefault(how, len(self._hows))
        return ConvertedView(how=place, min=rounded(conversion.min), max=rounded(conversion.max))

    def _lacking(self, item: Unconverted) -> int:
        lack = LackView(method=item.method, en=item.reason, zh=item.reason_zh)
        return self._lacks.setdefault(lack, len(self._lacks))


def rounded(number: Decimal | None) -> str | None:
    """An amount to two places, whole ones without."""
    return None if number is None else f"{number:.2f}".removesuffix(".00")
