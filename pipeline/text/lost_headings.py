"""Headings that lost their line: `…创新平台。4.2 基金的运行机制“基金”由…`, glued between two paragraphs or behind a figure's words.

The numbers of a document's headings go on without gaps. Where one is missing between two headings, the text between them is
searched for it; what stands there is cut out as a heading, provided that its title's end shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.numbering import Style, read_number
from pipeline.text.parts import Part, run_in_end

Numbers = tuple[int, ...]

MAX_TITLE = 40  # characters
MIN_TITLE = 2
_STYLES: frozenset[Style] = frozenset({"plain", "dotted", "decimal"})
_SEARCHED: frozenset[SegmentKind] = frozenset({"paragraph", "list", "caption", "figure", "note"})
_PAUSE = re.compile(r"[。！？；，：;,!?\n]")
_CITED = re.compile(
    r"(?:(?:^|[\s。；，、（(])[图圖表]|[图圖表][ \u3000]|[第见見至到和与及式约約]|\b(?:[Ff]ig(?:ure|\.)|[Tt]able|[Ss]ection|see|of))\s?\Z"
)


def cut_lost_headings(
    parts: Sequence[Part], roles: Sequence[SegmentKind], levels: Mapping[int, int], cues: Cues
) -> list[Part] | None:
    """The parts with lost headings cut out of them; None where no heading is lost.

    Args:
        parts: A document's parts, in order.
        roles: What each is.
        levels: The level of each that is a heading.
        cues: The words that tell titles.
    """
    known = [(i, values) for i in sorted(levels) if (values := _values(parts[i]))]
    stops: list[tuple[int, Numbers | None]] = [*known[1:], (_end(parts, roles), None)]
    cuts: dict[int, list[int]] = {}
    for (start, above), (stop, below) in zip(known, stops, strict=False):
        texts = [i for i in range(start + 1, stop) if roles[i] in _SEARCHED]
        for i, at in _lost(parts, texts, above, below, cues):
            cuts.setdefault(i, []).append(at)
    return [piece for i, part in enumerate(parts) for piece in _cut(part, cuts.get(i, []), cues)] if cuts else None


def _values(part: Part) -> Numbers | None:
    return part.number.values if part.number and part.number.style in _STYLES else None


def _end(parts: Sequence[Part], roles: Sequence[SegmentKind]) -> int:
    """Where the text ends: at the references."""
    return next((i for i, role in enumerate(roles) if role == "reference"), len(parts))


def _lost(
    parts: Sequence[Part], texts: Sequence[int], above: Numbers, below: Numbers | None, cues: Cues
) -> Iterator[tuple[int, int]]:
    """The places (part, offset in its text) of lost headings between those numbered `above` and `below`."""
    place = (0, 0)  # in `texts`, in the part's text
    found: Numbers | None = above
    while found is not None:
        current, found = found, None
        for number in _followers(current, below):
            spot = _find(parts, texts, place, number, cues)
            if spot is not None:
                yield texts[spot[0]], spot[1]
                place, found = (spot[0], spot[1] + 1), number
                break


def _followers(number: Numbers, below: Numbers | None) -> list[Numbers]:
    """The numbers that a heading may have behind `number` and before `below`, those of its own section first.

    A chapter's number is a mere figure: it is looked for only where a later heading shows that it is missing.
    """
    deeper = [(*number, 1)] if len(number) < 4 else []
    next_ones = [(*number[:k], number[k] + 1) for k in range(len(number) - 1, -1, -1)]
    within = [n for n in (*deeper, *next_ones) if below is None or n < below]
    return [n for n in within if len(n) > 1 or below is not None]


def _find(
    parts: Sequence[Part], texts: Sequence[int], place: tuple[int, int], number: Numbers, cues: Cues
) -> tuple[int, int] | None:
    """The first place behind `place` where a heading of that number stands, as (index in `texts`, offset)."""
    figures = r"\s?[.．]\s?".join(map(str, number))
    blank = "[ \u3000]{1,3}" if len(number) == 1 else "[ \u3000]{0,3}"
    pattern = re.compile(
        rf"(?<![\d.．~～\-–—]){figures}{blank}(?=[“《「‘]|[\u4e00-\u9fff]|[A-Z][A-Za-z-]+[ \u4e00-\u9fff])"
    )
    for n in range(place[0], len(texts)):
        text = parts[texts[n]].text
        for match in pattern.finditer(text, place[1] if n == place[0] else 0):
            if not _CITED.search(text, max(0, match.start() - 12), match.start()) and _title(text, match.start(), cues):
                return n, match.start()
    return None


def _title(text: str, start: int, cues: Cues) -> tuple[int, int] | None:
    """Where the title of the number at `start` ends, and where the text behind it begins; None where that does not show."""
    rest = text[start:]
    number = read_number(rest)
    if number is None:
        return None
    title = rest[number.end :]
    pause = _PAUSE.search(title)
    if pause is None and MIN_TITLE <= len(title) <= MAX_TITLE:
        return len(text), len(text)
    end = cues.title_end.match(title, 0, min(pause.start() if pause else len(title), MAX_TITLE))
    cut = (number.end + end.end(),) * 2 if end else run_in_end(rest, number)
    return (start + cut[0], start + cut[1]) if cut else None


def _cut(part: Part, starts: Sequence[int], cues: Cues) -> Iterator[Part]:
    """The pieces of a part: what stands before, between and behind its lost headings, and these."""
    place = 0
    for start in starts:
        cut = _title(part.text, start, cues)
        if cut is None:
            continue
        yield from _piece(part, place, start)
        yield from _piece(part, start, cut[0], heading=True)
        place = cut[1]
    yield from _piece(part, place, len(part.text), behind=place > 0)


def _piece(part: Part, start: int, end: int, *, heading: bool = False, behind: bool = False) -> Iterator[Part]:
    raw = part.text[start:end]
    text = raw.strip()
    if not text:
        return
    first = part.start + start + len(raw) - len(raw.lstrip())
    kind = "text" if heading or behind else part.kind
    number = read_number(text) if start else part.number
    yield replace(
        part,
        start=first,
        end=first + len(text),
        text=text,
        kind=kind,
        number=number,
        run_in=heading or (part.run_in and not start),
    )
