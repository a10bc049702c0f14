"""The language of a stretch of text, told by its script.

Policy documents in Chinese are full of Latin names and those in English quote Han ones, so shares decide and not mere
presence. A Han character is weighed as a Latin word (five letters). Kana decide for Japanese: no Chinese text has more
than a few.
"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.data import Language

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KANA = "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d"
LATIN = "A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a"

LETTERS_A_WORD = 5
MIN_KANA = 2
MIN_KANA_SHARE = 0.15

_HAN = re.compile(f"[{HAN}]+")
_KANA = re.compile(f"[{KANA}]+")
_LATIN = re.compile(f"[{LATIN}]+")
_OTHER = re.compile(r"[\u0370-\u1fff\u2c00-\u2dff\ua4d0-\uabff\uac00-\ud7af]+")
_LOWER = re.compile(r"[a-z\u00df-\u024f]{2}")


def language_of(text: str) -> Language:
    """The language of `text`, or "und" where it shows none: no letters, only acronyms (`JST`), another script."""
    if text.isascii():
        return "en" if _LOWER.search(text) or _is_shouted(text) else "und"
    han, kana, latin = (_count(pattern, text) for pattern in (_HAN, _KANA, _LATIN))
    if _count(_OTHER, text) > han + kana + latin:
        return "und"
    if kana >= MIN_KANA and kana >= MIN_KANA_SHARE * (han + kana):
        return "ja" if LETTERS_A_WORD * (han + kana) >= latin else "en"
    if han and LETTERS_A_WORD * han >= latin:
        return "zh"
    return "en" if _LOWER.search(text) or _is_shouted(text) else "und"


def language_or(text: str, default: Language) -> Language:
    """The language of `text`; where it shows none and no other script either, the document's (`default`)."""
    found = language_of(text)
    return default if found == "und" and not _OTHER.search(text) else found


def word_language(language: Language) -> Literal["zh", "en"]:
    """Which of the two spaCy pipelines finds the words of a language: the Chinese one is also used for Japanese."""
    return "zh" if language in ("zh", "ja") else "en"


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _is_shouted(text: str) -> bool:
    """Whether capitals are a sentence or headline (`EXECUTIVE SUMMARY`), not an acronym: two words of four letters."""
    return sum(len(word) >= 4 for word in _LATIN.findall(text)) >= 2
