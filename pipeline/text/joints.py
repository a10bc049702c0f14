"""Joins the lines of a paragraph: with a space, without one, or without the hyphen that a line's end put into a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.text.repair import CJK_MARKS, HAN

_HANGUL = "\uac00-\ud7a3"
_HAN_ONLY = re.compile(f"[{HAN}]")
_HANGUL_ONLY = re.compile(f"[{_HANGUL}]")
_CJK = re.compile(f"[{HAN}{CJK_MARKS}—～]")
_LATIN_END = re.compile(r"[A-Za-zÀ-ɏ]+$")
_LATIN_START = re.compile(r"[a-zà-ɏ]+")
_HANGUL_END = re.compile(f"[{_HANGUL}]+$")
_HANGUL_START = re.compile(f"[{_HANGUL}]+")
_ADDRESS = re.compile(r".*?(?:https?://|ftp://|www\.|doi\S{0,3}\b10\.\d{4}|\w@)", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(r"[\w./?&=%#~+:;,()-]+$")
_CLINGS = re.compile(r"[,;:!?%’”)\]}]|\.(?! ?\.)")
_OPENS = "([{“‘"
_CUT_NUMBER = re.compile(r"(?<![\d.,])(?:\d+\.?|\d{1,3}(?:,\d{3})*,)$")
_ROW_OF_FIGURES = re.compile(r"\d[%％]?\s+\d+$")  # 428 58% 340: a table's row, whose figures stay apart
_CUT_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_HAN_SHARE = 1 / 3  # of a line's characters; in such lines a number may be cut anywhere
_SURE = 4  # letters of a compound's first part that hardly any word begins with
_SPACED = 0.8  # of the places where ideographs and Latin letters or digits meet; from there on they have a space
_FEWEST_SEAMS = 5
_SEAM = re.compile(f"[{HAN}] ?[A-Za-z0-9]|[A-Za-z0-9] ?[{HAN}]")
_CUT_HERE = "\0"  # stands for a line-end hyphen and the line's end
_WORDS = re.compile(f"[a-zà-ɏ{_CUT_HERE}]+(?:-[a-zà-ɏ{_CUT_HERE}]+)*")
_KOREAN_WORDS = re.compile(f" ([{_HANGUL}]+)(?=[ ,.])")
_CUT = 0.1  # of the ends of Korean lines that make a known word with the next line's beginning
_KOREAN_ENDS = re.compile(f"([{_HANGUL}]+) ?\n([{_HANGUL}]+)")
_MARKED = 0.15  # of the Korean lines that end with a letter; stray spaces are fewer
_KOREAN_END = re.compile(f"[{_HANGUL}]( ?)\n")


class Hyphens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What decides about a line-end hyphen where the document does not: `lexicon/hyphens.toml`.

    `first` are first parts of compounds that keep their hyphen, `closed` those that make one word with what follows
    though both are words; `suffixes` are no second part of one, and `hanging` follow a hyphen that stands for a part
    said later ("short- and").
    """

    first: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    hanging: frozenset[str] = frozenset()


NO_HYPHENS = Hyphens()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a document's lines show about its writing.

    `words` are its lower-case Latin words and hyphenated compounds and its Korean words, without those that a line's
    end may have cut. `spaced` says that ideographs have a space beside Latin letters and digits, `cut` that Korean
    lines end inside of words too, and `marked` that those which end with a word have a space there.
    """

    words: frozenset[str] = frozenset()
    spaced: bool = False
    cut: bool = False
    marked: bool = False
    hyphens: Hyphens = NO_HYPHENS


UNKNOWN = Vocabulary()  # of a text that shows nothing


@dataclass(frozen=True, slots=True)
class Joint:
    """How two lines of a paragraph meet: characters to drop from the first one's end, and what stands between."""

    drop: int
    glue: Literal["", " "]


_CLOSED, _OPEN = Joint(0, ""), Joint(0, " ")


def vocabulary(texts: Sequence[str], hyphens: Hyphens = NO_HYPHENS) -> Vocabulary:
    """What the lines of a document, in order, show; a space at a line's end is one that the source puts there."""
    whole = "\n".join(texts)
    found = set(_WORDS.findall(whole.replace("-\n", _CUT_HERE).lower()))
    words = {word for word in found if _CUT_HERE not in word}
    if _HANGUL_ONLY.search(whole):
        words.update(_KOREAN_WORDS.findall(whole))
        ends = _KOREAN_ENDS.findall(whole)
        cut = sum(one + other in words for one, other in ends) > _CUT * len(ends)
        marks = _KOREAN_END.findall(whole)
        marked = sum(map(len, marks)) > _MARKED * len(marks)
        return Vocabulary(frozenset(words), cut=cut, marked=marked, hyphens=hyphens)
    seams = _SEAM.findall(whole) if _HAN_ONLY.search(whole) else []
    spaced = len(seams) >= _FEWEST_SEAMS and sum(map(len, seams)) >= (2 + _SPACED) * len(seams)
    return Vocabulary(frozenset(words), spaced=spaced, hyphens=hyphens)


def joint(first: str, second: str, *, words: Vocabulary = UNKNOWN, full: bool = True) -> Joint:
    """How `second` goes on after `first`, the line before it in the same paragraph.

    Args:
        first: A line, trimmed but for a space that the source puts at its end.
        second: The next one, trimmed.
        words: What the document shows about its writing.
        full: Whether the first line reaches the margin, so that a number may have been cut there.
    """
    spaced, first = first[-1:] == " ", first.rstrip()
    if not first or not second:
        return _CLOSED
    a, b = first[-1], second[0]
    if a == "-" and len(first) > 1:
        return _hyphen_joint(first, second, words)
    if not (a.isascii() and b.isascii()):
        if _HANGUL_ONLY.match(a) or _HANGUL_ONLY.match(b):
            return _korean_joint(first, second, words, spaced=spaced)
        if _CJK.match(a) or _CJK.match(b):
            return _OPEN if _SEAM.fullmatch(a + b) and (words.spaced or spaced) else _CLOSED
    if a in "/@_" or a in _OPENS or (a in "~–" and b.isdigit()) or _CLINGS.match(second):
        return _CLOSED
    if full and not spaced and _is_cut_number(first, second):
        return _CLOSED
    return _address_joint(first, second) if _ADDRESS.match(first.rsplit(" ", 1)[-1]) else _OPEN


def _is_cut_number(first: str, second: str) -> bool:
    """Whether a line of Chinese ends inside a number."""
    if (
        not second[0].isdigit()
        or not _CUT_NUMBER.search(first)
        or _ROW_OF_FIGURES.search(first)
        or len(_HAN_ONLY.findall(first)) < _HAN_SHARE * len(first)
    ):
        return False
    return first[-1] != "," or _CUT_THOUSANDS.match(second) is not None


def _address_joint(first: str, second: str) -> Joint:
    """A web address goes on where it was cut at one of its marks or goes on with one."""
    word = second.split(" ", 1)[0]
    if not _ADDRESS_GOES_ON.match(word):
        return _OPEN
    return _CLOSED if first[-1] in "./-=?&%" or "/" in word or word[0] in ".?&=#" else _OPEN


def _korean_joint(first: str, second: str, words: Vocabulary, *, spaced: bool) -> Joint:
    """Korean lines end between words or inside of them: the source's spaces tell, or words known from elsewhere."""
    if spaced or words.marked:
        return _OPEN if spaced else _CLOSED
    if _CJK.match(first[-1]) or _CLINGS.match(second) or first[-1] in _OPENS:
        return _CLOSED
    end, start = _HANGUL_END.search(first), _HANGUL_START.match(second)
    if not words.cut or end is None or start is None:
        return _OPEN
    one, other, known = end.group(), start.group(), words.words
    known_apart = (len(one) > 1 and one in known) or other in known
    return _CLOSED if one + other in known or not known_apart else _OPEN


def _hyphen_joint(first: str, second: str, words: Vocabulary) -> Joint:
    """A line-end hyphen goes where the word was cut there, and stays in compounds, numbers and ranges."""
    stem, rest = _LATIN_END.search(first[:-1]), _LATIN_START.match(second)
    if stem is None and first[-2] == " ":
        return _OPEN
    word = first[:-1].rsplit(" ", 1)[-1]
    if stem is None or rest is None or re.search(r"[\d/@.]", word):
        return _CLOSED
    one, other = stem.group().lower(), rest.group()
    goes_on = second[rest.end() : rest.end() + 1] == "-"
    if other in words.hyphens.hanging and not goes_on:
        return _OPEN
    chained = goes_on or word.find("-") > 0
    return _CLOSED if _is_compound(one, other, words, chained=chained) else Joint(1, "")


def _is_compound(one: str, other: str, words: Vocabulary, *, chained: bool) -> bool:
    """Whether a hyphen between two parts belongs to a compound (`long-term`, `state-of-the-art`).

    Args:
        one: What stands before it, in lower case.
        other: What stands behind it.
        words: The document's words.
        chained: Whether another hyphen is part of the same word.
    """
    known, hyphens = words.words, words.hyphens
    whole, compound = one + other in known, f"{one}-{other}" in known
    if whole != compound:
        return compound
    if one in hyphens.first:
        return other in known or (len(one) >= _SURE and other not in hyphens.suffixes)
    if chained:
        return not known or one in known
    return one in known and other in known and one not in hyphens.closed
