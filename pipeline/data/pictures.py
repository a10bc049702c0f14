"""What `crop` gives: the pages that values stand on, as lines and as pictures of the lines around each value."""

from __future__ import annotations

import msgspec

from pipeline.data.base import Record


class SheetLine(msgspec.Struct, frozen=True, array_like=True):
    """A printed line: its box in whole points and its span of `Document.text`, as `[x0, y0, x1, y1, start, end]`."""

    x0: int
    y0: int
    x1: int
    y1: int
    start: int
    end: int


class Crop(Record, frozen=True, kw_only=True):
    """A part of a page, in points from its top left corner, that shows some values and the lines around them.

    `image` is a grey PNG of `width` x `height` pixels; empty where the page could not be drawn, or shows less than its text.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    mention_ids: tuple[str, ...]
    width: int = 0
    height: int = 0
    image: bytes = b""


class Sheet(Record, frozen=True, kw_only=True):
    """A page that values stand on: its size in points, its lines, and the parts of it that show the values."""

    doc_id: str
    page: int
    width: float
    height: float
    lines: tuple[SheetLine, ...]
    crops: tuple[Crop, ...]


class Sheets(Record, frozen=True, kw_only=True):
    """The pages of one document that values stand on, in order; none where the source has no pages."""

    items: tuple[Sheet, ...]
