"""Repairs what PDF producers and text extractors do to characters: odd glyphs, stray spaces, broken line ends.

Every repair keeps track of places: it says which source character each character of its result came from, so that a
character of `Document.text` can still be led back to the page. The faults and their causes: `犜犺犲` is GBK row 0xA0
holding ASCII | 0x80 (grobid#477); Kangxi radicals stand for ideographs in some ToUnicode maps; justified Chinese comes
with a space between any two characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Literal

HAN = "\u3400-\u9fff\uf900-\ufaff\u3005-\u3007\u3040-\u30ff\U00020000-\U0003134f"
CJK_MARKS = "，。、；：？！（）《》〈〉「」『』【】〔〕…"
SHARED_MARKS = "“”‘’—·"  # used by both scripts: CJK only beside CJK

# The CJK Radicals Supplement's signs that have the shape of a whole character (Unicode's
# EquivalentUnifiedIdeograph.txt); Kangxi radicals are NFKC's.
_RADICALS = dict(
    zip(
        "⺁⺇⺏⺟⺠⺩⺬⺮⺼⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂几尢母民王示竹月艹虎衤覀西见角讠贝车辶钅長镸长门雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄齐歯齿竜龙龟亀龟",
        strict=True,
    )
)
_FULL_WIDTH = {c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SPACES = frozenset((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F))
_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2e80-\u2fdf\ufb00-\ufb06\uf900-\ufaff"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\uff04\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ue000-\uf8ff\ud800-\udfff"
    "\U0002f800-\U0002fa1f\U000e0000-\U0010ffff]"
)
_KEPT_BY_NFKC = re.compile("[\u2f00-\u2fdf\ufb00-\ufb06\uf900-\ufaff\uff04\uff05\U0002f800-\U0002fa1f]")
_WIDE_POINT = re.compile("(?<=[0-9])．(?=[0-9])")
_WIDE_HYPHEN = re.compile("(?<=[0-9A-Za-z])－(?=[0-9A-Za-z])")
_LINE_END_HYPHENS = "\x02\ufffe\xad"
_GBK_ROW = re.compile("[\u724e-\u72db]{2,}")

_CLOSE = f"{HAN}{CJK_MARKS}"
_STRAY_SPACE = re.compile(
    f"(?<=[{_CLOSE}])[ \u3000]+(?=[{_CLOSE}{SHARED_MARKS}])|(?<=[{SHARED_MARKS}]) +(?=[{_CLOSE}])"
    f"|(?<=[{CJK_MARKS}]) +(?=.)| +(?=[{CJK_MARKS}])"
)
_HAN_ONLY = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+$")


@dataclass(frozen=True, slots=True)
class Strip:
    """A run of characters with their places: `edges` holds each one's left edge and the last one's right edge.

    Sources without geometry have no edges.
    """

    text: str
    edges: tuple[float, ...] = ()

    def pick(self, kept: Sequence[int], text: str | None = None) -> Strip:
        """The strip of the characters at `kept` (ascending, repeats allowed), shown as `text` where it is given."""
        shown = "".join([self.text[i] for i in kept]) if text is None else text
        if not self.edges or not kept:
            return Strip(shown, self.edges[:1])
        return Strip(shown, (*[self.edges[i] for i in kept], self.edges[kept[-1] + 1]))

    def cut(self, start: int, end: int) -> Strip:
        """The strip of `text[start:end]`."""
        return Strip(self.text[start:end], self.edges[start : end + 1])

    def trimmed(self) -> Strip:
        """The strip without white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self if left == 0 and right == len(self.text) else self.cut(left, max(left, right))


@dataclass(frozen=True, slots=True)
class Joint:
    """How two lines of a paragraph meet: characters to drop from the first one's end, and what stands between."""

    drop: int
    glue: Literal["", " "]


def repair_glyphs(strip: Strip) -> Strip:
    """Gives odd glyphs their plain form and drops those that carry nothing.

    Radicals, compatibility ideographs and ligatures become what they stand for; full-width Latin letters, digits, ％
    and ＄ become half-width; odd spaces become a space; control, zero-width and private-use characters go. A hyphen
    that the reader marked as a line-end hyphen becomes `-` at the line's end and goes elsewhere.
    """
    if _ODD.search(strip.text) is None:
        return strip
    last = len(strip.text.rstrip()) - 1
    shown: list[str] = []
    kept: list[int] = []
    for i, char in enumerate(strip.text):
        plain = "-" if char in _LINE_END_HYPHENS and i == last else _plain(char)
        shown.append(plain)
        kept += [i] * len(plain)
    return strip.pick(kept, _WIDE_HYPHEN.sub("-", _WIDE_POINT.sub(".", "".join(shown))))


def _plain(char: str) -> str:
    if _ODD.match(char) is None:
        return char
    code = ord(char)
    if code in _FULL_WIDTH:
        return _FULL_WIDTH[code]
    if code in _SPACES:
        return " "
    if _KEPT_BY_NFKC.match(char):
        return unicodedata.normalize("NFKC", char)
    return _RADICALS.get(char, "")


def repair_gbk_row(text: str) -> str:
    """Turns `犜犺犲` back into `The`: runs of characters of GBK's row 0xA0 that are ASCII | 0x80. Length is kept."""
    return _GBK_ROW.sub(lambda run: _from_gbk_row(run.group()), text)


def _from_gbk_row(run: str) -> str:
    pairs = run.encode("gbk", errors="replace")
    if len(pairs) != 2 * len(run) or set(pairs[::2]) != {0xA0} or min(pairs[1::2]) < 0xA1:
        return run
    return bytes(b & 0x7F for b in pairs[1::2]).decode("ascii")


def mend_spaces(strip: Strip, *, size: float = 0.0) -> Strip:
    """Drops spaces that justification or letter-spacing put between CJK characters, and those beside CJK punctuation.

    Spaces between digits and between CJK and Latin stay: the source may mean them. A wide gap (three quarters of
    `size` or, without geometry, any space between two words of several characters) is meant too, unless each side is a
    single character, as in letter-spaced headings.
    """
    if " " not in strip.text and "\u3000" not in strip.text:
        return strip
    dropped: set[int] = set()
    for gap in _STRAY_SPACE.finditer(strip.text):
        if not _is_meant(strip, gap, size):
            dropped.update(range(gap.start(), gap.end()))
    if not dropped:
        return strip
    return strip.pick([i for i in range(len(strip.text)) if i not in dropped])


def _is_meant(strip: Strip, gap: re.Match[str], size: float) -> bool:
    """Whether a gap between two ideographs was put there by the author."""
    text, start, end = strip.text, gap.start(), gap.end()
    if not (_HAN_ONLY.match(text[start - 1]) and _HAN_ONLY.match(text[end])):
        return "\u3000" in gap.group()
    alone_left = start < 2 or text[start - 2] in " \u3000"
    alone_right = end + 1 >= len(text) or not _HAN_ONLY.match(text[end + 1])
    if alone_left and alone_right:
        return False
    if "\u3000" in gap.group():
        return True
    if strip.edges and size > 0:
        return strip.edges[end] - strip.edges[start] >= 0.75 * size
    return not (alone_left or alone_right)


def joint(first: str, second: str, *, words: Container[str] = frozenset(), full: bool = True) -> Joint:
    """How `second` goes on after `first`, the line before it in the same paragraph.

    Args:
        first: A line, trimmed.
        second: The next one, trimmed.
        words: Lower-case words and hyphenated compounds of the document; they decide whether a line-end hyphen stays.
        full: Whether the first line reaches the margin, so that a number may have been cut there.
    """
    if not first or not second:
        return Joint(0, "")
    a, b = first[-1], second[0]
    if a == "-" and len(first) > 1:
        return _hyphen_joint(first, second, words)
    if _is_cjk(a) or _is_cjk(b):
        return Joint(0, "")
    if a in "/@_" or (a in "~～–" and b.isdigit()):
        return Joint(0, "")
    if a.isdigit() and b.isdigit() and full and len(_HAN_ONLY.findall(first)) * 3 > len(first):
        return Joint(0, "")
    if re.search(r"(https?://|www\.)\S*$", first) and re.match(r"[\w./?&=%#-]+$", second.split(" ", 1)[0]):
        return Joint(0, "" if a in "./-=?&%" or "/" in second.split(" ", 1)[0] else " ")
    return Joint(0, " ")


def _is_cjk(char: str) -> bool:
    return char in CJK_MARKS or char in "—～" or _HAN_ONLY.match(char) is not None


def _hyphen_joint(first: str, second: str, words: Container[str]) -> Joint:
    """A line-end hyphen goes where the word was cut there, and stays in compounds, numbers and ranges."""
    stem = _LATIN_WORD.search(first[:-1])
    rest = re.match(r"[a-zà-ɏ]+", second)
    if stem is None and first[-2] == " ":
        return Joint(0, " ")
    if stem is None or rest is None or _is_compound(first, stem.group(), second[rest.end() :]):
        return Joint(0, "")
    whole = (stem.group() + rest.group()).lower()
    compound = f"{stem.group()}-{rest.group()}".lower()
    if compound in words and whole not in words:
        return Joint(0, "")
    return Joint(1, "")


# First parts that English hyphenates in front of almost any word; hardly any word is cut behind just these letters.
_PREFIXES = re.compile(
    "all|co|cross|decision|east|ex|first|forward|full|government|half|high|industry|large|least|less|long|low|medium|mid|"
    "most|much|multi|near|non|north|off|on|one|peer|policy|post|pre|public|private|real|self|short|single|small|south|"
    "state|ten|third|three|top|two|university|user|value|well|west|world|year"
)


def _is_compound(first: str, stem: str, after: str) -> bool:
    """Whether a line-end hyphen belongs to a compound (`long-term`, `public-private`), an address or a file name."""
    word = first[:-1].rsplit(" ", 1)[-1]
    if _PREFIXES.fullmatch(stem.lower()) or "-" in word or after.startswith("-"):
        return True
    return re.search(r"[\d/@.]", word) is not None


def vocabulary(texts: Sequence[str]) -> frozenset[str]:
    """The lower-case Latin words and hyphenated compounds of the lines, each line's last word left out."""
    found: set[str] = set()
    for text in texts:
        if text.isascii() or re.search("[A-Za-z]", text):
            found.update(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower().rpartition(" ")[0]))
    return frozenset(found)
