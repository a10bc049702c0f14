"""Reads saved web pages: HTML, XHTML and MHTML. The page's frame (navigation, share bars, footers) is left out.

A page becomes items (paragraphs and tables with their elements) in one walk; `pipeline.formats.boilerplate` says which of
them are the matter itself. Nothing that a page refers to is fetched.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from typing import Any

from pipeline.data import Notice
from pipeline.errors import EmptyFileError, TooLargeError
from pipeline.formats.boilerplate import main_items, printed_title
from pipeline.formats.encodings import Decoded, decode
from pipeline.formats.htmlitems import Item, collect_items
from pipeline.formats.manuscript import Manuscript, Print

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
MOST_CHARACTERS = 20_000_000  # of mark-up, embedded pictures aside
_SIZE = 12.0  # points of running text (CSS 2.2, 15.7: medium is 16 px)
_HEAD = 4096  # bytes in which a page names its encoding (HTML, 13.2.3.2, asks for 1024)

_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_DATA_URI = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=%\s]+")
_PROLOGUE = re.compile(r"\s*<\?xml[^>]*\?>")
_NO_TEXT = "Open it in a browser, wait until it shows its text, and save it again, or print it to PDF."


def is_mhtml(content: bytes) -> bool:
    """Whether the bytes are a web page saved with its pictures as one message (RFC 2557)."""
    return b"<" in content and _MHTML.search(content[: 2 * _HEAD]) is not None


def read_html(content: bytes) -> Manuscript:
    """Drafts the matter of a web page.

    Raises:
        EmptyFileError: It shows no text.
        TooLargeError: It has more mark-up than can be held.
        UnknownFormatError: Its encoding cannot be told.
    """
    decoded = _decoded(content)
    notices = broken_notice(decoded)
    root = _parse(decoded.text, notices)
    items = collect_items(root) if root is not None else []
    if not items:
        raise EmptyFileError("The web page shows no text; perhaps a program fills it.", advice=_NO_TEXT)
    title, heading = printed_title(root, items)
    manuscript = Manuscript(title=title, notices=notices)
    for item in main_items(root, items, heading):
        _add(manuscript, item, level=1 if item is heading else item.level)
    return manuscript


def add_fragment(manuscript: Manuscript, markup: str) -> None:
    """Adds all that a piece of HTML shows."""
    root = _parse(markup, manuscript.notices)
    for item in collect_items(root) if root is not None else ():
        _add(manuscript, item, level=item.level)


def broken_notice(decoded: Decoded) -> list[Notice]:
    """The notice that some characters of a text are broken, where some are."""
    if not decoded.broken:
        return []
    count = "1 character is" if decoded.broken == 1 else f"{decoded.broken} characters are"
    message = f"{count} broken ({decoded.encoding}) and left out."
    return [
        Notice(page=None, error="EncodingError", message=message, advice="Get the file again, or save it as UTF-8.")
    ]


def _add(manuscript: Manuscript, item: Item, *, level: int | None) -> None:
    if item.rows:
        manuscript.add_table(item.rows, header_rows=item.header_rows)
    elif level is not None:
        manuscript.add("heading", item.text, level=level)
    else:
        manuscript.add(item.kind, item.text, look=Print(_SIZE, item.bold))


def _decoded(content: bytes) -> Decoded:
    declared = None
    if is_mhtml(content):
        content, declared = _page_of(message_from_bytes(content))
    found = _CHARSET.search(content[:_HEAD])
    stated = next((group for group in found.groups() if group), b"").decode("ascii") if found else None
    return decode(content, declared=declared or stated)


def _page_of(message: Message) -> tuple[bytes, str | None]:
    """The page among the parts of a message, and the encoding that the message states for it."""
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            return (payload if isinstance(payload, bytes) else b""), part.get_content_charset()
    raise EmptyFileError("The saved web page holds no page.", advice=_NO_TEXT)


def _parse(text: str, notices: list[Notice]) -> Any:
    """The page's tree; None where there is none. Embedded pictures are cut before it is built; `notices` tell what is lost."""
    from lxml import etree, html

    markup = _PROLOGUE.sub("", _DATA_URI.sub("", text), count=1)
    if len(markup) > MOST_CHARACTERS:
        message = f"The web page has {len(markup) / 1e6:.0f} million characters of mark-up; {MOST_CHARACTERS / 1e6:.0f} are read."
        raise TooLargeError(message, advice="Save its parts on their own, or print it to PDF.")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except etree.ParserError:  # what lxml calls a document without an element
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        message = "The page's elements nest too deep; what is inside them is left out."
        notices.append(Notice(page=None, error="DamagedFileError", message=message, advice=_NO_TEXT))
    return root
