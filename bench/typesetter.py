"""Sets a text as PDF pages in many layouts: columns, boxes, notes, tables, running lines, odd drawing orders.

It stands apart from `corpus/press`, which makes the sample documents: here the same text has to come out of any layout.
"""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
OPEN, CLOSE = "（《〈【“「『〔", "，。、；：？！）》〉】”」』〕…"
TOKEN = re.compile(rf"[{OPEN}]*(?:[{WIDE}]|[^\s{WIDE}{OPEN}{CLOSE}—]+|[—])[{CLOSE}]*|\s+|.")
TRUETYPE = Path("/usr/share/fonts/truetype")
FACES = {
    "cid": (("STSong-Light", None), ("Times-Roman", None), ("Times-Bold", None)),
    "gothic": (("HeiseiKakuGo-W5", None), ("Helvetica", None), ("Helvetica-Bold", None)),
    "song": (
        ("Song", "arphic/uming.ttc"),
        ("Serif", "liberation/LiberationSerif-Regular.ttf"),
        ("SerifBold", "liberation/LiberationSerif-Bold.ttf"),
    ),
    "hei": (
        ("Hei", "wqy/wqy-zenhei.ttc"),
        ("Sans", "liberation/LiberationSans-Regular.ttf"),
        ("SansBold", "liberation/LiberationSans-Bold.ttf"),
    ),
}
A4, LETTER, B5, SLIDE = (595.3, 841.9), (612.0, 792.0), (498.9, 708.7), (960.0, 540.0)


@dataclass(frozen=True)
class Layout:
    """How a text is set. Lengths are points, except for `indent` (ems) and `pitch` (type sizes).

    `table` is ruled, booktabs, plain or none; `order` how the characters are drawn: set, rows, shuffled, characters,
    reversed. `extras` names what else stands on the pages: see `Press`.
    """

    name: str
    page: tuple[float, float] = A4
    margin: float = 62.0
    columns: int = 1
    gutter: float = 24.0
    size: float = 10.5
    pitch: float = 1.5
    indent: float = 2.0
    gap: float = 0.0
    justify: bool = True
    face: str = "cid"
    table: str = "ruled"
    order: str = "set"
    turn: int = 0
    shares: tuple[float, ...] = ()
    extras: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ink:
    """A string and where it is drawn: its left end and its baseline, from the page's top left corner."""

    text: str
    x: float
    y: float
    font: str
    size: float
    space: float = 0.0
    angle: float = 0.0
    grey: float = 0.0


@dataclass
class Sheet:
    """A page: what is printed on it, its rules (x0, y0, x1, y1) and its boxes."""

    inks: list[Ink] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass
class Frame:
    """A part of a page that text flows through."""

    x: float
    top: float
    width: float
    bottom: float


@dataclass(frozen=True)
class Face:
    """Fonts for wide and Latin characters and for bold Latin ones."""

    wide: str
    latin: str
    bold: str


def is_wide(text: str) -> bool:
    """Whether a text breaks lines as Chinese does."""
    return len(re.findall(f"[{WIDE}]", text)) * 10 >= len(text)


def has_face(name: str) -> bool:
    """Whether this machine has a face's fonts."""
    return all(path is None or (TRUETYPE / path).is_file() for _, path in FACES[name])


def load_face(name: str) -> Face:
    """Makes a face known to reportlab."""
    for font, path in FACES[name]:
        if path is not None:
            pdfmetrics.registerFont(TTFont(font, str(TRUETYPE / path)))
        elif font.startswith(("ST", "Heisei")):
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    return Face(*(font for font, _ in FACES[name]))


@cache
def advance(char: str, font: str) -> float:
    """A character's width at size 1."""
    return float(pdfmetrics.stringWidth(char, font, 1.0))


@dataclass
class Setter:
    """Breaks paragraphs into lines of runs."""

    face: Face

    def runs(self, text: str, *, wide: bool, bold: bool = False) -> list[tuple[str, str]]:
        """A line's stretches of one font: (text, font)."""
        latin = self.face.bold if bold else self.face.latin
        kept = r"[\x20-\x7e\xa0-\xff•]" if wide else r"[\x20-\x7e\xa0-\xff–—‘’“”•…]"
        return [
            (run, latin if re.match(kept, run) else self.face.wide)
            for run in re.findall(f"{kept}+|[^\\x00]+?(?={kept}|$)", text)
        ]

    def width(self, text: str, size: float, *, wide: bool, bold: bool = False) -> float:
        """A line's natural width."""
        return sum(advance(c, font) for run, font in self.runs(text, wide=wide, bold=bold) for c in run) * size

    def take(self, words: list[str], width: float, size: float, *, wide: bool, bold: bool = False) -> str:
        """Takes as many words off the front of a list as fill a line."""
        line, used = "", 0.0
        while words:
            if not line:
                self._cut(words, width, size, wide=wide, bold=bold)
            own = self.width(words[0], size, wide=wide, bold=bold)
            if line and used + (0 if words[0].isspace() else own) > width:
                break
            line, used = line + words.pop(0), used + own
        return line

    def _cut(self, words: list[str], width: float, size: float, *, wide: bool, bold: bool) -> None:
        """Cuts a first word that is longer than a line, as an address may be."""
        whole, end = words[0], len(words[0])
        while end > 1 and self.width(whole[:end], size, wide=wide, bold=bold) > width:
            end -= 1
        if end < len(whole):
            words[:1] = [whole[:end], whole[end:]]

    def inks(self, line: str, x: float, y: float, size: float, *, room: float = 0.0, **looks: bool) -> list[Ink]:
        """A line's inks; `room` is what is to be spread over it."""
        wide, bold = looks.get("wide", False), looks.get("bold", False)
        line = line.rstrip()
        spots = max(len(line) - 1, 1) if wide else max(line.count(" "), 1)
        extra = room / spots
        found: list[Ink] = []
        for run, font in self.runs(line, wide=wide, bold=bold):
            for part in [run] if wide or not room else re.findall(r"\S+ ?| +", run):
                found.append(Ink(part, x, y, font, size, extra if wide else 0.0))
                x += sum(advance(c, font) for c in part) * size
                x += extra * (len(part) if wide else part.count(" "))
        return found


def bytes_of(sheets: list[Sheet], layout: Layout) -> bytes:
    """Draws sheets as a PDF, its characters in the layout's order."""
    buffer = io.BytesIO()
    size = layout.page[::-1] if layout.turn % 180 else layout.page  # reportlab swaps a turned page's sides
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    mixed = random.Random(5)
    for sheet in sheets:
        for x0, y0, x1, y1 in sheet.boxes:
            canvas.setFillGray(0.9)
            canvas.rect(x0, layout.page[1] - y1, x1 - x0, y1 - y0, fill=1)
        for x0, y0, x1, y1 in sheet.rules:
            canvas.setLineWidth(0.5)
            canvas.line(x0, layout.page[1] - y0, x1, layout.page[1] - y1)
        for ink in ordered(sheet.inks, layout.order, mixed):
            draw(canvas, ink, layout.page[1])
        if layout.turn:
            canvas.setPageRotation(layout.turn)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def ordered(inks: list[Ink], order: str, mixed: random.Random) -> list[Ink]:
    """The inks in the order in which they are drawn."""
    if order == "rows":
        return sorted(inks, key=lambda ink: (round(ink.y), ink.x))
    if order == "reversed":
        return inks[::-1]
    if order == "shuffled":
        return mixed.sample(inks, len(inks))
    if order == "characters":
        return [single for ink in inks for single in singles(ink)]
    return inks


def singles(ink: Ink) -> list[Ink]:
    """An ink's characters one by one."""
    found, x = [], ink.x
    for char in ink.text:
        if char != " ":
            found.append(replace(ink, text=char, x=x, space=0.0))
        x += advance(char, ink.font) * ink.size + ink.space
    return [ink] if ink.angle else found


def draw(canvas: Canvas, ink: Ink, height: float) -> None:
    """Draws an ink; angles turn it anticlockwise around its left end."""
    canvas.saveState()
    canvas.setFillGray(ink.grey)
    canvas.translate(ink.x, height - ink.y)
    canvas.rotate(ink.angle)
    text = canvas.beginText(0, 0)
    text.setFont(ink.font, ink.size)
    if ink.space:
        text.setCharSpace(ink.space)
    text.textOut(ink.text)
    canvas.drawText(text)
    canvas.restoreState()
