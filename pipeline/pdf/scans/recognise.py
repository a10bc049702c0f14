"""Finds and reads the lines of text in a picture, with the models that rapidocr's wheel carries (PP-OCRv6 small).

The two networks are run here and not through rapidocr's own classes: those give a line's words without their spaces
and places in whole pixels, import half a dozen packages, and pad lines to their neighbours' length, so that a line's
text would depend on what stands beside it. Preparation and decoding follow PaddleOCR's (DB and CTC).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import MissingDependencyError

Picture = npt.NDArray[np.uint8]  # height x width x 3
Reals = npt.NDArray[np.float32]

PACKAGES = ("rapidocr", "onnxruntime", "cv2")
_DETECTOR, _READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_SEARCHED = 0.54  # of a picture's pixels are searched for lines: 110 of 150 dots per inch
_LEAST_PIXELS, _MOST_PIXELS = 1_200_000, 2_400_000  # that are searched: an A4 page at 110 dots per inch, and A3
_STRIDE = 32  # pixels; the detector takes multiples of it
_TEXT = 0.3  # probability from which a pixel is text (PaddleOCR's `thresh`)
_LINE = 0.35  # mean probability from which a region is a line (`box_thresh`); dotted leaders are thin
_GROWTH = 1.8  # of a region's area over its outline: the detector learnt shrunken lines (`unclip_ratio`)
_SMALLEST = 3.0  # pixels, a region's shorter side
_MOST_LINES = 1000  # of one picture (`max_candidates`)
_UPRIGHT = 1.5  # height over width from which a region is a vertical line
_READ_HEIGHT = 48  # pixels to which lines are scaled
_LONGEST = 3200  # pixels that a line may then have; a longer one is squeezed
_SHORTEST = 64  # pixels; a shorter one is read with blank paper behind it


@dataclass(frozen=True, slots=True)
class Region:
    """A line's rectangle in a picture: its corners from the top left one clockwise, in pixels."""

    corners: Reals

    @property
    def width(self) -> float:
        """The length of its upper or lower side, whichever is longer."""
        a, b, c, d = self.corners
        return float(max(np.linalg.norm(a - b), np.linalg.norm(c - d)))

    @property
    def height(self) -> float:
        """The length of its left or right side, whichever is longer."""
        a, b, c, d = self.corners
        return float(max(np.linalg.norm(a - d), np.linalg.norm(b - c)))

    @property
    def upright(self) -> bool:
        """Whether it is a line set downwards, or one of a page that lies on its side."""
        return self.height >= _UPRIGHT * self.width


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that was read: `places` holds each character's middle as a share (0..1) of the line's length."""

    region: Region
    text: str
    places: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The two networks; `alphabet` holds what the second one's classes stand for, the blank first."""

    detector: Any
    reader: Any
    alphabet: tuple[str, ...]

    def find(self, picture: Picture) -> list[Region]:
        """The lines of a picture, from top to bottom, each from left to right."""
        import cv2

        height, width = picture.shape[:2]
        pixels = min(max(_SEARCHED * height * width, _LEAST_PIXELS), _MOST_PIXELS)
        scale = min(1.0, (pixels / (height * width)) ** 0.5)
        size = [max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (width, height)]
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        likely: Reals = _run(self.detector, _normalised(np.asarray(small, dtype=np.uint8)))[0, 0]
        factor = np.array([width / size[0], height / size[1]], dtype=np.float32)
        found = [Region(corners * factor) for corners in _rectangles(likely)]
        return sorted(found, key=lambda r: (float(r.corners[0, 1]), float(r.corners[0, 0])))

    def read(self, picture: Picture, region: Region) -> ReadLine:
        """Reads one line; an upright one as if the picture lay on its right side."""
        strip, length = _cut(picture, region)
        classes: Reals = _run(self.reader, _normalised(strip))[0]
        text, columns, confidence = self._decoded(classes)
        step = strip.shape[1] / len(classes) / length
        return ReadLine(region, text, tuple(min((c + 0.5) * step, 1.0) for c in columns), round(confidence, 2))

    def _decoded(self, classes: Reals) -> tuple[str, list[float], float]:
        """The characters of a network's output (columns x classes), the columns they stand at, and the mean probability."""
        best = classes.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=-1) != 0)
        ends = np.append(starts[1:], len(best)) - 1
        likely = np.maximum.reduceat(classes.max(axis=1), starts)
        inked = best[starts] != 0
        text = "".join(self.alphabet[i] for i in best[starts[inked]].tolist())
        columns: list[float] = ((starts + ends)[inked] / 2).tolist()
        return text, columns, float(likely[inked].mean()) if text else 0.0


def missing_packages() -> list[str]:
    """The names of the packages that OCR needs and that are not installed."""
    return [name for name in PACKAGES if util.find_spec(name) is None]


def open_recogniser() -> Recogniser:
    """Loads the networks, on one thread, and without keeping the memory of the largest page.

    Raises:
        MissingDependencyError: A package or its model files are not there.
    """
    try:
        import cv2
        import onnxruntime
    except ImportError as error:
        raise _missing(str(error)) from error
    cv2.setNumThreads(1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    sessions = []
    for name in (_DETECTOR, _READER):
        path = _model_folder() / name
        if not path.is_file():
            raise _missing(f"{path} is not there")
        sessions.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    characters = sessions[1].get_modelmeta().custom_metadata_map["character"].splitlines()
    return Recogniser(sessions[0], sessions[1], ("", *characters, " "))


def _model_folder() -> Path:
    found = util.find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        raise _missing("there is no package rapidocr")
    return Path(found.submodule_search_locations[0]) / "models"


def _missing(detail: str) -> MissingDependencyError:
    advice = "Install it: pip install 'rapidocr>=3.10,<3.11' onnxruntime; or read without it: --ocr never."
    return MissingDependencyError(f"OCR cannot be used: {detail}.", advice=advice)


def _run(network: Any, values: Reals) -> Reals:
    output: Reals = network.run(None, {network.get_inputs()[0].name: values})[0]
    return output


def _normalised(picture: Picture) -> Reals:
    """A picture as the networks take it: one of a batch, colours first, from -1 to 1."""
    values = picture.astype(np.float32) / np.float32(127.5) - np.float32(1.0)
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None])


def _rectangles(likely: Reals) -> Iterator[Reals]:
    """The corners of each region that is likely text."""
    import cv2

    mask = cv2.dilate((likely > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours[:_MOST_LINES]:
        middle, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < _SMALLEST or _mean_inside(likely, _corners(middle, (width, height), angle)) < _LINE:
            continue
        growth = 2 * width * height * _GROWTH / (2 * (width + height))
        grown = _corners(middle, (width + growth, height + growth), angle)
        yield np.clip(_clockwise(grown), 0, [likely.shape[1], likely.shape[0]]).astype(np.float32)


def _corners(middle: Sequence[float], size: Sequence[float], angle: float) -> Reals:
    import cv2

    return np.asarray(cv2.boxPoints((middle, size, angle)), dtype=np.float32)


def _mean_inside(likely: Reals, corners: Reals) -> float:
    import cv2

    x0, y0 = np.floor(corners.min(axis=0)).astype(int).clip(0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = likely[y0:y1, x0:x1]
    mask = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillPoly(mask, [(corners - [x0, y0]).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _clockwise(corners: Reals) -> Reals:
    """Corners from the top left one clockwise."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1], kind="stable")], right[np.argsort(right[:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)


def _cut(picture: Picture, region: Region) -> tuple[Picture, int]:
    """A line's picture as the reader takes it, and how many of its pixels in width are the line's."""
    import cv2

    corners, width, height = region.corners, region.width, region.height
    if region.upright:
        corners, width, height = np.roll(corners, -1, axis=0), height, width
    length = int(np.clip(round(_READ_HEIGHT * width / max(height, 1.0)), 8, _LONGEST))
    target = np.array([[0, 0], [length, 0], [length, _READ_HEIGHT], [0, _READ_HEIGHT]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = (max(_SHORTEST, -(-length // 8) * 8), _READ_HEIGHT)
    warped = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cut = np.array(warped, dtype=np.uint8)
    cut[:, length:] = np.median(cut[:, :length], axis=(0, 1)).astype(np.uint8)
    return cut, length
