"""Stage 1, read: a source file becomes one text with its pages, lines, blocks and tables.

The format is told by the bytes, never by the file's name. PDF pages are read by `pipeline.pdf`, plain text by
`pipeline.formats.text`; both draft blocks, which `pipeline.text.offsets` puts together.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pipeline.config import ReadConfig
from pipeline.data import Document, Notice, Source
from pipeline.errors import EmptyFileError, NoTextLayerError, UnknownFormatError
from pipeline.formats.text import decode, draft_text, text_title
from pipeline.pdf.body import draft_body, printed_title
from pipeline.pdf.reader import PdfContent, read_pdf
from pipeline.text.offsets import DraftDocument, PageFrame, TextBuilder, place_pages
from pipeline.text.repair import vocabulary
from pipeline.text.scripts import document_languages

_HEAD = 1024  # bytes in which a PDF's header must begin (ISO 32000-1, implementation note 13)
_ID_DIGITS = 16
_MARKUP = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body|<\?xml|<!--)", re.IGNORECASE)
_PACKED = (
    (b"PK\x03\x04", "a ZIP archive (perhaps DOCX or XLSX)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "RTF"),
)
_USELESS_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|无标题|幻灯片|slide|document|文档|title|layout)\b.*"
    r"|.*\.(?:docx?|pdf|wps|indd|qxd|pptx?|ai|fm|tex|dvi|xlsx?)",
    re.IGNORECASE,
)


def read(source: Source, *, config: ReadConfig) -> Document:
    """Reads a source.

    Raises:
        EmptyFileError: It has no bytes or no text.
        EncryptedPdfError: It is a PDF that needs a password.
        DamagedPdfError: It is a PDF that cannot be opened.
        NoTextLayerError: It is a PDF without a page whose text can be used.
        UnknownFormatError: It is neither a PDF nor plain text.
    """
    if not source.content:
        raise EmptyFileError("The file has no bytes.", advice="Get it again.")
    if b"%PDF-" in source.content[:_HEAD]:
        return _read_pdf(source, config)
    return _read_text(source)


def _read_pdf(source: Source, config: ReadConfig) -> Document:
    content = read_pdf(source, config=config)
    _check_text_layer(content)
    body = draft_body(content.pages)
    words = vocabulary([line.text for page in content.pages for line in page.lines])
    frames = [PageFrame(p.number, p.width, p.height, p.text_layer) for p in content.pages]
    title = printed_title(body, content.pages) or _sensible(content.title)
    return _assemble(source, body.document, frames, words=words, title=title, notices=content.notices)


def _check_text_layer(content: PdfContent) -> None:
    if any(page.items for page in content.pages):
        return
    states = {page.text_layer for page in content.pages}
    if "garbage" in states:
        message, advice = "The text layer is garbage on every page that has one.", "ocrmypdf --force-ocr"
    else:
        message, advice = "No page has a text layer.", "ocrmypdf"
    raise NoTextLayerError(message, advice=f"Run OCR over it (e.g. `{advice} in.pdf out.pdf`) and read the result.")


def _sensible(title: str) -> str:
    """A title from the metadata, unless it is a file's name or the writing program's."""
    title = re.sub(r"\s+", " ", title).strip(" \x00")
    return "" if len(title) < 4 or _USELESS_TITLE.fullmatch(title) else title


def _read_text(source: Source) -> Document:
    _refuse_markup(source.content)
    draft = draft_text(decode(source.content))
    if not draft.blocks:
        raise EmptyFileError("The file has no text.", advice="Get it again.")
    return _assemble(source, draft, [PageFrame(1, 0.0, 0.0)], title=text_title(draft))


def _refuse_markup(content: bytes) -> None:
    if _MARKUP.match(content[:_HEAD].removeprefix(b"\xef\xbb\xbf")):
        advice = "It may be an error page under the document's name: get it again, or print it to PDF in a browser."
        raise UnknownFormatError("The file is HTML or XML, not a PDF.", advice=advice)
    for mark, name in _PACKED:
        if content.startswith(mark):
            raise UnknownFormatError(f"The file is {name}.", advice="Save it as PDF or plain text.")


def _assemble(
    source: Source,
    draft: DraftDocument,
    frames: Sequence[PageFrame],
    *,
    title: str,
    words: Container[str] = frozenset(),
    notices: Sequence[Notice] = (),
) -> Document:
    builder = TextBuilder(words=words)
    for block in draft.blocks:
        builder.add(block)
    pages = place_pages(frames, builder.lines)
    languages = document_languages(builder.text)
    for block in draft.furniture:
        builder.add(block)
    return Document(
        doc_id=source.sha256[:_ID_DIGITS],
        source=source.path,
        sha256=source.sha256,
        title=title or _first_words(builder),
        languages=languages,
        text=builder.text,
        pages=pages,
        blocks=tuple(builder.blocks),
        lines=tuple(builder.lines),
        tables=tuple(builder.table(table) for table in draft.tables),
        notices=tuple(notices),
    )


def _first_words(builder: TextBuilder) -> str:
    """The first 120 characters of the first heading or paragraph: a title where nothing looks like one."""
    first = next((b for b in builder.blocks if b.kind in ("heading", "text", "list")), None)
    if first is None:
        return ""
    return builder.text[first.start : min(first.end, first.start + 120)].strip()
