"""Mends the boxes of glyphs that do not say where their ink is: ligatures, copies for fake bold, cells too wide.

Chinese typesetting systems set Latin letters from fonts whose every glyph has an em's width, and pull each back over
the one before it. Such boxes lie over each other and hide the gaps between words, which pdfium then does not see.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np
from pypdfium2 import raw

from pipeline.pdf.glyphs.native import Floats, prototype

if TYPE_CHECKING:
    from pipeline.pdf.glyphs.characters import Codes, Flags, Integers, PageShape

_PULLED = 0.2  # of a glyph's width, by which the next one, as wide, lies over it when their cells are too wide
_FEWEST_PULLED = 8  # on a page; fewer are kerning, italics or drawings
_WORD_GAP = 0.22  # of a cell's width, between the ink of two words; inside of words it is at most 0.2 (7,000 gaps)
_MARK_GAP = 0.45  # the same behind a mark, which stands at the left of half a cell
_BESIDE = 0.3  # of a glyph's width, by which its neighbour may stand off
_FEWEST_BESIDE = 20  # pairs of neighbours; fewer do not tell
_EVEN, _EVEN_SHARE = 0.02, 0.5  # points; healthy pages have at least 0.6 of pairs even, others at most 0.45
_ASCENT, _DESCENT = 0.86, 0.14  # type sizes; those of most Chinese fonts
_STRAIGHT = 20  # by which one side of a direction exceeds the other where text runs along the page or across it
_SAME_LINE = 0.3  # of a glyph's height
_BAND = 3.0  # points; copies are looked for among glyphs whose tops are that near each other
_COPY_SHIFT = 0.15  # of a glyph's height, by which its copy is off at most
_COPY_OVERLAP = 0.5  # of its width; likewise
_TWINS = tuple(map(ord, "f—…⋯─.-"))  # of which one glyph shows two; other equal neighbours at one place are copies
_MARKS = tuple(map(ord, ".,:;．，：；"))


def share_ligatures(codes: Codes, boxes: Floats, inked: Flags) -> None:
    """Parts the box of a glyph that stands for several characters (`ff`, `——`) among them, in place."""
    same = inked[:-1] & inked[1:] & (boxes[:-1] == boxes[1:]).all(axis=1)
    same &= (codes[:-1] != codes[1:]) | np.isin(codes[1:], _TWINS)
    if not same.any():
        return
    starts = np.flatnonzero(same & ~np.concatenate([[False], same[:-1]]))
    ends = np.flatnonzero(same & ~np.concatenate([same[1:], [False]])) + 1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        cuts = np.linspace(boxes[start, 0], boxes[start, 2], end - start + 2)
        boxes[start : end + 1, 0], boxes[start : end + 1, 2] = cuts[:-1], cuts[1:]


def fake_bold(codes: Codes, boxes: Floats, inked: Flags) -> tuple[Flags, Flags]:
    """Finds characters drawn again at almost the same place: which are copies, and which have copies.

    The copies may come right behind the character, behind its line or behind the whole text.
    """
    copies, doubled = np.zeros(len(codes), dtype=bool), np.zeros(len(codes), dtype=bool)
    rows = np.flatnonzero(inked)
    if len(rows) >= 2:
        _mark_copies(codes, boxes, rows, copies, doubled, shift=0.0)
    if copies.any():  # some may be parted by the edge between two bands of heights
        rows = rows[~copies[rows]]
        _mark_copies(codes, boxes, rows, copies, doubled, shift=0.5)
    return copies, doubled


def _mark_copies(codes: Codes, boxes: Floats, rows: Integers, copies: Flags, doubled: Flags, *, shift: float) -> None:
    """Marks copies among the rows whose tops are in one band; `shift` moves the bands by that part of their height."""
    x, y = boxes[rows, 0], boxes[rows, 1]
    width, height = boxes[rows, 2] - x, boxes[rows, 3] - y
    order = np.lexsort((x, np.round(y / _BAND + shift), codes[rows]))
    first, second = order[:-1], order[1:]
    reach = np.minimum(_COPY_SHIFT * height[first], _COPY_OVERLAP * width[first])
    near = (
        (codes[rows[first]] == codes[rows[second]])
        & (np.abs(x[second] - x[first]) < reach)
        & (np.abs(y[second] - y[first]) < _COPY_SHIFT * height[first])
    )
    copies[rows[second[near]]] = True
    doubled[rows[first[near]]] = True


def fill_heights(handle: int | None, boxes: Floats, inked: Flags, shape: PageShape) -> None:
    """Gives glyphs whose boxes are as high as their ink the height of their line, in place.

    Fonts that state no ascent make such boxes. Where most neighbours on a page differ in height, its glyphs are
    measured again, from their baseline and type size.

    Args:
        handle: The text page's address.
        boxes: Left, bottom, right, top in the page's coordinates.
        inked: Which of them have ink.
        shape: The page's shape.
    """
    rows = np.flatnonzero(inked)
    if not _are_uneven(shape.shown(boxes[rows])):
        return
    origins, ups = _baselines(handle, rows)
    ends = np.concatenate([origins - _DESCENT * ups, origins + _ASCENT * ups], axis=1)
    for axis in (0, 1):
        along = np.abs(ups[:, axis]) > _STRAIGHT * np.abs(ups[:, 1 - axis])
        low, high = ends[along][:, [axis, axis + 2]].min(axis=1), ends[along][:, [axis, axis + 2]].max(axis=1)
        boxes[rows[along], axis] = np.minimum(boxes[rows[along], axis], low)
        boxes[rows[along], axis + 2] = np.maximum(boxes[rows[along], axis + 2], high)


def _are_uneven(boxes: Floats) -> bool:
    """Whether most glyphs differ in height from their neighbour on the line."""
    one, other = boxes[:-1], boxes[1:]
    beside = (other[:, 0] > one[:, 0]) & (other[:, 0] - one[:, 2] < _BESIDE * (one[:, 2] - one[:, 0]))
    beside &= np.minimum(one[:, 3], other[:, 3]) > np.maximum(one[:, 1], other[:, 1])
    even = (np.abs(one[:, 1] - other[:, 1]) < _EVEN) & (np.abs(one[:, 3] - other[:, 3]) < _EVEN)
    return bool(beside.sum() >= _FEWEST_BESIDE and (even & beside).sum() < _EVEN_SHARE * beside.sum())


def _baselines(handle: int | None, rows: Integers) -> tuple[Floats, Floats]:
    """Where glyphs stand on their baselines, and how far and which way up an em reaches from there: x, y in points."""
    place, number = ctypes.c_void_p, ctypes.c_int
    get_size = prototype(raw.FPDFText_GetFontSize, ctypes.c_double, place, number)
    get_matrix = prototype(raw.FPDFText_GetMatrix, number, place, number, place)
    get_origin = prototype(raw.FPDFText_GetCharOrigin, number, place, number, place, place)
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    places = ctypes.addressof(matrix), ctypes.addressof(x), ctypes.addressof(y)
    origins, ups = np.zeros((len(rows), 2), dtype=np.float64), np.zeros((len(rows), 2), dtype=np.float64)
    for i, row in enumerate(rows.tolist()):
        if get_matrix(handle, row, places[0]) and get_origin(handle, row, *places[1:]):
            size = get_size(handle, row)
            origins[i], ups[i] = (x.value, y.value), (size * matrix.c, size * matrix.d)
    return origins, ups


def tighten(handle: int | None, codes: Codes, boxes: Floats, inked: Flags, shape: PageShape) -> Flags | None:
    """Gives a page's Latin glyphs the width of their ink, in place, if cells lie over each other there.

    Args:
        handle: The text page's address.
        codes: The page's characters.
        boxes: Their boxes on the shown page.
        inked: Which of them have ink.
        shape: The page's shape.

    Returns:
        Before which characters a gap between words shows; None where no cell is too wide.
    """
    latin = inked & (_are_letters(codes) | _are_digits(codes))
    width = boxes[:, 2] - boxes[:, 0]
    level = np.abs(np.diff(boxes[:, 1])) < _SAME_LINE * (boxes[:-1, 3] - boxes[:-1, 1])
    pulled = latin[:-1] & latin[1:] & level & (boxes[1:, 0] > boxes[:-1, 0])
    pulled &= boxes[1:, 0] - boxes[:-1, 2] < -_PULLED * width[:-1]
    pulled &= np.abs(np.diff(width)) < _EVEN * width[:-1]
    seeds = np.flatnonzero(pulled)
    if len(seeds) < _FEWEST_PULLED:
        return None
    members = np.flatnonzero(latin)
    cells = width[seeds[np.clip(np.searchsorted(seeds, members), 0, len(seeds) - 1)]]
    ink = shape.shown(_ink(handle, members))
    known = (ink[:, 2] > ink[:, 0]) & (ink[:, 0] >= boxes[members, 0] - 1) & (ink[:, 2] <= boxes[members, 2] + 1)
    members, ink, cells = members[known], ink[known], cells[known]
    boxes[members, 0], boxes[members, 2] = ink[:, 0], ink[:, 2]
    return _word_gaps(codes, boxes, members, cells)


def _ink(handle: int | None, rows: Integers) -> Floats:
    """The boxes of glyphs' ink: left, bottom, right, top in the page's coordinates."""
    place, number = ctypes.c_void_p, ctypes.c_int
    get = prototype(raw.FPDFText_GetCharBox, number, place, number, place, place, place, place)
    sides = (ctypes.c_double * 4)()
    left, right, bottom, top = range(ctypes.addressof(sides), ctypes.addressof(sides) + 32, 8)
    found = np.zeros((len(rows), 4), dtype=np.float64)
    for i, row in enumerate(rows.tolist()):
        if get(handle, row, left, right, bottom, top):
            found[i] = sides[0], sides[2], sides[1], sides[3]
    return found


def _word_gaps(codes: Codes, boxes: Floats, members: Integers, cells: Floats) -> Flags:
    """Before which of the tightened glyphs the gap is that between words; between two digits there is none."""
    spaced = np.zeros(len(codes), dtype=bool)
    members, cells = members[members > 0], cells[members > 0]
    before = members - 1
    gap = (boxes[members, 0] - boxes[before, 2]) / cells
    level = np.abs(boxes[members, 3] - boxes[before, 3]) < _SAME_LINE * (boxes[members, 3] - boxes[members, 1])
    letters, digits, marks = _are_letters(codes), _are_digits(codes), np.isin(codes, _MARKS)
    parted = (letters[before] & letters[members]) | (letters[before] != letters[members]) & (
        digits[before] | digits[members]
    )
    wide = (parted & (gap > _WORD_GAP)) | (marks[before] & letters[members] & (gap > _MARK_GAP))
    spaced[members[level & wide & (gap < 1)]] = True
    return spaced


def _are_letters(codes: Codes) -> Flags:
    """Which are Latin letters: half-width, full-width, or in the GBK row that stands for them."""
    folded = codes | 0x20
    found: Flags = ((folded >= 0x61) & (folded <= 0x7A)) | ((codes >= 0xFF21) & (codes <= 0xFF3A))
    return found | ((codes >= 0xFF41) & (codes <= 0xFF5A)) | ((codes >= 0x724E) & (codes <= 0x72DB))


def _are_digits(codes: Codes) -> Flags:
    """Which are digits, half-width or full-width."""
    found: Flags = ((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19))
    return found
