"""Opens a PDF and reads its pages, each for itself: one that fails becomes a notice and the others go on."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import msgspec
import pypdfium2
from pypdfium2 import raw

from pipeline.config import ReadConfig
from pipeline.data import Notice, Source
from pipeline.errors import DamagedPdfError, EncryptedPdfError
from pipeline.pdf.content import PdfContent, wanted_pages
from pipeline.pdf.damaged.mending import mended
from pipeline.pdf.glyphs.blankfont import replace_missing_fonts
from pipeline.pdf.glyphs.characters import MAX_CHARACTERS, Styles, page_shape, read_characters
from pipeline.pdf.glyphs.health import judge, unmapped_share
from pipeline.pdf.glyphs.rulings import read_drawings
from pipeline.pdf.outline import read_outline
from pipeline.pdf.pages import LineMaker
from pipeline.pdf.printed import PrintedPage
from pipeline.pdf.scans.ocr import Ocr, Scan
from pipeline.pdf.tables.carried import Carried, open_tables
from pipeline.pdf.tables.ruled import find_grids

_PRINT = "Open it in a viewer and print it to a new PDF."
_COMPARE = "Compare it with the file in a viewer, or get it again."


def read_pdf(source: Source, *, config: ReadConfig, ocr: Ocr | None = None) -> PdfContent:
    """Reads the pages of a PDF that were asked for; what pdfium cannot open is mended, or read by the second reader.

    Args:
        source: The file.
        config: The settings.
        ocr: Reads pages without a usable text layer; without it none goes to OCR.

    Raises:
        EncryptedPdfError: The file needs a password, or another one than given.
        DamagedPdfError: No reader can open it, or none finds a page in it.
        TooLargeError: Its pages unpack to more than can be read.
    """
    if source.careful:
        return _read_carefully(source, config, "pdfium dies over the file")
    try:
        return _read(source, config, ocr or Ocr())
    except DamagedPdfError as error:
        return _rescued(source, config, ocr or Ocr()) or _read_carefully(source, config, error.message)


def _read_carefully(source: Source, config: ReadConfig, why: str) -> PdfContent:
    from pipeline.pdf.damaged.careful import read_carefully  # 0.2 s and 25 MB that hardly any run needs

    return read_carefully(source, config=config, why=why)


def _read(source: Source, config: ReadConfig, ocr: Ocr) -> PdfContent:
    """Reads a PDF with pdfium.

    Raises:
        EncryptedPdfError: The file needs a password, or another one than given.
        DamagedPdfError: pdfium cannot open it, or finds no page in it that it can load.
    """
    with _opened(source) as pdf:
        content = PdfContent(title=_metadata_title(pdf), outline=read_outline(pdf))
        content.read(
            wanted_pages(source, len(pdf), config),
            lambda number: _try_page(pdf, number, ocr, content, tables=config.tables),
        )
    if not content.pages and not source.pages:
        raise DamagedPdfError("pdfium finds no page that it can load")
    return content


def _rescued(source: Source, config: ReadConfig, ocr: Ocr) -> PdfContent | None:
    """What pdfium reads of the file once it is mended; None where that has no text either."""
    for content in mended(source.content):
        with suppress(DamagedPdfError):
            found = _read(msgspec.structs.replace(source, content=content), config, ocr)
            if any(page.items for page in found.pages):
                filled = sum(bool(page.items) for page in found.pages)
                message = f"The file is damaged; mended, {filled} of its {len(found.pages)} pages have text."
                found.notices.insert(0, Notice(page=None, error="DamagedPdfError", message=message, advice=_COMPARE))
                return found
    return None


@contextmanager
def _opened(source: Source) -> Iterator[pypdfium2.PdfDocument]:
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # it warns of faults that are no matter here
    replace_missing_fonts()
    try:
        pdf = pypdfium2.PdfDocument(source.content, password=source.password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise EncryptedPdfError("The PDF is encrypted in an unknown way.", advice=_PRINT) from error
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            given = "The password does not open the PDF." if source.password else "The PDF is encrypted."
            raise EncryptedPdfError(given, advice="Give its password with --password.") from error
        raise DamagedPdfError("pdfium cannot open the file") from error
    with closing(pdf):
        yield pdf


def _metadata_title(pdf: pypdfium2.PdfDocument) -> str:
    try:
        return str(pdf.get_metadata_value("Title"))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return ""


def _try_page(
    pdf: pypdfium2.PdfDocument, number: int, ocr: Ocr, content: PdfContent, *, tables: bool
) -> PrintedPage | None:
    """Reads one page; None when pdfium cannot load it. `content` has the pages before it, and takes its notices."""
    try:
        with closing(pdf[number - 1]) as page, closing(page.get_textpage()) as textpage:
            return _read_page(page, textpage, number, ocr, content, tables=tables)
    except pypdfium2.PdfiumError:
        return None


def _read_page(
    page: pypdfium2.PdfPage,
    textpage: pypdfium2.PdfTextPage,
    number: int,
    ocr: Ocr,
    content: PdfContent,
    *,
    tables: bool,
) -> PrintedPage:
    shape = page_shape(page)
    printed = PrintedPage(number, shape.width, shape.height)
    characters = read_characters(textpage, shape)
    drawings = read_drawings(page, shape, lines=tables)
    printed.drawn = drawings.paths > 0 or drawings.image_share > 0
    blank = not printed.drawn and not characters.inked.any()
    if not blank:
        unmapped = unmapped_share(textpage, characters)
        printed.text_layer = judge(characters, shape, image_share=drawings.image_share, unmapped=unmapped)
    scan = ocr.read(page, shape, drawings) if not blank and ocr.wants(printed.text_layer) else None
    notices, before = content.notices, open_tables(content.page_before(number)) if tables else []
    notices += ocr.notices(number, printed.text_layer, scan)
    if len(characters.text) >= MAX_CHARACTERS:
        message = f"The page has over {MAX_CHARACTERS} characters; the others were left out."
        notices.append(Notice(page=number, error="PageTooLong", message=message, advice="Look at the page itself."))
    if scan is not None and scan.replaces(printed.text_layer, length=int(characters.inked.sum())):
        _lay_out_scan(printed, scan, before, tables=tables)
    elif printed.text_layer != "garbage":
        maker = LineMaker(number, shape, characters, Styles(textpage), drawings if tables else None, before)
        printed.items, printed.vertical = maker.items(find_grids(drawings) if tables else [])
    return printed


def _lay_out_scan(page: PrintedPage, scan: Scan, before: Sequence[Carried], *, tables: bool) -> None:
    """Gives a page what OCR read on it."""
    page.ocr = True
    drawings = scan.drawings if tables else None
    maker = LineMaker(page.number, scan.shape, scan.characters, scan.styles, drawings, before)
    page.items, page.vertical = maker.items(find_grids(scan.drawings) if tables else [])
