"""What was read of a PDF, which of its pages are wanted, and what is said of those that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.config import ReadConfig
from pipeline.data import Notice, Source
from pipeline.errors import NoSuchPageError
from pipeline.pdf.outline import Bookmark
from pipeline.pdf.printed import PrintedPage

_FAILURES_IN_A_ROW = 20  # pages; a file whose page tree lies would otherwise keep us for ever
_MOST_RANGES = 20  # of page numbers in one message
_LOOK = "Look at these pages in a viewer; a copy mended with `qpdf in.pdf out.pdf` may have them."
_LIMIT = "Raise read.max_pages, or read the others with --pages."


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pages to read, from 1, of the `count` that the file has; `left_out` are those beyond `read.max_pages`."""

    pages: Sequence[int]
    count: int
    left_out: int


@dataclass(slots=True)
class PdfContent:
    """What was read of a PDF: its pages, the title in its metadata (often wrong), what could not be used, its outline."""

    pages: list[PrintedPage] = field(default_factory=list)
    title: str = ""
    notices: list[Notice] = field(default_factory=list)
    outline: list[Bookmark] = field(default_factory=list)

    def page_before(self, number: int) -> PrintedPage | None:
        """The page before one, where it was read right before."""
        return self.pages[-1] if self.pages and self.pages[-1].number == number - 1 else None

    def read(self, wanted: Wanted, read_page: Callable[[int], PrintedPage | None]) -> None:
        """Reads the wanted pages; one notice says which of them cannot be, and one which are beyond the limit.

        Args:
            wanted: The pages.
            read_page: Reads the page with a number; None when it cannot be read.
        """
        lost: list[int] = []
        failed = tried = 0
        for number in wanted.pages:
            page = read_page(number)
            tried += 1
            failed = 0 if page else failed + 1
            if page:
                self.pages.append(page)
            else:
                lost.append(number)
            if failed >= _FAILURES_IN_A_ROW:
                break
        if lost:
            self.notices.append(_lost_pages(lost, tried=tried, wanted=len(wanted.pages)))
        if wanted.left_out:
            message = f"{wanted.left_out} of {wanted.count} pages were left out: read.max_pages is {len(wanted.pages)}."
            self.notices.append(Notice(page=None, error="TooLargeError", message=message, advice=_LIMIT))


def _lost_pages(lost: Sequence[int], *, tried: int, wanted: int) -> Notice:
    """Says how many pages were read and which cannot be; `tried` are fewer than all when too many in a row failed."""
    rest = "" if tried == wanted else ", and those behind were not tried"
    message = f"{tried - len(lost)} of {wanted} pages were read; {_ranges(lost)} cannot be{rest}."
    page = lost[0] if len(lost) == 1 else None
    return Notice(page=page, error="DamagedPdfError", message=message, advice=_LOOK)


def wanted_pages(source: Source, count: int, config: ReadConfig) -> Wanted:
    """The pages of a file with `count` pages that are asked for and within the limit.

    Raises:
        NoSuchPageError: The file has pages, and none of those asked for.
    """
    pages: Sequence[int] = range(1, count + 1)
    if source.pages:
        pages = sorted({number for number in source.pages if 1 <= number <= count})
        if not pages and count:
            message = f"None of the pages asked for is there: the document has {count}."
            raise NoSuchPageError(message, advice="Give pages that it has to --pages, or leave it out.")
    limit = len(pages) if config.max_pages == "all" else min(len(pages), config.max_pages)
    return Wanted(pages[:limit], count, len(pages) - limit)


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers in words: `pages 2, 5-9`."""
    runs = [[n for _, n in group] for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs[:_MOST_RANGES]]
    more = ", …" if len(runs) > _MOST_RANGES else ""
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join(shown) + more
