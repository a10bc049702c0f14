"""At which level each heading stands, and which headings stand above each part.

Levels hold for the whole document: a stated level first (mark-up, a PDF's outline), then that of stated headings numbered
or printed alike, then the order of the numbering styles, then size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from pipeline.text.cues import Cues
from pipeline.text.headings import SAME_SIZE
from pipeline.text.numbering import DEPTH
from pipeline.text.parts import Part

MAX_SIZES = 4  # levels that sizes alone can tell apart

Key = tuple[str, int]
_TOP: Key = ("top", 0)


def heading_levels(parts: Sequence[Part], headings: Iterable[int], cues: Cues) -> dict[int, int]:
    """The level of each heading, from 1; equal for headings of one numbering style or one print."""
    order = sorted(headings)
    keys = {i: _key(parts[i], cues) for i in order}
    levels = {i: level for i in order if (level := parts[i].level) is not None}
    if levels:
        levels |= _beside_stated(parts, levels, keys)
    others = [i for i in order if i not in levels]
    ranks = _ranks([parts[i] for i in others], [keys[i] for i in others])
    deepest = max(levels.values(), default=0)
    return levels | {i: ranks[keys[i]] + deepest for i in others}


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


def _beside_stated(parts: Sequence[Part], stated: Mapping[int, int], keys: Mapping[int, Key]) -> dict[int, int]:
    """The levels of headings that are numbered like stated ones, known by their words, or printed no smaller."""
    by_key: dict[Key, Counter[int]] = defaultdict(Counter)
    sizes: dict[int, list[float]] = defaultdict(list)
    for i, level in stated.items():
        by_key[keys[i]][level] += 1
        sizes[level].append(parts[i].size)
    count = Counter(stated.values())
    top = min((level for level in count if count[level] > 1), default=min(count))
    prints = {level: median_low(sizes[level]) for level in sorted(sizes)}
    found: dict[int, int] = {}
    for i, key in keys.items():
        usual = by_key.get(key)
        printed = next((x for x in prints if 0 < prints[x] <= parts[i].size + SAME_SIZE), None)
        if i in stated:
            continue
        if key == _TOP:
            found[i] = top if max(prints.values()) > 0 else 1
        elif usual:
            found[i] = usual.most_common(1)[0][0]
        elif printed is not None and not parts[i].number:
            found[i] = printed
    return found


def _key(part: Part, cues: Cues) -> Key:
    """What headings of one level share: the numbering style, else the printed size (half points), else nothing."""
    if part.number:
        return part.number.key
    if part.size <= 0 or cues.reference_heading.fullmatch(part.title.strip()):
        return _TOP
    return "size", round(part.size * 2)


def _ranks(parts: Sequence[Part], keys: Sequence[Key]) -> dict[Key, int]:
    """The level of each key: numbering styles in their usual order; a size goes beside the style that is printed so."""
    sizes: dict[Key, list[float]] = defaultdict(list)
    for part, key in zip(parts, keys, strict=True):
        sizes[key].append(part.size)
    print_ = {key: median_low(values) for key, values in sizes.items()}
    plain = ("plain", 1) in sizes
    order = [[key] for key in sorted((k for k in sizes if k[0] in DEPTH), key=lambda k: _depth(k, plain))]
    order = _merge_equal(_by_print(order, print_))
    _place_sizes(order, sorted((k for k in sizes if k[0] == "size"), key=lambda k: -k[1]), print_)
    ranks = {key: level for level, group in enumerate(order, start=1) for key in group}
    numbered = [level for key, level in ranks.items() if key[0] in DEPTH]
    return ranks | {_TOP: min(numbered, default=1)}


def _depth(key: Key, plain: bool) -> tuple[float, int]:
    style, figures = key
    depth: float = next(d for s, d in DEPTH.items() if s == style)
    if style == "dotted" and plain:  # 1. under 1.1 where chapters are plain figures
        depth = DEPTH["decimal"] + 0.5
    return depth, figures


def _by_print(order: list[list[Key]], print_: Mapping[Key, float]) -> list[list[Key]]:
    """Moves styles that are printed smaller than the next one below it (（一） in an annex's sample, say)."""
    order = list(order)
    for last in range(len(order) - 1, 0, -1):
        for i in range(last):
            one, other = print_[order[i][0]], print_[order[i + 1][0]]
            if 0 < one < other - SAME_SIZE:
                order[i], order[i + 1] = order[i + 1], order[i]
    return order


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
