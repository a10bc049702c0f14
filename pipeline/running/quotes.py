"""Checks that what was extracted is where it says."""

from __future__ import annotations

from pipeline.data import Extraction
from pipeline.errors import InvariantError


def check_quotes(text: str, extraction: Extraction) -> None:
    """Checks that each value is where it says: `text[start:end] == quote`; that names lie inside the text.

    Raises:
        InvariantError: One does not.
    """
    for mention in extraction.mentions:
        if text[mention.start : mention.end] != mention.quote:
            raise InvariantError(
                f"{mention.doc_id}: {mention.mention_id} ({mention.rule}) quotes {mention.quote!r}, but the text at "
                f"[{mention.start}:{mention.end}] is {text[mention.start : mention.end]!r}"
            )
    for name in extraction.names:
        if not 0 <= name.start < name.end <= len(text):
            raise InvariantError(f"{name.doc_id}: {name.name_id} lies outside the text: [{name.start}:{name.end}]")
