"""A font whose one glyph is blank but as large as a Chinese character, for PDFs that do not carry their Chinese font.

Without such a font on the machine, pdfium gives each character of the text a glyph without height and then drops the
text objects that are lower than 0.01 points: whatever stands alone in 10 points or less is lost. With one, it depends on the machine
which boxes the characters get. So pdfium is given this font, on every machine. It draws nothing, so OCR sees a blank there and no boxes.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2

EM = 1000  # units
ASCENT, DESCENT = 860, -140  # of most Chinese fonts
CHARSETS = frozenset({128, 129, 130, 134, 136})  # Shift-JIS, Hangul, Johab, GB2312, Big5, as Windows numbers them
_LAST = 0x10FFFF


@cache
def blank_font() -> bytes:
    """The font, as a TrueType file: all code points map to glyph 1, a line from corner to corner, which has no inside."""
    corners = struct.pack(">hhhhh", 1, 50, DESCENT + 20, EM - 50, ASCENT)  # one contour; xMin, yMin, xMax, yMax
    outline = struct.pack(">HH", 1, 0) + b"\x01\x01" + struct.pack(">hhhh", 50, EM - 100, DESCENT + 20, EM)
    glyph = corners + outline
    glyph += b"\0" * (-len(glyph) % 4)
    tables = {
        b"cmap": struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLLLLL", 13, 0, 28, 0, 1, 0x20, _LAST, 1),
        b"glyf": glyph * 2,
        b"head": struct.pack(
            ">LLLLHHqqhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, 50, DESCENT + 20, EM - 50, ASCENT, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(">LhhhHhhhhhh4xhhH", 0x10000, ASCENT, DESCENT, 0, EM, 50, 50, EM - 50, 1, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hhh", EM, 50, 50),
        b"loca": struct.pack(">LLL", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 2, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    return _sfnt(tables)


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """Tables as one file (OpenType, "Organization of an OpenType Font")."""
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, content in tables.items():
        padded = content + b"\0" * (-len(content) % 4)
        words = struct.unpack(f">{len(padded) // 4}L", padded)
        directory += struct.pack(">4sLLL", tag, sum(words) & 0xFFFFFFFF, start + len(body), len(content))
        body += padded
    power = len(tables).bit_length() - 1
    return (
        struct.pack(">LHHHH", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
        + directory
        + body
    )


class _Fonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
    """Fonts for pdfium to put in the place of those that a PDF lacks: the blank one for Chinese, Japanese and Korean.

    For all others it takes its own. None of the machine's is looked at.
    """

    def __init__(self) -> None:
        self._font = ctypes.create_string_buffer(blank_font(), len(blank_font()))
        self._place = ctypes.addressof(self._font)
        super().__init__()

    def EnumFonts(self, _: Any, mapper: Any) -> None:
        """No font of the machine is offered."""

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        """Which font to take for another."""
        return self._place if charset in CHARSETS else None

    def GetFont(self, _: Any, face: Any) -> int | None:
        """No font goes by a name."""
        return None

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:
        """The length of the font, which is written to `buffer` if it has room; its tables are not given singly."""
        if table:
            return 0
        if size >= len(self._font):
            ctypes.memmove(buffer, self._place, len(self._font))
        return len(self._font)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:
        """The font has no name."""
        return 0

    def GetFontCharset(self, _: Any, font: int) -> int:
        """The charset is any; pdfium asks only to pick among fonts of the machine."""
        return 1

    def DeleteFont(self, _: Any, font: int) -> None:
        """The font stays as long as the process."""


@cache
def replace_missing_fonts() -> None:
    """Lets pdfium take the blank font for missing ones, from now on in this process."""
    _Fonts().setup()
