"""Pictures of parts of a page: drawn by pdfium, in four greys, small enough that thousands fit into one file."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2

from pipeline.data import Source
from pipeline.pdf.glyphs.blankfont import replace_missing_fonts

Grey = npt.NDArray[np.uint8]
"""A picture: rows of pixels, 0 black to 255 white."""

POINTS_PER_INCH = 72
MOST_PIXELS = 12_000_000
"""Pixels of a page as drawn; larger pages (posters) are drawn coarser."""
BITS = 2
"""Bits of a pixel: four greys read as well as 256 and take a third of the room."""
INK = 40
"""Levels of grey between the darkest and the lightest pixel of what has something on it."""
_PNG = b"\x89PNG\r\n\x1a\n"


@contextmanager
def opened_pdf(source: Source) -> Iterator[pypdfium2.PdfDocument | None]:
    """The PDF, as pdfium opens it; None where it cannot.

    Missing fonts are replaced as for reading, so that a picture does not depend on the fonts of the machine.
    """
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)
    replace_missing_fonts()
    try:
        pdf = pypdfium2.PdfDocument(source.content, password=source.password)
    except pypdfium2.PdfiumError:
        yield None
        return
    with closing(pdf):
        yield pdf


def draw_page(pdf: pypdfium2.PdfDocument, number: int, *, dpi: int) -> Grey | None:
    """Draws a page in grey; None where pdfium cannot.

    Args:
        pdf: The document.
        number: The page, counted from 1.
        dpi: Dots per inch.
    """
    try:
        with closing(pdf[number - 1]) as page:
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                return None
            scale = min(dpi / POINTS_PER_INCH, (MOST_PIXELS / (width * height)) ** 0.5)
            with closing(page.render(scale=scale, grayscale=True)) as bitmap:
                picture = np.array(bitmap.to_numpy(), dtype=np.uint8)
    except (pypdfium2.PdfiumError, IndexError):
        return None
    return picture[:, :, 0] if picture.ndim == 3 else picture


def has_ink(picture: Grey) -> bool:
    """Whether something is to be seen on it."""
    return picture.size > 0 and int(picture.max()) - int(picture.min()) >= INK


def encode_png(picture: Grey) -> bytes:
    """A picture as PNG, its greys rounded to `BITS` bits."""
    height, width = picture.shape
    levels = (1 << BITS) - 1
    greys = ((picture.astype(np.uint16) * levels + 127) // 255).astype(np.uint8)
    packed = _packed(greys)
    rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), packed]).tobytes()  # each row begins with its filter: none
    header = struct.pack(">LLBBBBB", width, height, BITS, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _packed(greys: Grey) -> Grey:
    """The pixels of each row, several to a byte, the first in its highest bits."""
    each = 8 // BITS
    padded = np.pad(greys, ((0, 0), (0, -greys.shape[1] % each)))
    shifts: Sequence[int] = range(8 - BITS, -1, -BITS)
    groups = padded.reshape(greys.shape[0], -1, each)
    packed: Grey = np.zeros(groups.shape[:2], dtype=np.uint8)
    for place, shift in enumerate(shifts):
        packed |= groups[:, :, place] << np.uint8(shift)
    return packed


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
