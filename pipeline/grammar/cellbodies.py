"""The organisations of a table's cell: 依托单位 and Responsibility name one or several, between marks, or in running words without one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Countries, WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

Span = tuple[int, int]

MARK = re.compile(r"\s*(?:[、；;/／\n]|，|,(?! (?:Inc|Ltd|LLC|and )))\s*|,? and (?=all\b|other\b|relevant\b)")
FIELDS = re.compile(
    r"(?:Ministry|Department|Office|Council|Committee|Agency|Institute) (?:of|for) [^,]+,"
)  # commas inside a name
NEXT_OFFICE = re.compile(
    r"(?<!\bof)(?<!\bfor)(?<!\bthe)(?<!\band)(?<!\bJoint)(?:,? and)? (?=(?:the )?(?:Ministry|Department|Office|Bureau|Agency) (?:of|for) )"
)  # Ministry of Labour | Ministry of Finance
LEADS = re.compile(r"(?:(?:[a-z]+ )+|The )(?=\S)")  # in collaboration with, the
SHORT = re.compile(r"(?=\w*[A-Z]\w*[A-Z])[\w&-]{2,12}\Z")  # MoT, CBSL, SL-CERT
SORT = re.compile(r"[A-Z]{2,}s\Z|[a-z]")  # FIs; a piece in small letters
TOKEN = re.compile(r"\S+")
CHARS = (2, 60)


class CellBodies:
    """Reads cells under a header for organisations. Built once."""

    def __init__(self, authority: Authority, countries: Countries, uses: WordUses, no_name: re.Pattern[str]) -> None:
        """Of `uses`, generic words name sorts of bodies (企业) and agents say what one does (NASA协调); `no_name` finds what is in no name."""
        self._authority, self._countries, self._generic, self._no_name = authority, countries, uses.generic, no_name
        self._does = re.compile(
            rf"(?<=.{{2}})(?:等?(?:{alternatives(f for f in uses.agents if not f.isascii())})|等)\Z"
        )

    def find(self, text: str, cells: Iterable[Span]) -> Iterator[Candidate]:
        """The organisations of one column's cells.

        A short form that is all of a piece somewhere in the column is a piece of its own everywhere in it: CBSL LankaPay.
        """
        pieces = [p for cell in cells for p in self._pieces(text, *cell)]
        short = Counter(text[a:b] for a, b in pieces if SHORT.match(text[a:b]))
        for piece in pieces:
            for start, end in self._parted(text, *piece, short):
                form = written(text[start:end])
                if CHARS[0] <= len(form) <= CHARS[1] and not self._is_sort(form):
                    yield Candidate("organisation", start, end, form, "organisation.table", 0.85)

    def _pieces(self, text: str, start: int, end: int) -> Iterator[Span]:
        """What stands between the marks of a cell, without 等 and words that lead to a name."""
        whole = self._authority.whole(written(text[start:end])) or FIELDS.search(text, start, end)
        cuts = (
            [] if whole else [m.span() for pattern in (MARK, NEXT_OFFICE) for m in pattern.finditer(text, start, end)]
        )
        at = start
        for stop, following in [*sorted(cuts), (end, end)]:
            if stop >= at:
                yield self._trimmed(text, at, stop)
                at = following

    def _trimmed(self, text: str, start: int, end: int) -> Span:
        """The piece without white space, 等 or what the body does behind it, and small words before it."""
        end = start + len(self._does.sub("", text[start:end].rstrip(" \n\t.")))
        start = end - len(text[start:end].lstrip())
        lead = LEADS.match(text, start, end)
        return (lead.end() if lead else start), end

    def _parted(self, text: str, start: int, end: int, short: Counter[str]) -> Iterator[Span]:
        """A piece, or the parts of one that holds short forms of the column; sorts of bodies at the ends of such parts are none."""
        tokens = [m.span() for m in TOKEN.finditer(text, start, end)]
        if len(tokens) == 1 or not any(text[slice(*t)].strip(",") in short for t in tokens):
            yield start, end
            return
        run: list[Span] = []
        for token in [*tokens, (end, end)]:
            word = text[slice(*token)].strip(",")
            if token[0] < end and word not in short:
                run.append(token)
                continue
            while run and self._is_filler(text[slice(*run[-1])]):
                run.pop()
            while run and self._is_filler(text[slice(*run[0])]):
                run.pop(0)
            if run:
                yield run[0][0], run[-1][1]
            if word in short and token[0] < end:
                yield token[0], token[0] + len(word)
            run = []

    def _is_filler(self, word: str) -> bool:
        return word in ("and", "&", "/") or self._is_sort(word)

    def _is_sort(self, form: str) -> bool:
        """Whether a piece names a sort of bodies (FIs, line ministries), a country or no body at all."""
        known = form.casefold() in self._generic or self._no_name.search(form) is not None
        return known or SORT.match(form) is not None or self._countries.code(form) is not None
