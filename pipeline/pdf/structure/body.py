"""Turns a PDF's pages into drafts of blocks and tables, in the order in which the document reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.pdf.outline import Bookmark, mark_headings
from pipeline.pdf.printed import Group, PrintedLine, PrintedPage
from pipeline.pdf.structure.cues import room
from pipeline.pdf.structure.fragments import settle_tables
from pipeline.pdf.structure.furniture import find_furniture
from pipeline.pdf.structure.joining import TableJoiner
from pipeline.pdf.structure.paragraphs import gather
from pipeline.pdf.structure.surroundings import settle
from pipeline.pdf.structure.typography import body_size
from pipeline.text.joints import UNKNOWN, Vocabulary, joint
from pipeline.text.offsets import Draft, DraftDocument

_FULL = 2.0  # ems; a line that leaves no more room than that reaches its margin
_LOOK_BACK = 12  # groups before a table among which its caption, or text that parts it from the last one, is looked for


@dataclass(slots=True)
class Body:
    """A document's drafts and the groups of lines behind them."""

    document: DraftDocument
    groups: list[Group]


def draft_body(pages: Sequence[PrintedPage], outline: Sequence[Bookmark] = ()) -> Body:
    """Drafts all blocks and tables of the pages; the headings that the outline names have its levels."""
    aside = find_furniture(pages, body_size(pages))
    settle_tables(pages, aside)
    groups, style = gather(pages, aside)
    settle(groups, pages, style)
    groups = mark_headings(groups, outline)
    body = Body(DraftDocument(), [g for g in groups if isinstance(g, Group)])
    drafts = {id(g): _draft(g) for g in body.groups}
    joiner = TableJoiner(body.document)
    for position, group in enumerate(groups):
        if isinstance(group, Group):
            body.document.blocks.append(drafts[id(group)])
        else:
            joiner.add(group, groups[max(0, position - _LOOK_BACK) : position], drafts)
    lines = (line for page in pages for line in page.lines if id(line) in aside)
    body.document.furniture += [Draft("furniture", [line.drafted(full=False)]) for line in lines]
    return body


def _draft(group: Group) -> Draft:
    return Draft(group.kind, [line.drafted(full=room(line) <= _FULL) for line in group.lines], level=group.level)


def printed_title(body: Body, pages: Sequence[PrintedPage], words: Vocabulary = UNKNOWN) -> str:
    """What is printed largest in the upper part of the first page with text; empty when nothing stands out.

    `words` tells how its lines go together.
    """
    first = next((page for page in pages if page.lines), None)
    if first is None:
        return ""
    upper = [g for g in body.groups if g.page == first.number and g.lines[0].y0 < 0.7 * first.height]
    large = [g for g in upper if g.kind == "heading" and re.search(r"[^\W\d_]{2}", g.text) and len(g.text) <= 200]
    if not large:
        return ""
    usual = body_size(pages)
    best = max(large, key=lambda g: (round(_size(g), 1), -g.lines[0].y0))
    return _one_line(best, words) if _size(best) >= 1.15 * usual else ""


def _one_line(group: Group, words: Vocabulary) -> str:
    text = ""
    for line in group.lines:
        seam = joint(text, line.text.strip(), words=words)
        text = text[: len(text) - seam.drop] + seam.glue + line.text.strip()
    return text


def _size(group: Group) -> float:
    longest: PrintedLine = max(group.lines, key=lambda line: len(line.text))
    return longest.size
