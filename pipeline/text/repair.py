"""Repairs the characters that PDF producers and text extractors leave behind, without losing their places.

Every repair says which source character each character of its result came from, so that a character of `Document.text`
can still be led back to the page. The faults and their causes: `犜犺犲` is GBK row 0xA0 holding ASCII | 0x80 (grobid#477);
Kangxi radicals stand for ideographs in some ToUnicode maps; bullets are private-use characters of symbol fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

HAN = "\u3400-\u9fff\uf900-\ufaff\u3005-\u3007\u3040-\u30ff\U00020000-\U0003134f"
CJK_MARKS = "，。、；：？！（）《》〈〉「」『』【】〔〕…"

# The CJK Radicals Supplement's signs that have the shape of a whole character (Unicode's
# EquivalentUnifiedIdeograph.txt); Kangxi radicals are NFKC's.
_RADICALS = dict(
    zip(
        "⺁⺇⺏⺟⺠⺩⺬⺮⺼⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂几尢母民王示竹月艹虎衤覀西见角讠贝车辶钅長镸长门雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄齐歯齿竜龙龟亀龟",
        strict=True,
    )
)
# Private-use characters: symbol fonts stand at U+F000 + their byte (Microsoft's `symbol` cmap), with the bullets and
# marks of Wingdings and the signs of Symbol as Unicode has them; two brackets of Hancom's fonts.
_SYMBOLS = dict(
    zip(
        "\uf06c\uf06e\uf06f\uf071\uf072\uf075\uf076\uf09f\uf0a7\uf0a8\uf0ab\uf0b7\uf0d8\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe"
        "\uf02d\uf0a3\uf0b0\uf0b1\uf0b3\uf0b4\uf0b9\uf0bb\U000f0854\U000f0855",
        "●■□❑❒◆❖•▪◻★•➢→➔⇨✓☑−≤°±≥×≠≈『』",
        strict=True,
    )
)
_FULL_WIDTH = {c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SPACES = frozenset((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F))
_ACCENTS = dict(
    zip("`´¨¯¸ˆˇ˘˙˚˜˝", "\u0300\u0301\u0308\u0304\u0327\u0302\u030c\u0306\u0307\u030a\u0303\u030b", strict=True)
)
_COMBINING = "\u0300-\u036f\u1160-\u11ff\u3099\u309a"
_ODD_ONES = (
    "\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u2011\u2028-\u202f\u205f-\u206f\u2e80-\u2fdf\ufb00-\ufb06\uf900-\ufaff"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\uff04\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ue000-\uf8ff\ud800-\udfff"
    "\U0002f800-\U0002fa1f\U000e0000-\U0010ffff"
)
_ODD = re.compile(f"[{_ODD_ONES}]")
_COMBINES = re.compile(f"[{_COMBINING}]")
_MARK = re.compile(f"[{_COMBINING}{''.join(_ACCENTS)}]")
_SUSPECT = re.compile(f"[{_ODD_ONES}．－{_COMBINING}{''.join(_ACCENTS)}]")
_KEPT_BY_NFKC = re.compile("[\u2f00-\u2fdf\ufb00-\ufb06\uf900-\ufaff\uff04\uff05\U0002f800-\U0002fa1f]")
_PRIVATE_TEXT = re.compile("[\uf020-\uf07e]{3,}")  # a Latin font encoded as a symbol font
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_WORD_AHEAD = re.compile(r"[ \u3000]*\w")
_WIDE = "０-９Ａ-Ｚａ-ｚ"
_WIDE_MARK = re.compile(f"(?<=[{_WIDE}])[，．：；－／＆＇＋＝＠＿](?=[{_WIDE} ]|$)")
_WIDE_POINT = re.compile("(?<=[0-9])．(?=[0-9])")
_WIDE_HYPHEN = re.compile("(?<=[A-Za-z])－(?=[0-9A-Za-z]|$)")
_LINE_END_HYPHENS = "\x02\ufffe\xad"
_HYPHENS = "\u2010\u2011"
_GBK_ANY = re.compile("[\u724e-\u72db]+")
_GBK_ROW = re.compile("[\u724e-\u72db]{2,}")
_OVER = 0.3  # of a letter's width, by which an accent that was drawn over it may stand off its left edge


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


def repair_glyphs(strip: Strip) -> Strip:
    """Gives odd glyphs their plain form and drops those that carry nothing.

    Radicals, compatibility ideographs and ligatures become what they stand for; full-width Latin letters, digits, ％
    and ＄ become half-width, and so do the marks between them; accents join the letter that they are drawn over; odd
    spaces become a space; bullets of symbol fonts become Unicode's. Control, zero-width and other private-use
    characters go, but they leave a bullet at the line's beginning and U+FFFD inside a word or number. A hyphen that the
    reader marked as a line-end hyphen becomes `-` at the line's end and goes elsewhere.
    """
    text = strip.text
    if (text.isascii() and text.isprintable() and "`" not in text) or _SUSPECT.search(text) is None:
        return strip
    source = _WIDE_MARK.sub(lambda mark: chr(ord(mark.group()) - 0xFEE0), _plain_symbols(strip.text))
    last = len(source.rstrip()) - 1
    shown: list[str] = []
    kept: list[int] = []
    for i, char in enumerate(source):
        plain = "-" if i == last and char in _LINE_END_HYPHENS else _plain(char) or _stand_in(source, i)
        shown += plain
        kept += [i] * len(plain)
    _join_accents(strip, shown, kept)
    mended = strip.pick(kept, _WIDE_HYPHEN.sub("-", _WIDE_POINT.sub(".", "".join(shown))))
    if mended.edges and kept and kept[-1] < last and _MARK.match(source, last):
        return Strip(
            mended.text, (*mended.edges[:-1], strip.edges[last + 1])
        )  # it ends where its last letter's mark does
    return mended


def _stand_in(text: str, at: int) -> str:
    """What shows that a character which nothing explains was printed: a bullet, a gap in a word, or nothing."""
    if _UNREADABLE.match(text, at) is None:
        return ""
    if not text[:at].strip():
        return "•" if _WORD_AHEAD.match(text, at + 1) else ""
    return "\ufffd" if text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum() else ""


def _plain_symbols(text: str) -> str:
    """Text whose font was encoded as a symbol font."""
    return _PRIVATE_TEXT.sub(lambda run: "".join([chr(ord(c) - 0xF000) for c in run.group()]), text)


def _plain(char: str) -> str:
    if _ODD.match(char) is None:
        return char
    code = ord(char)
    if code in _FULL_WIDTH:
        return _FULL_WIDTH[code]
    if code in _SPACES:
        return " "
    if char in _HYPHENS:
        return "-"
    if _KEPT_BY_NFKC.match(char):
        return unicodedata.normalize("NFKC", char)
    return _RADICALS.get(char) or _SYMBOLS.get(char, "")


def _join_accents(strip: Strip, shown: list[str], kept: list[int]) -> None:
    """Makes one character of a letter and its combining mark, or the accent that is drawn over it, in place."""
    i = 0
    while i < len(shown):
        accent = _ACCENTS.get(shown[i])
        if i > 0 and _COMBINES.match(shown[i]) and _joined(shown, kept, (i - 1, i), shown[i]):
            continue
        if accent and i + 1 < len(shown) and _drawn_over(strip, kept[i], kept[i + 1]):
            i += not _joined(shown, kept, (i + 1, i), accent)
            continue
        if accent and i > 0 and _drawn_over(strip, kept[i], kept[i - 1]) and _joined(shown, kept, (i - 1, i), accent):
            continue
        i += 1


def _joined(shown: list[str], kept: list[int], places: tuple[int, int], mark: str) -> bool:
    """Joins the letter at the first place with the mark at the second, if Unicode has a character for both."""
    letter, at = places
    whole = unicodedata.normalize("NFC", shown[letter] + mark)
    if len(whole) != 1:
        return False
    shown[letter] = whole
    del shown[at], kept[at]
    return True


def _drawn_over(strip: Strip, accent: int, letter: int) -> bool:
    """Whether an accent of its own was drawn over a letter beside it."""
    if not strip.edges or not (strip.text[letter].isascii() and strip.text[letter].isalpha()):
        return False
    width = strip.edges[letter + 1 + (accent == letter + 1)] - strip.edges[letter]
    return width > 0 and abs(strip.edges[accent] - strip.edges[letter]) < _OVER * width


def repair_gbk_row(text: str) -> str:
    """Turns `犜犺犲` back into `The`: characters of GBK's row 0xA0 that are ASCII | 0x80. Length is kept.

    Two in a row are enough; in a text with longer runs, one is.
    """
    runs = _GBK_ROW.findall(text)
    if not runs:
        return text
    sure = any(len(run) > 2 and _from_gbk_row(run) != run for run in runs)
    return (_GBK_ANY if sure else _GBK_ROW).sub(lambda run: _from_gbk_row(run.group()), text)


def _from_gbk_row(run: str) -> str:
    pairs = run.encode("gbk", errors="replace")
    if len(pairs) != 2 * len(run) or set(pairs[::2]) != {0xA0} or min(pairs[1::2]) < 0xA1:
        return run
    return bytes(b & 0x7F for b in pairs[1::2]).decode("ascii")
