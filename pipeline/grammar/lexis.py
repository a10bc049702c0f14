"""The rows of the lexicon that the name grammar uses, and the countries that words stand for."""

from __future__ import annotations

from importlib import resources
from typing import Literal

import msgspec
from babel import Locale

from pipeline.data import MeasureKind
from pipeline.lexicon.rows import CountryForm
from pipeline.text.lookup import FormIndex


class NameHead(msgspec.Struct, frozen=True):
    """A row of name_heads.csv: the word that a name ends with, and what it makes of it.

    `free` heads make names in running text; `marked` ones only in 《》, quotation marks, table columns or before an acronym in
    brackets; `quoted` ones only inside quotation marks.
    """

    form: str
    of: Literal["measure", "organisation"]
    language: str
    strength: Literal["free", "marked", "quoted"]
    kind: MeasureKind | None = None


class NameWord(msgspec.Struct, frozen=True):
    """A row of name_words.csv: a word and what it does to names.

    A name cannot go on at a `stop` word, cannot open with a `lead` one, and `generic` ones alone make none; a `nominal` one is a
    verb elsewhere but a noun in names.
    """

    form: str
    use: Literal["stop", "lead", "generic", "nominal"]
    language: str


class TableHeader(msgspec.Struct, frozen=True):
    """A row of table_headers.csv: what a column holds whose header reads so."""

    form: str
    meaning: Literal["measure", "organisation", "country", "category"]


class Countries:
    """Which country a name or adjective stands for, from CLDR (Babel) and countries.csv."""

    def __init__(self, rows: tuple[CountryForm, ...]) -> None:
        self._codes: dict[str, str] = {}
        for locale in ("zh", "zh_Hant", "en"):
            for code, name in Locale.parse(locale).territories.items():
                if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"):
                    self._codes.setdefault(name, code)
        self._codes |= {r.form: r.code for r in rows if r.kind not in ("short", "own")}
        self._places = frozenset(r.form for r in rows if r.kind == "place")
        self._shorts = {r.form: r.code for r in rows if r.kind == "short"}
        self._any = FormIndex(self._codes.items())
        self._own = FormIndex((r.form, r.code) for r in rows if r.kind == "own")
        self._names = FormIndex((f, c) for f, c in self._codes.items() if f not in self._places)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """(start, end, code) of every country word in `text[start:end]`."""
        stop = len(text) if end is None else end
        return [(a, b, codes[0]) for a, b, codes in self._any.find(text, start, stop)]

    def find_own(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, code) of the words by which an author's text names its own country: 我国, “十四五”, 国务院."""
        return [(a, b, codes[0]) for a, b, codes in self._own.find(text, 0, len(text))]

    def code(self, form: str) -> str | None:
        """The country that `form` as a whole names (a place such as 筑波 names none)."""
        if form in self._places:
            return None
        return self._codes.get(form) or self._shorts.get(form)

    def prefix(self, name: str) -> tuple[str, str] | None:
        """A name's leading country word: (rest of the name, code), or None: 英国知识转移伙伴计划 → (知识转移伙伴计划, GB)."""
        found = self._names.at(name, 0)
        rest = name[found[0] :].lstrip() if found else ""
        return (rest, found[1][0]) if found and rest else None


NOT_IN_NAMES = frozenset({"v", "vd", "d", "ad", "p", "c", "u", "ug", "ul", "uz", "uj", "zg", "y", "e", "o"})


def common_verbs() -> frozenset[str]:
    """Chinese words where a name seldom goes on: jieba's dictionary (MIT) tags them as verbs, adverbs, prepositions, particles.

    创新 and 促进 are among them; the caller keeps those that known names contain.
    """
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    tagged = (line.split(" ") for line in text.splitlines())
    return frozenset(word for word, _, tag in tagged if tag in NOT_IN_NAMES)
