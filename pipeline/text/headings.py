"""Which parts are headings, at which level, and which headings stand above each part.

Evidence for a heading: the block's kind as read, its words (`参考文献`), a number whose neighbours are there too, its
print (larger or bolder than the body). Against it: a sentence's end, length, a run of equals without text between them (a
list). Levels hold for the whole document: a stated level first, then the order of the numbering styles, then size.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median_low

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.numbering import DEPTH, ITEM_STYLES, Style
from pipeline.text.parts import Part

MAX_HAN = 40  # characters of a heading that only its number or print shows
MAX_WORDS = 16
MAX_LEAD_IN = 12  # characters before a colon, or behind the number of an article: beyond it a sentence leads a list in
MAX_LINES = 3
STATED_FACTOR = 2  # a block that was read as a heading may be this many times longer
LARGER = 1.12  # times the body's size
SAME_SIZE = 0.6  # points
MAX_SIZES = 4  # levels that sizes alone can tell apart
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

Key = tuple[str, int]


def heading_indices(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> frozenset[int]:
    """Indices of the parts that are headings. `roles` are those already decided; None may become a heading."""
    body = body_size(parts)
    open_ = [i for i, role in enumerate(roles) if role is None or (role == "list" and parts[i].number)]
    found = {i for i in open_ if parts[i].run_in or _is_sure(parts[i], cues) or _stands_out(parts[i], body)}
    numbered = [i for i in open_ if parts[i].number and _is_short(parts[i], 1)]
    items = _items(parts, roles, numbered)
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


def heading_levels(parts: Sequence[Part], headings: frozenset[int], cues: Cues) -> dict[int, int]:
    """The level of each heading, from 1; equal for headings of one numbering style or one print."""
    order = sorted(headings)
    stated = {i: level for i in order if (level := parts[i].level) is not None}
    keys = {i: _key(parts[i], cues) for i in order}
    by_key: dict[Key, Counter[int]] = defaultdict(Counter)
    for i, level in stated.items():
        by_key[keys[i]][level] += 1
    ranks = _ranks([parts[i] for i in order if i not in stated], [keys[i] for i in order if i not in stated])
    deepest = max(stated.values(), default=0)
    levels = dict(stated)
    for i in order:
        if i not in stated:
            usual = by_key.get(keys[i]) if parts[i].number else None
            levels[i] = usual.most_common(1)[0][0] if usual else _beside(ranks[keys[i]], keys[i], deepest)
    return levels


def section_paths(count: int, levels: Mapping[int, int]) -> list[tuple[int, ...]]:
    """For each of `count` parts the indices of the headings above it, outermost first."""
    paths, stack = [], list[int]()
    for i in range(count):
        level = levels.get(i)
        if level is not None:
            while stack and levels[stack[-1]] >= level:
                stack.pop()
        paths.append(tuple(stack))
        if level is not None:
            stack.append(i)
    return paths


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
    if part.kind != "heading" and title.endswith(("：", ":")) and len(title) > MAX_LEAD_IN:
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


def _allowed_run(run: Sequence[int], parts: Sequence[Part]) -> int:
    return 2 if run and _is_item_style(parts[run[0]]) else MIN_RUN


def _is_item_style(part: Part) -> bool:
    return part.number is not None and part.number.style in ITEM_STYLES


def _class(part: Part) -> tuple[str, tuple[int, ...]]:
    """Style and, for decimals, the figures before the last: what numbers of one sequence share."""
    return (part.number.style, part.number.values[:-1]) if part.number else ("", ())


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


def _key(part: Part, cues: Cues) -> Key:
    """What headings of one level share: the numbering style, else the printed size (half points), else nothing."""
    if part.number:
        return part.number.key
    if part.size <= 0 or cues.reference_heading.fullmatch(part.title.strip()):
        return "top", 0
    return "size", round(part.size * 2)


def _ranks(parts: Sequence[Part], keys: Sequence[Key]) -> dict[Key, int]:
    """The level of each key: numbering styles in their usual order; a size goes beside the style that is printed so."""
    sizes: dict[Key, list[float]] = defaultdict(list)
    for part, key in zip(parts, keys, strict=True):
        sizes[key].append(part.size)
    print_ = {key: median_low(values) for key, values in sizes.items()}
    plain = ("plain", 1) in sizes
    order = [[key] for key in sorted((k for k in sizes if k[0] in DEPTH), key=lambda k: _depth(k, plain))]
    order = _merge_equal(order)
    _place_sizes(order, sorted((k for k in sizes if k[0] == "size"), key=lambda k: -k[1]), print_)
    ranks = {key: level for level, group in enumerate(order, start=1) for key in group}
    numbered = [level for key, level in ranks.items() if key[0] in DEPTH]
    return ranks | {("top", 0): min(numbered, default=1)}


def _depth(key: Key, plain: bool) -> tuple[float, int]:
    style, figures = key
    depth: float = next(d for s, d in DEPTH.items() if s == style)
    if style == "dotted" and plain:  # 1. under 1.1 where chapters are plain figures
        depth = DEPTH["decimal"] + 0.5
    return depth, figures


def _merge_equal(order: list[list[Key]]) -> list[list[Key]]:
    """An annex stands beside the outermost other style, not above it."""
    if len(order) > 1 and order[0] == [("annex", 1)]:
        return [[*order[0], *order[1]], *order[2:]]
    return order


def _place_sizes(order: list[list[Key]], keys: Sequence[Key], print_: Mapping[Key, float]) -> None:
    """Puts the sizes of unnumbered headings, largest first, into the `order` of the numbering styles.

    Each goes beside the outermost style that is not printed larger; those larger than all are one level above, those
    smaller than all one below. Without numbered headings each size is a level, up to MAX_SIZES.
    """
    if not order:
        order.extend([key] for key in keys[:MAX_SIZES])
        for key in keys[MAX_SIZES:]:
            order[-1].append(key)
        return
    printed = [max(print_[key] for key in group) for group in order]
    above, below = list[Key](), list[Key]()
    for key in keys:
        size = print_[key]
        place = next((i for i, larger in enumerate(printed) if larger <= size + SAME_SIZE), None)
        if place is None:
            below.append(key)
        elif place == 0 and size > printed[0] + SAME_SIZE:
            above.append(key)
        else:
            order[place].append(key)
    order[:0] = [above] if above else []
    order.extend([below] if below else [])


def _beside(rank: int, key: Key, deepest: int) -> int:
    """The level of an unstated heading: under all stated ones; a heading known by its words is at the top."""
    return 1 if key == ("top", 0) and deepest else rank + deepest
