"""Opens a PDF and reads its pages, each for itself: one that fails becomes a notice and the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from pipeline.config import ReadConfig
from pipeline.data import Notice, Source
from pipeline.errors import DamagedPdfError, EncryptedPdfError
from pipeline.pdf.characters import MAX_CHARACTERS, Styles, page_shape, read_characters
from pipeline.pdf.health import judge
from pipeline.pdf.layout import LineMaker
from pipeline.pdf.printed import PrintedPage
from pipeline.pdf.rulings import Drawings, read_drawings
from pipeline.pdf.tables import find_grids

_FAILURES_IN_A_ROW = 20  # pages; a file whose page tree lies would otherwise keep us for ever
_SMALLEST_PAGE = 1.0  # points
_MISSING = "Run OCR over it (e.g. ocrmypdf) and read the result."
_GARBAGE = "Its fonts map to wrong characters; run OCR over it with the text layer redone (ocrmypdf --force-ocr)."
_NO_PAGE = "Open the file in a viewer to see whether the page is there; mend it with qpdf."


@dataclass(slots=True)
class PdfContent:
    """What was read of a PDF: its pages, the title in its metadata (often wrong), and what could not be used."""

    pages: list[PrintedPage] = field(default_factory=list)
    title: str = ""
    notices: list[Notice] = field(default_factory=list)


def read_pdf(source: Source, *, config: ReadConfig) -> PdfContent:
    """Reads the pages of a PDF that were asked for.

    Raises:
        EncryptedPdfError: The file needs a password, or another one than given.
        DamagedPdfError: pdfium cannot open it, or finds no pages in it.
    """
    content = PdfContent()
    with _opened(source) as pdf:
        content.title = _metadata_title(pdf)
        count = len(pdf)
        if count < 1:
            raise DamagedPdfError("The PDF has no pages.", advice="Mend it with `qpdf --check` or get it again.")
        failed = 0
        for number in _wanted(source, count, config):
            page = _try_page(pdf, number, content.notices)
            failed = 0 if page else failed + 1
            if page:
                content.pages.append(page)
            elif failed >= _FAILURES_IN_A_ROW:
                break
    return content


@contextmanager
def _opened(source: Source) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(source.content, password=source.password)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            given = "The password does not open the PDF." if source.password else "The PDF is encrypted."
            raise EncryptedPdfError(given, advice="Give its password with --password.") from error
        advice = "Mend it with `qpdf in.pdf out.pdf` or get it again."
        raise DamagedPdfError(f"The PDF cannot be opened: {error}", advice=advice) from error
    with closing(pdf):
        yield pdf


def _wanted(source: Source, count: int, config: ReadConfig) -> Iterator[int]:
    """The numbers of the pages to read, from 1."""
    limit = count if config.max_pages == "all" else min(count, config.max_pages)
    if source.pages:
        return iter(sorted({n for n in source.pages if 1 <= n <= count})[:limit])
    return iter(range(1, limit + 1))


def _metadata_title(pdf: pypdfium2.PdfDocument) -> str:
    try:
        return str(pdf.get_metadata_value("Title"))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return ""


def _try_page(pdf: pypdfium2.PdfDocument, number: int, notices: list[Notice]) -> PrintedPage | None:
    """Reads one page; None, with a notice, when pdfium cannot load it."""
    try:
        with closing(pdf[number - 1]) as page, closing(page.get_textpage()) as textpage:
            return _read_page(page, textpage, number, notices)
    except pypdfium2.PdfiumError as error:
        message = f"The page cannot be read: {error}"
        notices.append(Notice(page=number, error="DamagedPdfError", message=message, advice=_NO_PAGE))
        return None


def _read_page(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, number: int, notices: list[Notice]
) -> PrintedPage:
    shape = page_shape(page)
    printed = PrintedPage(number, max(shape.width, 0.0), max(shape.height, 0.0))
    if min(shape.width, shape.height) < _SMALLEST_PAGE:
        notices.append(Notice(page=number, error="DamagedPdfError", message="The page has no size.", advice=_NO_PAGE))
        return printed
    characters = read_characters(textpage, shape)
    drawings = read_drawings(page, shape)
    printed.drawn = drawings.paths > 0 or drawings.image_share > 0
    printed.text_layer = judge(characters.text, drawings.image_share)
    _note_layer(printed, drawings, notices)
    if len(characters.text) >= MAX_CHARACTERS:
        message = f"The page has over {MAX_CHARACTERS} characters; the others were left out."
        notices.append(Notice(page=number, error="PageTooLong", message=message, advice="Look at the page itself."))
    if printed.text_layer != "garbage":
        maker = LineMaker(number, shape, characters, Styles(textpage))
        printed.items, printed.vertical = maker.items(find_grids(drawings))
    return printed


def _note_layer(page: PrintedPage, drawings: Drawings, notices: list[Notice]) -> None:
    """Records a page without a usable text layer; a page that is simply blank is none, and is called good."""
    if page.text_layer == "missing" and drawings.paths == 0 and drawings.image_share == 0:
        page.text_layer = "good"
    elif page.text_layer == "missing":
        message = "The page has no text layer: it is an image or a drawing."
        notices.append(Notice(page=page.number, error="NoTextLayerError", message=message, advice=_MISSING))
    elif page.text_layer == "garbage":
        message = "The page's text layer is garbage and was left out."
        notices.append(Notice(page=page.number, error="NoTextLayerError", message=message, advice=_GARBAGE))
