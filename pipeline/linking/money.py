"""Amounts in comparable units: at market rates and at purchasing power, in the prices of their year and of one year.

Each conversion tells its steps in Chinese and English. What a table lacks is said, not guessed: a market rate or parity
of the nearest year may stand in, a deflator may not.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.data import Converted, Method, Money, Unconverted
from pipeline.linking.prices import DOLLAR, Prices, nearest
from pipeline.linking.trail import Trail

MOST_YEARS_APART = 3
"""How far the year of a parity may lie from the year stated; beyond, none is better than a wrong one."""

_STATED = ("the year stated", "文中所载")
_NAMED = ("no year stated: the year named before it in its sentence", "文中未载年份，取同句前文所及年份")
_UNSTATED = ("no year stated: latest year", "文中未载年份，取最近年份")
_UNSTATED_PARITY = ("no year stated: latest year with a parity", "文中未载年份，取有购买力平价的最近年份")
_NEAREST = ("no rate for the year stated: nearest year", "所载年份无汇率，取最近年份")
_NEAREST_PARITY = ("no parity for the year stated: nearest year", "所载年份无购买力平价，取最近年份")
_ASSUMED = ("no year stated: taken to be in prices of this year already", "文中未载年份，视为已按该年价格计")


@dataclass(frozen=True, slots=True)
class _When:
    """The year of an amount: whether the text states it for the amount itself, and the words for how it is known."""

    year: int | None
    stated: bool = False
    why: tuple[str, str] = _UNSTATED


@dataclass(frozen=True, slots=True)
class Comparable:
    """An amount by each method that the tables allow, market rates first; `gaps` say why others are not there."""

    conversions: tuple[Converted, ...]
    gaps: tuple[Unconverted, ...]

    @property
    def market(self) -> Converted | None:
        """The amount at the market rate of its year."""
        return next((done for done in self.conversions if done.method == "market"), None)


class Converter:
    """Converts amounts to the currency `target`; constant prices are those of `price_year`."""

    def __init__(self, prices: Prices, *, target: str, price_year: int) -> None:
        self._prices = prices
        self._target = target
        self._base = price_year

    def convert(self, money: Money, country: str | None = None, named: str | None = None) -> Comparable:
        """`money` by all methods.

        Args:
            money: The amount.
            country: That of what the money is for, where it is known.
            named: The year that its sentence speaks of, for an amount that has none of its own.
        """
        economy = self._prices.economy(country, money.currency)
        when = _when(money, named)
        results = (
            self._market(money, when),
            self._parity(money, when, economy),
            self._constant(money, when, "constant_market", economy),
            self._constant(money, when, "constant_ppp", economy),
        )
        return Comparable(
            tuple(result for result in results if isinstance(result, Converted)),
            tuple(result for result in results if isinstance(result, Unconverted)),
        )

    def _market(self, money: Money, when: _When) -> Converted | Unconverted:
        """At the rate of the year told; of the nearest year where the table lacks it, the latest where none is."""
        trail = Trail(self._prices)
        currency = next((c for c in (money.currency, self._target) if c != DOLLAR), "EUR")
        year = nearest(self._prices.years("exchange_rate", currency), when.year)
        if year is None:
            trail.lack(f"no exchange rate for {currency}", f"汇率表缺少 {currency}")
            return trail.result(money, method="market", currency=self._target, year=0, stated=False)
        _tell_year(trail, year, when.why if year == when.year else _NEAREST if when.year else _UNSTATED)
        trail.exchange(money.currency, self._target, year)
        stated = when.stated and year == when.year
        return trail.result(money, method="market", currency=self._target, year=year, stated=stated)

    def _parity(self, money: Money, when: _When, economy: str) -> Converted | Unconverted:
        """At purchasing power parity, in the prices of the year told."""
        trail = Trail(self._prices)
        year = nearest(self._prices.years("ppp", economy), when.year)
        if year is None or (when.year is not None and abs(year - when.year) > MOST_YEARS_APART):
            _lack_parity(trail, economy, when.year)
            return trail.result(money, method="ppp", currency=self._target, year=0, stated=False)
        _tell_year(trail, year, when.why if year == when.year else _NEAREST_PARITY if when.year else _UNSTATED_PARITY)
        trail.exchange(money.currency, self._local(economy), year)
        trail.parity(economy, self._target, year)
        stated = when.stated and year == when.year
        return trail.result(money, method="ppp", currency=self._target, year=year, stated=stated)

    def _constant(self, money: Money, when: _When, method: Method, economy: str) -> Converted | Unconverted:
        """In the prices of the base year: deflated in the economy's own currency, then converted as of the base year."""
        trail = Trail(self._prices)
        year = self._base if when.year is None else when.year
        if self._prices.currency(economy) is None:
            _lack_parity(trail, economy, year)
        _tell_year(trail, year, _ASSUMED if when.year is None else when.why)
        trail.exchange(money.currency, self._local(economy), year)
        trail.deflate(economy, year, self._base)
        if method == "constant_ppp":
            trail.parity(economy, self._target, self._base)
        else:
            trail.exchange(self._local(economy), self._target, self._base)
        return trail.result(money, method=method, currency=self._target, year=self._base, stated=when.stated)

    def _local(self, economy: str) -> str:
        """The economy's own currency; the target where none is known."""
        return self._prices.currency(economy) or self._target


def _when(money: Money, named: str | None) -> _When:
    """The amount's own year, else the one that its sentence names."""
    if money.year:
        return _When(int(money.year), stated=True, why=_STATED)
    return _When(int(named), why=_NAMED) if named and named.isdigit() else _When(None)


def _tell_year(trail: Trail, year: int, why: tuple[str, str]) -> None:
    trail.say(f"year {year} ({why[0]})", f"年份 {year}（{why[1]}）")


def _lack_parity(trail: Trail, economy: str, year: int | None) -> None:
    when, then = (f" near {year}", f" {year} 年前后") if year else ("", "")
    trail.lack(f"no purchasing power parity for {economy}{when}", f"价格表缺少 {economy}{then}的购买力平价")
