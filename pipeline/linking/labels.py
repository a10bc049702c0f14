"""What a value is a value of, in the text's own words, and the year that it is said for: what tells two values of one thing apart."""

from __future__ import annotations

import re

from pipeline.data import AnyMention, Money
from pipeline.grammar.clause import clause
from pipeline.linking.cues import Cues

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:\s?(?:[财財]?年度?|财政年度))?")
LETTERS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+")
HAN, WORDS = 6, 3  # characters, or English words, that a label has at most


class Labels:
    """Reads the words before values."""

    def __init__(self, text: str, cues: Cues) -> None:
        self._text, self._cues = text, cues

    def year(self, mention: AnyMention, begin: int) -> str | None:
        """The last year named before a value from `begin` on (its sentence's start), or the amount's own."""
        if isinstance(mention, Money) and mention.year:
            return mention.year
        last = None
        for match in YEAR.finditer(self._text, begin, mention.start):
            last = match[1]
        return last

    def label(self, mention: AnyMention) -> str:
        """The noun that a value is said of: 投入比重降至32.0% → 投入比重; the Japanese share stood at 34.7% → Japanese share."""
        start, _ = clause(self._text, mention.start, mention.end, left=40)
        words = [m[0] for m in LETTERS.finditer(YEAR.sub(" ", self._text[start : mention.start]))]
        han = "".join(w for w in words if "\u4e00" <= w[0] <= "\u9fff")
        if han:
            return self._cues.moves.sub("", han.rsplit("的", 1)[-1])[-HAN:]
        kept = [w.casefold() for w in words if not self._cues.moves.fullmatch(w)]
        return " ".join(kept[-WORDS:])
