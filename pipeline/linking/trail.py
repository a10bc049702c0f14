"""The way of an amount from its own unit to another: a factor, and each step in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.data import Converted, Method, Money, Unconverted
from pipeline.linking.prices import DOLLAR, Entry, Prices

CENT = Decimal("0.01")
RATE_PLACES = Decimal("1e-10")


@dataclass(slots=True)
class Trail:
    """The steps so far: what the amount is to be multiplied by, the words for it, and the figures' sources.

    `missing` says, in English and Chinese, which figure the tables lack; once one does, the way leads nowhere.
    """

    prices: Prices
    factor: Decimal = Decimal(1)
    en: list[str] = field(default_factory=list)
    zh: list[str] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    missing: tuple[str, str] | None = None

    def say(self, en: str, zh: str) -> None:
        """Adds words that change no number."""
        self.en.append(en)
        self.zh.append(zh)

    def exchange(self, currency: str, other: str, year: int) -> None:
        """From one currency to another at a year's average market rates, by way of the dollar."""
        if currency == other:
            return
        if currency != DOLLAR:
            rate = self._take(
                self.prices.per_dollar(currency, year),
                f"no exchange rate for {currency} in {year}",
                f"汇率表缺少 {currency} {year} 年的汇率",
            )
            self.factor /= rate
            self.say(f"{currency} / {rate} {currency} per USD = USD", f"{currency} ÷ {rate}（{currency}/USD）= USD")
        if other != DOLLAR:
            rate = self._take(
                self.prices.per_dollar(other, year),
                f"no exchange rate for {other} in {year}",
                f"汇率表缺少 {other} {year} 年的汇率",
            )
            self.factor *= rate
            self.say(f"USD x {rate} {other} per USD = {other}", f"USD × {rate}（{other}/USD）= {other}")

    def parity(self, economy: str, target: str, year: int) -> None:
        """From the economy's currency to what buys the same in the target currency's home."""
        local = self._parity(economy, year)
        self.factor /= local
        unit = self.prices.currency(economy)
        self.say(
            f"{unit} / {local} {unit} per international dollar ({economy}, {year}) = international dollars",
            f"{unit} ÷ {local}（{economy} {year} 年购买力平价，{unit}/国际元）= 国际元",
        )
        if target != DOLLAR:
            home = self.prices.economy(None, target)
            there = self._parity(home, year)
            self.factor *= there
            self.say(
                f"international dollars x {there} {target} per international dollar ({home}, {year}) = {target} at PPP",
                f"国际元 × {there}（{home} {year} 年购买力平价，{target}/国际元）= 按购买力平价计的 {target}",
            )

    def deflate(self, economy: str, year: int, base: int) -> None:
        """From a year's prices to those of the base year, by the economy's GDP deflator."""
        if year == base:
            return
        then, now = (
            self._take(
                self.prices.deflator(economy, y),
                f"no deflator for {economy} in {y}",
                f"价格表缺少 {economy} {y} 年的平减指数",
            )
            for y in (year, base)
        )
        self.factor *= now / then
        self.say(
            f"x {now} / {then} (GDP deflator of {economy}: {base}, {year}) = prices of {base}",
            f"× {now} ÷ {then}（{economy} 的 GDP 平减指数，{base} 年与 {year} 年）= {base} 年价格",
        )

    def lack(self, en: str, zh: str) -> None:
        """Says that the tables lack something; what is said first stands."""
        self.missing = self.missing or (en, zh)

    def result(
        self, money: Money, *, method: Method, currency: str, year: int, stated: bool
    ) -> Converted | Unconverted:
        """The amount at the end of the way, or what it lacked on it."""
        if self.missing:
            return Unconverted(method=method, reason=self.missing[0], reason_zh=self.missing[1])
        low, high = (None if side is None else (side * self.factor).quantize(CENT) for side in (money.min, money.max))
        return Converted(
            min=low,
            max=high,
            currency=currency,
            year=year,
            year_stated=stated,
            rate=self.factor.quantize(RATE_PLACES).normalize(),
            source="; ".join(self.sources) or DOLLAR,
            steps=tuple(self.en),
            steps_zh=tuple(self.zh),
            method=method,
        )

    def _parity(self, economy: str, year: int) -> Decimal:
        return self._take(
            self.prices.ppp(economy, year),
            f"no purchasing power parity for {economy} in {year}",
            f"价格表缺少 {economy} {year} 年的购买力平价",
        )

    def _take(self, entry: Entry | None, en: str, zh: str) -> Decimal:
        if entry is None:
            self.lack(en, zh)
            return Decimal(1)
        self.sources[entry.source] = None
        return entry.value
