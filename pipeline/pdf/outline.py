"""The outline (bookmarks) of a PDF, and which printed lines its entries are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pypdfium2

from pipeline.pdf.printed import Group, PrintedTable
from pipeline.text.lines import weight

_MOST = 3000  # entries that are read
_DEPTH = 8  # levels that are read
_LONGEST = 240  # a heading's extent; a CJK character weighs 2, others 1
_MOST_LINES = 5
_CUT_OFF = 40  # an entry's extent from which its first characters will do
_HEAD = 20  # so many of them
_PIECES = 3  # groups that one entry may be printed as
_BETWEEN = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\s*(?:[\dIVX]{1,4}(?:\.\d{1,2})*|[A-H])[.．、\s\u3000]+")

Item = Group | PrintedTable


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry: its title, its level and its page, both from 1."""

    title: str
    level: int
    page: int


def read_outline(pdf: pypdfium2.PdfDocument) -> list[Bookmark]:
    """The entries that lead to a page, in order; loops and endless outlines are cut off."""
    found: list[Bookmark] = []
    try:
        for entry in islice(pdf.get_toc(max_depth=_DEPTH), _MOST):
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            title = entry.get_title()[: 2 * _LONGEST]
            if page is not None and page >= 0 and title.strip():
                found.append(Bookmark(title, entry.level + 1, page + 1))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return found
    return found


def mark_headings(groups: Sequence[Item], outline: Sequence[Bookmark]) -> list[Item]:
    """The groups, those that the outline names marked as headings of its levels.

    A heading that was printed as several groups (its number above it, say) becomes one. An entry must be all of what is
    printed, spaces and punctuation aside, but for a number before it; a long one may have been cut off.
    """
    wanted: dict[tuple[int, str], int] = {}
    for entry in outline:
        title = _squeezed(entry.title)
        wanted.setdefault((entry.page, title), entry.level)
        if weight(title) >= _CUT_OFF:
            wanted.setdefault((entry.page, title[:_HEAD]), entry.level)
    pages = {page for page, _ in wanted}
    marked: list[Item] = []
    position = 0
    while position < len(groups):
        first = groups[position]
        heading = _named(groups, position, wanted) if isinstance(first, Group) and first.page in pages else []
        if isinstance(first, Group) and heading:
            first.lines = [line for group in heading for line in group.lines]
        marked.append(first)
        position += max(len(heading), 1)
    return marked


def _named(groups: Sequence[Item], position: int, wanted: Mapping[tuple[int, str], int]) -> list[Group]:
    """The groups from a position on that an entry names, the first of them marked; none when no entry does."""
    found: list[Group] = []
    for group in groups[position : position + _PIECES]:
        if not isinstance(group, Group) or not _may_be_heading(group) or (found and group.page != found[0].page):
            break
        if not _squeezed(group.text):
            break
        found.append(group)
        text = " ".join(g.text for g in found)
        whole = _squeezed(text)
        titles = [whole, _squeezed(_NUMBER.sub("", text, count=1))]
        if len(found) == 1 and group.kind == "heading" and len(whole) > _HEAD:
            titles.append(whole[:_HEAD])
        level = next((wanted[group.page, title] for title in titles if (group.page, title) in wanted), None)
        if level is not None:
            found[0].kind, found[0].level = "heading", level
            return found
    return []


def _may_be_heading(group: Group) -> bool:
    if group.kind not in ("heading", "text", "list"):
        return False
    return len(group.lines) <= _MOST_LINES and weight(group.text) <= _LONGEST


def _squeezed(text: str) -> str:
    """A text's letters and figures, in lower case."""
    return _BETWEEN.sub("", text).lower()
