"""Reads a PDF page's characters with their boxes, through pdfium.

pdfium is called through `native.prototype`, so that a whole page is one `map` per quantity instead of a Python loop; this
is what makes reading many times faster than a pure-Python parser.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from itertools import repeat
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from pipeline.pdf.glyphs.mends import fake_bold, fill_heights, share_ligatures, tighten
from pipeline.pdf.glyphs.native import Floats, Function, address, prototype

Codes = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SMALLEST_PAGE = 1.0  # points
LETTER = (612.0, 792.0)  # points; the page of a file that states no size, as viewers show it
MAX_CHARACTERS = 200_000  # of one page; a page that holds more was not made for reading
BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi(?!-?light)|-bd|simhei|heiti|黑", re.IGNORECASE)
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
    `confidence` (0..1) is given for characters that OCR read; those that the page states have none.
    `spaced` marks those with a word's gap before them that the page's blanks do not show.
    """

    text: str
    boxes: Floats
    inked: Flags
    doubled: Flags
    confidence: Floats | None = None
    spaced: Flags | None = None


class TypeStyles(Protocol):
    """Looks up how characters are set, by their place among a page's characters."""

    def size(self, index: int) -> float:
        """The type size of a character in points, as shown; 0 when it is not known."""

    def angle(self, index: int) -> float:
        """The angle at which a character is set on the unturned page, in radians clockwise; -1 when not known."""

    def bold(self, index: int) -> bool:
        """Whether a character is set in a bold font."""


def page_shape(page: pypdfium2.PdfPage) -> PageShape:
    """Measures a page."""
    left, bottom, right, top = _sides(page)
    width, height = right - left, top - bottom
    turns = (page.get_rotation() // 90) % 4
    if turns % 2:
        width, height = height, width
    return PageShape(width, height, turns, left, bottom, right, top)


def _sides(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """The page's bounding box; where that is empty, the media box, and where that is too, a letter page as viewers show."""
    for box in (page.get_bbox(), page.get_mediabox(fallback_ok=False)):
        if box and box[2] - box[0] >= SMALLEST_PAGE and box[3] - box[1] >= SMALLEST_PAGE:
            left, bottom, right, top = box
            return left, bottom, right, top
    return 0.0, 0.0, *LETTER


def read_characters(textpage: pypdfium2.PdfTextPage, shape: PageShape) -> Characters:
    """Reads all characters of a page that lie on it, `MAX_CHARACTERS` at most."""
    count = min(max(raw.FPDFText_CountChars(textpage.raw), 0), MAX_CHARACTERS)
    handle = address(textpage.raw)
    codes = _codes(textpage, handle, count)
    inked = ~np.isin(codes, BLANKS)
    rects = _boxes(handle, count)
    fill_heights(handle, rects, inked, shape)
    boxes = shape.shown(rects)
    away = ~_on_page(boxes, shape)
    codes[away], inked[away] = ord("\r"), False
    spaced = tighten(handle, codes, boxes, inked, shape)
    limits = np.array([shape.width, shape.height, shape.width, shape.height], dtype=np.float64)
    boxes = np.clip(boxes, 0.0, limits).round(2)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    share_ligatures(codes, boxes, inked)
    copies, doubled = fake_bold(codes, boxes, inked)
    return Characters(text, boxes, inked & ~copies, doubled, spaced=spaced)


BLANKS = np.array([0, 9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF], dtype=np.uint32)


def _codes(textpage: pypdfium2.PdfTextPage, handle: int | None, count: int) -> Codes:
    """The characters' code points. Half a surrogate pair becomes a line break, the other half the whole character."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, buffer)
    if written == count + 1:
        codes: Codes = np.frombuffer(bytes(buffer), dtype=np.uint16)[:count].astype(np.uint32)
    else:
        get = prototype(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
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
    get = prototype(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
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


class Styles:
    """Looks up type sizes, weights and angles while the page is open; fonts are looked at once."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        place, number = ctypes.c_void_p, ctypes.c_int
        self._textpage = textpage
        self._handle = address(textpage.raw)
        self._matrix = raw.FS_MATRIX()
        self._matrix_place = ctypes.addressof(self._matrix)
        self._bold: dict[int | None, bool] = {}
        self._get_size: Function = prototype(raw.FPDFText_GetFontSize, ctypes.c_double, place, number)
        self._get_matrix: Function = prototype(raw.FPDFText_GetMatrix, number, place, number, place)
        self._get_angle: Function = prototype(raw.FPDFText_GetCharAngle, ctypes.c_float, place, number)
        self._get_object: Function = prototype(raw.FPDFText_GetTextObject, place, place, number)
        self._get_font: Function = prototype(raw.FPDFTextObj_GetFont, place, place)

    def size(self, index: int) -> float:
        """The type size of a character in points, as shown; 0 when pdfium does not know it."""
        size: float = self._get_size(self._handle, index)
        if not self._get_matrix(self._handle, index, self._matrix_place):
            return size
        return size * math.hypot(self._matrix.c, self._matrix.d)

    def angle(self, index: int) -> float:
        """The angle at which a character is set on the unturned page, in radians clockwise; -1 when not known."""
        angle: float = self._get_angle(self._handle, index)
        return angle

    def bold(self, index: int) -> bool:
        """Whether a character is set in a bold font: its name says so, its flags do, or its stems are that thick."""
        font = self._get_font(self._get_object(self._handle, index))
        if font not in self._bold:
            self._bold[font] = self._is_bold(index)
        return self._bold[font]

    def _is_bold(self, index: int) -> bool:
        buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._textpage.raw, index, buffer, 96, flags)
        if BOLD_NAME.search(_font_name(buffer.value)) or flags.value & _FORCE_BOLD:
            return True
        return int(raw.FPDFText_GetFontWeight(self._textpage.raw, index)) >= 700


def _font_name(name: bytes) -> str:
    """Chinese producers write font names in GBK."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gbk", errors="replace")
