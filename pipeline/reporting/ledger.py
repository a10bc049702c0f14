"""The ledger check: every value that is shown anywhere stands in its document, where it says it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.data import AnyMention, Box, Document, Page
from pipeline.errors import InvariantError

BOX_TOLERANCE = 2.0
"""Points by which a box may reach over its page's edge: glyph boxes of bled pages do."""

_ADVICE = "This is a bug of crosswalk, not of the document: please report it with the document's name."


def check_ledger(documents: Iterable[Document], mentions: Iterable[AnyMention]) -> None:
    """Checks that each quote is at its offsets and each box on its page.

    Raises:
        InvariantError: One is not; the message names the document and the mention.
    """
    by_id = {document.doc_id: document for document in documents}
    pages = {doc_id: {page.number: page for page in document.pages} for doc_id, document in by_id.items()}
    for mention in mentions:
        document = by_id.get(mention.doc_id)
        if document is None:
            raise InvariantError(f"{mention.mention_id}: no document {mention.doc_id}", advice=_ADVICE)
        problem = _problem(mention, document, pages[mention.doc_id])
        if problem:
            raise InvariantError(f"{document.source}: mention {mention.mention_id}: {problem}", advice=_ADVICE)


def _problem(mention: AnyMention, document: Document, pages: Mapping[int, Page]) -> str | None:
    there = document.text[mention.start : mention.end] if 0 <= mention.start <= mention.end else ""
    if there != mention.quote:
        return f"quote {mention.quote!r} is not at {mention.start}-{mention.end}, where {there!r} stands"
    if mention.page not in pages:
        return f"page {mention.page} does not exist"
    for box in mention.boxes:
        page = pages.get(box.page)
        if page is None:
            return f"its box is on page {box.page}, which does not exist"
        if not _on_page(box, page):
            return f"box {box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g} is not on page {box.page}"
    return None


def _on_page(box: Box, page: Page) -> bool:
    across = -BOX_TOLERANCE <= box.x0 <= box.x1 <= page.width + BOX_TOLERANCE
    return across and -BOX_TOLERANCE <= box.y0 <= box.y1 <= page.height + BOX_TOLERANCE
