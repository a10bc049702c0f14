"""Currencies beside numbers: names, signs and codes, and what they mean where several countries share them."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.grammar.expression import Expression, Unit
from pipeline.text.patterns import Endings, alternatives, fold


class CurrencyForm(msgspec.Struct, frozen=True):
    """A row of currencies.csv: how a currency is written and on which side of the number.

    In a text about a country that pays in one of `also`, the form means that currency. A `common` form is often another word
    (won, TRY), a `local` one counts only in a text about a country that pays so (Tk), a `weight` one there and for large amounts (pounds).
    """

    form: str
    code: str
    position: Literal["before", "after", "both"]
    language: str
    also: tuple[str, ...] = ()
    use: Literal["", "common", "local", "weight"] = ""


BLANKS = " \u00a0\u202f\u2009\n\t\u3000"
LARGE = 10000  # from here on, a word that is often another means money (300 million won)
GROUPED = re.compile(r"\d[,.]\d{3}(?!\d)")  # a number that is written with its thousands apart, as money is
PRICES = re.compile(r"(?:19|20)\d\d\s.*", re.DOTALL)  # 2019 dollars, as behind `in constant`
PRICED = re.compile(r"(?:[(（]|(?<![A-Za-z])(?:in|constant|real|current|using|at)\s)\Z", re.IGNORECASE)
SMALL_CLOSES = re.compile(r"\s*(?:\Z|[，,。；;、（()）/／]|[以左上每至到])")


class CurrencyReader:
    """Finds the currency before or behind a number. Built once from currencies.csv. Texts are folded."""

    def __init__(self, rows: tuple[CurrencyForm, ...]) -> None:
        both = [r for r in rows if r.position == "both"]
        before = [r for r in rows if r.position == "before"] + both
        behind = [r for r in rows if r.position == "after"]
        self._before_rows = {fold(r.form): r for r in before}
        self._after_rows = {fold(r.form): r for r in (*both, *behind)}
        self._before = Endings(r.form for r in before)
        self._lasts = frozenset({fold(r.form)[-1] for r in before} | set(BLANKS))
        self._firsts = frozenset({fold(r.form)[0] for r in (*both, *behind)} | set(BLANKS + "-（(o"))
        words, codes = (alternatives((fold(r.form) for r in group), blanks=True) for group in (behind, both))
        self._after = re.compile(
            rf"(?:[ \u00a0\u202f\n]|-(?=[a-z]))?(?:of )?(?:(?P<word>{words})|(?P<code>{codes})(?!\s?\d)|[（(](?P<placed>{words}|{codes})[)）])"
            r"(?![a-z])"
            r"(?<![元圆](?=[件素化老旦宇首组]))"
        )

    def before(self, text: str, start: int) -> Unit | None:
        """The currency that ends before a number."""
        if text[start - 1 : start] not in self._lasts:
            return None
        found = self._before.before(text, start)
        if not found:
            return None
        row = self._before_rows[fold(found.form)]
        return Unit(row.code, found.start, bool(row.also), fold(found.form))

    def after(self, text: str, end: int) -> Unit | None:
        """The currency that stands behind a number."""
        match = self._after.match(text, end) if text[end : end + 1] in self._firsts else None
        if not match:
            return None
        form = " ".join((match["word"] or match["code"] or match["placed"]).split())
        row = self._after_rows[form]
        return Unit(row.code, match.end(), bool(row.also), form)

    def code(self, e: Expression, local: str) -> str:
        """The currency of an expression; what several countries write alike follows the place (¥ in Japan is the yen)."""
        return local if local in self._row(e).also else e.unit

    def is_money(self, text: str, e: Expression, local: str) -> bool:
        """Whether a number and a currency make an amount: not 三元材料, `team 7 won` or section `512 DM 2`."""
        row = self._row(e)
        at_home = local in (row.code, *row.also)
        if (
            e.high == 0
            or (row.use == "local" and not at_home)
            or (row.use == "weight" and not at_home and e.high < LARGE)
        ):
            return False
        if (
            not e.prefixed
            and PRICES.fullmatch(text, e.start, e.end)
            and PRICED.search(text, max(0, e.start - 12), e.start)
        ):
            return False
        if e.written == "han" and e.high <= 10 and e.ambiguous and not e.prefixed:
            return SMALL_CLOSES.match(text, e.end) is not None
        if row.use != "common":
            return True
        written = text[e.start : e.end]
        if row.form.isupper():  # CAD 7,500; not CAD 3 or cad 30,000
            return row.form in written and (e.high >= LARGE or at_home or GROUPED.search(written) is not None)
        return e.high >= LARGE

    def _row(self, e: Expression) -> CurrencyForm:
        return (self._before_rows if e.prefixed else self._after_rows)[e.form]
