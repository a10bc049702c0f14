"""Ids made of content, so that the same input gives the same ids on every machine."""

from __future__ import annotations

import hashlib


def content_id(*parts: str) -> str:
    """The first 16 hex digits of the sha256 of `parts`, kept apart by a separator."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
