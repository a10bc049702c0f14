"""Which parts are headings.

Evidence for it: the block's kind as read, its words (`参考文献`), a number whose neighbours are there too, its print (larger
or bolder than the body). Against it: a sentence's end, length, a run of equals without text between them (a list).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.numbering import ITEM_STYLES, Style
from pipeline.text.parts import Part

MAX_HAN = 40  # characters of a heading that only its number or print shows
MAX_WORDS = 16
MAX_LEAD_IN = 12  # characters before a colon, or behind the number of an article: beyond it a sentence leads a list in
MAX_LINES = 3
STATED_FACTOR = 2  # a block that was read as a heading may be this many times longer
LARGER = 1.12  # times the body's size
SAME_SIZE = 0.6  # points
MAX_BOLD = 120  # characters of a bold item
MIN_RUN = 3  # equal numbers in a row without text between them: a list or a table of contents

_AMOUNT = re.compile(
    r"[\d\s,，.．]*\d\s*(?:年\s*[，,]|月|日(?!本)|[万亿千百]|元|美元|欧元|%|％|个|项|名|人|家|倍)|[\d\s,，.．%％~～〜\-–—万亿元美欧日年月]+$"
)  # at the start of a title: a line of text that begins with a figure, printed as a heading
_GOES_ON = re.compile(r"[a-z][a-z\s]")  # a line of a sentence; `e-Government` and `iGEM` may begin a title
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w'’-]*")
_LETTER = re.compile(r"[^\W\d_]")
_INNER_END = re.compile(r"[。！？；;](?=.)|[.!?]\s+(?=[A-Z][a-z]+\s+[a-z])")
_BAD_END = re.compile(r"[。；;，,、.]$")
_ABBREVIATED_END = re.compile(r"\b(?:etc|Inc|Ltd|Co|Corp|U\.S|U\.K)\.$")
_STRONG: frozenset[Style] = frozenset({"part", "chapter", "section", "annex"})


def heading_indices(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> frozenset[int]:
    """Indices of the parts that are headings. `roles` are those already decided; None may become a heading."""
    body = body_size(parts)
    open_ = [i for i, role in enumerate(roles) if role is None or (role == "list" and parts[i].number)]
    found = {i for i in open_ if parts[i].run_in or _is_sure(parts[i], cues) or _stands_out(parts[i], body)}
    numbered = [i for i in open_ if parts[i].number and _is_short(parts[i], 1)]
    items = _items(parts, roles, numbered)
    found -= _bold_lists(parts, roles, found, body)
    neighbours = _neighbours(parts, sorted({*numbered, *(i for i in found if parts[i].number)}))
    found |= {i for i in numbered if i in neighbours and (i not in items)}
    return frozenset(i for i in found if i not in items or parts[i].run_in or _is_shown(parts[i]))


def body_size(parts: Sequence[Part]) -> tuple[float, bool]:
    """The size (points) and boldness of most of the running text; (0.0, False) where the source has no sizes."""
    weights: Counter[tuple[float, bool]] = Counter()
    for part in parts:
        if part.kind == "text" and part.size > 0:
            weights[round(part.size, 1), part.bold] += len(part.text)
    return max(weights, key=lambda key: (weights[key], key)) if weights else (0.0, False)


def _is_sure(part: Part, cues: Cues) -> bool:
    """Whether its words or its block's kind alone make a heading."""
    title = part.title.strip()
    if cues.plain_heading.fullmatch(title) or cues.reference_heading.fullmatch(title):
        return True
    return part.kind == "heading" and _is_short(part, STATED_FACTOR)


def _stands_out(part: Part, body: tuple[float, bool]) -> bool:
    """Whether a text block's print is larger than the body's, or bold where the body is not."""
    size, bold = body
    if size <= 0 or part.kind != "text" or part.lines > MAX_LINES or not _is_short(part, 1):
        return False
    return part.size >= LARGER * size or (part.bold and not bold and part.size >= size - SAME_SIZE)


def _is_shown(part: Part) -> bool:
    """Whether mark-up or print made the block a heading; in plain text only its words did."""
    return part.kind == "heading" and (part.level is not None or part.size > 0)


def _is_short(part: Part, factor: int) -> bool:
    """Whether the part reads as a title: letters, no inner sentence end, not too long."""
    title = part.title.strip()
    if not title:
        return part.number is not None and part.number.style in _STRONG | {"article"}
    if not _LETTER.search(title) or _INNER_END.search(title) or (part.number is None and _AMOUNT.match(title)):
        return False
    if part.number is None and _GOES_ON.match(title):
        return False
    if _BAD_END.search(title) and not _ABBREVIATED_END.search(title) and not (part.run_in or part.kind == "heading"):
        return False
    if part.kind != "heading" and title.endswith(("：", ":")) and (part.kind == "list" or len(title) > MAX_LEAD_IN):
        return False
    words = len(_WORD.findall(title))
    if part.number and part.number.style == "article":
        return not title.endswith(("：", ":")) and (len(title) if _HAN.search(title) else words) <= MAX_LEAD_IN
    return len(_HAN.findall(title)) + 2 * words <= factor * (MAX_HAN if _HAN.search(title) else 2 * MAX_WORDS)


def _items(parts: Sequence[Part], roles: Sequence[SegmentKind | None], numbered: Sequence[int]) -> set[int]:
    """Numbered parts that are a list's items: equals in a row with no text between, or the document's last block."""
    body = [i for i, role in enumerate(roles) if role not in ("furniture", "note", "byline")]
    after = dict(pairwise([*body, None]))
    short, items = set(numbered), set[int]()
    run: list[int] = []
    for i in [*body, None]:
        same = i is not None and i in short and run and _class(parts[run[-1]]) == _class(parts[i])
        if not same:
            items.update(run if len(run) >= _allowed_run(run, parts) else ())
            run = []
        if i is not None and i in short:
            run.append(i)
    return items | {i for i in numbered if _is_item_style(parts[i]) and after.get(i) is None}


def _bold_lists(
    parts: Sequence[Part], roles: Sequence[SegmentKind | None], found: Iterable[int], body: tuple[float, bool]
) -> set[int]:
    """Runs of bold lines in the body's type without numbers, and without text between them: a list, not headings."""
    bold = {i for i in found if _is_merely_bold(parts[i], body)}
    lists, run = set[int](), list[int]()
    for i in [*(i for i, role in enumerate(roles) if role not in ("furniture", "note", "byline")), -1]:
        if i in bold or (run and i >= 0 and _is_merely_bold(parts[i], body)):
            run.append(i)
            continue
        lists.update(run if len(run) >= MIN_RUN else ())
        run = []
    return lists


def _is_merely_bold(part: Part, body: tuple[float, bool]) -> bool:
    small = 0 < part.size < LARGER * body[0]
    return (
        part.kind == "heading"
        and small
        and part.bold
        and part.number is None
        and part.level is None
        and len(part.text) <= MAX_BOLD
    )


def _allowed_run(run: Sequence[int], parts: Sequence[Part]) -> int:
    return 2 if run and _is_item_style(parts[run[0]]) else MIN_RUN


def _is_item_style(part: Part) -> bool:
    return part.number is not None and part.number.style in ITEM_STYLES


def _class(part: Part) -> tuple[str, tuple[int, ...]]:
    """Style with its label and, for decimals, the figures before the last: what numbers of one sequence share."""
    return (part.number.style + part.number.label, part.number.values[:-1]) if part.number else ("", ())


def _neighbours(parts: Sequence[Part], numbered: Sequence[int]) -> set[int]:
    """Numbered parts that belong to a sequence: the number before or after theirs, or their parent's, is there too."""
    seen: dict[tuple[str, tuple[int, ...]], set[int]] = defaultdict(set)
    decimals: set[tuple[int, ...]] = set()
    for i in numbered:
        number = parts[i].number
        if number:
            seen[_class(parts[i])].add(number.values[-1])
            if number.style in ("plain", "dotted", "decimal"):
                decimals.add(number.values)
    sound = set()
    for i in numbered:
        number = parts[i].number
        if number and (
            number.style in _STRONG
            or seen[_class(parts[i])] & {number.values[-1] + step for step in (-2, -1, 1, 2)}
            or (number.style == "decimal" and number.values[:-1] in decimals)
        ):
            sound.add(i)
    return sound
