"""Judges a page's text layer: good, missing, or garbage that no longer says what is printed."""

from __future__ import annotations

import re
import unicodedata

from pipeline.data import TextLayer

_GARBAGE = 0.08  # share of odd characters; healthy pages stay under 0.025, broken ones start at 0.22 (25 policy PDFs)
_FEW = 40  # characters; on a page with fewer it takes more
_GARBAGE_OF_FEW = 0.3
_SCANNED = 0.5  # of the page under images; with few characters on top it is a scan
_STAMP = 60  # characters that a scanner's stamp may have

_UNEXPECTED = re.compile(
    "[^\\s!-/:-@\\[-`{-~A-Za-z0-9\u00a1-\u00ff\u0100-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2300-\u23ff"
    "\u2460-\u27bf\u2900-\u2bff\u3000-\u30ff\u3100-\u312f\u3200-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f"
    "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1e00-\u1fff]"
)
_STRAY = re.compile(r"[\"$&+<=>@\\^`{|}~!]")  # no # * _: mark-up has them
_LEADERS = re.compile(r"[.…·]{3,}")


def judge(text: str, image_share: float) -> TextLayer:
    """The state of a page's text layer.

    Args:
        text: All that pdfium reads on the page.
        image_share: The share of the page's area under images.
    """
    inked = re.sub(r"\s+", "", text)
    if not inked or (len(inked) < _STAMP and image_share > _SCANNED):
        return "missing"
    limit = _GARBAGE if len(inked) >= _FEW else _GARBAGE_OF_FEW
    return "garbage" if odd_share(inked) > limit else "good"


def odd_share(text: str) -> float:
    """The share of characters that healthy text hardly has: unexpected scripts and symbols, stray ASCII marks."""
    plain = unicodedata.normalize("NFKC", _LEADERS.sub("", text))
    if not plain:
        return 0.0
    return (len(_UNEXPECTED.findall(plain)) + len(_STRAY.findall(plain))) / len(plain)
