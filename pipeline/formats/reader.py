"""Reads a source that is no PDF into a manuscript: one reader a format."""

from __future__ import annotations

import posixpath

from pipeline.data import Notice, Source, SourceFormat
from pipeline.errors import EmptyFileError, UnknownFormatError
from pipeline.formats import html, markdown
from pipeline.formats.docx import read_docx
from pipeline.formats.encodings import decode
from pipeline.formats.manuscript import Manuscript
from pipeline.formats.text import read_text

_ERROR_PAGE = 400  # characters; a web page shorter than that under another format's name is an error page
_PAGE_ADVICE = "It may be an error page under the document's name: get it again."


def read_manuscript(source: Source, format_: SourceFormat) -> tuple[Manuscript, SourceFormat]:
    """Reads a source; a text may turn out to be Markdown, by its name or its mark-up.

    Raises:
        DocumentError: It cannot be read, or holds no text.
    """
    if format_ == "docx":
        return read_docx(source.content), "docx"
    if format_ == "html":
        return _read_page(source), "html"
    decoded = decode(source.content)
    if _suffix(source) in markdown.SUFFIXES or markdown.is_marked_up(decoded.text):
        manuscript, format_ = markdown.read_markdown(decoded.text), "markdown"
    else:
        manuscript, format_ = read_text(decoded.text), "text"
    if not manuscript.document.blocks:
        raise EmptyFileError("The file has no text.", advice="Get it again.")
    manuscript.notices += html.broken_notice(decoded)
    return manuscript, format_


def _read_page(source: Source) -> Manuscript:
    """Reads a web page; one that stands under another format's name may be a server's error page."""
    suffix = _suffix(source)
    stray = bool(suffix) and suffix not in (*html.SUFFIXES, ".txt", ".php", ".asp", ".aspx", ".jsp")
    try:
        manuscript = html.read_html(source.content)
    except EmptyFileError:
        if stray:
            raise UnknownFormatError(
                f"The file is a web page without text, not {suffix}.", advice=_PAGE_ADVICE
            ) from None
        raise
    if stray:
        message = f"The file is a web page, not {suffix}."
        if sum(len(block.text) for block in manuscript.document.blocks) < _ERROR_PAGE:
            raise UnknownFormatError(message, advice=_PAGE_ADVICE)
        manuscript.notices.append(Notice(page=None, error="UnknownFormatError", message=message, advice=_PAGE_ADVICE))
    return manuscript


def _suffix(source: Source) -> str:
    return posixpath.splitext(source.path)[1].lower()
