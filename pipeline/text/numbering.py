"""The number in front of a heading or a numbered paragraph: 第一章, 一、, （一）, 1.1.1, (1), ①, Chapter 2, Part I, A.

Chinese practice (GB/T 9704-2012, 7.3.3) nests 一、 over （一） over 1. over （1）; papers nest 1, 1.1, 1.1.1 (GB/T 7713).
English reports have Part, Chapter, Section, or I., A., 1., a.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal[
    "part", "chapter", "section", "article", "annex", "roman", "letter", "han", "han_bracket", "plain", "dotted",
    "decimal", "labelled", "comma", "bracket", "half_bracket", "circled", "small_letter",
]  # fmt: skip

_OUTERMOST_FIRST: tuple[Style, ...] = (
    "part", "chapter", "section", "article", "roman", "letter", "han", "han_bracket", "plain", "dotted", "decimal",
    "labelled", "comma", "bracket", "half_bracket", "circled", "small_letter",
)  # fmt: skip
DEPTH: dict[str, int] = {**{style: depth for depth, style in enumerate(_OUTERMOST_FIRST)}, "annex": 0}

# Styles that number the items of a list as often as headings.
ITEM_STYLES: frozenset[Style] = frozenset({"comma", "bracket", "half_bracket", "circled", "small_letter", "dotted"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number found at the start of a text. `end` is where its title begins; `values` count from the outermost.

    `label` is the word before a number of style `labelled` (应用场景1：, Action 1:).
    """

    style: Style
    values: tuple[int, ...]
    end: int
    label: str = ""

    @property
    def key(self) -> tuple[Style, int]:
        """What headings of one level have in common: the style and, for decimals, how many figures."""
        return self.style, len(self.values)


_HAN_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_N = r"[〇零一二三四五六七八九十百]{1,5}"
_UNIT = (
    r"(?:[%％‰°℃]|[亿億倍]|[万萬](?![维維物象里能众家国國])|千(?!人|年|禧|乡|村|企|校)|百(?!人|强|姓|校|年|城|县)|元(?![数宇素])|"
    r"多(?=[亿億万萬千百元倍名家项個个])|余(?=[亿億万萬千百元倍名家项個个人])|[欧美日]元|日(?![本])|年(?![度报鉴])|月(?!度)|号|個|个(?![人性体])|项(?!目)|名(?![称单词])|家(?!庭)|"
    r"人(?![才员工类力口文民均])|位|岁|次|million|billion|trillion|percent|per\b|times\b|years?\b|months?\b|days?\b|[kmc]m\b)"
)
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s*({_N}|\d{{1,2}})\s*(?:部分|[编編篇卷](?![章名]))[：:、.．]?\s*")),
    ("chapter", re.compile(rf"第\s*({_N}|\d{{1,3}})\s*章[：:、.．]?\s*")),
    ("section", re.compile(rf"第\s*({_N}|\d{{1,3}})\s*[节節][：:、.．]?\s*")),
    ("article", re.compile(rf"第\s*({_N}|\d{{1,4}})\s*[条條](?:\s*之\s*{_N})?[：:、.．]?\s*")),
    ("annex", re.compile(rf"(?:附\s*件|附\s*录|附\s*錄)\s*({_N}|\d{{1,2}}|[A-H])(?![\dA-Za-z])[：:、.．]?\s*")),
    ("part", re.compile(r"(?i:part)\s+(\d{1,2}|[IVXLC]{1,6}|[A-H]|One|Two|Three|Four|Five|Six)(?!\w)\s*[.:–—-]?\s*")),
    ("chapter", re.compile(r"(?i:chapter)\s*([\u2160-\u216b])[.:–—-]?\s*")),
    ("chapter", re.compile(
        r"(?i:chapter|title)\s+(\d{1,3}|[IVXLC]{1,6}|One|Two|Three|Four|Five|Six)(?!\w)\s*[.:–—-]?\s*"
    )),
    ("section", re.compile(r"§{1,2}\s*(\d{1,4}(?:\.\d{1,4})?)(?![\d(])\s*[.:—–-]?\s+")),
    ("section", re.compile(r"(?i:section)\s+(\d{1,3}|[IVXLC]{1,6}|[A-H])(?![\w(]|\.\d)\s*[.:–—-]?\s*")),
    ("article", re.compile(r"(?i:article)\s+(\d{1,3}|[IVXLC]{1,6})(?![\w(])\s*[.:–—-]?\s*")),
    ("annex", re.compile(r"(?i:annex|appendix|schedule)\s+(\d{1,2}|[IVX]{1,4}|[A-H])(?!\w)\s*[.:–—-]?\s*")),
    ("han_bracket", re.compile(rf"[（(]\s*({_N})\s*[)）]\s*[、.．]?\s*")),
    ("han", re.compile(rf"({_N})\s*(?:[、．]|\.(?!\d))\s*|({_N})[ \u3000]+(?=[\u4e00-\u9fff])")),
    ("decimal", re.compile(
        r"(\d{1,2}(?:\s?[.．]\s?\d{1,2}){1,4})(?![\d,，.．]*\d)[.．、]?+"
        rf"(?![%％.．\-–~～〜])\s*+(?!{_UNIT})"
    )),
    ("decimal", re.compile(r"([A-H](?:\s?[.．]\s?\d{1,2}){1,4})(?![\dA-Za-z])[.．、]?\s*")),
    ("comma", re.compile(rf"(\d{{1,2}})\s*、\s*+(?!\d|{_UNIT})")),
    ("dotted", re.compile(r"(\d{1,2})\s*[.．](?![\d.．])\s*")),
    ("plain", re.compile(rf"(\d{{1,2}})[ \u3000\u00a0\u2002\u2003\t]++(?=[^\W\d]|(?:19|20)\d\d\s?年)(?!{_UNIT})")),
    ("article", re.compile(r"제\s*(\d{1,4})\s*조(?:의\s*\d{1,2})?\s*")),
    ("chapter", re.compile(r"제\s*(\d{1,3})\s*[장편]\s*")),
    ("section", re.compile(r"제\s*(\d{1,3})\s*절\s*")),
    ("bracket", re.compile(r"[（(]\s*(\d{1,2})\s*[)）]\s*[、.．]?\s*")),
    ("half_bracket", re.compile(r"(\d{1,2})\s*[)）]\s*")),
    ("circled", re.compile(r"([\u2460-\u2473])\s*")),
    ("roman", re.compile(
        r"([IVX]{1,6}|[\u2160-\u216b])(?:[.．、:：]\s*(?=[^\W\d])|\s+(?=[A-Z][a-z]|[\u4e00-\u9fff]{2}))"
    )),
    ("letter", re.compile(r"([A-H])[.．、]\s+(?=[^\W\d])|([A-H])[.．、](?=[\u4e00-\u9fff])")),
    ("small_letter", re.compile(r"[（(]?([a-h])[)）.]\s+(?=[^\W\d])|[（(]([a-h])[)）]\s*(?=[^\W\d])")),
    ("labelled", re.compile(
        rf"(?P<label>[\u4e00-\u9fff]{{2,6}}?)\s?(?P<count>{_N}|\d{{1,2}})\s?[：:]\s*(?=\S)"
        r"|(?P<word>[A-Z][a-z]{3,14}(?:\s[A-Z][a-z]{2,14})?)\s(?P<figure>\d{1,2})\s?(?:[:：]|[.–—-]\s)\s*(?=[^\W\d])"
    )),
)  # fmt: skip
_MAY_NUMBER = re.compile(  # what every pattern begins with, or a label's number after it
    r"[\d第附（(〇零一二三四五六七八九十百A-Ha-hIVXLCpstPST§제\u2160-\u216b\u2460-\u2473]"
    rf"|[\u4e00-\u9fff]{{2,6}}?\s?(?:{_N}|\d{{1,2}})\s?[：:]|[A-Z][a-z]{{3,14}}(?:\s[A-Z][a-z]{{2,14}})?\s\d"
)
_MONTH = re.compile(r"Jan|Feb|Mar|Apr|May|June?\b|July?\b|Aug|Sep|Oct|Nov|Dec")
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def read_number(text: str) -> Number | None:
    """The number that `text` begins with, or None. Amounts and years (`5.2 亿元`, `2018 年`) number no heading."""
    if not _MAY_NUMBER.match(text):
        return None
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match and style == "labelled":
            return _labelled(match)
        if match:
            figures = next(group for group in match.groups() if group is not None)
            return Number(style, _values(figures, style), match.end())
    return None


def _labelled(match: re.Match[str]) -> Number | None:
    label, figures = match["label"] or match["word"], match["count"] or match["figure"]
    if _MONTH.match(label):
        return None
    return Number("labelled", (_value(figures),), match.end(), label)


def _values(figures: str, style: Style) -> tuple[int, ...]:
    if style == "decimal":
        parts = re.split(r"\s?[.．]\s?", figures)  # A.1: an annex counts from 100
        return tuple(int(part) if part.isdecimal() else ord(part) - ord("A") + 100 for part in parts)
    if "." in figures:  # § 86.1: the part's number, then the section's
        return (int(figures.partition(".")[2]),)
    if style == "circled":
        return (ord(figures) - 0x245F,)
    if style in ("letter", "small_letter"):
        return (ord(figures.lower()) - 0x60,)
    return (_value(figures),)


def _value(figures: str) -> int:
    if figures.isdecimal():
        return int(figures)
    if "\u2160" <= figures <= "\u216b":
        return ord(figures) - 0x215F
    low = figures.lower()
    if low in _ENGLISH:
        return _ENGLISH[low]
    if all(c in _ROMAN for c in low):
        return _roman(low)
    return ord(low) - 0x60 if len(low) == 1 and low.isascii() else _han(figures)


def _roman(figures: str) -> int:
    values = [_ROMAN[c] for c in figures]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _han(figures: str) -> int:
    total = digit = 0
    for character in figures:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _HAN_DIGIT[character]
    return total + digit
