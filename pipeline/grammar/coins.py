"""Ratios of coins: 每投入1元财政资金带动3.5元社会资金, dollar for dollar, $1.80 of partner money for every $1."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.grammar.currency import CurrencyForm
from pipeline.text.patterns import alternatives

SIGN = r"(?:[A-Z]{1,3})?[$€£¥]\s?"
SMALL = r"\d{1,2}(?:\.\d+)?"
Kind = tuple[str | tuple[str, ...], re.Pattern[str], str]


def coin_ratios(currencies: Iterable[CurrencyForm]) -> tuple[Kind, ...]:
    """The kinds of ratios of coins: the marks that a text must hold, the pattern, the rule.

    A coin is a currency's name that is one word and seldom means something else, in English without its plural's s.
    """
    rows = [c for c in currencies if c.use != "common" and c.position != "before" and c.form.isalpha()]
    han = alternatives(c.form for c in rows if c.language == "zh")
    latin = alternatives(c.form.removesuffix("s") for c in rows if c.language == "en" and c.form.islower())
    return (
        (("-for-", " for ", "-by-", " by "), _each(latin), "ratio.pair"),
        (("每",), _chinese(han), "ratio.coin"),
        (("every", "each", "Every", "Each", "$1", "€1", "£1"), _english(latin), "ratio.coin"),
    )


def _chinese(coin: str) -> re.Pattern[str]:
    return re.compile(
        rf"每(?:投入|支出|获得|使用|资助|拨付|花费)?(?:的)?\s?[1１一]\s?(?P<coin>{coin})[^。；\d]{{0,24}}?"
        rf"(?:带动|撬动|吸引|追加|配套|拉动|产生|投入|获得|带来)了?[^，。；\d]{{0,8}}?(?P<n>{SMALL})\s?(?P=coin)"
    )


def _each(coin: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?P<what>{coin})[- ](?:for|by)[- ](?P=what)(?![A-Za-z])", re.IGNORECASE)


def _english(coin: str) -> re.Pattern[str]:
    one = (
        rf"(?:every|each|one) (?:one )?(?:[A-Za-z]+ )?(?:{coin})(?![A-Za-z])"
        rf"|(?:every |each |one )?{SIGN}1(?![\d.,]|\s?(?:[mb]|mi|bi|tho))"
    )

    def some(n: str, e: str) -> str:
        return (
            rf"(?:{SIGN}(?P<{n}>{SMALL})(?![\d,]|\s?(?:[mb]n?(?![a-z])|million|billion|thousand))"
            rf"|(?P<{e}>{SMALL}) (?:{coin})s?(?![A-Za-z]))"
        )

    return re.compile(
        rf"{some('n', 'e')}(?: [a-z-]+){{0,4}},? (?:for|per|to) (?:{one})"
        rf"|(?<![A-Za-z])(?:for )?(?:{one})(?:,? [A-Za-z*/-]+){{0,12}}? {some('n2', 'e2')}",
        re.IGNORECASE,
    )
