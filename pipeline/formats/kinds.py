"""Tells a file's format by its bytes, never by its name, but for Markdown, which is plain text under another name."""

from __future__ import annotations

import codecs
import re

from pipeline.data import SourceFormat
from pipeline.errors import DamagedFileError, UnknownFormatError
from pipeline.formats.html import is_mhtml
from pipeline.formats.ooxml import open_package

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PRINT = "Print or save it as PDF, or save it as DOCX, HTML or plain text."
_TABLE = "Print it as PDF, or save the sheet as HTML or tab-separated text."
_SLIDES = "Export the slides as PDF."
_PICTURE = "Make a PDF of it and run OCR over it (e.g. `ocrmypdf`)."
_UNPACK = "Unpack it and give the files in it."

_SIGNATURES = (  # bytes at the start, what they are, what to do
    (b"{\\rtf", "RTF", "Save it as DOCX or PDF."),
    (b"%!PS", "PostScript", "Convert it to PDF (e.g. `ps2pdf`)."),
    (b"\x89PNG", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF8", "a picture (GIF)", _PICTURE),
    (b"II*\x00", "a picture (TIFF)", _PICTURE),
    (b"MM\x00*", "a picture (TIFF)", _PICTURE),
    (b"BM", "a picture (BMP)", _PICTURE),
    (b"AT&TFORM", "DjVu", "Convert it to PDF (e.g. `ddjvu -format=pdf`)."),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"HWP Document File", "an old Hangul document (HWP)", _PRINT),
    (b"bplist00", "a Safari web archive", "Save the page as HTML or PDF."),
)
_IN_OLE = (  # names of streams in a compound file, in UTF-16
    ("EncryptedPackage", "an office file behind a password", "Open it with its password and save it without."),
    ("WordDocument", "an old Word file (DOC)", "Save it as DOCX or PDF."),
    ("Workbook", "an old Excel file (XLS)", _TABLE),
    ("PowerPoint Document", "an old PowerPoint file (PPT)", _SLIDES),
    ("HwpSummaryInformation", "a Hangul document (HWP)", _PRINT),
)
_IN_ZIP = (  # what the content types or the mimetype member of an archive hold
    (b"spreadsheetml", "an Excel file (XLSX)", _TABLE),
    (b"presentationml", "a PowerPoint file (PPTX)", _SLIDES),
    (b"opendocument.text", "an OpenDocument text (ODT)", "Save it as DOCX or PDF."),
    (b"opendocument.spreadsheet", "an OpenDocument sheet (ODS)", _TABLE),
    (b"opendocument.presentation", "an OpenDocument presentation (ODP)", _SLIDES),
    (b"epub", "an EPUB book", "Convert it to PDF or HTML (e.g. `ebook-convert`)."),
    (b"hwp+zip", "a Hangul document (HWPX)", _PRINT),
    (b"ms-package.xps", "an XPS file", _PRINT),
)
_WORD = b"wordprocessingml"
_BEFORE_TAG = re.compile(r"\s*(?:<\?xml[^>]*\?>|<!--.*?(?:-->|$)|\s)*", re.DOTALL)
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|base|link|script|style|table|div|p|h[1-6]|span|font|center|article|section|"
    r"main|header|nav|ul|ol|br|a|img|b|i)\b",
    re.IGNORECASE,
)


def format_of(content: bytes) -> SourceFormat:
    """The format of a file that is no PDF: `docx`, `html`, or `text` for all that may be text.

    Raises:
        DamagedFileError: It is an archive that cannot be opened.
        UnknownFormatError: It is of a format that is not read.
    """
    if content.startswith(_ZIP):
        return _format_of_archive(content)
    if content.startswith(_OLE):
        raise _unknown(*_found_in_ole(content))
    for mark, name, advice in _SIGNATURES:
        if content.startswith(mark) and _is_binary_or_longer(mark, content):
            raise _unknown(name, advice)
    if is_mhtml(content):
        return "html"
    head = _head(content)
    start = _BEFORE_TAG.match(head)
    rest = head[start.end() :] if start else head
    if _HTML_TAG.match(rest):
        return "html"
    if head.lstrip().startswith("<?xml"):
        if re.search(r"<html\b", head, re.IGNORECASE):
            return "html"
        raise _unknown("XML", "If an office program opens it, save it there as DOCX or PDF.")
    return "text"


def _is_binary_or_longer(mark: bytes, content: bytes) -> bool:
    """Whether a short signature of letters (`BM`, `BZh`) is followed by binary, so that texts may begin so too."""
    return len(mark) > 3 or b"\x00" in content[:_HEAD] or not mark.isascii()


def _head(content: bytes) -> str:
    """The first characters, as far as they are ASCII: enough to see mark-up in any encoding."""
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = content.removeprefix(mark)
    return content[:_HEAD].replace(b"\x00", b"").decode("ascii", errors="replace")


def _format_of_archive(content: bytes) -> SourceFormat:
    package = open_package(content)
    names = set(package.names)
    if "word/document.xml" in names:
        return "docx"
    kind = b"".join(package.read(name) or b"" for name in ("[Content_Types].xml", "mimetype") if name in names)
    if _WORD in kind:
        return "docx"
    for mark, name, advice in _IN_ZIP:
        if mark in kind:
            raise _unknown(name, advice)
    if not names:
        raise DamagedFileError("The archive is empty.", advice="Get it again; the download may be incomplete.")
    raise _unknown("a ZIP archive", _UNPACK)


def _found_in_ole(content: bytes) -> tuple[str, str]:
    for stream, name, advice in _IN_OLE:
        if stream.encode("utf-16-le") in content:
            return name, advice
    return "an old Office file", _PRINT


def _unknown(name: str, advice: str) -> UnknownFormatError:
    return UnknownFormatError(f"The file is {name}, which is not read.", advice=advice)
