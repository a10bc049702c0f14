"""Collects what the second reader finds on a page, and turns it into the characters and drawings that the layout takes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np
from playa.content import GlyphObject, ImageObject, PathObject, TextObject

from pipeline.pdf.glyphs.characters import BLANKS, BOLD_NAME, Characters, Codes, Flags, Integers, PageShape
from pipeline.pdf.glyphs.mends import fake_bold, share_ligatures
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.glyphs.rulings import Drawings

_SPACE = 0.13  # heights; glyphs of a line that are further apart have a space between them
_SAME_LINE = 0.5  # share of the lower glyph's height by which two of a line overlap
_THIN = 3.0  # points; a drawn thing that is thinner is a line
_LEVEL = 1.0  # points by which a line may slope
_MOST_SEGMENTS = 400  # of one path; a longer one is a drawing
_FLAT = 0.1  # points; characters that are no higher cannot be seen
_FARTHEST = 1e7  # points; what lies further out is nowhere
_CONTROL = re.compile(r"[\x00-\x1f\ud800-\udfff]")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DrawnStyles:
    """The type sizes, angles and weights of characters, by their place among them."""

    sizes: Floats
    angles: Floats
    bolds: Flags

    def size(self, index: int) -> float:
        """The type size of a character in points, as shown."""
        return float(self.sizes[index])

    def angle(self, index: int) -> float:
        """The angle at which a character is set, in radians clockwise."""
        return float(self.angles[index])

    def bold(self, index: int) -> bool:
        """Whether a character's font says in its name that it is bold."""
        return bool(self.bolds[index])


@dataclass(slots=True)
class Drawn:
    """What a page draws; `left` and `top` are where the shown part of the page begins.

    `glyphs` counts them, and `unmapped` those that stand for no character.
    """

    left: float
    top: float
    paths: int = 0
    glyphs: int = 0
    unmapped: int = 0
    _text: list[str] = field(default_factory=list)
    _boxes: list[Box] = field(default_factory=list)
    _styles: list[tuple[float, float, bool]] = field(default_factory=list)
    _style: tuple[float, float, bool] = (0.0, 0.0, False)
    _shapes: list[Box] = field(default_factory=list)
    _lines: list[Box] = field(default_factory=list)
    _images: list[Box] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The characters so far."""
        return len(self._boxes)

    def begin(self, text: TextObject) -> None:
        """Notes the style of the glyphs that follow."""
        a, b = text.matrix[:2]
        self._style = (
            _number(text.size),
            math.atan2(_number(b), _number(a)) % math.tau,
            bool(BOLD_NAME.search(text.fontname)),
        )

    def add_glyph(self, glyph: GlyphObject) -> None:
        """Adds what a glyph stands for: no, one or more characters."""
        shown = _CONTROL.sub("", glyph.chars)
        self.glyphs += 1
        self.unmapped += not shown
        self._text.append(shown)
        self._boxes += [self._box(glyph.bbox)] * len(shown)
        self._styles += [self._style] * len(shown)

    def add_path(self, path: PathObject) -> None:
        """Adds a path that is stroked or filled."""
        if not (path.stroke or path.fill):
            return
        self.paths += 1
        x0, y0, x1, y1 = box = self._box(path.bbox)
        self._shapes.append(box)
        if min(x1 - x0, y1 - y0) > _THIN and len(path.raw_segments) <= _MOST_SEGMENTS:
            self._add_sides(path)

    def add_image(self, image: ImageObject) -> None:
        """Adds an image."""
        if image.bbox is not None:
            self._images.append(self._box(image.bbox))

    def characters(self, shape: PageShape) -> tuple[Characters, DrawnStyles]:
        """The characters as pdfium would give them, a space where two of a line stand apart; and their styles."""
        codes = np.frombuffer("".join(self._text).encode("utf-32-le"), dtype="<u4").astype(np.uint32)
        boxes = np.array(self._boxes, dtype=np.float64).reshape(-1, 4)
        styles = np.array(self._styles, dtype=np.float64).reshape(-1, 3)
        gaps = _gaps(boxes, codes)
        between = np.stack([boxes[gaps - 1, 2], boxes[gaps, 1], boxes[gaps, 0], boxes[gaps, 3]], axis=1)
        codes = np.insert(codes, gaps, ord(" "))
        boxes, styles = np.insert(boxes, gaps, between, axis=0), np.insert(styles, gaps, styles[gaps], axis=0)
        return _settled(codes, boxes, shape), DrawnStyles(styles[:, 0], styles[:, 1], styles[:, 2] > 0)

    def drawings(self, shape: PageShape) -> Drawings:
        """The paths and lines, and the share of the page under images."""
        area = max(shape.width * shape.height, 1.0)
        boxes = np.array(self._shapes, dtype=np.float64).reshape(-1, 4)
        width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        sides = np.array(self._lines, dtype=np.float64).reshape(-1, 4)
        lines = np.concatenate([boxes[np.minimum(width, height) <= _THIN], sides])
        width, height = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
        level = lines[(height <= _THIN) & (2 * width >= height)]
        upright = lines[(width <= _THIN) & (2 * height >= width)]
        covered = sum(_overlap(x0, x1, shape.width) * _overlap(y0, y1, shape.height) for x0, y0, x1, y1 in self._images)
        return Drawings(
            self.paths,
            np.stack([(level[:, 1] + level[:, 3]) / 2, level[:, 0], level[:, 2]], axis=1),
            np.stack([(upright[:, 0] + upright[:, 2]) / 2, upright[:, 1], upright[:, 3]], axis=1),
            min(covered / area, 1.0),
        )

    def _add_sides(self, path: PathObject) -> None:
        """Adds the level and upright sides of a path; none of one that has curves."""
        segments = list(path.segments)
        if any(segment.operator in ("c", "v", "y") for segment in segments):
            return
        start = last = (0.0, 0.0)
        for segment in segments:
            point = segment.points[-1] if segment.points else start
            if segment.operator == "m":
                start = point
            elif abs(point[0] - last[0]) <= _LEVEL or abs(point[1] - last[1]) <= _LEVEL:
                self._lines.append(self._box((*last, *point)))
            last = point

    def _box(self, box: Box) -> Box:
        """A box on the shown page, its corners in order."""
        x0, y0, x1, y1 = (_number(side) for side in box)
        x0, y0, x1, y1 = x0 - self.left, y0 - self.top, x1 - self.left, y1 - self.top
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _number(value: float) -> float:
    """A coordinate within reach; what is no number becomes 0."""
    return min(max(value, -_FARTHEST), _FARTHEST) if math.isfinite(value) else 0.0


def _overlap(low: float, high: float, limit: float) -> float:
    return max(0.0, min(high, limit) - max(low, 0.0))


def _settled(codes: Codes, boxes: Floats, shape: PageShape) -> Characters:
    """The characters that can be seen on the page, their boxes within it; the others become line breaks."""
    limits = np.array([shape.width, shape.height, shape.width, shape.height], dtype=np.float64)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    flat = boxes[:, 3] - boxes[:, 1] < _FLAT
    codes[flat | ~((middle >= 0) & (middle <= limits[:2])).all(axis=1)] = ord("\r")
    boxes = np.clip(boxes, 0.0, limits).round(2)
    inked = ~np.isin(codes, BLANKS)
    share_ligatures(codes, boxes, inked)
    copies, doubled = fake_bold(codes, boxes, inked)
    return Characters(codes.astype("<u4").tobytes().decode("utf-32-le"), boxes, inked & ~copies, doubled)


def _gaps(boxes: Floats, codes: Codes) -> Integers:
    """The places of the characters that stand apart from the one before them on their line, with no space between."""
    first, second = boxes[:-1], boxes[1:]
    height = np.minimum(first[:, 3] - first[:, 1], second[:, 3] - second[:, 1])
    overlap = np.minimum(first[:, 3], second[:, 3]) - np.maximum(first[:, 1], second[:, 1])
    apart = (overlap >= _SAME_LINE * height) & (second[:, 0] - first[:, 2] > _SPACE * height)
    return np.flatnonzero(apart & (codes[:-1] != ord(" ")) & (codes[1:] != ord(" "))) + 1
