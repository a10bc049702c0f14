"""PDFs written by hand, byte by byte, for what no program writes: cycles, lies, bombs."""

from __future__ import annotations

import zlib

SENTENCE = "Each project receives 20 million euros over three years."
TEXT = f"BT /F1 12 Tf 72 700 Td ({SENTENCE}) Tj ET ".encode()
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOGUE, TREE, PAGE, CONTENT, TYPE, FORM = 1, 2, 3, 4, 5, 6  # object numbers of `objects`


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def form(data: bytes, resources: bytes) -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>%s>>" % resources
    return stream(data, entries)


def objects(content: bytes = TEXT, *, resources: bytes = b"", count: int = 1) -> dict[int, bytes]:
    """The objects of a file with one page, by number; a `count` that is larger is a lie."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
    return {
        CATALOGUE: b"<</Type/Catalog/Pages 2 0 R>>",
        TREE: b"<</Type/Pages/Count %d/Kids[3 0 R]>>" % count,
        PAGE: page % resources,
        CONTENT: stream(content),
        TYPE: FONT,
    }


def pdf(numbered: dict[int, bytes]) -> bytes:
    """A file of these objects, with a cross-reference table and a trailer."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in numbered.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(numbered) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
