"""The languages of a document, by the share of each script."""

from __future__ import annotations

import re

from pipeline.data import Language
from pipeline.text.language import HAN, KANA, LATIN

_LETTERS_A_WORD = 3  # Latin letters that weigh as much as one Han character
_LEAST = 0.1  # of a document's weight; rarer scripts are names and quotations
_KANA_SHARE = 0.1  # of Han and kana together; Chinese texts have fewer

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_LATIN = re.compile(f"[{LATIN}]")


def document_languages(text: str) -> tuple[Language, ...]:
    """The languages whose script has a tenth of the document or more, the largest first; `und` where there is none."""
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    latin = len(_LATIN.findall(text)) / _LETTERS_A_WORD
    east: Language = "ja" if kana > _KANA_SHARE * (han + kana) else "zh"
    shares: list[tuple[float, Language]] = [(han + kana, east), (latin, "en")]
    total = sum(share for share, _ in shares)
    found = [(share, language) for share, language in shares if total and share >= _LEAST * total]
    return tuple(language for _, language in sorted(found, key=lambda item: -item[0])) or ("und",)
