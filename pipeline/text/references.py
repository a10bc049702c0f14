"""Lists that repeat what stands elsewhere: reference lists and tables of contents. No facts are taken from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.data import SegmentKind
from pipeline.text.bylines import is_abstract
from pipeline.text.cues import Cues
from pipeline.text.parts import Part

MAX_ENTRY = 700  # characters of a reference entry
MAX_CONTINUED = 120  # characters of a block between two entries that has no mark of its own
MAX_NUMBERED = 200  # characters of an entry that only its number tells
MAX_GAP = 2  # such blocks in a row
MIN_PAGE_NUMBERS = 5  # lines in a row that begin with a page number
MAX_LEADERS = 0.2  # share of a block that dot leaders may be: beyond it lines of contents were glued together

_LEADERS = r"(?:\.\s?){5,}|…{2,}|[·•．・‧]{4,}|_{5,}"
_LONG_LEADERS = re.compile(r"(?:\.\s?){8,}|…{4,}|[·•．・‧]{6,}")
_PAGE_NUMBER = r"\(?(?:\d{1,3}|[ivxl]{1,6})\)?"
_LEADER_LINE = re.compile(rf".{{1,160}}?(?:{_LEADERS})\s*{_PAGE_NUMBER}\s*…?", re.S)
_CONTENTS_LINE = re.compile(rf".{{1,80}}?(?:{_LEADERS}|[ \u3000\t])\s*{_PAGE_NUMBER}", re.S)
_PAGE_FIRST = re.compile(r"(\d{1,3})\s+[^\W_][^。；！？]{2,100}")
_SENTENCE_END = re.compile(r"[。；！？]|[a-z]\.(?:\s|$)")

_MARK = re.compile(
    r"[\[［]\s*(?:J|M|D|C|R|N|P|S|Z|A|G|K|EB|DB|CP|DS)\s*(?:/\s*OL|/\s*CD|/\s*DK)?\s*[\]］]"
)  # the document types of GB/T 7714-2015, annex B
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CITED = re.compile(
    r"https?://|www\.|\bdoi\b|出版社|第?\s*\d+\s*期|\bVol\.|\bpp?\.\s*\d|et al\.|\bPress\b|\bJournal\b|\bReview\b|"
    r"\d+\s*\(\d+\)\s*[:：]|\(eds?\.\)|参见|转引自", re.I,
)  # fmt: skip
_BRACKET_NUMBER = re.compile(r"(?:[-•]\s*)?[\[［【]\s*\d{1,3}\s*[\]］】]")
_NUMBERED = re.compile(r"(\d{1,3})\s?[.．、]\s?\S")
_ENTRY_NUMBER = re.compile(r"(?:[-•]\s*)?(?:[\[［【(（]?\s*\d{1,3}\s*[\]］】)）.．、]|\d{1,3}\s|[\u2460-\u2473*†‡])\s*")
_AUTHORED = re.compile(
    r"[^\W\d_].{2,120}?[(（](?:19|20)\d\d[a-z]?[)）]"
    r"|[^\W\d_].{4,200}[,，.．]\s*(?:19|20)\d\d[a-z]?\s*(?:[,，:：.．(（]|$)",
    re.S,
)


def is_reference_entry(text: str) -> bool:
    """Whether `text` is an entry of a reference list by its own marks: `[12] 作者. 题名[J]. 刊名, 2019(3)`."""
    if len(text) > MAX_ENTRY:
        return False
    numbered = bool(_BRACKET_NUMBER.match(text))
    if _MARK.search(text):
        return numbered or (bool(_YEAR.search(text)) and (bool(_ENTRY_NUMBER.match(text)) or text[-1] != "。"))
    return numbered and bool(_YEAR.search(text)) and bool(_CITED.search(text))


def is_contents_line(text: str) -> bool:
    """Whether `text` is a line of contents by its dot leaders, or several glued together."""
    leaders = sum(map(len, _LONG_LEADERS.findall(text)))
    return bool(_LEADER_LINE.fullmatch(text)) or leaders > MAX_LEADERS * len(text)


def reference_parts(
    parts: Sequence[Part], roles: Sequence[SegmentKind | None], levels: Mapping[int, int], cues: Cues
) -> set[int]:
    """The parts under headings of references.

    Each list runs from its heading to the last entry before an abstract, a heading that no entry follows, or MAX_GAP blocks
    without an entry's marks.
    """
    found: set[int] = set()
    inside, gap, number = False, list[int](), 0
    for i, part in enumerate(parts):
        if roles[i] in ("furniture", "cell", "caption", "figure", "byline"):
            continue
        if i in levels:
            opens = bool(cues.reference_heading.fullmatch(part.title.strip()))
            inside, gap, number = opens or (inside and _entry_follows(parts, roles, i)), [], 0
        elif inside and (
            roles[i] == "reference" or part.kind == "list" or _is_loose_entry(part.text) or _is_next(part.text, number)
        ):
            found.update((*gap, i))
            gap, number = [], number + 1
        elif inside:
            gap.append(i)
            inside = not is_abstract(part, cues) and len(gap) <= MAX_GAP and len(part.text) <= MAX_CONTINUED
    return found


def contents_parts(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> set[int]:
    """Lines under a heading of contents that end in a page number or come again further on, and halves of such lines."""
    squeezed = ["".join(part.text.split()) for part in parts]
    last = {text: i for i, text in enumerate(squeezed) if parts[i].kind != "furniture"}
    found: set[int] = set()
    for heading, part in enumerate(parts):
        if cues.contents_heading.fullmatch(part.text) and roles[heading] != "furniture":
            stretch = _short_lines(parts, heading + 1)
            listed = [
                i
                for i in stretch
                if roles[i] == "furniture" or last.get(squeezed[i], i) > i or _CONTENTS_LINE.fullmatch(parts[i].text)
            ]
            found.update(i for i in stretch if listed and i <= listed[-1] and roles[i] != "furniture")
    return found | _between_leaders(parts, roles) | _behind_page_numbers(parts, roles)


def _short_lines(parts: Sequence[Part], start: int) -> list[int]:
    """The parts from `start` on up to the first that is a paragraph; leaders aside."""
    found: list[int] = []
    for i in range(start, len(parts)):
        text = _LONG_LEADERS.sub("", parts[i].text)
        if parts[i].kind == "cell" or len(text) > MAX_CONTINUED or _SENTENCE_END.search(text):
            break
        found.append(i)
    return found


def _behind_page_numbers(parts: Sequence[Part], roles: Sequence[SegmentKind | None]) -> set[int]:
    """Runs of lines that each begin with a page number, larger from line to line and with gaps between them.

    A line without a number between two of them is the second half of its entry.
    """
    found: set[int] = set()
    run: list[int] = []
    pages: list[int] = []
    for i in [*(i for i, role in enumerate(roles) if role != "furniture"), len(parts)]:
        match = _PAGE_FIRST.fullmatch(parts[i].text) if i < len(parts) else None
        if match and (not pages or int(match[1]) > pages[-1]):
            run.append(i)
            pages.append(int(match[1]))
            continue
        if pages and i < len(parts) and run[-1] == i - 1 and _is_half(parts[i].text):
            continue
        if len(pages) >= MIN_PAGE_NUMBERS and pages[-1] - pages[0] > 1.5 * len(pages):
            found.update(range(run[0], run[-1] + 1))
        run, pages = ([i], [int(match[1])]) if match else ([], [])
    return {i for i in found if roles[i] != "furniture"}


def _is_half(text: str) -> bool:
    return len(text) <= MAX_CONTINUED and not _SENTENCE_END.search(text) and not text[0].isdigit()


def _between_leaders(parts: Sequence[Part], roles: Sequence[SegmentKind | None]) -> set[int]:
    """Short blocks between two lines of contents: the first halves of entries that fill two lines."""
    leaders = {i for i, part in enumerate(parts) if roles[i] == "furniture" and part.kind != "furniture"}
    short = {i for i, p in enumerate(parts) if len(p.text) <= MAX_CONTINUED and not _SENTENCE_END.search(p.text)}
    return {i for i in short - leaders if {i - 1, i + 1} <= leaders}


def _is_loose_entry(text: str) -> bool:
    """Whether a block in a list of references is one of its entries: a number in brackets, a mark, an author and a year."""
    if len(text) > MAX_ENTRY:
        return False
    cited = bool(_CITED.search(text)) and bool(_YEAR.search(text))
    return bool(_BRACKET_NUMBER.match(text) or _MARK.search(text) or _AUTHORED.match(text)) or cited


def _is_next(text: str, number: int) -> bool:
    """Whether a short block opens with the number behind `number` and a point: 2. 2017年，在国际会议发言."""
    match = _NUMBERED.match(text)
    return match is not None and len(text) <= MAX_NUMBERED and int(match[1]) == number + 1


def _entry_follows(parts: Sequence[Part], roles: Sequence[SegmentKind | None], heading: int) -> bool:
    after = next((i for i in range(heading + 1, len(parts)) if roles[i] != "furniture"), None)
    return after is not None and (roles[after] == "reference" or bool(_BRACKET_NUMBER.match(parts[after].text)))
