"""Reads pages without a usable text layer off their pictures: when, with what time, and what is said of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pypdfium2

from pipeline.data import Notice, TextLayer
from pipeline.errors import MissingDependencyError
from pipeline.pdf.glyphs.characters import Characters, PageShape
from pipeline.pdf.glyphs.rulings import Drawings
from pipeline.pdf.scans.pictures import PictureText, ScanStyles, read_picture, scanned_characters, scanned_drawings
from pipeline.pdf.scans.recognise import Picture, Recogniser, open_recogniser

_MOST_PIXELS = 12_000_000  # of a page's picture; larger pages are drawn at a smaller scale
_SCANNED = 0.5  # of the page under images: its rulings are looked for in the picture, not among what it draws
_UNSURE = 0.85  # mean confidence of a page under which its reader should look at it
_UNREADABLE_SHARE = 0.2  # of a page's lines; likewise
_INK = 24  # grey levels between a page's lightest and darkest pixel; with fewer it is blank
_POINTS = 72.0  # to the inch

_RUN = "Read it with --ocr auto, or run another OCR over it (e.g. ocrmypdf) and read the result."
_REDO = "Its fonts map to wrong characters; read it with --ocr auto, or redo its text layer (ocrmypdf --force-ocr)."
_COMPARE = "Compare its values with the page; a sharper scan (300 dpi) is read better."
_LOOK = "Look at the page: a picture without text needs nothing."


Mode = Literal["auto", "never", "always"]


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as OCR read it: its characters and drawings as the page shows them; `shape` has no turns any more."""

    shape: PageShape
    characters: Characters
    styles: ScanStyles
    drawings: Drawings
    confidence: float
    lines: int
    unreadable: int

    @property
    def length(self) -> int:
        """How many characters it has."""
        return int(self.characters.inked.sum())

    def replaces(self, layer: TextLayer, *, length: int) -> bool:
        """Whether it is taken in place of the text layer, which has `length` characters.

        Fonts that are not embedded are drawn blank where the system lacks them: a layer that says more than the picture
        is kept, unless it is garbage.
        """
        least = {"garbage": 0, "missing": length, "good": min(length, 1)}[layer]
        return self.length >= least


@dataclass(slots=True)
class Ocr:
    """Reads pages off their pictures; its networks are opened with the first page that needs them.

    Args:
        mode: `auto` (pages without a usable text layer), `never` or `always`.
        dpi: Dots per inch at which pages are drawn.
        seconds_per_page: What each page that is read adds to its document's time limit.
        more_time: Adds these seconds.
    """

    mode: Mode = "never"
    dpi: int = 150
    seconds_per_page: float = 0.0
    more_time: Callable[[float], None] = lambda seconds: None
    _recogniser: Recogniser | None = None
    _problem: MissingDependencyError | None = field(default=None)

    def open(self) -> None:
        """Opens the networks, if they are not.

        Raises:
            MissingDependencyError: OCR is not installed, and the mode is `always`.
        """
        if self._recogniser is not None or self._problem is not None:
            return
        try:
            self._recogniser = open_recogniser()
        except MissingDependencyError as error:
            if self.mode == "always":
                raise
            self._problem = error

    def wants(self, layer: TextLayer) -> bool:
        """Whether a page that has something on it, with its text layer in this state, goes to OCR."""
        return self.mode == "always" or (self.mode == "auto" and layer != "good")

    def read(self, page: pypdfium2.PdfPage, shape: PageShape, drawings: Drawings) -> Scan | None:
        """Reads a page; None when OCR is not installed."""
        self.open()
        if self._recogniser is None:
            return None
        self.more_time(self.seconds_per_page)
        picture = _drawn(page, shape, self.dpi)
        if int(picture.max()) - int(picture.min()) < _INK:
            return _scan(PictureText(), picture, shape, drawings)
        return _scan(read_picture(self._recogniser, picture), picture, shape, drawings)

    def notices(self, number: int, layer: TextLayer, scan: Scan | None) -> list[Notice]:
        """What is to be said of a page that has no good text layer, or that was read by OCR."""
        if scan is not None:
            error, message, advice = _doubts(scan)
        elif layer == "missing":
            error, message, advice = (
                "NoTextLayerError",
                "The page has no text layer: it is an image or a drawing.",
                _RUN,
            )
        else:
            error, message, advice = "NoTextLayerError", "The page's text layer is garbage and was left out.", _REDO
        if not message or (scan is None and layer == "good"):
            return []
        if scan is None and self._problem is not None:
            message, advice = f"{message} {self._problem.message}", self._problem.advice
        return [Notice(page=number, error=error, message=message, advice=advice)]


def _doubts(scan: Scan) -> tuple[str, str, str]:
    """The notice's error, message and advice for a page that OCR read; all empty where it was read well."""
    if scan.lines == 0:
        return "NoTextLayerError", "The page has no usable text layer, and OCR found no text on it.", _LOOK
    if scan.confidence >= _UNSURE and scan.unreadable <= _UNREADABLE_SHARE * (scan.lines + scan.unreadable):
        return "", "", ""
    message = f"OCR read the page with a mean confidence of {scan.confidence:.2f}"
    return (
        "UnsureOcr",
        message + (f"; {scan.unreadable} lines could not be read." if scan.unreadable else "."),
        _COMPARE,
    )


def open_ocr(mode: Mode, *, dpi: int, seconds_per_page: float, more_time: Callable[[float], None]) -> Ocr:
    """Prepares OCR; only where every page needs it are its networks opened at once.

    Raises:
        MissingDependencyError: It is not installed, and the mode is `always`.
    """
    ocr = Ocr(mode, dpi, seconds_per_page, more_time)
    if mode == "always":
        ocr.open()
    return ocr


def _drawn(page: pypdfium2.PdfPage, shape: PageShape, dpi: int) -> Picture:
    """The page's picture in three colours."""
    scale = min(dpi / _POINTS, (_MOST_PIXELS / (shape.width * shape.height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=False)
    try:
        picture: Picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    return picture


def _scan(read: PictureText, picture: Picture, shape: PageShape, drawings: Drawings) -> Scan:
    """Lays what was read onto the page."""
    frame = PageShape(shape.width, shape.height, 0, 0.0, 0.0, shape.width, shape.height)
    scale = shape.width / picture.shape[1]
    characters, styles = scanned_characters(read, frame, scale)
    if read.lines and drawings.image_share > _SCANNED:
        drawings = scanned_drawings(picture, scale)
    return Scan(frame, characters, styles, drawings, read.confidence, len(read.lines), read.unreadable)
