"""Reads Word files (DOCX, DOCM, DOTX): the text as printed with all changes accepted, its headings, lists and tables.

Inserted text is in, deleted and hidden text out; numbers that Word writes itself stand before their paragraphs; text boxes
and footnotes follow the paragraph that they hang on; headers, footers and tables of contents are furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.data import BlockKind
from pipeline.errors import DamagedFileError, EmptyFileError
from pipeline.formats.manuscript import GridCell, Manuscript, Print, looks_like_title
from pipeline.formats.ooxml import Package, open_package
from pipeline.formats.wordstyles import (
    Look,
    Numbering,
    Styles,
    W,
    heading_level,
    look_of,
    read_numbering,
    switched_on,
    value,
)
from pipeline.text.lines import ends_sentence

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MAIN_TYPES = (
    "document.main+xml",
    "template.main+xml",
    "document.macroEnabled.main+xml",
    "template.macroEnabledTemplate.main+xml",
)
_WRAPPERS = frozenset(
    W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple")
) | {_MC + "AlternateContent", _MC + "Choice"}
_GONE = frozenset(
    W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "delText", "instrText", "rt", "sdtPr", "txbxContent", "tbl")
) | {_MC + "Fallback"}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_RANK = re.compile(r"第.{1,5}[章节條条款编編部]")
_TITLE_STYLES = ("title", "标题", "表題", "제목")
_TITLE_REACH = 8  # paragraphs at the top among which the title stands
_BOX_TEXT = 60  # characters from which a text box without a sentence's end holds text and not a label


def read_docx(content: bytes) -> Manuscript:
    """Drafts a Word file.

    Raises:
        DamagedFileError: It cannot be unpacked or parsed.
        EmptyFileError: It has no text.
        TooLargeError: It unpacks to too much.
    """
    package = open_package(content)
    types = package.types()
    reader = _Reader(package, _main_name(package, types))
    reader.read_body()
    for name in sorted(types):
        if types[name].endswith(("header+xml", "footer+xml")):
            reader.set_aside(package.tree(name))
    manuscript = reader.manuscript
    manuscript.notices += package.notices
    if not manuscript.document.blocks:
        raise EmptyFileError(
            "The Word file has no text.", advice="If it holds pictures of pages, print it to PDF and run OCR."
        )
    manuscript.stated_title = _core_title(package)
    manuscript.title = reader.title or first_title(manuscript, manuscript.stated_title)
    return manuscript


def _main_name(package: Package, types: dict[str, str]) -> str:
    stated = (name for name, kind in types.items() if kind.endswith(_MAIN_TYPES))
    return next(stated, "word/document.xml")


def _core_title(package: Package) -> str:
    tree = package.tree("docProps/core.xml")
    return "" if tree is None else (tree.findtext(_CORE_TITLE) or "")


@dataclass(slots=True)
class _Paragraph:
    """What stands in one `w:p`: its text, how it is printed, and what hangs on it."""

    text: str
    look: Print
    boxes: list[Any]
    notes: list[tuple[str, str]]


class _Reader:
    """Reads the body of one file."""

    def __init__(self, package: Package, name: str) -> None:
        self.manuscript = Manuscript()
        self.title = ""
        self._package = package
        self._folder = name.rpartition("/")[0] or "word"
        tree = package.tree(name)
        self._body: Any = None if tree is None else tree.find(W + "body")
        if self._body is None:
            advice = "Open it in an office program and save it as DOCX or PDF."
            raise DamagedFileError("The Word file has no document in it.", advice=advice)
        self._styles = Styles(self._part("styles"))
        self._numbering: Numbering = read_numbering(self._part("numbering"), self._styles)
        self._notes = {kind: _notes(self._part(kind)) for kind in ("footnotes", "endnotes")}
        self._shift = 0  # levels by which headings stand below a title
        self._hanging: list[tuple[str, str]] = []

    def _part(self, name: str) -> Any:
        return self._package.tree(f"{self._folder}/{name}.xml")

    def read_body(self) -> None:
        """Adds all blocks of the body. No recursion: tables may nest as deep as they like."""
        waiting: list[Any] = [self._body]
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag == W + "p":
                waiting += reversed(self._add_paragraph(element))
                self._add_notes()
            elif tag == W + "tbl" and not _is_layout(element):
                self._add_table(element)
                self._add_notes()
            elif tag in _WRAPPERS or tag in (W + "body", W + "tbl", W + "tr", W + "tc", W + "txbxContent"):
                waiting += reversed([child for child in element if isinstance(child.tag, str)])

    def set_aside(self, tree: Any) -> None:
        """Takes a header or footer as furniture."""
        for element in () if tree is None else _paragraphs_in(tree):
            self.manuscript.set_aside(self._read(element, Look()).text)

    def _add_paragraph(self, element: Any) -> list[Any]:
        """Adds a paragraph; gives the text boxes that hang on it."""
        own = element.find(W + "pPr")
        style = self._styles.paragraph(value(own, "pStyle"))
        look = look_of(own, None).over(style)
        paragraph = self._read(element, look)
        self._hanging += paragraph.notes
        if not paragraph.text.strip():
            return paragraph.boxes
        name = look.name.strip().lower()
        if name.startswith(("toc ", "目录")):
            self.manuscript.set_aside(paragraph.text)
            return paragraph.boxes
        number = self._numbering.number(look)
        text = (number or "") + paragraph.text.strip(" \t")
        level = 1 if name in _TITLE_STYLES else heading_level(look)
        if name in _TITLE_STYLES and not self.title:
            self.title, self._shift = text.replace("\n", " "), 1
        elif level is not None:
            level += self._shift
        kind = _kind(element, name, number)
        self.manuscript.add("heading" if level else kind, text, level=level, look=paragraph.look)
        return paragraph.boxes

    def _add_notes(self) -> None:
        """Adds the footnotes that the last paragraph or table refers to."""
        for kind, key in self._hanging:
            body = self._notes[kind].get(key)
            text = "" if body is None else " ".join(self._read(p, Look()).text for p in _paragraphs_in(body))
            self.manuscript.add("note", text)
        self._hanging = []

    def _read(self, element: Any, look: Look) -> _Paragraph:
        """The text of a `w:p` as printed."""
        paragraph = _Paragraph("", Print(), [], [])
        pieces: list[str] = []
        prints: Counter[tuple[float, bool]] = Counter()
        for piece, run in _runs(element, paragraph):
            pieces.append(piece)
            if piece.strip():
                prints[self._print(run, look)] += len(piece.strip())
        paragraph.text = "".join(pieces)
        if prints:
            size = max(prints, key=lambda key: (prints[key], key))[0]
            paragraph.look = Print(size, all(bold for _, bold in prints))
        return paragraph

    def _print(self, run: Any, look: Look) -> tuple[float, bool]:
        properties = None if run is None else run.find(W + "rPr")
        if properties is None:
            return look.size or 10.0, bool(look.bold)  # 10 pt: ECMA-376, 17.3.2.38
        whole = look_of(None, properties).over(self._styles.run(value(properties, "rStyle"))).over(look)
        return whole.size or 10.0, bool(whole.bold)

    def _add_table(self, table: Any) -> None:
        rows: list[list[GridCell]] = []
        above: dict[
            int, tuple[int, int]
        ] = {}  # column -> the row and place of the merged cell that reaches down into it
        header_rows = 0
        for row in _children(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            if header_rows == len(rows) and switched_on(properties, "tblHeader"):
                header_rows += 1
            rows.append([])
            column = int(value(properties, "gridBefore") or 0)
            for cell in _children(row, "tc"):
                column += self._add_cell(cell, column, rows, above)
        self.manuscript.add_table(rows, header_rows=header_rows or None)

    def _add_cell(self, cell: Any, column: int, rows: list[list[GridCell]], above: dict[int, tuple[int, int]]) -> int:
        """Adds a cell to the last row, or lengthens the one above that it is merged with; gives its width in columns."""
        properties = cell.find(W + "tcPr")
        span = value(properties, "gridSpan") or "1"
        width = max(1, int(span)) if span.isdigit() else 1
        merge = None if properties is None else properties.find(W + "vMerge")
        text = "\n".join(filter(None, map(self._cell_line, _paragraphs_in(cell))))
        if merge is not None and merge.get(W + "val") != "restart" and column in above and not text:
            row, place = above[column]
            old = rows[row][place]
            rows[row][place] = GridCell(old.text, old.row_span + 1, old.column_span)
            return width
        rows[-1].append(GridCell(text, 1, width))
        above.pop(column, None)
        if merge is not None:
            above[column] = (len(rows) - 1, len(rows[-1]) - 1)
        return width

    def _cell_line(self, element: Any) -> str:
        own = element.find(W + "pPr")
        look = look_of(own, None).over(self._styles.paragraph(value(own, "pStyle")))
        paragraph = self._read(element, look)
        self._hanging += paragraph.notes
        if not paragraph.text.strip():
            return ""
        return ((self._numbering.number(look) or "") + paragraph.text).strip()


def _kind(element: Any, name: str, number: str | None) -> BlockKind:
    """What a paragraph is that is no heading."""
    if name in ("caption", "题注"):
        return "caption"
    if number is not None and not _RANK.match(number):
        return "list"
    inside = any(a.tag == W + "txbxContent" for a in element.iterancestors())
    text = "".join(element.itertext(W + "t")) if inside else ""
    return "figure" if inside and len(text) < _BOX_TEXT and not ends_sentence(text) else "text"


def _runs(element: Any, paragraph: _Paragraph) -> Iterator[tuple[str, Any]]:
    """The pieces of a paragraph's text with their runs, in order; notes and boxes on the way go to `paragraph`."""
    waiting: list[tuple[Any, Any]] = [(child, None) for child in reversed(element)]
    while waiting:
        node, run = waiting.pop()
        tag = node.tag
        if tag == W + "txbxContent":
            paragraph.boxes.append(node)
        if not isinstance(tag, str) or tag in _GONE:
            continue
        if tag == W + "r":
            properties = node.find(W + "rPr")
            if switched_on(properties, "vanish"):
                continue
            run = node
        if tag in (W + "t", _MATH_TEXT):
            yield node.text or "", run
        elif tag in _BREAKS:
            yield _BREAKS[tag], run
        elif tag in _NOTES:
            paragraph.notes.append((_NOTES[tag], node.get(W + "id") or ""))
        else:
            waiting += [(child, run) for child in reversed(node)]


def _children(element: Any, tag: str) -> Iterator[Any]:
    """The children of one tag, also those inside content controls and insertions."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == W + tag:
            yield child
        elif child.tag in _WRAPPERS:
            waiting += reversed(child)


def _paragraphs_in(element: Any) -> Iterator[Any]:
    """All paragraphs inside an element, those of a drawing's older form left out."""
    return (p for p in element.iter(W + "p") if next(p.iterancestors(_MC + "Fallback"), None) is None)


def _is_layout(table: Any) -> bool:
    """Whether a table only sets out the page: one row or one column, or tables in its cells."""
    rows = [len(list(_children(row, "tc"))) for row in _children(table, "tr")]
    return len(rows) < 2 or max(rows) < 2 or table.find(f".//{W}tc//{W}tbl") is not None


def _notes(tree: Any) -> dict[str, Any]:
    """The footnotes by their id, separators left out."""
    return {} if tree is None else {n.get(W + "id") or "": n for n in tree if n.get(W + "type") is None}


def first_title(manuscript: Manuscript, stated: str) -> str:
    """The title of a file without a paragraph in the style Title: a line at the top that is printed as titles are.

    The file's properties are often a template's: what they state counts where a line at the top prints it. Else it is the
    first line before any paragraph that is a heading or printed larger than the text.
    """
    blocks = [block for block in manuscript.document.blocks if block.kind in ("text", "heading")]
    sizes = Counter[float]()
    for block in blocks:
        sizes[block.lines[0].size] += len(block.text)
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    for block in blocks[:_TITLE_REACH]:
        text = block.text.replace("\n", " ")
        larger = block.lines[0].size > usual
        if looks_like_title(text) and (text == stated or block.level is not None or larger):
            if block.level is None:
                block.kind, block.level = "heading", 1
            return text
        if ends_sentence(text) and not larger:
            break
    return ""
