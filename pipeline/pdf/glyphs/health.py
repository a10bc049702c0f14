"""Judges a page's text layer: good, missing, or garbage that no longer says what is printed.

A page is called garbage on plain evidence only, since a good text layer that is thrown away is worse than a bad one that
is kept. The evidence: characters that no text has; characters that pdfium could not map to Unicode and that do not read
as text; Chinese without its common characters; Latin without its common letters; mojibake.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from pipeline.data import TextLayer
from pipeline.pdf.glyphs.characters import Characters, PageShape

Flags = npt.NDArray[np.uint8]

_ODD = 0.08  # share of odd characters; healthy pages stay under 0.025, broken ones start at 0.22 (25 policy PDFs)
_FEW = 40  # characters; on a page with fewer it takes more
_ODD_OF_FEW = 0.3
_UNMAPPED = 0.3  # share of characters that pdfium could not map; 0 on healthy pages, from 0.6 on broken ones
_SAMPLED = 64  # characters of a page that are asked for
_MOJIBAKE, _SURE_MOJIBAKE = 0.3, 0.5  # share of ¡ to ÿ; Icelandic, which has most of them, stays under 0.2
_HAN_LEAST, _HAN_SHARE = 30, 0.3  # ideographs, and their share of a page, that are judged
_COMMON = 0.5  # of them among the common ones; healthy pages have 0.82 and more, broken ones 0.33 at most
_LATIN_LEAST, _LATIN_SHARE = 200, 0.6  # likewise of Latin letters
_LEAST_READING = 0.5  # of a page's characters that read as text, in spite of other oddities: LaTeX, unnamed fonts
_USUAL = 0.85  # share of frequent letters plus that of vowels; English has 1.07 to 1.25, shifted letters 0.4 to 0.8
_TOP, _TOP_SHARE = 5, 0.35  # letters, and their least share of a text in a language; of random capitals it is 0.2
_SCANNED = 0.5  # of the page under images; with few characters on top it is a scan
_STAMP = 60  # characters that a scanner's stamp may have
_MARGIN = 0.08  # of a page's height, above and below, in which a longer stamp may stand

_FREQUENT, _VOWELS = "etaoinshrdl", "aeiouy"
_UNEXPECTED = re.compile(
    "[^\\s!-/:-@\\[-`{-~A-Za-z0-9\u00a1-\u00ff\u0100-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2300-\u23ff"
    "\u2460-\u27bf\u2900-\u2bff\u3000-\u30ff\u3100-\u312f\u3200-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f"
    "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1e00-\u1fff]"
)
_STRAY = '"$&+<=>@\\^`{|}~!'  # no # * _: mark-up has them
_LEADERS = re.compile(r"[.…·]{3,}")
_IS_UNEXPECTED, _IS_STRAY, _IS_HIGH, _IS_LATIN, _IS_FREQUENT, _IS_VOWEL, _IS_HAN, _IS_COMMON = (
    1 << n for n in range(8)
)


def judge(characters: Characters, shape: PageShape, *, image_share: float, unmapped: float) -> TextLayer:
    """The state of a page's text layer.

    Args:
        characters: All that pdfium reads on the page.
        shape: The page's.
        image_share: The share of the page's area under images.
        unmapped: The share of the characters that pdfium could not map to Unicode.
    """
    count = int(characters.inked.sum())
    if count == 0 or (image_share > _SCANNED and (count < _STAMP or _in_margins(characters, shape))):
        return "missing"
    return "garbage" if is_garbage(characters.text, unmapped) else "good"


def is_garbage(text: str, unmapped: float = 0.0) -> bool:
    """Whether a page's text does not say what is printed; white space does not count."""
    plain = "".join(text.split())
    if any(3 * mark in plain for mark in ".…·"):
        plain = _LEADERS.sub("", plain)
    plain = unicodedata.normalize("NFKC", plain)
    flags = _flags(plain)
    if len(flags) == 0:
        return False
    limit = _ODD if len(flags) >= _FEW else _ODD_OF_FEW
    if _share(flags, _IS_UNEXPECTED) > limit or _share(flags, _IS_HIGH) > _SURE_MOJIBAKE:
        return True
    latin, han = flags[flags & _IS_LATIN != 0], flags[flags & _IS_HAN != 0]
    latin_reads = _share(latin, _IS_FREQUENT) + _share(latin, _IS_VOWEL) >= _USUAL
    han_reads = _share(han, _IS_COMMON) >= _COMMON
    if _share(flags, _IS_UNEXPECTED | _IS_STRAY) > limit or _share(flags, _IS_HIGH) > _MOJIBAKE or unmapped > _UNMAPPED:
        return len(latin) * latin_reads + len(han) * han_reads < _LEAST_READING * len(flags)
    if not han_reads and len(han) >= max(_HAN_LEAST, _HAN_SHARE * len(flags)):
        return True
    return not latin_reads and len(latin) >= max(_LATIN_LEAST, _LATIN_SHARE * len(flags)) and _is_ciphered(plain)


def _is_ciphered(text: str) -> bool:
    """Whether a few letters make up much of a text, as in any language: codes and alphabets have all letters alike."""
    letters = [c for c in text if "A" <= c <= "Z" or "a" <= c <= "z"]
    return sum(n for _, n in Counter(letters).most_common(_TOP)) >= _TOP_SHARE * len(letters)


def unmapped_share(textpage: pypdfium2.PdfTextPage, characters: Characters) -> float:
    """The share of a page's characters, leaders and other ASCII marks aside, that pdfium could not map to Unicode."""
    codes = np.frombuffer(characters.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    marks = (codes < 0x80) & ~_alphanumeric(codes)
    rows = np.flatnonzero(characters.inked & ~marks)
    rows = rows[:: max(1, len(rows) // _SAMPLED)]
    failed: int = sum(raw.FPDFText_HasUnicodeMapError(textpage.raw, row) == 1 for row in rows.tolist())
    return failed / max(len(rows), 1)


def _alphanumeric(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    lower = codes | 0x20
    found: npt.NDArray[np.bool_] = ((codes >= 0x30) & (codes <= 0x39)) | ((lower >= 0x61) & (lower <= 0x7A))
    return found


def _in_margins(characters: Characters, shape: PageShape) -> bool:
    """Whether all text stands at the page's head or foot."""
    boxes = characters.boxes[characters.inked]
    above, below = boxes[:, 3] <= _MARGIN * shape.height, boxes[:, 1] >= (1 - _MARGIN) * shape.height
    return bool((above | below).all())


def _share(flags: Flags, kinds: int) -> float:
    return float(np.count_nonzero(flags & kinds)) / max(len(flags), 1)


def _flags(text: str) -> Flags:
    """What each character is; those beyond the Basic Multilingual Plane are plain."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    flags: Flags = _table()[np.minimum(codes, 0xFFFF)]
    flags[(codes > 0xFFFF) & (codes < 0xE0000)] = 0
    return flags


@cache
def _table() -> Flags:
    """What each character of the Basic Multilingual Plane is."""
    table: Flags = np.zeros(0x10000, dtype=np.uint8)
    every = "".join(map(chr, range(0x10000)))
    kinds = (
        (_UNEXPECTED.findall(every), _IS_UNEXPECTED),
        (_STRAY, _IS_STRAY),
        (every[0xA1:0x100], _IS_HIGH),
        (every[0x41:0x5B] + every[0x61:0x7B], _IS_LATIN),
        (_FREQUENT + _FREQUENT.upper(), _IS_FREQUENT),
        (_VOWELS + _VOWELS.upper(), _IS_VOWEL),
        (every[0x3400:0xA000], _IS_HAN),
        (_common_han(), _IS_COMMON),
    )
    for chars, kind in kinds:
        table[[ord(c) for c in chars]] |= kind
    return table


def _common_han() -> str:
    text = resources.files("pipeline.lexicon").joinpath("common_han.txt").read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines() if not line.startswith("#"))
