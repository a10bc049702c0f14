"""Amounts in the comparison currency, by the dated rate table, with every step in words."""

from __future__ import annotations

from decimal import Decimal

from pipeline.data import Converted, Money
from pipeline.lexicon.rows import Rate

CENT = Decimal("0.01")


class Rates:
    """The rate table: units of a currency for one US dollar, annual averages."""

    def __init__(self, rows: tuple[Rate, ...], *, target: str) -> None:
        self._rows = {(r.currency, r.year): r for r in rows}
        self._years: dict[str, list[int]] = {}
        for row in rows:
            self._years.setdefault(row.currency, []).append(row.year)
        self.target = target

    def convert(self, money: Money) -> Converted | None:
        """`money` in the target currency, or None where the table has no rate for it.

        The fiscal year stated for the amount is used; where none is stated or the table lacks it, the nearest year that it has
        (the latest for none), and `year_stated` says so.
        """
        year = self._year(money)
        if year is None:
            return None
        source, target = self._per_usd(money.currency, year), self._per_usd(self.target, year)
        if source is None or target is None:
            return None
        rate = target[0] / source[0]
        stated = money.year is not None and int(money.year) == year
        low, high = (None if v is None else (v * rate).quantize(CENT) for v in (money.min, money.max))
        return Converted(
            min=low,
            max=high,
            currency=self.target,
            year=year,
            year_stated=stated,
            rate=rate.quantize(Decimal("1e-10")).normalize(),
            source=source[1],
            steps=self._steps(money, year, source[0], target[0], stated=stated),
        )

    def _year(self, money: Money) -> int | None:
        years = self._years.get(money.currency if money.currency != "USD" else self.target) or self._years.get("EUR")
        if not years:
            return None
        wanted = int(money.year) if money.year else max(years)
        return min(years, key=lambda y: (abs(y - wanted), -y))

    def _per_usd(self, currency: str, year: int) -> tuple[Decimal, str] | None:
        if currency == "USD":
            return Decimal(1), "USD"
        row = self._rows.get((currency, year))
        return (row.per_usd, f"{row.source} ({row.vintage})") if row else None

    def _steps(self, money: Money, year: int, source: Decimal, target: Decimal, *, stated: bool) -> tuple[str, ...]:
        why = (
            "the year stated"
            if stated
            else "no rate for the year stated: nearest year"
            if money.year
            else "no year stated: latest year"
        )
        steps = [f"year {year} ({why})"]
        if money.currency != "USD":
            steps.append(f"{money.currency} / {source} {money.currency} per USD = USD")
        if self.target != "USD":
            steps.append(f"USD x {target} {self.target} per USD = {self.target}")
        return tuple(steps)
