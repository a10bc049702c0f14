"""Reads the straight lines that a PDF page draws: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2
from pypdfium2 import raw

from pipeline.pdf.characters import PageShape

_THIN = 3.0  # points; a drawn thing that is thinner is a line
_SHORTEST = 3.0  # points; shorter lines are dots
_WHOLE_PAGE = 0.9  # of the page's area; a rectangle that large is its background
_MOST_OBJECTS = 20_000  # looked at on one page
_MOST_SEGMENTS = 400  # of one path; a longer one is a drawing
_FORM_DEPTH = 4  # forms inside forms

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal (`h`) or vertical (`v`) line in points from the page's top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    orientation: Literal["h", "v"]


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page draws besides text: how many paths, which rulings, and the share of its area under images."""

    paths: int
    rulings: tuple[Ruling, ...]
    image_share: float


def read_drawings(page: pypdfium2.PdfPage, shape: PageShape) -> Drawings:
    """Looks through a page's objects, those inside forms too."""
    paths, rulings, images = 0, [], 0.0
    area = max(shape.width * shape.height, 1.0)
    for item, kind, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(item, matrix, shape)
            images += max(0.0, min(x1, shape.width) - max(x0, 0.0)) * max(0.0, min(y1, shape.height) - max(y0, 0.0))
        elif _is_drawn(item):
            paths += 1
            rulings += _rulings(item, matrix, shape)
    return Drawings(paths, tuple(rulings), min(images / area, 1.0))


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    """The page's paths and images, with the matrix of the form that they are in."""
    seen = 0
    stack: list[tuple[Any, Matrix, int]] = []
    for i in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        stack.append((raw.FPDFPage_GetObject(page.raw, i), _IDENTITY, 0))
    stack.reverse()
    while stack and seen < _MOST_OBJECTS:
        item, matrix, depth = stack.pop()
        seen += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            yield item, kind, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = _times(_matrix(item), matrix)
            count = min(max(raw.FPDFFormObj_CountObjects(item), 0), _MOST_OBJECTS - seen)
            stack += [(raw.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in reversed(range(count))]


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, m):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


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


def _is_drawn(path: Any) -> bool:
    """Whether a path is stroked or filled; one that only clips is not."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _bounds(item: Any, matrix: Matrix, shape: PageShape) -> tuple[float, float, float, float]:
    """An object's box as shown on the page."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (s.value for s in sides)
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return shape.shown_box(min(xs), min(ys), max(xs), max(ys))


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _rulings(path: Any, matrix: Matrix, shape: PageShape) -> list[Ruling]:
    x0, y0, x1, y1 = _bounds(path, matrix, shape)
    width, height = x1 - x0, y1 - y0
    if max(width, height) < _SHORTEST or width * height > _WHOLE_PAGE * shape.width * shape.height:
        return []
    if height <= _THIN:
        return [Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, "h")]
    if width <= _THIN:
        return [Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, "v")]
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        return []
    return _segments(path, count, _times(_matrix(path), matrix), shape)


def _segments(path: Any, count: int, matrix: Matrix, shape: PageShape) -> list[Ruling]:
    """The horizontal and vertical segments of a path, its closing ones too; none of one that has curves."""
    found: list[Ruling] = []
    start = last = (0.0, 0.0)
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found += _straight(last, point, shape)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            found += _straight(last, start, shape)
            last = start
    return found


def _straight(one: tuple[float, float], other: tuple[float, float], shape: PageShape) -> list[Ruling]:
    if abs(one[0] - other[0]) > 1 and abs(one[1] - other[1]) > 1:
        return []
    x0, y0, x1, y1 = shape.shown_box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
    if x1 - x0 >= _SHORTEST and y1 - y0 <= 1:
        return [Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, "h")]
    if y1 - y0 >= _SHORTEST and x1 - x0 <= 1:
        return [Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, "v")]
    return []
