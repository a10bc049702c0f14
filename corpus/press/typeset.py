"""Sets a brief as PDF pages: report (one column), columns (two) or slides (16:9)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    Image,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from press import fonts, scan
from press.lines import ChineseParagraph
from press.markup import Block, unmarked

SIZES = {"report": (10.5, 17.0), "columns": (9.5, 14.5), "slides": (21.0, 33.0)}
SLIDE = (960.0, 540.0)
NOTE_ZONE = 62.0


@dataclass(frozen=True)
class Setting:
    """How a brief looks: its layout, fonts, language, running lines, and whether it needs room for footnotes."""

    layout: str
    face: fonts.Face
    header: str
    footer: str
    notes: bool
    colour: colors.Color

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in points."""
        return SLIDE if self.layout == "slides" else A4

    @property
    def margin(self) -> float:
        """Left and right margin in points."""
        return 48.0 if self.layout in ("slides", "columns") else 68.0


class NoteFlowable(Flowable):  # type: ignore[misc]
    """Takes no room where it stands; its text is printed at the foot of the page that it falls on."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self.paragraph = paragraph

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self.canv.__dict__.setdefault("page_notes", []).append(self.paragraph)


def setting(brief: dict[str, Any], blocks: list[Block]) -> Setting:
    """The look that a brief asks for."""
    notes = any(b.kind == "footnote" for b in blocks)
    colour = colors.HexColor(brief.get("colour", "#1f3a5f"))
    running = (brief.get("header", ""), brief.get("footer", "{page}"))
    return Setting(brief["layout"], fonts.FACES[brief["face"]], *running, notes, colour)


def style(look: Setting, text: str, *, bold: bool = False, scale: float = 1.0, **more: Any) -> ParagraphStyle:
    """A paragraph style for this text: line breaking follows its language, size the layout."""
    size, leading = SIZES[look.layout]
    wide = fonts.is_wide(text)
    face = look.face
    name = (face.wide_bold if bold else face.wide) if wide else (face.latin_bold if bold else face.latin)
    chosen: dict[str, Any] = {"fontName": name, "fontSize": size * scale, "leading": leading * scale}
    chosen |= {"wordWrap": "CJK" if wide else None, "spaceAfter": 4.0 * scale, "alignment": 0 if wide else 4}
    return ParagraphStyle("x", **(chosen | more))


def paragraph(look: Setting, text: str, *, bold: bool = False, scale: float = 1.0, **more: Any) -> Paragraph:
    """A paragraph with a font for each run."""
    clean = unmarked(text)
    made = ChineseParagraph if fonts.is_wide(clean) else Paragraph
    return made(fonts.dressed(clean, look.face, bold=bold), style(look, clean, bold=bold, scale=scale, **more))


def flowable(look: Setting, block: Block, width: float) -> list[Any]:
    """What a block becomes in a column of this width."""
    size = SIZES[look.layout][0]
    indent = 2 * size if fonts.is_wide(block.text) and look.layout != "slides" else 0
    if block.kind == "heading":
        return _heading(look, block)
    if block.kind == "table":
        return [Spacer(1, 3), _table(look, block, width), Spacer(1, 8)]
    if block.kind == "item":
        item = paragraph(
            look,
            block.text,
            leftIndent=16,
            bulletIndent=3,
            bulletFontName=look.face.latin,
            bulletFontSize=size,
            alignment=0,
        )
        item.bulletText = "•"
        return [item]
    plain: dict[str, tuple[float, dict[str, Any]]] = {
        "lead": (0.92, {"leftIndent": 14, "rightIndent": 14, "spaceAfter": 6}),
        "caption": (0.92, {"alignment": 1, "spaceBefore": 6, "keepWithNext": 1}),
        "unit": (0.84, {"alignment": 2, "spaceAfter": 0, "keepWithNext": 1}),
        "note": (0.84, {"spaceAfter": 8}),
        "right": (1.0, {"alignment": 2}),
        "paragraph": (1.0, {"firstLineIndent": indent}),
    }
    scale, more = plain[block.kind]
    return [paragraph(look, block.text, bold=block.kind == "caption", scale=scale, **more)]


def _heading(look: Setting, block: Block) -> list[Any]:
    slide = look.layout == "slides"
    scale = {1: 1.5 if slide else 1.25, 2: 1.1, 3: 1.0}[block.level]
    head = paragraph(
        look,
        block.text,
        bold=True,
        scale=scale,
        spaceBefore=0 if slide else 8,
        spaceAfter=5,
        keepWithNext=1,
        alignment=0,
        textColor=look.colour,
    )
    return [PageBreak(), head, Spacer(1, 10)] if slide and block.level == 1 else [head]


def _table(look: Setting, block: Block, width: float) -> Table:
    count = max(len(r) for r in block.rows)
    shares = block.widths or (1.0,) * count
    small = 0.8 if look.layout != "report" else 0.86
    cells = [[_cell(look, c, i == 0, small) for c in row] for i, row in enumerate(block.rows)]
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8edf3")),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    made = Table(cells, colWidths=[width * s / sum(shares) for s in shares], repeatRows=1)
    made.setStyle(TableStyle([*rules, *_merges(block.rows)]))
    return made


def _cell(look: Setting, text: str, head: bool, scale: float) -> Any:
    return "" if text in ("^", "") else paragraph(look, text, bold=head, scale=scale, spaceAfter=0, alignment=0)


def _merges(rows: tuple[tuple[str, ...], ...]) -> list[tuple[Any, ...]]:
    """SPAN commands for the cells that `^` joins to the cell above."""
    spans = []
    for column in range(len(rows[0])):
        for top in range(len(rows)):
            end = top
            while end + 1 < len(rows) and rows[end + 1][column] == "^":
                end += 1
            if end > top and rows[top][column] != "^":
                spans.append(("SPAN", (column, top), (column, end)))
    return spans


def story(look: Setting, blocks: list[Block], width: float) -> list[Any]:
    """All flowables of a brief's body; a footnote is set just before the block that refers to it."""
    notes = {b.text[0]: b for b in blocks if b.kind == "footnote"}
    out: list[Any] = []
    scanned: list[Block] | None = None
    for block in blocks:
        if block.kind == "scan":
            scanned = []
        elif block.kind == "endscan":
            out += [NextPageTemplate("bare"), PageBreak(), _scanned(look, scanned or [])]
            out += [NextPageTemplate("later"), PageBreak()]
            scanned = None
        elif scanned is not None:
            scanned.append(block)
        elif block.kind == "pagebreak":
            out.append(PageBreak())
        elif block.kind != "footnote":
            out += _notes(look, block, notes) + flowable(look, block, width)
    return out


def _notes(look: Setting, block: Block, notes: dict[str, Block]) -> list[Any]:
    text = block.text + " ".join(c for r in block.rows for c in r)
    found = [n for mark, n in notes.items() if f"[^{mark}]" in text]
    return [NoteFlowable(paragraph(look, f"[^{n.text[0]}] {n.text[2:]}", scale=0.8, spaceAfter=0)) for n in found]


def _scanned(look: Setting, blocks: list[Block]) -> Image:
    plain = Setting("report", look.face, "", "", False, colors.black)
    page = make(plain, [], story(plain, blocks, A4[0] - 2 * plain.margin), title="", bare=True)
    return Image(io.BytesIO(scan.photograph(page)), width=A4[0], height=A4[1])


def _running(look: Setting, canvas: Any, number: int) -> None:
    width, height = look.page
    for text, y in ((look.header, height - 38), (look.footer, 26)):
        if text:
            scale = 0.6 if look.layout == "slides" else 0.78
            line = paragraph(look, text.replace("{page}", str(number)), scale=scale, alignment=1)
            line.wrap(width - 2 * look.margin, 40)
            line.drawOn(canvas, look.margin, y - 4)
    if look.header:
        canvas.setLineWidth(0.4)
        canvas.line(look.margin, height - 46, width - look.margin, height - 46)


def _foot(look: Setting, canvas: Any) -> None:
    notes = canvas.__dict__.pop("page_notes", [])
    width = look.page[0] - 2 * look.margin
    y = 44.0 + sum(n.wrap(width, 200)[1] for n in notes)
    if notes:
        canvas.setLineWidth(0.4)
        canvas.line(look.margin, y + 3, look.margin + 120, y + 3)
    for note in notes:
        y -= note.wrap(width, 200)[1]
        note.drawOn(canvas, look.margin, y)


def headed(look: Setting, titles: list[str], byline: list[str]) -> list[Any]:
    """Title, further titles and byline as flowables; on slides they stand in the middle of the first page."""
    head: list[Any] = [Spacer(1, 130 if look.layout == "slides" else 0)]
    for i, text in enumerate(titles):
        head.append(paragraph(look, text, bold=True, scale=1.25 if i else 1.7, alignment=1, spaceAfter=8))
    return head + [paragraph(look, text, scale=0.95, alignment=1, spaceAfter=6) for text in byline]


def make(look: Setting, head: list[Any], body: list[Any], *, title: str, bare: bool = False) -> bytes:
    """The PDF: `head` across the first page, `body` in the layout's columns. Same input, same bytes."""
    rl_config.invariant = 1
    out = io.BytesIO()
    doc = BaseDocTemplate(out, pagesize=look.page, title=title, author="crosswalk sample corpus", invariant=1)
    doc.addPageTemplates(_templates(look, head, bare))
    columns = [FrameBreak()] if look.layout == "columns" and not bare else []
    doc.build([NextPageTemplate("later"), *head, *columns, *body])
    return out.getvalue()


def _templates(look: Setting, head: list[Any], bare: bool) -> list[PageTemplate]:
    width, height = look.page
    foot = 48.0 + (NOTE_ZONE if look.notes else 0.0)
    tall, inner = height - 56.0 - foot, width - 2 * look.margin

    def ended(canvas: Any, doc: Any) -> None:
        _foot(look, canvas)
        if not bare:
            _running(look, canvas, doc.page)

    def frames(high: float) -> list[Frame]:
        if look.layout != "columns":
            return [_frame(look.margin, foot, inner, high)]
        column = (inner - 20) / 2
        return [_frame(look.margin + i * (column + 20), foot, column, high) for i in (0, 1)]

    first = frames(tall)
    if look.layout == "columns":
        top = sum(f.wrap(inner, tall)[1] + f.getSpaceBefore() + f.getSpaceAfter() for f in head) + 12
        first = [_frame(look.margin, foot + tall - top, inner, top), *frames(tall - top)]
    whole = [_frame(0, 0, width, height)]
    return [
        PageTemplate("first", first, onPageEnd=ended),
        PageTemplate("later", frames(tall), onPageEnd=ended),
        PageTemplate("bare", whole),
    ]


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
