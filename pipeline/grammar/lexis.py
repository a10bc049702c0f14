"""The rows of the lexicon that the name grammar uses, what words do to names, and the countries that words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import msgspec
from babel import Locale

from pipeline.data import MeasureKind
from pipeline.lexicon.rows import CountryForm
from pipeline.text.lookup import FormIndex
from pipeline.text.patterns import alternatives


class NameHead(msgspec.Struct, frozen=True):
    """A row of name_heads.csv: the word that a name ends with, and what it makes of it.

    `free` heads make names in running text; `backed` ones only with something that backs them: a place, Latin letters or
    quotation marks inside, an acronym in brackets behind, an owner before; for `opened` ones a verb such as 颁布 before is enough
    (English ones only open names: City of Toronto);
    `marked` ones only in 《》,
    quotation marks, table columns or before an acronym in brackets; `quoted` ones only inside quotation marks, `founded` ones there
    and right behind a verb of founding (另设研究费). `placed` heads of organisations need a
    place or country before them (四川省科技厅), or a mark. `lowered` ones are English heads in small letters
    behind capitals (the Lighthouse programme), `announced` ones only count where a verb such as adopt has them as its object.
    The `trait` says more: no verb stands before a `school` (衔接大学), a `board` is named
    for several fields (科学与技术委员会), a `firm` is none in running text, a `product` too is named by Latin letters (X平台), a `state`
    one is a body only behind a word for the state (国家网信部门), a `unit` is apart from the body before it (东京大学|产学协同本部); an
    English name goes on behind a `first` head (University College Cork), and a `field` is also what an office is for
    (Office of Coastal Policy); a country alone makes a name of a `national` one (韩国央行);
    a `wide` one in small letters ends many phrases (Green Tide funding, but not R&D funding).
    """

    form: str
    of: Literal["measure", "organisation"]
    language: str
    strength: Literal["free", "opened", "backed", "placed", "marked", "quoted", "founded", "lowered", "announced"]
    kind: MeasureKind | None = None
    trait: (
        Literal["school", "board", "firm", "product", "state", "unit", "first", "field", "national", "wide"] | None
    ) = None


class NameWord(msgspec.Struct, frozen=True):
    """A row of name_words.csv: a word and what it does to names.

    A name cannot go on at a `stop` word, cannot open with a `lead` one, and `generic` ones alone make none; a `nominal` one is a
    verb elsewhere but a noun in names, a `soft` one only right before a head (创新推进计划). A `joint` joins two names or two
    parts of one (与, 和); `actor` words name sorts of bodies (企业, 大学) and are generic; `opener` verbs have measures as objects
    (English ones are stems).
    Behind a `sort` word stands a sort of things and no name (各国, 主要). Behind a `person`
    word 's parts no owner from a name (Women's Fund). `field` words name what an office is for (Natural Resources Canada).
    An `epithet` praises what is announced and belongs to no name (a comprehensive data policy).
    A `size` alone makes no part of a measure's name (大类). An office's name may open with a `state` word (国家网信部门).
    A `region` is a side of a cooperation, as countries are (中国—东盟). With a `follow` word a clause goes on behind the part of a
    measure that it opens with (A类每年). A `founder` verb says that a measure begins (另设).
    A `role` word behind a measure's name says who or what is in it, or what any measure has (SBIR Program Manager, the Horizon Website).
    A `topic` has capitals but is what money is for, no name (R&D grants, AI funding).
    An `agent` participle stands before by and a body (run by, hosted by), a Chinese one behind a body in a cell (NASA协调). A `print`
    is written about things, and no part of their names (Costs of Competitive Grants); what a `serial` is about names nothing (Journal
    of Coastal Policy).
    """

    form: str
    use: Literal[
        "stop",
        "lead",
        "generic",
        "nominal",
        "soft",
        "joint",
        "actor",
        "opener",
        "sort",
        "person",
        "field",
        "size",
        "epithet",
        "state",
        "region",
        "follow",
        "founder",
        "role",
        "topic",
        "agent",
        "print",
        "serial",
    ]
    language: str


class Continuation(msgspec.Struct, frozen=True):
    """A row of name_continuations.csv: what must not follow a head (计划书, 基金会)."""

    head: str
    continuation: str


def heads_pattern(forms: Iterable[str], continuations: Iterable[Continuation]) -> re.Pattern[str]:
    """Finds any of the heads, the longest first, where none of its continuations follows."""
    after: dict[str, list[str]] = {}
    for row in continuations:
        after.setdefault(row.head, []).append(row.continuation)
    return re.compile(
        "|".join(
            re.escape(f) + (f"(?!{alternatives(after[f])})" if f in after else "")
            for f in sorted(forms, key=lambda f: (-len(f), f))
        )
    )


class ListNoun(msgspec.Struct, frozen=True):
    """A row of list_nouns.csv: a word that says what the items of a list are, or what is called so."""

    form: str
    of: Literal["measure", "organisation"]
    language: str
    kind: MeasureKind | None = None


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
        self._told = frozenset(r.form for r in rows if r.kind in ("adjective", "demonym"))
        self._shorts = {r.form: r.code for r in rows if r.kind == "short"}
        self._any = FormIndex(self._codes.items())
        self._own = FormIndex((r.form, r.code) for r in rows if r.kind == "own")
        self._names = FormIndex((f, c) for f, c in self._codes.items() if f not in self._places)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """(start, end, code) of every country word in `text[start:end]`."""
        stop = len(text) if end is None else end
        return [(a, b, codes[0]) for a, b, codes in self._any.find(text, start, stop)]

    def chinese(self) -> list[str]:
        """The Chinese names of all countries, places aside."""
        return [f for f in self._codes if not f.isascii() and f not in self._places]

    def shorts(self) -> list[str]:
        """The one-character shorts of countries: 中, 德."""
        return list(self._shorts)

    def find_own(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, code) of the words by which an author's text names its own country: 我国, “十四五”, 国务院."""
        return [(a, b, codes[0]) for a, b, codes in self._own.find(text, 0, len(text))]

    def code(self, form: str) -> str | None:
        """The country that `form` as a whole names (a place such as 筑波 names none)."""
        if form in self._places:
            return None
        return self._codes.get(form) or self._shorts.get(form)

    def named(self, form: str) -> str | None:
        """The country whose name `form` is: Germany, not German."""
        return None if form in self._told else self.code(form)

    def is_place(self, form: str) -> bool:
        """Whether `form` is one of the listed places inside a country (筑波)."""
        return form in self._places

    def prefix(self, name: str) -> tuple[str, str] | None:
        """A name's leading country word: (rest of the name, code), or None: 英国知识转移伙伴计划 → (知识转移伙伴计划, GB)."""
        found = self._names.at(name, 0)
        rest = name[found[0] :].lstrip() if found else ""
        return (rest, found[1][0]) if found and rest else None


NOT_IN_NAMES = frozenset({"v", "vd", "d", "ad", "p", "c", "u", "ug", "ul", "uz", "uj", "zg", "y", "e", "o"})
PROPER = ("nr", "ns", "nt", "nz")
COMMON = 20  # occurrences in jieba's corpus from which a word is no rare one
HARD = frozenset({"p", "c", "u", "ug", "ul", "uz", "uj", "y", "e", "o"})


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What jieba's dictionary (MIT) tags as words where a name seldom goes on, as places, and as no proper names.

    创新 and 促进 are among the verbs; the caller keeps those that known names contain.
    """

    hard: frozenset[str]
    verbs: frozenset[str]
    places: frozenset[str]
    common: frozenset[str]


def read_dictionary() -> Dictionary:
    """Sorts jieba's words by their tags: particles and prepositions, verbs and adverbs, places."""
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    tagged = [(word, tag, int(count)) for word, count, tag in (line.split(" ") for line in text.splitlines())]
    return Dictionary(
        hard=frozenset(w for w, tag, _ in tagged if tag in HARD),
        verbs=frozenset(w for w, tag, _ in tagged if tag in NOT_IN_NAMES - HARD),
        places=frozenset(w for w, tag, _ in tagged if tag == "ns" and len(w) >= 2),
        common=frozenset(
            w for w, tag, count in tagged if tag[0] not in "jxg" and tag[:2] not in PROPER and count >= COMMON
        ),
    )


AROUND = ("region", "founder", "follow")  # uses that say nothing about a word inside a name
LONG = 9  # characters before its head from which even generic words make a name: 区域产学官协同创新计划


class WordUses:
    """What words do to names, from name_words.csv and the dictionary: 国际合作计划 is no name, 知识转移伙伴计划 is one."""

    def __init__(
        self, rows: tuple[NameWord, ...], countries: Countries, dictionary: Dictionary, known: frozenset[str]
    ) -> None:
        """`known` are pieces of known names: verbs among them may stand anywhere in other names too."""
        uses: dict[str, set[str]] = {}
        around: dict[str, list[str]] = {}
        for row in rows:
            if row.use in AROUND:
                around.setdefault(row.use, []).append(row.form)
            else:
                uses.setdefault(row.form, set()).add(row.use)
        self._uses = uses
        self.stops = frozenset(f for f, u in uses.items() if u & {"stop", "soft"} and len(f) >= 2)
        self.hard = frozenset(f for f, u in uses.items() if "stop" in u) | (dictionary.hard - set(uses) - known)
        self.verbs = frozenset(v for v in dictionary.verbs if not countries.is_place(v) and countries.code(v) is None)
        self.soft = frozenset(f for f, u in uses.items() if "soft" in u) | (self.verbs - set(uses) - known)
        self.lead = self._with("lead")
        self.joints = self._with("joint")
        self.actors = self._with("actor")
        self.openers = self._with("opener")
        self.sorts = self._with("sort")
        self.states = self._with("state")
        self.regions, self.founders, self.follows = (frozenset(around.get(use, ())) for use in AROUND)
        self.agents = self._with("agent")
        self.sizes = self._with("size")
        self.generic = self._with("generic") | self.actors
        self._common = dictionary.common
        self._places = dictionary.places - self.generic - set(uses)
        self._countries = countries

    def _with(self, use: str) -> frozenset[str]:
        return frozenset(f for f, u in self._uses.items() if use in u)

    def is_hard(self, word: str) -> bool:
        """Whether no name goes on at a word: it is listed so, a particle, or ends with such a verb (重新制定, 归属于)."""
        if word in self.hard:
            return True
        bound = word[-1] in "于为到给" and (word in self.verbs or (word[-1] == "于" and len(word) >= 3))
        return bound or (len(word) == 4 and word[-2:] in self.stops)

    def blocks(self, word: str) -> bool:
        """Whether a word cannot be the noun before a verb in a name (家族企业接班计划): no noun, or a sort of bodies."""
        return word in self.hard or word in self.soft or word in self.joints or word in self.lead or word in self.actors

    def place(self, word: str) -> bool:
        """Whether a word is a country, region or town: what an office's name opens with."""
        return word in self._places or self._countries.is_place(word) or self._countries.code(word) is not None

    def leads(self, word: str) -> bool:
        """Whether an office's name may open with a word: a place, or the state (国家网信部门)."""
        return word in self.states or self.place(word)

    def proper(self, word: str) -> bool:
        """Whether a word is no common one: a proper name, a foreign one, or one that no dictionary has (英特尔)."""
        if word.isascii():
            return word[:1].isupper() and not self.is_generic(word.casefold())
        return word not in self._common and word not in self._uses and not self.is_generic(word) and len(word) >= 2

    def country(self, word: str) -> bool:
        """Whether a word names a country."""
        return self._countries.code(word) is not None

    def is_name(self, words: Sequence[str]) -> bool:
        """Whether the words before a name's head say more than what kind of thing it is."""
        if len(words) >= 3 and words[0] == "国家" or sum(map(len, words)) >= LONG:
            return True
        return self.any_specific(words)

    def any_specific(self, words: Iterable[str]) -> bool:
        """Whether one of the words is neither generic nor a country."""
        return any(self._specific(w) for w in words)

    def _specific(self, word: str) -> bool:
        listed = self._uses.get(word, set())
        if "soft" in listed or word in self.hard or word in self.joints or not any(c.isalpha() for c in word):
            return False
        return not self.is_generic(word.casefold()) and self._countries.code(word) is None

    def is_generic(self, word: str) -> bool:
        """Whether a word is generic, or made of generic words only (产业技术)."""
        if word in self.generic:
            return True
        return any(word[:k] in self.generic and self.is_generic(word[k:]) for k in range(1, len(word)))
