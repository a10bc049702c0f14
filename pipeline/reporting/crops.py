"""What of its page a value is shown with: a picture where there is one and room for it, else its lines, set in type."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.data import Crop, Document, Sheet, Sheets
from pipeline.reporting.view import CropView, SheetView


def sheet_views(sheets: Iterable[Sheets]) -> dict[str, SheetView]:
    """A sketch of each page that values stand on, by `doc_id:page`."""
    return {
        f"{sheet.doc_id}:{sheet.page}": SheetView(
            width=round(sheet.width),
            height=round(sheet.height),
            lines=tuple((line.x0, line.y0, line.x1, line.y1) for line in sheet.lines),
        )
        for item in sheets
        for sheet in item.items
    }


def crop_views(
    sheets: Iterable[Sheets], documents: Iterable[Document], *, linked: Collection[str], room: int
) -> tuple[tuple[CropView, ...], dict[str, str]]:
    """The parts of pages that show values, and the pictures of those that have one, by the part's id, as base64.

    Args:
        sheets: The pages that values stand on.
        documents: Their documents.
        linked: The ids of the values that describe something; their pictures come first.
        room: Bytes that the pictures may take as base64; parts without room for theirs are set in type.
    """
    texts = {document.doc_id: document.text for document in documents}
    places = [(sheet, crop) for item in sheets for sheet in item.items for crop in sheet.crops]
    pictures = _chosen([crop for _, crop in places], linked, room)
    views = tuple(
        _crop_view(str(number), sheet, crop, texts[sheet.doc_id], pictured=number in pictures)
        for number, (sheet, crop) in enumerate(places)
    )
    return views, {str(number): picture for number, picture in sorted(pictures.items())}


def crops_of_values(views: Iterable[CropView], sheets: Iterable[Sheets]) -> dict[str, tuple[str, ...]]:
    """The ids of the parts that show each value."""
    found: dict[str, tuple[str, ...]] = {}
    crops = (crop for item in sheets for sheet in item.items for crop in sheet.crops)
    for view, crop in zip(views, crops, strict=True):
        for mention_id in crop.mention_ids:
            found[mention_id] = (*found.get(mention_id, ()), view.id)
    return found


def _chosen(crops: Sequence[Crop], linked: Collection[str], most: int) -> Mapping[int, str]:
    """The pictures for which there is room, by their place in the list."""
    known = set(linked)
    order = sorted(range(len(crops)), key=lambda n: (-len(known.intersection(crops[n].mention_ids)), n))
    chosen: dict[int, str] = {}
    room = most
    for number in order:
        picture = b64encode(crops[number].image).decode()
        if picture and len(picture) <= room:
            chosen[number] = picture
            room -= len(picture)
    return chosen


def _crop_view(key: str, sheet: Sheet, crop: Crop, text: str, *, pictured: bool) -> CropView:
    lines = (
        ()
        if pictured
        else tuple(
            (line.x0, line.y0, line.x1, line.y1, " ".join(text[line.start : line.end].split()))
            for line in sheet.lines
            if line.y0 < crop.y1 and crop.y0 < line.y1 and line.x0 < crop.x1 and crop.x0 < line.x1
        )
    )
    return CropView(
        id=key,
        doc=sheet.doc_id,
        page=sheet.page,
        box=(round(crop.x0, 1), round(crop.y0, 1), round(crop.x1, 1), round(crop.y1, 1)),
        width=crop.width if pictured else 0,
        height=crop.height if pictured else 0,
        lines=lines,
    )
