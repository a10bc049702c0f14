"""A Word file's styles and numbering: what a paragraph's style makes of it, and the number that Word prints before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY_LEVEL = 9  # w:outlineLvl of running text
_DEEPEST = 40  # styles that one style may be based on
_HEADING_NAME = re.compile(r"(?:heading|标题|見出し|제목)\s*([1-9])$", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True)
class Look:
    """What a style, or a paragraph of its own, states; None = not stated. Size in points, outline level from 0."""

    name: str = ""
    size: float | None = None
    bold: bool | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, base: Look) -> Look:
        """This look with what it leaves open taken from `base`."""
        own = {f: getattr(self, f) for f in ("size", "bold", "outline", "list_id", "list_level")}
        return replace(base, name=self.name or base.name, **{k: v for k, v in own.items() if v is not None})


def value(element: Any, path: str) -> str | None:
    """The `w:val` of the element at `path` (tags without namespace, separated by /); None where there is none."""
    found = element.find("/".join(W + tag for tag in path.split("/"))) if element is not None else None
    return None if found is None else (found.get(W + "val") or "")


def switched_on(element: Any, tag: str) -> bool | None:
    """The state of an on/off property; None where it is not stated."""
    found = value(element, tag) if element is not None else None
    return None if found is None else found not in ("0", "false", "off", "none")


def look_of(properties: Any, run: Any, *, name: str = "") -> Look:
    """What the paragraph properties and run properties of a style or paragraph state."""
    size = value(run, "sz")
    outline = value(properties, "outlineLvl")
    level = value(properties, "numPr/ilvl")
    return Look(
        name=name,
        size=int(size) / 2 if size and size.isdigit() else None,
        bold=switched_on(run, "b"),
        outline=int(outline) if outline and outline.isdigit() else None,
        list_id=value(properties, "numPr/numId"),
        list_level=int(level) if level and level.isdigit() else None,
    )


class Styles:
    """The looks of all styles, each with what it is based on."""

    def __init__(self, tree: Any) -> None:
        elements = [] if tree is None else tree.findall(W + "style")
        self._elements = {e.get(W + "styleId") or "": e for e in elements}
        defaults = None if tree is None else tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = look_of(None, defaults)
        self._looks: dict[str, Look] = {}
        plain = (
            e for e in elements if e.get(W + "type") == "paragraph" and e.get(W + "default") in ("1", "true", "on")
        )
        self._default = next((e.get(W + "styleId") or "" for e in plain), "")

    def paragraph(self, style: str | None) -> Look:
        """The look of paragraphs of a style (None = the document's usual one)."""
        return self._resolved(style if style in self._elements else self._default).over(self._base)

    def run(self, style: str | None) -> Look:
        """What a character style states, and nothing of the document's defaults."""
        return self._resolved(style) if style in self._elements else Look()

    def _resolved(self, style: str | None) -> Look:
        if style is None or style not in self._elements:
            return Look()
        if style not in self._looks:
            chain, current = list[Look](), style
            while current in self._elements and len(chain) < _DEEPEST:
                element = self._elements[current]
                look = look_of(element.find(W + "pPr"), element.find(W + "rPr"), name=value(element, "name") or "")
                chain.append(look)
                current = value(element, "basedOn") or ""
            whole = Look()
            for look in reversed(chain):
                whole = look.over(whole)
            self._looks[style] = replace(whole, name=chain[0].name)
        return self._looks[style]


def heading_level(look: Look) -> int | None:
    """The level of a heading, from 1: the outline level, or what the style's name says; None for other paragraphs."""
    if look.outline is not None:
        return look.outline + 1 if look.outline < _BODY_LEVEL else None
    named = _HEADING_NAME.match(look.name.strip())
    return int(named.group(1)) if named else None


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its number is written and where it begins."""

    format: str
    text: str
    start: int
    tight: bool
    plain_digits: bool


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted as Word counts them. `number` must be asked in the order of the paragraphs."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by list
    _abstract: dict[str, str] = field(default_factory=dict)  # lists that count on together
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def number(self, look: Look) -> str | None:
        """What Word prints before the next paragraph of this look: "" for a bullet, None where it is in no list."""
        levels = self._levels.get(look.list_id or "")
        depth = look.list_level or 0
        if levels is None or look.list_id == "0" or depth not in levels:
            return None
        level = levels[depth]
        counts = self._counts[self._abstract[look.list_id or ""]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format in ("bullet", "none") or "%" not in level.text:
            return "" if level.format == "bullet" else level.text
        shown = re.sub(r"%([1-9])", lambda found: _figure(int(found.group(1)) - 1, counts, levels, level), level.text)
        return shown if level.tight or shown[-1:] in "、）章节条" else f"{shown} "


def _figure(depth: int, counts: Mapping[int, int], levels: Mapping[int, _Level], asking: _Level) -> str:
    level = levels.get(depth)
    count = counts.get(depth, level.start if level else 1)
    return written(count, "decimal" if level is None or asking.plain_digits else level.format)


def read_numbering(tree: Any, styles: Styles) -> Numbering:
    """The lists that numbering.xml states."""
    numbering = Numbering()
    if tree is None:
        return numbering
    abstract = {e.get(W + "abstractNumId") or "": e for e in tree.findall(W + "abstractNum")}
    for element in tree.findall(W + "num"):
        key, base = element.get(W + "numId") or "", value(element, "abstractNumId") or ""
        source = abstract.get(base)
        if source is None:
            continue
        link = styles.paragraph(value(source, "numStyleLink")).list_id if value(source, "numStyleLink") else None
        levels = {int(e.get(W + "ilvl") or 0): _level(e) for e in source.findall(W + "lvl")}
        overridden = False
        for override in element.findall(W + "lvlOverride"):
            depth, start = int(override.get(W + "ilvl") or 0), value(override, "startOverride")
            whole = override.find(W + "lvl")
            if whole is not None:
                levels[depth] = _level(whole)
            if start and start.isdigit() and depth in levels:
                levels[depth] = replace(levels[depth], start=int(start))
                overridden = True
        numbering._levels[key] = levels or numbering._levels.get(link or "", {})
        numbering._abstract[key] = f"{base}:{key}" if overridden else base
    return numbering


def _level(element: Any) -> _Level:
    start = value(element, "start") or "1"
    return _Level(
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=int(start) if start.isdigit() else 1,
        tight=value(element, "suff") == "nothing",
        plain_digits=switched_on(element, "isLgl") is True,
    )


def written(number: int, form: str) -> str:
    """A number in one of Word's formats (ECMA-376, 17.18.59); formats that are not known are written in digits."""
    if form.startswith(("chinese", "japanese", "taiwanese", "ideographTraditional", "ideographDigital")):
        digits = _FORMAL_DIGITS if "Legal" in form else _DIGITS
        return "".join(digits[int(d)] for d in str(number)) if form == "ideographDigital" else _han(number, digits)
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _han(number: int, digits: str) -> str:
    """A count up to 9999 in Chinese figures: 十, 十二, 二十, 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + unit
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    figures = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    text, rest = "", number
    for worth, sign in (*figures, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (rest // worth)
        rest %= worth
    return text
