"""Mends PDFs whose index is lost: a download that was cut short, a broken page tree.

pdfium rebuilds a lost cross-reference table by itself, but it needs a trailer that names the catalogue, and a catalogue
that leads to the pages. Both can be written behind the file: what comes last counts.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})[ \t\r\n\f\0]+(\d{1,5})[ \t\r\n\f\0]+obj\b")
_ROOT = re.compile(rb"/Root\s*(\d{1,9})\s+(\d{1,5})\s+R\b")
_ENCRYPTION = re.compile(rb"/Encrypt\s*\d{1,9}\s+\d{1,5}\s+R\b")
_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f\s]{0,200}>\s*<[0-9A-Fa-f\s]{0,200}>\s*\]")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_COUNT, _FIRST = re.compile(rb"/N\s+(\d{1,6})"), re.compile(rb"/First\s+(\d{1,9})")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 1024  # bytes in which a PDF's header must begin (ISO 32000-1, implementation note 13)
_FAR = 65_536  # bytes in which a PDF that has it elsewhere shows its objects
_DICTIONARY = 20_000  # bytes of an object in which its dictionary is looked for
_MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all object streams together
_MOST_PAGES = 100_000


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF by its header, or, behind other bytes or with the header lost, by its objects."""
    if b"%PDF-" in content[:_HEAD]:
        return True
    if b"endobj" not in content or not _OBJECT.search(content, 0, _FAR):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content[:_FAR])
    except UnicodeDecodeError:
        return True
    return False  # a text about PDFs may quote objects


def mended(content: bytes) -> Iterator[bytes]:
    """The file with a trailer for each catalogue that it names, the last one first; then with a page list of its own."""
    extra = b"".join(found[-1] for found in (_ENCRYPTION.findall(content), _ID.findall(content)) if found)
    for number, generation in reversed(list(dict.fromkeys(_ROOT.findall(content)))[-2:]):
        yield _with_trailer(content, b"", b"%s %s R" % (number, generation), extra)
    pages = _pages(content)
    if pages:
        yield _with_trailer(content, _page_list(pages), b"%d 0 R" % (_spare(pages) + 1), extra)


def _with_trailer(content: bytes, objects: bytes, root: bytes, extra: bytes) -> bytes:
    """The file with objects and a trailer behind it; what is open at its end is closed before."""
    trailer = b"trailer\n<</Root %s/Size 10000000%s>>\nstartxref\n0\n%%%%EOF\n" % (root, extra)
    return b"%s\nendstream\nendobj\n%s%s" % (content, objects, trailer)


def _page_list(pages: list[tuple[int, int]]) -> bytes:
    """A page tree of one level, and a catalogue."""
    tree = _spare(pages)
    kids = b" ".join(b"%d %d R" % page for page in pages)
    return (
        b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n"
        % (tree, len(pages), kids, tree + 1, tree)
    )


def _spare(pages: list[tuple[int, int]]) -> int:
    """An object number that no object of a file is likely to have, below the largest that pdfium takes."""
    return max(4_000_000, max(number for number, _ in pages) + 1)


def _pages(content: bytes) -> list[tuple[int, int]]:
    """Number and generation of the page objects, in the order in which they stand in the file."""
    found: dict[tuple[int, int], None] = {}
    left = _MOST_UNPACKED
    starts = list(_OBJECT.finditer(content))
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(content)
        head = content[start.end() : min(end, start.end() + _DICTIONARY)]
        stream = _STREAM.search(head)
        dictionary = head[: stream.start()] if stream else head
        if _PAGE.search(dictionary):
            found[(int(start[1]), int(start[2]))] = None
        elif stream and left > 0 and _PACKED.search(dictionary):
            unpacked = _unpack(content[start.end() + stream.end() : end], left)
            left -= len(unpacked)
            found.update(dict.fromkeys((number, 0) for number in _packed_pages(dictionary, unpacked)))
        if len(found) >= _MOST_PAGES:
            break
    return list(found)


def _unpack(data: bytes, most: int) -> bytes:
    """What a deflated stream holds, as far as it is sound and no more than `most` bytes; nothing of another stream."""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""


def _packed_pages(dictionary: bytes, unpacked: bytes) -> Iterator[int]:
    """The numbers of the page objects in an object stream."""
    count, first = _COUNT.search(dictionary), _FIRST.search(dictionary)
    if count is None or first is None:
        return
    head = unpacked[: int(first[1])].split()[: 2 * int(count[1])]
    if not all(word.isdigit() and len(word) < 10 for word in head):
        return
    places = [int(word) + int(first[1]) for word in head[1::2]]
    for number, start, end in zip(head[::2], places, [*places[1:], len(unpacked)], strict=False):
        if _PAGE.search(unpacked, start, min(end, start + _DICTIONARY)):
            yield int(number)
