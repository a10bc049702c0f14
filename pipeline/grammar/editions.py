"""What follows a measure's name and makes another of it: X第一阶段, X Phase II, X Plus, X战略2016, X创业奖学金.

Told by what a text has already named, so the rules run behind all others. A part or edition replaces the name that opens it where
the text names the whole elsewhere too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

import msgspec

from pipeline.data import MeasureKind, Segment
from pipeline.grammar.lexis import WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import Line
from pipeline.text.patterns import alternatives

ORDINAL = r"第?[一二三四五六七八九十]{1,2}|第\d{1,2}"
LATIN_ORDINAL = r"(?:I{1,3}|IV|V|[1-9]|One|Two|Three|Four)(?![\w.])"
YEAR = re.compile(r"\s?(?:19|20)\d\d(?![\d年.—–~～-])")
SERIES = re.compile(r"(?P<stem>[A-Z][A-Za-z]*[A-Z][A-Za-z]* ?)(?P<number>[IVX]{1,4}|\d{1,2})")
MARKED = re.compile(r"\s(?P<word>[A-Z]{3,8})\Z")
EDGES = {"“": "”", "(": ")", "（": "）", '"': '"', "《": "》"}
GRANT_CHARS = 6  # of generic words before 资助 that say enough: 技术成果推广资助
CONFIDENCE = 0.75


class EditionWord(msgspec.Struct, frozen=True):
    """A row of edition_words.csv: what behind a measure's name makes another of it.

    A `numbered` word has an ordinal (第一阶段, Phase II), an `alone` one none; a `granted` one ends the name of what is paid under a
    measure whose acronym stands before it (X创业奖学金).
    """

    form: str
    language: Literal["zh", "en"]
    use: Literal["numbered", "alone", "granted"]


class Editions:
    """Finds editions and parts of named measures. Built once from edition_words.csv."""

    def __init__(self, rows: Iterable[EditionWord], uses: WordUses) -> None:
        words = tuple(rows)

        def forms(use: str, language: str) -> str:
            return alternatives(w.form for w in words if (w.use, w.language) == (use, language))

        self._part = re.compile(
            rf"\s?(?:{ORDINAL}){forms('numbered', 'zh')}(?![间限望刊货])|\s{forms('numbered', 'en')}\s{LATIN_ORDINAL}"
        )
        self._edition = re.compile(rf"\s{forms('alone', 'en')}(?![\w.])")
        self._granted = re.compile(
            rf"\s?(?P<own>[\u4e00-\u9fff]{{2,10}}?){forms('granted', 'zh')}(?![\u4e00-\u9fff]{{0,3}}[者金])"
        )
        self._uses = uses

    def find(self, text: str, segments: Sequence[Segment], named: Sequence[Candidate]) -> list[Candidate]:
        """`named`, with the parts and editions in place of the names that open them."""
        measures = [c for c in named if c.of == "measure"]
        known = {c.form for c in named}
        starts = [s.start for s in segments]
        found: list[tuple[Candidate, Candidate]] = []
        for candidate in measures:
            i = bisect_right(starts, candidate.start) - 1
            if i < 0 or candidate.end > segments[i].end:
                continue
            if (own := self._behind(text, segments[i], candidate, known)) and not _taken(own, candidate, named):
                found.append((candidate, own))
        inner = Counter(c.form for c, own in found if own.kind == "track")
        every = {form: sum(c.form.startswith(form) for c in measures) for form in inner}
        kept = {c.start: own for c, own in found if own.kind != "track" or every[c.form] > inner[c.form]}
        return sorted(
            [
                *(kept.get(c.start, c) if c.of == "measure" else c for c in named),
                *self._siblings(text, segments, measures),
            ],
            key=lambda c: c.start,
        )

    def _behind(self, text: str, segment: Segment, whole: Candidate, known: set[str]) -> Candidate | None:
        """The part or edition whose name goes on behind `whole`, or None."""
        if whole.kind != "track" and (match := self._part.match(text, whole.end, segment.end)):
            return _longer(text, whole, match.end(), "track")
        if (
            whole.kind == "strategy"
            and not whole.form[-1].isascii()
            and (match := YEAR.match(text, whole.end, segment.end))
        ):
            return _longer(text, whole, match.end(), whole.kind)
        if not _acronym(whole.form):
            return None
        if match := self._edition.match(text, whole.end, segment.end):
            return _longer(text, whole, match.end(), "track")
        if (end := _marked(text, segment, whole)) and written(text[whole.end : end]) not in known:
            return _longer(text, whole, end, "track")
        if (match := self._granted.match(text, whole.end, segment.end)) and self._tells(text, segment, match):
            return _longer(text, whole, match.end(), "track")
        return None

    def _tells(self, text: str, segment: Segment, match: re.Match[str]) -> bool:
        """Whether the words before 资助 or its like say what it is for, and are no phrase (SBIR 提供资助)."""
        words = Line(text, segment, frozenset()).between(*match.span("own"))
        if any(self._uses.is_hard(w) or w in self._uses.joints for w in words) or words[0] in self._uses.soft:
            return False
        return self._uses.any_specific(words) or len(match["own"]) >= GRANT_CHARS

    @staticmethod
    def _siblings(text: str, segments: Sequence[Segment], measures: Sequence[Candidate]) -> Iterator[Candidate]:
        """Other numbers of a measure that is numbered itself: FP6 beside FP7, PoF III beside PoF IV."""
        taken = sorted((c.start, c.end) for c in measures)
        series: dict[tuple[str, bool], Candidate] = {}
        for candidate in measures:
            if match := SERIES.fullmatch(candidate.form):
                series.setdefault((match["stem"], match["number"].isdigit()), candidate)
        for (stem, digits), origin in series.items():
            number = r"\d{1,2}" if digits else "[IVX]{1,4}"
            pattern = re.compile(rf"(?<![\w-]){re.escape(stem)}{number}(?![\w.])")
            for segment in segments:
                for match in pattern.finditer(text, segment.start, segment.end):
                    if not _within(taken, match.start(), match.end()):
                        yield replace(
                            origin, start=match.start(), end=match.end(), form=match[0], rule="measure.edition",
                            confidence=CONFIDENCE, entry=None, beside=None, under=None,
                        )  # fmt: skip


def _longer(text: str, whole: Candidate, end: int, kind: MeasureKind | None) -> Candidate:
    form = written(whole.form + text[whole.end : end])
    return replace(
        whole, end=end, form=form, kind=kind, rule="measure.edition", confidence=CONFIDENCE, entry=None, beside=None
    )


def _acronym(form: str) -> bool:
    return form.isascii() and sum(c.isupper() for c in form) >= 2 and " " not in form


def _marked(text: str, segment: Segment, whole: Candidate) -> int:
    """The end of a quotation, bracket or cell that holds the acronym and one more word in capitals: “ABC PRIME”; 0 if none does."""
    closing = EDGES.get(text[whole.start - 1 : whole.start]) if whole.start > segment.start else None
    if closing:
        end = text.find(closing, whole.end, min(segment.end, whole.end + 10))
    else:
        end = segment.end if segment.kind == "cell" and whole.start == segment.start else -1
    return end if end > 0 and MARKED.fullmatch(text, whole.end, end) else 0


def _taken(own: Candidate, whole: Candidate, named: Sequence[Candidate]) -> bool:
    """Whether another name stands in what follows the whole's name."""
    return any(whole.end <= c.start < own.end for c in named if c.start != whole.start)


def _within(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (start, start))
    return any(a < end and start < b for a, b in taken[max(0, index - 1) : index + 2])
