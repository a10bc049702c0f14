"""What a part is, told by its block's kind and its own words: caption, note, reference entry, byline, line of contents."""

from __future__ import annotations

import re

from pipeline.data import SegmentKind
from pipeline.text.bylines import is_abstract, is_byline
from pipeline.text.cues import Cues
from pipeline.text.parts import Part
from pipeline.text.references import is_contents_line, is_reference_entry

MAX_CAPTION = 180  # characters
NOTE_SIZE = 0.92  # times the body's size: smaller print is a footnote's

_FOOTNOTE = re.compile(r"[\u2460-\u2473*†‡＊]|\d{1,3}\s+(?=[^\W\d]|https?:)|[\[［]\d{1,3}[\]］]")
_CITED_PAGES = re.compile(
    r"出版社[，,]?\s*\d{4}|\d{4}\s*年第?\s*\d+\s*期|第\s*\d+\s*(?:[-–—~～]\s*\d+\s*)?页|\bpp?\.\s*\d+|https?://"
)
_SENTENCES = re.compile(r"。.|[。；;]$|(?<=[a-z])\.\s+[A-Z][a-z]+ [a-z]", re.S)


def own_role(part: Part, cues: Cues, body_size: float) -> SegmentKind | None:
    """The role that a part's kind and words alone show; None where it may be a paragraph, a heading or a byline."""
    text = part.text
    if part.kind in ("furniture", "cell", "caption"):
        return part.kind
    if is_contents_line(text):
        return "furniture"
    if is_abstract(part, cues):
        return "paragraph"
    if is_byline(text, cues):
        return "byline"
    if part.kind == "figure":
        return "figure"
    if cues.unit.match(text) or _is_caption(text, cues):
        return "caption"
    return _note_role(part, cues, body_size)


def _note_role(part: Part, cues: Cues, body_size: float) -> SegmentKind | None:
    """Whether the part is a reference or a note; a list stays a list."""
    text = part.text
    small = 0 < part.size < NOTE_SIZE * body_size
    footnote = (small or part.kind == "note") and bool(_FOOTNOTE.match(text))
    if is_reference_entry(text) or (footnote and _CITED_PAGES.search(text)):
        return "reference"
    titled = part.number is not None and part.number.style == "section"  # § 86.1, read as a note for its sign
    if (part.kind == "note" and not titled) or footnote or cues.note.match(text):
        return "note"
    return "list" if part.kind == "list" else None


def _is_caption(text: str, cues: Cues) -> bool:
    return len(text) <= MAX_CAPTION and bool(cues.caption.match(text)) and not _SENTENCES.search(text)
