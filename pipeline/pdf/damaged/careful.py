"""The second reader: slower than pdfium, and in Python, so that no file can end the process with it.

It is used where pdfium cannot open a file or died over it. It finds the same characters, boxes and lines, and hands
them on to the same layout; what it cannot do is draw pages, so that none goes to OCR.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import playa
from playa.content import ContentObject, ImageObject, PathObject, TextObject, XObjectObject
from playa.exceptions import PDFEncryptionError, PDFPasswordIncorrect
from playa.page import Page
from playa.pdftypes import ContentStream
from playa.utils import decode_text, transform_bbox

from pipeline.config import ReadConfig
from pipeline.data import Notice, Source
from pipeline.errors import DamagedPdfError, EncryptedPdfError, TooLargeError
from pipeline.pdf.content import PdfContent, wanted_pages
from pipeline.pdf.damaged.drawn import Drawn
from pipeline.pdf.glyphs.characters import LETTER, MAX_CHARACTERS, SMALLEST_PAGE, PageShape
from pipeline.pdf.glyphs.health import judge
from pipeline.pdf.pages import LineMaker
from pipeline.pdf.printed import PrintedPage
from pipeline.pdf.scans.ocr import Ocr
from pipeline.pdf.tables.carried import open_tables
from pipeline.pdf.tables.ruled import find_grids

_MOST_PAGES = 20_000  # looked for; a tree of more was not made for reading
_MOST_UNPACKED = 64 * 1024 * 1024  # bytes of a page's content; what unpacks to more is no page
_MOST_OBJECTS = 300_000  # of a page, with all its glyphs and those of the forms in it
_FORM_DEPTH = 8  # forms inside forms
_GET = "Mend it with `qpdf in.pdf out.pdf` or get it again."
_PRINT = "If a viewer shows it as a document, print it to a new PDF."
_COMPARE = "Compare it with the file in a viewer; a copy printed to a new PDF may be read better."


class _TooMuchError(Exception):
    """A page unpacks to more than is read of one."""


def read_carefully(source: Source, *, config: ReadConfig, why: str) -> PdfContent:
    """Reads the pages of a PDF that were asked for.

    Args:
        source: The file.
        config: The settings.
        why: Why pdfium does not read it; a clause, for the notice.

    Raises:
        EncryptedPdfError: The file needs a password, or another one than given.
        TooLargeError: Its pages unpack to more than can be read.
        DamagedPdfError: No page of it has text that can be read.
    """
    logging.getLogger("playa").setLevel(logging.CRITICAL)  # it warns of every fault of a damaged file
    try:
        return _read(source, config, why)
    except (DamagedPdfError, TooLargeError, MemoryError):
        raise
    except PDFPasswordIncorrect as error:
        given = "The password does not open the PDF." if source.password else "The PDF is encrypted."
        raise EncryptedPdfError(given, advice="Give its password with --password.") from error
    except PDFEncryptionError as error:
        advice = "Open it in a viewer and print it to a new PDF."
        raise EncryptedPdfError(f"The PDF is encrypted in an unknown way: {error}", advice=advice) from error
    except Exception as error:  # a broken file makes the library raise nearly anything
        raise DamagedPdfError(
            f"The PDF cannot be read: {why}, and a slower reader cannot either.", advice=_GET
        ) from error


def _read(source: Source, config: ReadConfig, why: str) -> PdfContent:
    content = PdfContent()
    too_large: list[int] = []
    with playa.Document(source.content, password=source.password or "") as pdf:
        content.title = _title(pdf)
        pages = _pages(pdf)

        def read_page(number: int) -> PrintedPage | None:
            try:
                return _read_page(pages[number - 1], number, content, tables=config.tables)
            except MemoryError:
                raise
            except _TooMuchError:
                too_large.append(number)
            except Exception:  # as above; `content` notes the page as lost
                pass
            return None

        wanted = wanted_pages(source, len(pages), config)
        content.read(wanted, read_page)
    filled = sum(bool(page.items) for page in content.pages)
    if not filled:
        raise _nothing(why, len(content.pages), too_large)
    message = f"{why}; a slower reader found text on {filled} of {len(wanted.pages)} pages."
    content.notices.insert(0, Notice(page=None, error="DamagedPdfError", message=message, advice=_COMPARE))
    return content


def _nothing(why: str, pages: int, too_large: list[int]) -> TooLargeError | DamagedPdfError:
    """The error of a file none of whose pages has text that can be read; so many `pages` could be opened."""
    if too_large:
        message = f"A page unpacks to more than {_MOST_UNPACKED // 1024**2} MiB."
        return TooLargeError(message, advice=_PRINT, page=too_large[0])
    found = f"finds no text in it (pages: {pages})" if pages else "finds no page that can be read"
    return DamagedPdfError(f"{why}, and a slower reader {found}.", advice=_GET)


def _title(pdf: playa.Document) -> str:
    try:
        stated = pdf.info.get("Title")
        return decode_text(stated) if isinstance(stated, bytes) else ""
    except Exception:  # as above; a title can be done without
        return ""


def _pages(pdf: playa.Document) -> list[Page]:
    """The pages that the tree leads to, up to the first one that cannot be."""
    pages: list[Page] = []
    try:
        for page in pdf.pages:
            pages.append(page)
            if len(pages) >= _MOST_PAGES:
                break
    except MemoryError:
        raise
    except Exception:  # as above
        if not pages:
            raise
    return pages


def _read_page(page: Page, number: int, content: PdfContent, *, tables: bool) -> PrintedPage:
    x0, y0, x1, y1 = _frame(page)
    shape = PageShape(x1 - x0, y1 - y0, 0, 0.0, 0.0, x1 - x0, y1 - y0)
    printed = PrintedPage(number, shape.width, shape.height)
    drawn = Drawn(x0, y0)
    walk = _Walk(drawn)
    for stream in page.streams:
        walk.check(stream)
    walk.look(page, frozenset(), 0)
    characters, styles = drawn.characters(shape)
    drawings = drawn.drawings(shape)
    printed.drawn = drawings.paths > 0 or drawings.image_share > 0
    blank = not printed.drawn and not characters.inked.any()
    if not blank:
        unmapped = drawn.unmapped / max(drawn.glyphs, 1)
        printed.text_layer = judge(characters, shape, image_share=drawings.image_share, unmapped=unmapped)
    notices = content.notices
    notices += Ocr().notices(number, printed.text_layer, None)
    if walk.left <= 0:
        message = "The page has more text and drawings than are read of one; the others were left out."
        notices.append(Notice(page=number, error="PageTooLong", message=message, advice="Look at the page itself."))
    if printed.text_layer != "garbage":
        before = open_tables(content.page_before(number)) if tables else []
        maker = LineMaker(number, shape, characters, styles, drawings if tables else None, before)
        printed.items, printed.vertical = maker.items(find_grids(drawings) if tables else [])
    return printed


def _frame(page: Page) -> tuple[float, float, float, float]:
    """What is shown of a page, in points from the top left corner of its media box: the crop box, where it has one."""
    for box in (page.cropbox, page.mediabox):
        x0, y0, x1, y1 = transform_bbox(page.ctm, box)
        if x1 - x0 >= SMALLEST_PAGE and y1 - y0 >= SMALLEST_PAGE:
            return x0, y0, x1, y1
    return 0.0, 0.0, *LETTER


@dataclass(slots=True)
class _Walk:
    """Goes through what a page draws, and the forms in it, until `left` objects have been seen."""

    drawn: Drawn
    left: int = _MOST_OBJECTS
    unpacked: int = 0
    _checked: set[int] = field(default_factory=set)

    def look(self, items: Iterable[ContentObject], inside: frozenset[int], depth: int) -> None:
        """Notes the items; `inside` are the numbers of the forms that they are in, none of which is entered again."""
        for item in self._some(items):
            if isinstance(item, TextObject):
                self._note_text(item)
            elif isinstance(item, PathObject):
                self.drawn.add_path(item)
            elif isinstance(item, ImageObject):
                self.drawn.add_image(item)
            elif isinstance(item, XObjectObject):
                form = item.stream.objid or 0
                if form not in inside and depth < _FORM_DEPTH:
                    self.check(item.stream)
                    self.look(item, inside | {form}, depth + 1)

    def check(self, stream: ContentStream) -> None:
        """Counts what a stream unpacks to, each stream once.

        Raises:
            _TooMuchError: The page's streams unpack to more than is read of a page.
        """
        if id(stream) in self._checked:
            return
        self._checked.add(id(stream))
        self.unpacked += _unpacked_size(stream, _MOST_UNPACKED - self.unpacked)
        if self.unpacked > _MOST_UNPACKED:
            raise _TooMuchError

    def _some(self, items: Iterable[ContentObject]) -> Iterator[ContentObject]:
        for item in items:
            self.left -= 1
            if self.left <= 0 or self.drawn.count >= MAX_CHARACTERS:
                self.left = 0
                return
            yield item

    def _note_text(self, text: TextObject) -> None:
        if text.gstate.font is None:
            return
        self.drawn.begin(text)
        for glyph in self._some(text):
            self.drawn.add_glyph(glyph)  # type: ignore[arg-type]  # a text's items are its glyphs


def _unpacked_size(stream: ContentStream, most: int) -> int:
    """How many bytes a stream holds when it is unpacked; a number over `most` stands for all that are."""
    data = stream.rawdata
    for packing in stream.filters:
        if packing.name in ("FlateDecode", "Fl"):
            try:
                data = zlib.decompressobj().decompress(data, most + 1)
            except zlib.error:
                return len(data)
    return len(data)
