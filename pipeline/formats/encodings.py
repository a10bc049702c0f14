"""Tells in which encoding a text's bytes are. A wrong guess is worse than a named failure.

A byte order mark decides, then a declaration that the bytes bear out, then validity (UTF-8, ISO-2022-JP), then the
characters' frequencies: chardet's statistics, asked only of encodings in which nearly all bytes decode, and believed only
where one is well ahead.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import UnknownFormatError


@dataclass(frozen=True, slots=True)
class _Family:
    """An East Asian encoding: the codecs that read it, Windows' superset first, its names in chardet and in web pages."""

    name: str
    codecs: tuple[str, ...]
    statistics: tuple[str, ...]
    labels: tuple[str, ...]


_FAMILIES = (  # labels: WHATWG's Encoding Standard
    _Family("GB 18030", ("gb18030",), ("gb18030",), ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936")),
    _Family("Big5", ("cp950", "big5hkscs"), ("big5",), ("big5", "big5-hkscs", "x-x-big5", "cn-big5")),
    _Family(
        "Shift_JIS", ("cp932",), ("cp932", "shift_jis"), ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j")
    ),
    _Family("EUC-JP", ("euc_jp",), ("euc-jp",), ("euc-jp", "x-euc-jp")),
    _Family("EUC-KR", ("cp949",), ("cp949", "euc-kr"), ("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949")),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_SAMPLE = 1 << 16  # bytes that the statistics look at
_BROKEN = 0.002  # of a text's characters that may be broken,
_FEW_BROKEN = 1  # or this many
_AHEAD = 2.0  # times the second-best confidence
_SURE = 0.02  # the least confidence that counts (chardet's scale: long texts reach 0.1 to 0.9)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.005  # of the characters of a text
_ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\([BJ]")  # ISO-2022-JP's
_CP932_BROKEN = re.compile("[\x80\uf8f0-\uf8f3]")  # what the codec makes of bytes that Shift_JIS leaves undefined
_HIGH = re.compile(r"[^\x00-\x7f]+")
_WESTERN = re.compile(  # what Windows-1252 holds beside ASCII in English text: accents in words, typographic marks
    r"(?:(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽžŸ]{1,2}(?=[A-Za-z\s.,;:!?'’\-)])|(?<![^\s(’“\-])[ÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜéèàäåöøüßáíóúçŠŽ](?=[a-z])"
    r"|[“”‘’–—•…€£§°©®™«»·]+|\xa0|[½¼¾±²³µ×](?![^\s\d.,;)]))"
)
_WIDE_MARK = re.compile("[\\t\\n\\r -~\u3000-\u3002\uff08\uff09\uff0c\uff1a\uff1b]")
_WIDE_PLAIN = re.compile(
    "[\\t\\n\\r -~\u00a0-\u00ff\u2010-\u203b\u20ac\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
_LEAST_PLAIN = 0.95  # of a text's characters that are plain where it is UTF-16 without a mark,
_LEAST_MARKS = 0.02  # and that are ASCII or Chinese punctuation
_ADVICE = "Give a PDF, DOCX, HTML or Markdown file, or plain text saved as UTF-8."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of its encoding, and how many of its characters were broken (U+FFFD stands for each)."""

    text: str
    encoding: str
    broken: int = 0


def decode(content: bytes, *, declared: str | None = None) -> Decoded:
    """Decodes a text in UTF-8, UTF-16, GB 18030, Big5, Shift_JIS, EUC-JP, EUC-KR or Windows-1252.

    Args:
        content: The bytes; a byte order mark is not part of the text.
        declared: The encoding that the file itself names, believed where nearly all bytes decode in it.

    Raises:
        UnknownFormatError: It is no text, or in an encoding that cannot be told.
    """
    found = _marked(content) or _declared(content, declared) or _utf8(content) or _wide(content) or _told(content)
    if found is None or _is_binary(found.text):
        raise UnknownFormatError("The file is no text, or in an encoding that cannot be told.", advice=_ADVICE)
    return Decoded(found.text.replace("\x00", ""), found.encoding, found.broken)


def _is_binary(text: str) -> bool:
    plain = text.rstrip("\x00")
    return len(_CONTROL.findall(plain)) > max(_MOST_CONTROL * len(plain), 1)


def _marked(content: bytes) -> Decoded | None:
    """The text behind a byte order mark."""
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            found = _decoded(content[len(mark) :], codec, name)
            return found if _is_sound(found) else None
    return None


def _declared(content: bytes, label: str | None) -> Decoded | None:
    wanted = (label or "").strip().lower()
    family = next((family for family in _FAMILIES if wanted in family.labels), None)
    found = _best_codec(content, family) if family else None
    return found if found and _is_sound(found) else None


def _utf8(content: bytes) -> Decoded | None:
    """UTF-8 (ASCII and ISO-2022-JP among it) where it is valid but for a few bytes: its multi-byte forms are unlike others'."""
    if _ESCAPES.search(content) and content.isascii():
        found = _decoded(content, "iso2022_jp", "ISO-2022-JP")
        return found if _is_sound(found) else None
    if content.rstrip(b"\x00").count(0) > _MOST_CONTROL * len(content):
        return None
    found = _decoded(content, "utf-8", "UTF-8")
    sound = sum(map(len, _HIGH.findall(found.text))) - found.broken
    return found if found.broken == 0 or (_is_sound(found) and sound >= 20 * found.broken) else None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark: nearly all characters are plain, some of them spaces or punctuation."""
    if len(content) % 2:
        return None
    shares: dict[str, float] = {}
    for codec in ("utf-16-le", "utf-16-be"):
        sample = content[:_SAMPLE].decode(codec, errors="replace")
        marks = len(_WIDE_MARK.findall(sample)) / max(len(sample), 1)
        if marks >= _LEAST_MARKS and len(_WIDE_PLAIN.findall(sample)) >= _LEAST_PLAIN * len(sample):
            shares[codec] = marks
    return _decoded(content, max(shares, key=lambda codec: shares[codec]), "UTF-16") if shares else None


def _told(content: bytes) -> Decoded | None:
    """What the statistics say, of the encodings in which nearly all bytes decode."""
    sound = {family: found for family in _FAMILIES if _is_sound(found := _best_codec(content, family))}
    winners = [family for family in sound if _wins(sound[family].text, family, tuple(sound))]
    if len(winners) == 1:
        return sound[winners[0]]
    return None if winners else _western(content)


def _wins(text: str, family: _Family, others: tuple[_Family, ...]) -> bool:
    """Whether the text, its broken characters left out, looks like one of the family and like no other's."""
    import chardet

    sample = text.replace("\ufffd", "")[: _SAMPLE // 2].encode(family.codecs[0], errors="ignore")
    names = ["ascii", "utf-8", *(name for other in others for name in other.statistics)]
    guesses = chardet.detect_all(sample, ignore_threshold=True, include_encodings=names, no_match_encoding="ascii")
    scores = {(guess["encoding"] or "").lower().replace("_", "-"): guess["confidence"] for guess in guesses}
    mine = {name.replace("_", "-") for name in family.statistics}
    own = max((score for name, score in scores.items() if name in mine), default=0.0)
    best_other = max((score for name, score in scores.items() if name not in mine), default=0.0)
    return own >= _SURE and own >= _AHEAD * best_other


def _western(content: bytes) -> Decoded | None:
    """Windows-1252 where what is not ASCII stands as accents in words and typographic marks do."""
    found = _decoded(content, "cp1252", "Windows-1252")
    high = sum(map(len, _HIGH.findall(found.text)))
    fit = sum(len(match.group()) for match in _WESTERN.finditer(found.text))
    return found if _is_sound(found) and fit >= 0.9 * high and high <= len(found.text) / 3 else None


def _best_codec(content: bytes, family: _Family) -> Decoded:
    found = (_decoded(content, codec, family.name) for codec in family.codecs)
    return min(found, key=lambda decoded: decoded.broken)


def _decoded(content: bytes, codec: str, name: str) -> Decoded:
    text = content.decode(codec, errors="replace")
    if codec == "cp932":
        text = _CP932_BROKEN.sub("\ufffd", text)
    return Decoded(text, name, text.count("\ufffd"))


def _is_sound(found: Decoded) -> bool:
    return found.broken <= max(_FEW_BROKEN, _BROKEN * len(found.text))
