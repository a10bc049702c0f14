"""Stage 1, read: a source file becomes one text with its pages, lines, blocks and tables.

The format is told by the bytes, never by the file's name. PDF pages are read by `pipeline.pdf`, other formats by
`pipeline.formats`; all draft blocks, which `pipeline.text.offsets` puts together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from pipeline.config import ReadConfig, RunConfig
from pipeline.data import Document, Furniture, Notice, Source
from pipeline.errors import EmptyFileError, NoTextLayerError
from pipeline.formats.kinds import format_of
from pipeline.formats.manuscript import number_paragraphs
from pipeline.formats.reader import read_manuscript
from pipeline.lexicon.reader import read_toml
from pipeline.pdf.content import PdfContent
from pipeline.pdf.damaged.mending import is_pdf
from pipeline.pdf.reader import read_pdf
from pipeline.pdf.scans.ocr import Ocr, open_ocr
from pipeline.pdf.structure.body import draft_body, printed_title
from pipeline.text.joints import NO_HYPHENS, UNKNOWN, Hyphens, Vocabulary, vocabulary
from pipeline.text.offsets import DraftDocument, PageFrame, TextBuilder, place_pages
from pipeline.text.scripts import document_languages

_ID_DIGITS = 16
_USELESS_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|无标题|幻灯片|slide|document|文档|title|layout)\b.*"
    r"|.*\.(?:docx?|pdf|wps|indd|qxd|pptx?|ai|fm|tex|dvi|xlsx?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """What `read` needs: what reads pages without a usable text layer, and what decides about line-end hyphens."""

    ocr: Ocr | None = None
    hyphens: Hyphens = NO_HYPHENS


def open_reader(config: ReadConfig, run: RunConfig, more_time: Callable[[float], None]) -> Reader:
    """Opens OCR and reads the lexicon.

    Raises:
        MissingDependencyError: Every page is to go to OCR, and OCR is not installed.
    """
    ocr = open_ocr(config.ocr, dpi=config.ocr_dpi, seconds_per_page=run.seconds_per_ocr_page, more_time=more_time)
    return Reader(ocr, msgspec.convert(read_toml("hyphens.toml"), Hyphens))


def read(source: Source, *, config: ReadConfig, model: Reader | None = None) -> Document:
    """Reads a source; without a `model` no page goes to OCR, and only the document itself decides about hyphens.

    Raises:
        EmptyFileError: It has no bytes or no text.
        EncryptedPdfError: It is a PDF that needs a password.
        DamagedPdfError: It is a PDF that cannot be opened.
        NoSuchPageError: It is a PDF, and has none of the pages asked for.
        NoTextLayerError: It is a PDF without a page whose text can be used.
        DamagedFileError: It is of a known format and broken.
        TooLargeError: It unpacks to more than can be held.
        UnknownFormatError: It is of a format that is not read, or a text in an encoding that cannot be told.
    """
    if not source.content:
        raise EmptyFileError("The file has no bytes.", advice="Get it again.")
    if is_pdf(source.content):
        return _read_pdf(source, config, model or Reader())
    return _read_flow(source)


def _read_pdf(source: Source, config: ReadConfig, model: Reader) -> Document:
    content = read_pdf(source, config=config, ocr=model.ocr)
    _check_text_layer(content)
    body = draft_body(content.pages, content.outline)
    lines = [line.text + " " * line.spaced for page in content.pages for line in page.lines]
    words = vocabulary(lines, model.hyphens)
    frames = [PageFrame(p.number, p.width, p.height, p.text_layer, p.ocr) for p in content.pages]
    title = printed_title(body, content.pages, words) or _sensible(content.title)
    return _assemble(source, body.document, frames, words=words, title=title, notices=content.notices)


def _check_text_layer(content: PdfContent) -> None:
    if any(page.items for page in content.pages):
        return
    if any(page.ocr for page in content.pages):
        message = "No page has a usable text layer, and OCR found no text either."
    elif any(page.text_layer == "garbage" for page in content.pages):
        message = "The text layer is garbage on every page that has one."
    else:
        message = "No page has a text layer."
    known = (notice.advice for notice in content.notices if notice.error == NoTextLayerError.__name__)
    raise NoTextLayerError(message, advice=next(known, "Open it in a viewer to see whether there is anything on it."))


def _sensible(title: str) -> str:
    """A title from the metadata, unless it is a file's name or the writing program's."""
    title = re.sub(r"\s+", " ", title).strip(" \x00")
    return "" if len(title) < 4 or _USELESS_TITLE.fullmatch(title) else title


def _read_flow(source: Source) -> Document:
    """Reads a source without pages: each paragraph is numbered in place of them."""
    format_ = format_of(source.content)
    manuscript, format_ = read_manuscript(source, format_)
    draft = manuscript.document
    frames = number_paragraphs(draft)
    title = manuscript.title or _sensible(manuscript.stated_title)
    words = vocabulary([line.strip.text for block in draft.blocks for line in block.lines])
    document = _assemble(source, draft, frames, words=words, title=title, notices=manuscript.notices)
    return msgspec.structs.replace(document, format=format_)


def _assemble(
    source: Source,
    draft: DraftDocument,
    frames: Sequence[PageFrame],
    *,
    title: str,
    words: Vocabulary = UNKNOWN,
    notices: Sequence[Notice] = (),
) -> Document:
    builder = TextBuilder(words=words, tables=draft.tables)
    for block in draft.blocks:
        builder.add(block)
    pages = place_pages(frames, builder.lines)
    languages = document_languages(builder.text)
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
        furniture=tuple(
            Furniture(page=line.page, text=line.strip.text, box=line.box)
            for block in draft.furniture
            for line in block.lines
            if line.strip.text
        ),
        notices=tuple(notices),
    )


def _first_words(builder: TextBuilder) -> str:
    """The first 120 characters of the first heading or paragraph: a title where nothing looks like one."""
    first = next((b for b in builder.blocks if b.kind in ("heading", "text", "list")), None)
    if first is None:
        return ""
    return builder.text[first.start : min(first.end, first.start + 120)].strip()
