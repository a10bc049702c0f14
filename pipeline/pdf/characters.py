"""Reads a PDF page's characters with their boxes, through pdfium.

pdfium is called through prototypes of our own that take addresses, so that a whole page is one `map` per quantity
instead of a Python loop; this is what makes reading many times faster than a pure-Python parser.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MAX_CHARACTERS = 200_000  # of one page; a page that holds more was not made for reading
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi(?!-?light)|-bd|simhei|heiti|黑", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page's size as shown and how its own coordinates map to it: `turns` quarter turns clockwise."""

    width: float
    height: float
    turns: int
    left: float
    bottom: float
    right: float
    top: float

    def shown(self, boxes: Floats) -> Floats:
        """Turns boxes (left, bottom, right, top in the page's coordinates) to x0, y0, x1, y1 from the top left."""
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        corners = {
            0: (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0),
            1: (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left),
            2: (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom),
            3: (self.top - y1, self.right - x1, self.top - y0, self.right - x0),
        }[self.turns]
        return np.stack(corners, axis=1)

    def shown_box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The same for one box."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        x0, y0, x1, y1 = self.shown(np.array([[left, bottom, right, top]]))[0].tolist()
        return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Characters:
    """A page's characters in the order in which they are drawn.

    `text` has one code point per row of `boxes` (x0, y0, x1, y1 in points from the top left). `inked` is false for
    spaces, line breaks and copies that fake bold type; `doubled` marks the characters that have such copies.
    """

    text: str
    boxes: Floats
    inked: Flags
    doubled: Flags


def page_shape(page: pypdfium2.PdfPage) -> PageShape:
    """Measures a page."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    turns = (page.get_rotation() // 90) % 4
    if turns % 2:
        width, height = height, width
    return PageShape(width, height, turns, left, bottom, right, top)


def read_characters(textpage: pypdfium2.PdfTextPage, shape: PageShape) -> Characters:
    """Reads all characters of a page that lie on it, `MAX_CHARACTERS` at most."""
    count = min(max(raw.FPDFText_CountChars(textpage.raw), 0), MAX_CHARACTERS)
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    codes = _codes(textpage, handle, count)
    boxes = shape.shown(_boxes(handle, count))
    codes[~_on_page(boxes, shape)] = ord("\r")
    limits = np.array([shape.width, shape.height, shape.width, shape.height], dtype=np.float64)
    boxes = np.clip(boxes, 0.0, limits).round(2)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    inked = ~np.isin(codes, _BLANKS)
    _share_ligatures(boxes, inked)
    copies, doubled = _fake_bold(codes, boxes, inked)
    return Characters(text, boxes, inked & ~copies, doubled)


_BLANKS = np.array([0, 9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF], dtype=np.uint32)


def _prototype(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium with plain addresses for pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _codes(textpage: pypdfium2.PdfTextPage, handle: int | None, count: int) -> Codes:
    """The characters' code points. Half a surrogate pair becomes a line break, the other half the whole character."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, buffer)
    if written == count + 1:
        codes: Codes = np.frombuffer(bytes(buffer), dtype=np.uint16)[:count].astype(np.uint32)
    else:
        get = _prototype(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
        codes = np.fromiter(map(get, repeat(handle), range(count)), dtype=np.uint32, count=count)
    high = np.flatnonzero((codes >= 0xD800) & (codes < 0xDC00))
    high = high[high + 1 < count]
    high = high[(codes[high + 1] >= 0xDC00) & (codes[high + 1] < 0xE000)]
    codes[high] = 0x10000 + ((codes[high] - 0xD800) << 10) + (codes[high + 1] - 0xDC00)
    codes[high + 1] = ord("\r")
    codes[((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)] = 0xFFFD
    return codes


def _boxes(handle: int | None, count: int) -> Floats:
    """The characters' loose boxes (full line height): left, bottom, right, top in the page's coordinates."""
    get = _prototype(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    buffer = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(buffer)
    for _ in map(get, repeat(handle), range(count), range(start, start + 16 * count, 16)):
        pass
    rects: Floats = np.frombuffer(bytes(buffer), dtype=np.float32).astype(np.float64).reshape(count, 4)
    rects = np.nan_to_num(rects, nan=0.0, posinf=0.0, neginf=0.0)
    ordered = np.empty_like(rects)
    ordered[:, 0], ordered[:, 2] = np.minimum(rects[:, 0], rects[:, 2]), np.maximum(rects[:, 0], rects[:, 2])
    ordered[:, 1], ordered[:, 3] = np.minimum(rects[:, 1], rects[:, 3]), np.maximum(rects[:, 1], rects[:, 3])
    return ordered


def _on_page(boxes: Floats, shape: PageShape) -> Flags:
    """Which boxes have their middle on the page."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: Flags = (x >= 0) & (x <= shape.width) & (y >= 0) & (y <= shape.height)
    return inside


def _share_ligatures(boxes: Floats, inked: Flags) -> None:
    """Parts the box of a glyph that stands for several characters (`ff`, `——`) among them, in place."""
    same = inked[:-1] & inked[1:] & (boxes[:-1] == boxes[1:]).all(axis=1)
    rows: list[int] = np.flatnonzero(same).tolist()
    while rows:
        start = end = rows[0]
        while rows and rows[0] == end:
            end = rows.pop(0) + 1
        cuts = np.linspace(boxes[start, 0], boxes[start, 2], end - start + 2)
        boxes[start : end + 1, 0], boxes[start : end + 1, 2] = cuts[:-1], cuts[1:]


def _fake_bold(codes: Codes, boxes: Floats, inked: Flags) -> tuple[Flags, Flags]:
    """Finds characters drawn again at almost the same place: which are copies, and which have copies."""
    copies, doubled = np.zeros(len(codes), dtype=bool), np.zeros(len(codes), dtype=bool)
    rows = np.flatnonzero(inked)
    if len(rows) < 2:
        return copies, doubled
    x, y = boxes[rows, 0], boxes[rows, 1]
    width, height = boxes[rows, 2] - x, boxes[rows, 3] - y
    order = np.lexsort((x, np.round(y / 3), codes[rows]))
    first, second = order[:-1], order[1:]
    reach = np.minimum(0.15 * height[first], 0.5 * width[first])
    near = (
        (codes[rows[first]] == codes[rows[second]])
        & (np.abs(x[second] - x[first]) < reach)
        & (np.abs(y[second] - y[first]) < 0.15 * height[first])
    )
    copies[rows[second[near]]] = True
    doubled[rows[first[near]]] = True
    return copies, doubled


@dataclass(slots=True)
class Styles:
    """Looks up type sizes and weights while the page is open."""

    textpage: pypdfium2.PdfTextPage

    def size(self, index: int) -> float:
        """The type size of a character in points, as shown; 0 when pdfium does not know it."""
        matrix = raw.FS_MATRIX()
        size = raw.FPDFText_GetFontSize(self.textpage.raw, index)
        if not raw.FPDFText_GetMatrix(self.textpage.raw, index, matrix):
            return float(size)
        return float(size) * math.hypot(matrix.c, matrix.d)

    def bold(self, index: int) -> bool:
        """Whether a character is set in a bold font: its name says so, its flags do, or its stems are that thick."""
        buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.textpage.raw, index, buffer, 96, flags)
        name = _font_name(buffer.value)
        if _BOLD_NAME.search(name) or flags.value & _FORCE_BOLD:
            return True
        return int(raw.FPDFText_GetFontWeight(self.textpage.raw, index)) >= 700


def _font_name(name: bytes) -> str:
    """Chinese producers write font names in GBK."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gbk", errors="replace")
