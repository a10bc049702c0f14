"""Reads the straight lines that a PDF page draws: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat

import numpy as np
import pypdfium2
from pypdfium2 import raw

from pipeline.pdf.glyphs.characters import PageShape
from pipeline.pdf.glyphs.native import Floats, address, collect, prototype

_THIN = 3.0  # points; a drawn thing that is thinner is a line
_LEVEL = 1.0  # points by which a line may slope
_WHOLE_PAGE = 0.9  # of the page's area; a rectangle that large is its background
_MOST_OBJECTS = 20_000  # looked at on one page
_MOST_SEGMENTS = 400  # of one path; a longer one is a drawing
_FIRST_SEGMENTS = 12  # that tell whether a path is a drawing
_ALL_SEGMENTS = 20_000  # of one page; beyond it only the thin things are lines
_FORM_DEPTH = 4  # forms inside forms

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _no_lines() -> Floats:
    return np.empty((0, 3))


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page draws besides text: how many paths, its lines, and the share of its area under images.

    `across` has a row (y, x0, x1) for each horizontal line, `upright` one (x, y0, y1) for each vertical one, in points
    from the page's top left corner. Dots are lines too, of next to no length: a dotted line is many of them.
    """

    paths: int = 0
    across: Floats = field(default_factory=_no_lines)
    upright: Floats = field(default_factory=_no_lines)
    image_share: float = 0.0


def read_drawings(page: pypdfium2.PdfPage, shape: PageShape, *, lines: bool = True) -> Drawings:
    """Looks through a page's objects, those inside forms too; without `lines` it only counts."""
    paths, covered = 0, 0.0
    across, upright = [_no_lines()], [_no_lines()]
    look = _look()
    for items, kinds, matrix in look.levels(page):
        images = [item for item, kind in zip(items, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_IMAGE]
        covered += _area(look.bounds(images, matrix, shape), shape)
        drawn = look.drawn([item for item, kind in zip(items, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH])
        paths += len(drawn)
        if lines and drawn:
            level, straight = look.lines(drawn, matrix, shape)
            across.append(level)
            upright.append(straight)
    share = min(covered / max(shape.width * shape.height, 1.0), 1.0)
    return Drawings(paths, np.concatenate(across), np.concatenate(upright), share)


@cache
def _look() -> _Look:
    """The prototypes, which take longer to make than a page's lines to read."""
    return _Look()


class _Look:
    """Looks at pages' objects, which are handed about as their addresses."""

    def __init__(self) -> None:
        p, i = ctypes.c_void_p, ctypes.c_int
        self._item = prototype(raw.FPDFPage_GetObject, p, p, i)
        self._kind = prototype(raw.FPDFPageObj_GetType, i, p)
        self._form_count = prototype(raw.FPDFFormObj_CountObjects, i, p)
        self._form_item = prototype(raw.FPDFFormObj_GetObject, p, p, ctypes.c_ulong)
        self._matrix_of = prototype(raw.FPDFPageObj_GetMatrix, i, p, p)
        self._bounds = prototype(raw.FPDFPageObj_GetBounds, i, p, p, p, p, p)
        self._mode = prototype(raw.FPDFPath_GetDrawMode, i, p, p, p)
        self._count = prototype(raw.FPDFPath_CountSegments, i, p)
        self._segment = prototype(raw.FPDFPath_GetPathSegment, p, p, i)
        self._point = prototype(raw.FPDFPathSegment_GetPoint, i, p, p, p)
        self._segment_kind = prototype(raw.FPDFPathSegment_GetType, i, p)
        self._closes = prototype(raw.FPDFPathSegment_GetClose, i, p)

    def levels(self, page: pypdfium2.PdfPage) -> Iterator[tuple[list[int], list[int], Matrix]]:
        """The page's own objects, then those of each form in it: the objects, their kinds, the form's matrix."""
        seen = min(max(raw.FPDFPage_CountObjects(page.raw), 0), _MOST_OBJECTS)
        items = [item for item in map(self._item, repeat(address(page.raw)), range(seen)) if item]
        stack: list[tuple[list[int], Matrix, int]] = [(items, _IDENTITY, 0)]
        while stack:
            items, matrix, depth = stack.pop()
            kinds = list(map(self._kind, items))
            yield items, kinds, matrix
            forms = [item for item, kind in zip(items, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_FORM]
            for form in forms if depth < _FORM_DEPTH else ():
                count = min(max(self._form_count(form), 0), _MOST_OBJECTS - seen)
                seen += count
                inner = [item for item in map(self._form_item, repeat(form), range(count)) if item]
                stack.append((inner, _times(self._matrix(form), matrix), depth + 1))

    def drawn(self, paths: Sequence[int]) -> list[int]:
        """The paths that are stroked or filled; the others only clip."""
        modes = (ctypes.c_int * (2 * len(paths)))()
        start = ctypes.addressof(modes)
        end = start + 8 * len(paths)
        for _ in map(self._mode, paths, range(start, end, 8), range(start + 4, end + 4, 8)):
            pass
        return [path for path, fill, stroke in zip(paths, modes[::2], modes[1::2], strict=True) if fill or stroke]

    def bounds(self, items: Sequence[int], matrix: Matrix, shape: PageShape) -> Floats:
        """The objects' boxes as shown on the page; nan where pdfium knows none."""
        found = collect(self._bounds, items, count=len(items), width=4)
        if matrix != _IDENTITY:
            pairs = ((0, 1), (2, 3), (0, 3), (2, 1))
            corners = np.stack([_applied(np.array(matrix), found[:, pair]) for pair in pairs])
            found = np.concatenate([corners.min(axis=0), corners.max(axis=0)], axis=1)
        return shape.shown(found)

    def lines(self, paths: Sequence[int], matrix: Matrix, shape: PageShape) -> tuple[Floats, Floats]:
        """The lines that paths draw, horizontal and vertical: thin ones are lines, others have lines for sides."""
        boxes = self.bounds(paths, matrix, shape)
        width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        flat, slim = height <= _THIN, width <= _THIN
        large = ~(flat | slim) & (width * height <= _WHOLE_PAGE * shape.width * shape.height)
        sides = self._sides([paths[i] for i in np.flatnonzero(large).tolist()], matrix, shape)
        return _lines(np.concatenate([boxes[flat | slim], sides]))

    def _sides(self, paths: Sequence[int], matrix: Matrix, shape: PageShape) -> Floats:
        """The boxes of paths' horizontal and vertical segments, their closing ones too; none of those with curves."""
        counts = map(self._count, paths)
        kept = [
            (p, n) for p, n in zip(paths, counts, strict=True) if 2 <= n <= _MOST_SEGMENTS and not self._bends(p, n)
        ]
        total = sum(n for _, n in kept)
        if not kept or total > _ALL_SEGMENTS:
            return np.empty((0, 4))
        segments = [segment for path, n in kept for segment in map(self._segment, repeat(path), range(n))]
        kinds = np.fromiter(map(self._segment_kind, segments), dtype=np.int64, count=total)
        closes = np.fromiter(map(self._closes, segments), dtype=np.int64, count=total) != 0
        owner = np.repeat(np.arange(len(kept)), [n for _, n in kept])
        matrices = np.array([_times(self._matrix(path), matrix) for path, _ in kept])
        points = _applied(matrices[owner].T, collect(self._point, segments, count=total, width=2))
        curved = np.bincount(owner, weights=kinds == raw.FPDF_SEGMENT_BEZIERTO) > 0
        first = np.concatenate([[True], owner[1:] != owner[:-1]]) | (kinds == raw.FPDF_SEGMENT_MOVETO)
        opened = np.maximum.accumulate(np.where(first, np.arange(total), 0))  # where each segment's stretch begins
        drawn = np.flatnonzero(~first & ~curved[owner])
        closing = np.flatnonzero(closes & ~curved[owner])
        start, end = np.concatenate([drawn - 1, closing]), np.concatenate([drawn, opened[closing]])
        boxes = np.concatenate([np.minimum(points[start], points[end]), np.maximum(points[start], points[end])], axis=1)
        boxes = shape.shown(boxes)
        level = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= _LEVEL
        found: Floats = boxes[level]
        return found

    def _bends(self, path: int, count: int) -> bool:
        """Whether a longer path has a curve among its first segments: a drawing, which need not be looked at further."""
        if count <= _FIRST_SEGMENTS:
            return False
        kinds = map(self._segment_kind, map(self._segment, repeat(path), range(_FIRST_SEGMENTS)))
        return raw.FPDF_SEGMENT_BEZIERTO in kinds

    def _matrix(self, item: int) -> Matrix:
        matrix = raw.FS_MATRIX()
        if not self._matrix_of(item, ctypes.addressof(matrix)):
            return _IDENTITY
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _applied(m: Floats, points: Floats) -> Floats:
    """Points moved by a matrix, or each by its own: `m` has the six numbers, or a row of them for all points."""
    x, y = points[:, 0], points[:, 1]
    moved: Floats = np.stack([m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]], axis=1)
    return moved


def _area(boxes: Floats, shape: PageShape) -> float:
    """How much of the page the boxes cover, in square points."""
    width = np.clip(boxes[:, 2], 0, shape.width) - np.clip(boxes[:, 0], 0, shape.width)
    height = np.clip(boxes[:, 3], 0, shape.height) - np.clip(boxes[:, 1], 0, shape.height)
    return float(np.nansum(width * height))


def _lines(boxes: Floats) -> tuple[Floats, Floats]:
    """Thin boxes as horizontal and vertical lines; a dot is both."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    across, upright = boxes[(height <= _THIN) & (2 * width >= height)], boxes[(width <= _THIN) & (2 * height >= width)]
    return (
        np.stack([(across[:, 1] + across[:, 3]) / 2, across[:, 0], across[:, 2]], axis=1),
        np.stack([(upright[:, 0] + upright[:, 2]) / 2, upright[:, 1], upright[:, 3]], axis=1),
    )
