"""Covers, imprints and signatures: who issued a text, who wrote it, when. No facts are taken from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.parts import Part

MAX_LINE = 60  # characters of a line on a cover
MAX_SIGNATURE = 40  # characters of a signatory's line
MAX_CREDITS = 400  # characters of a block of credits
SIGNATORIES = 2  # lines above a date that may be its signatories'
COVER_PAGES = 2  # from the first on, on which a cover may be
SAME_SIZE = 0.6  # points

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    r"(?:(?:19|20)\d\d|[二〇○零一九]{4})\s*[年./\-－]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月\s*)?"
    r"(?:[./\-－]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?"
    rf"|(?:\d{{1,2}}\s+)?(?:{_MONTH})\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d"
)
_DATE_LINE = re.compile(rf"[(（]?(?:{_DATE})[)）]?(?:\s*(?:发布|印发|实施|起施行|颁布|修订))?", re.I)
_DATED = re.compile(
    rf"(?:[A-Z][a-z]+(?: [a-z]+)?:\s*)?(?:{_DATE})|发布日期|実施|X{{4}}\s*-\s*X{{2}}\s*-\s*X{{2}}", re.I
)
_CODE = re.compile(r"(?:ICS|CCS|GB|DB|ISBN|ISSN|ISO|IEC|RIN|DOI)[\s/:：]?[\dA-Z]|[A-Z]\s?\d{2}$|代替\s*GB")
_NAMES = re.compile(r"[\u4e00-\u9fff]{2,9}(?:[\s、，]+[\u4e00-\u9fff]{2,9})+")
_SENTENCE_END = re.compile(r"[。；！？]|[a-z]\.(?:\s|$)")


def cover_lines(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> set[int]:
    """Lines of a cover beside its titles, blocks of credits, and dates with their signatories.

    Only for sources with printed sizes, where a cover can be told from its titles.
    """
    if not any(part.size > 0 for part in parts):
        return set()
    free = [role is None or role in ("list", "note") for role in roles]
    return {i for i in (*_on_covers(parts, free, cues), *_credits(parts, free, cues), *_signed(parts, free, cues))}


def _on_covers(parts: Sequence[Part], free: Sequence[bool], cues: Cues) -> Iterator[int]:
    pages: dict[int, list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        if part.kind != "furniture":
            pages[part.page].append(i)
    for page in sorted(pages)[:COVER_PAGES]:
        lines = pages[page]
        if any(len(parts[i].text) > MAX_LINE and _SENTENCE_END.search(parts[i].text) for i in lines):
            continue
        largest = max(parts[i].size for i in lines)
        small = [i for i in lines if free[i] and parts[i].size < largest - SAME_SIZE and parts[i].number is None]
        yield from (i for i in small if _is_imprint(parts[i].text, cues))


def _is_imprint(text: str, cues: Cues) -> bool:
    if len(text) > MAX_LINE or _SENTENCE_END.search(text):
        return False
    return bool(_DATED.match(text) or _CODE.match(text) or cues.credit_label.match(text) or _is_office(text, cues))


def _is_office(text: str, cues: Cues) -> bool:
    """Whether a line is the name of a body or a person's office there."""
    return bool(cues.office.search(text)) and not _SENTENCE_END.search(text)


def _credits(parts: Sequence[Part], free: Sequence[bool], cues: Cues) -> Iterator[int]:
    """The blocks under titles such as 编写单位, up to the first sentence or another title."""
    inside = False
    for i, part in enumerate(parts):
        if not free[i]:
            continue
        if cues.credit_heading.fullmatch(part.text):
            inside = True
            yield i
        elif inside:
            short = part.kind != "heading" or _is_office(part.text, cues) or bool(_NAMES.fullmatch(part.text))
            inside = short and len(part.text) <= MAX_CREDITS and not _SENTENCE_END.search(part.text)
            if inside:
                yield i


def _signed(parts: Sequence[Part], free: Sequence[bool], cues: Cues) -> Iterator[int]:
    """Dates that stand alone at the end of a text or a section of it, and the signatories above them."""
    body = [i for i, part in enumerate(parts) if part.kind != "furniture"]
    for place, i in enumerate(body):
        last = place + 1 == len(body) or parts[body[place + 1]].kind == "heading"
        if not (last and free[i] and parts[i].kind == "text" and _DATE_LINE.fullmatch(parts[i].text)):
            continue
        yield i
        for j in reversed(body[max(0, place - SIGNATORIES) : place]):
            text = parts[j].text
            if not free[j] or parts[j].kind != "text" or len(text) > MAX_SIGNATURE or not _is_office(text, cues):
                break
            yield j
