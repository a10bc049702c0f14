"""The base of all records and the span that they all use."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, keyword-only."""


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Half-open range of code points in `Document.text`; written as `[start, end]`."""

    start: int
    end: int
