"""Turns what OCR read off a page's picture into characters and rulings, so that scans are laid out as other pages are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.pdf.glyphs.characters import Characters, PageShape
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.glyphs.rulings import Drawings
from pipeline.pdf.scans.recognise import Picture, ReadLine, Recogniser, Region
from pipeline.pdf.scans.typesizes import is_wide, type_sizes

_UNREADABLE = 0.5  # confidence; a line under it is a picture or dirt, and left out
_TURNED = 0.8  # confidence from which a page that lies on its side or head is known to
_DOUBTFUL = 0.75  # confidence of the longest lines under which a page may stand on its head
_SAMPLE = 3  # lines that tell which way up a page is
_WIDE, _NARROW = 1.0, 0.55  # type sizes that a character takes, full-width or not
_HALF_LINE = 0.55  # type sizes from a line's middle to its upper and lower side
_SHORTEST_RULE = 24.0  # points
_THICKEST_RULE = 3.0  # points
_SLANT = 0.02  # points that a ruling of a crooked scan may rise by on each point


@dataclass(frozen=True, slots=True)
class ScanStyles:
    """The type sizes of characters that were read off a picture, and the angle at which it shows them, in radians clockwise."""

    sizes: Floats
    slope: float = 0.0

    def size(self, index: int) -> float:
        """The type size of a character in points, as its line's height shows it."""
        return float(self.sizes[index])

    def angle(self, index: int) -> float:
        """The same for all."""
        return self.slope

    def bold(self, index: int) -> bool:
        """Never: it is not known."""
        return False


@dataclass(frozen=True, slots=True)
class PictureText:
    """What was read off a picture: its lines, and how many could not be read.

    The lines are where they were after as many quarter `turns` clockwise as brought the picture's text upright.
    """

    lines: tuple[ReadLine, ...] = ()
    unreadable: int = 0
    turns: int = 0

    @property
    def confidence(self) -> float:
        """The mean confidence of its characters; 0 without any."""
        weights = [len(line.text) for line in self.lines]
        return sum(w * line.confidence for w, line in zip(weights, self.lines, strict=True)) / max(sum(weights), 1)


def read_picture(recogniser: Recogniser, picture: Picture) -> PictureText:
    """Finds and reads all lines, turning the picture where it lies on its side or stands on its head."""
    regions = recogniser.find(picture)
    turns = _turns(recogniser, picture, regions)
    if turns:
        picture = np.ascontiguousarray(np.rot90(picture, -turns))
        regions = recogniser.find(picture)
    lines = [recogniser.read(picture, region) for region in regions]
    kept = tuple(line for line in lines if line.text.strip() and line.confidence >= _UNREADABLE)
    unreadable = sum(1 for line in lines if line.text.strip()) - len(kept)
    return PictureText(kept, unreadable, turns)


def _turns(recogniser: Recogniser, picture: Picture, regions: Sequence[Region]) -> int:
    """The quarter turns clockwise that bring a picture's text upright, as its longest lines tell."""
    upright = [r for r in regions if r.upright]
    length = sum(max(r.width, r.height) for r in regions)
    on_side = sum(r.height for r in upright) > length / 2
    sample = sorted(upright if on_side else regions, key=lambda r: max(r.width, r.height))[-_SAMPLE:]
    if not sample or (on_side and len(upright) < _SAMPLE):
        return 0
    found = {0: _sureness(recogniser, picture, sample)}
    if on_side:
        # `read` takes upright lines as if the picture lay on its right side: turned once clockwise is the other way
        found = {3: found[0], 1: _sureness(recogniser, *_on_head(picture, sample))}
    elif found[0] < _DOUBTFUL:
        found[2] = _sureness(recogniser, *_on_head(picture, sample))
    best = max(found, key=lambda turns: found[turns])
    return best if best and found[best] >= _TURNED else 0


def _sureness(recogniser: Recogniser, picture: Picture, sample: Sequence[Region]) -> float:
    return sum(recogniser.read(picture, region).confidence for region in sample) / len(sample)


def _on_head(picture: Picture, regions: Sequence[Region]) -> tuple[Picture, list[Region]]:
    """The picture and its regions turned by half."""
    limit = np.array([picture.shape[1], picture.shape[0]], dtype=np.float32)
    turned = [Region(np.roll(limit - r.corners, 2, axis=0)) for r in regions]
    return np.ascontiguousarray(picture[::-1, ::-1]), turned


def scanned_characters(read: PictureText, shape: PageShape, scale: float) -> tuple[Characters, ScanStyles]:
    """The characters of a page's picture, with boxes and sizes as if the page had stated them.

    Args:
        read: What was read off the picture.
        shape: The page's.
        scale: Points per pixel.
    """
    lines = read.lines
    sizes = type_sizes(lines, scale)
    texts = [_one_width(line.text) for line in lines]
    boxes = [_boxes(line, size, scale) for line, size in zip(lines, sizes, strict=True)]
    lengths = [len(text) for text in texts]
    text = "".join(texts)
    inked = np.array([not c.isspace() for c in text], dtype=bool)
    characters = Characters(
        text,
        _shown(np.concatenate([np.zeros((0, 4)), *boxes]), read.turns, shape).round(2),
        inked,
        np.zeros(len(text), dtype=bool),
        np.repeat(np.array([line.confidence for line in lines], dtype=np.float64), lengths),
    )
    return characters, ScanStyles(np.repeat(np.array(sizes, dtype=np.float64), lengths), -read.turns % 4 * math.pi / 2)


def _shown(boxes: Floats, turns: int, shape: PageShape) -> Floats:
    """Boxes of a picture that was turned, as the page shows them."""
    x0, y0, x1, y1 = boxes.T
    width, height = shape.width, shape.height
    sides = {
        0: (x0, y0, x1, y1),
        1: (y0, height - x1, y1, height - x0),
        2: (width - x1, height - y1, width - x0, height - y0),
        3: (width - y1, x0, width - y0, x1),
    }[turns]
    shown: Floats = np.clip(np.stack(sides, axis=1), 0.0, [width, height, width, height])
    return shown


def _boxes(line: ReadLine, size: float, scale: float) -> Floats:
    """The boxes of a line's characters in points: around their places, none over its neighbour's."""
    corners = line.region.corners.astype(np.float64) * scale
    places = np.array(line.places)
    reach = size / 2 * np.array([_WIDE if is_wide(c) else _NARROW for c in line.text])
    along, across = (1, 0) if line.region.upright else (0, 1)
    start, end = (corners[[0, 1]], corners[[3, 2]]) if line.region.upright else (corners[[0, 3]], corners[[1, 2]])
    first, last = start[:, along].mean(), end[:, along].mean()
    middles = first + places * (last - first)
    between = (middles[:-1] + middles[1:]) / 2
    near = np.maximum(middles - reach, np.concatenate([[first], between]))
    far = np.minimum(middles + reach, np.concatenate([between, [last]]))
    level = corners[:, across].mean()
    boxes = np.empty((len(places), 4))
    boxes[:, along], boxes[:, along + 2] = near, far
    boxes[:, across], boxes[:, across + 2] = level - _HALF_LINE * size, level + _HALF_LINE * size
    return np.maximum(boxes, 0.0)


_WIDENED = str.maketrans(",;:?!()", "，；：？！（）")


def _one_width(text: str) -> str:
    """Sets ASCII marks to full width behind an ideograph, and brackets whose other half is full-width."""
    if text.isascii():
        return text
    shown = list(text)
    opened: list[int] = []
    for i, char in enumerate(text):
        if char in ",;:?!" and i and is_wide(text[i - 1]):
            shown[i] = char.translate(_WIDENED)
        elif char in "(（":
            opened.append(i)
        elif char in ")）" and opened:
            pair = (opened.pop(), i)
            if any(text[k] in "（）" for k in pair):
                shown[pair[0]], shown[pair[1]] = "（", "）"
    return "".join(shown)


def scanned_drawings(picture: Picture, scale: float) -> Drawings:
    """The straight lines in a picture, as a page's drawings.

    Args:
        picture: As the page shows it.
        scale: Points per pixel.
    """
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    length = max(8, round(_SHORTEST_RULE / scale))
    bridged = np.asarray(cv2.dilate(dark, np.ones((2, 2), np.uint8)), dtype=np.uint8)
    across = _long_marks(bridged, (1, length)) * scale
    upright = _long_marks(bridged, (length, 1)) * scale
    across = across[across[:, 3] <= _THICKEST_RULE + _SLANT * across[:, 2]]
    upright = upright[upright[:, 2] <= _THICKEST_RULE + _SLANT * upright[:, 3]]
    return Drawings(
        len(across) + len(upright),
        np.stack([across[:, 1] + across[:, 3] / 2, across[:, 0], across[:, 0] + across[:, 2]], axis=1),
        np.stack([upright[:, 0] + upright[:, 2] / 2, upright[:, 1], upright[:, 1] + upright[:, 3]], axis=1),
        1.0,
    )


def _long_marks(dark: npt.NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    """The boxes (left, top, width, height, in pixels) of what is left of a picture when only bars of a shape are kept."""
    import cv2

    kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    boxes: Floats = stats[1:, :4].astype(np.float64)
    return boxes
