"""The price tables: exchange rates, purchasing power parities and deflators, by year, each with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.lexicon.rows import Price, Rate

EURO_AREA = "EA"
DOLLAR = "USD"

Key = tuple[str, str]
"""A series and whose it is: `("ppp", "JP")`, `("exchange_rate", "EUR")`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a table and where it comes from."""

    value: Decimal
    source: str


class Prices:
    """All tables. Rows that come later replace earlier ones, so a user's own table goes last."""

    def __init__(self, rates: Iterable[Rate], prices: Iterable[Price] = ()) -> None:
        self._entries: dict[Key, dict[int, Entry]] = defaultdict(dict)
        self._currencies: dict[str, str] = {}
        for rate in rates:
            self._put(("exchange_rate", rate.currency), rate.year, rate.per_usd, f"{rate.source} ({rate.vintage})")
        for row in prices:
            owner = row.currency if row.series == "exchange_rate" else row.economy
            source = f"{row.source} ({row.vintage})" if row.vintage else row.source
            self._put((row.series, owner or ""), row.year, row.value, source)
            if row.series == "ppp" and row.economy and row.currency:
                self._currencies[row.economy] = row.currency

    def per_dollar(self, currency: str, year: int) -> Entry | None:
        """Units of `currency` for one US dollar."""
        return Entry(Decimal(1), DOLLAR) if currency == DOLLAR else self._get("exchange_rate", currency, year)

    def ppp(self, economy: str, year: int) -> Entry | None:
        """Units of the economy's currency for one international dollar."""
        return self._get("ppp", economy, year)

    def deflator(self, economy: str, year: int) -> Entry | None:
        """The price level of the economy's GDP."""
        return self._get("deflator", economy, year)

    def years(self, series: str, owner: str) -> list[int]:
        """The years that a series has."""
        return sorted(self._entries.get((series, owner), ()))

    def currency(self, economy: str) -> str | None:
        """The currency that the economy's PPPs are in."""
        return self._currencies.get(economy)

    def economy(self, country: str | None, currency: str) -> str:
        """In whose prices an amount is spent: those of the measure's country, else of the currency's home.

        An ISO 4217 code begins with the code of its country; the euro's home is the euro area.
        """
        if country in self._currencies:
            return country or ""
        return EURO_AREA if currency == "EUR" else currency[:2]

    def _put(self, key: Key, year: int, value: Decimal | None, source: str) -> None:
        if value is None:
            self._entries[key].pop(year, None)
        else:
            self._entries[key][year] = Entry(value, source)

    def _get(self, series: str, owner: str, year: int) -> Entry | None:
        return self._entries.get((series, owner), {}).get(year)


def nearest(years: Iterable[int], wanted: int | None) -> int | None:
    """The year nearest to the wanted one, the later of two; the latest where none is wanted; None of none."""
    known = list(years)
    if not known:
        return None
    return max(known) if wanted is None else min(known, key=lambda year: (abs(year - wanted), -year))
