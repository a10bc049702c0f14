"""Stage crop: for each value the part of its page that shows it, as a picture, for the report's evidence.

It looks at one document, as `read` does, and stands before the report because nothing else needs it. A page that pdfium
cannot draw, or draws without some of its text (a font that the PDF lacks), has no picture: the report sets its lines instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import pypdfium2

from pipeline.config import CropConfig
from pipeline.data import Crop, Document, Extraction, Line, Sheet, SheetLine, Sheets, Source
from pipeline.pdf.pictures import Grey, draw_page, encode_png, has_ink, opened_pdf
from pipeline.reporting.areas import Area, AreaFinder

SECONDS_PER_PAGE = 2.0
"""What drawing a page adds to its document's time limit."""
SLACK = 4.0
"""Pixels by which a picture may be higher or lower than its page, for it is drawn in whole ones."""
FEWEST = 2
"""Characters of a line from which it must have ink: a lone mark may be white on white."""


@dataclass(frozen=True, slots=True)
class Painter:
    """What `crop` needs: `more_time` adds seconds to the document's time limit."""

    more_time: Callable[[float], None] = lambda seconds: None


def open_painter(more_time: Callable[[float], None]) -> Painter:
    """Prepares for drawing."""
    return Painter(more_time)


def crop(source: Source, document: Document, extraction: Extraction, *, config: CropConfig, model: Painter) -> Sheets:
    """Cuts out what shows the document's values; without pictures where the source is to be read carefully, or is no PDF."""
    finder = AreaFinder(document, context=config.context_lines)
    areas = finder.areas(extraction.mentions)
    sheets = [_sheet(document, page, finder.lines(page), areas[page]) for page in areas]
    if document.format != "pdf" or source.careful or not config.pictures or not sheets:
        return Sheets(items=tuple(sheets))
    with opened_pdf(source) as pdf:
        return Sheets(items=tuple(_drawn(sheet, pdf, document.text, config, model) for sheet in sheets))


def _sheet(document: Document, number: int, lines: Sequence[Line], areas: Sequence[Area]) -> Sheet:
    page = next(page for page in document.pages if page.number == number)
    return Sheet(
        doc_id=document.doc_id,
        page=number,
        width=page.width,
        height=page.height,
        lines=tuple(
            SheetLine(round(b.x0), round(b.y0), round(b.x1), round(b.y1), line.start, line.end)
            for line in lines
            if (b := line.box)
        ),
        crops=tuple(Crop(x0=a.x0, y0=a.y0, x1=a.x1, y1=a.y1, mention_ids=a.mention_ids) for a in areas),
    )


def _drawn(sheet: Sheet, pdf: pypdfium2.PdfDocument | None, text: str, config: CropConfig, model: Painter) -> Sheet:
    """The sheet with pictures, if its page can be drawn."""
    if pdf is None:
        return sheet
    model.more_time(SECONDS_PER_PAGE)
    picture = draw_page(pdf, sheet.page, dpi=config.dpi)
    if picture is None:
        return sheet
    scale = picture.shape[1] / sheet.width
    if abs(picture.shape[0] - scale * sheet.height) > SLACK:
        return sheet
    return msgspec.structs.replace(sheet, crops=tuple(_cut(crop, picture, scale, sheet, text) for crop in sheet.crops))


def _cut(crop: Crop, picture: Grey, scale: float, sheet: Sheet, text: str) -> Crop:
    """The crop with its picture, moved to whole pixels; without one where a line of it has text but no ink."""
    left, top = int(crop.x0 * scale), int(crop.y0 * scale)
    right, bottom = min(-int(-crop.x1 * scale), picture.shape[1]), min(-int(-crop.y1 * scale), picture.shape[0])
    inside = (line for line in sheet.lines if _within(line, crop))
    for line in inside:
        y0, y1, x0, x1 = (round(side * scale) for side in (line.y0, line.y1, line.x0, line.x1))
        if len(text[line.start : line.end].strip()) >= FEWEST and not has_ink(picture[y0:y1, x0:x1]):
            return crop
    part = picture[top:bottom, left:right]
    if not has_ink(part):
        return crop
    return msgspec.structs.replace(
        crop,
        x0=round(left / scale, 2),
        y0=round(top / scale, 2),
        x1=round(right / scale, 2),
        y1=round(bottom / scale, 2),
        width=right - left,
        height=bottom - top,
        image=encode_png(part),
    )


def _within(line: SheetLine, crop: Crop) -> bool:
    """Whether all of a line is in the crop, but for what rounding takes."""
    return line.x0 >= crop.x0 - 1 and line.x1 <= crop.x1 + 1 and line.y0 >= crop.y0 - 1 and line.y1 <= crop.y1 + 1
