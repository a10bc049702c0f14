"""One walk over a page's tree: its paragraphs and tables, each with its element, and how much of it is links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.data import BlockKind
from pipeline.formats.manuscript import GridCell
from pipeline.text.repair import CJK_MARKS, HAN

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "applet", "area", "audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "map",
    "meta", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea", "title",
    "video", "rp", "rt",
})  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_EDIT_LINK = re.compile(r"\bmw-editsection\b")
_BREAK = "\u2028"
_SOURCE_BREAK = re.compile(rf"(?<=[{HAN}{CJK_MARKS}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{HAN}{CJK_MARKS}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONG_CELL = 400  # characters of a cell with paragraphs: such a table sets out the page
_ALL_ROWS = 65534  # what a span of 0 rows stands for (HTML, 4.9.11)


@dataclass(slots=True, eq=False)
class Item:
    """A paragraph of the page, or a table (then it has rows). `linked` is the share of its characters that are links."""

    element: Any
    kind: BlockKind
    text: str
    level: int | None = None
    bold: bool = False
    linked: float = 0.0
    rows: tuple[tuple[GridCell, ...], ...] = ()
    header_rows: int | None = None


def collect_items(root: Any) -> list[Item]:
    """The items of a tree, in order. No recursion: pages may nest as deep as they like."""
    walker = _Walker(outer=_outer_tables(root))
    walker.walk(root)
    return walker.items


def _outer_tables(root: Any) -> set[Any]:
    """Tables that hold tables: they set out the page."""
    outer = set()
    for table in root.iter("table"):
        for ancestor in table.iterancestors("table"):
            if ancestor in outer:
                break
            outer.add(ancestor)
    return outer


@dataclass(slots=True)
class _Open:
    """A data table that is being read."""

    element: Any
    rows: list[list[GridCell]] = field(default_factory=list)
    cell: list[str] | None = None
    header_rows: int | None = None
    characters: int = 0
    links: int = 0


@dataclass(slots=True)
class _Walker:
    """Gathers text until a block begins or ends."""

    outer: set[Any]
    items: list[Item] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _context: list[Any] = field(default_factory=list)  # open elements that say what a paragraph is
    _numbers: list[int | None] = field(default_factory=list)
    _mark: str = ""
    _bold: int = 0
    _link: int = 0
    _bold_length: int = 0
    _link_length: int = 0
    _table: _Open | None = None
    _block: Any = None

    def walk(self, root: Any) -> None:
        """Walks the tree."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            seen = isinstance(element.tag, str) and not _is_unseen(element)
            if event == "start":
                if not seen:
                    walk.skip_subtree()
                    continue
                self._start(element)
                self._take(element.text)
                continue
            if seen:
                self._end(element)
            if element is not root:
                self._take(element.tail)
        self._flush(root)

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if self._context and self._context[-1].tag == "pre":
            text = text.replace("\n", _BREAK)
        self._pieces.append(text)
        length = len(text.strip())
        self._bold_length += length if self._bold else 0
        self._link_length += length if self._link else 0

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush(element.getparent())
            self._start_block(element, tag)
        elif tag == "br":
            self._pieces.append(_BREAK)
        elif tag == "a" and element.get("href") is not None:
            self._link += 1
        if _is_bold(element):
            self._bold += 1

    def _start_block(self, element: Any, tag: str) -> None:
        self._block = element
        if tag in _HEADINGS or tag in ("li", "pre", "caption", "figcaption"):
            self._context.append(element)
        if tag == "ol":
            self._numbers.append(_number(element.get("start"), 1))
        elif tag in ("ul", "menu", "dir"):
            self._numbers.append(None)
        elif tag == "li" and self._numbers and self._numbers[-1] is not None:
            number = _number(element.get("value"), self._numbers[-1])
            self._mark, self._numbers[-1] = f"{number}. ", number + 1
        elif tag == "table" and self._table is None and self._is_data(element):
            self._table = _Open(element)
        elif self._table is not None:
            self._start_in_table(self._table, element)

    def _start_in_table(self, table: _Open, element: Any) -> None:
        if element.tag == "tr":
            table.rows.append([])
        elif element.tag in ("td", "th"):
            table.rows = table.rows or [[]]
            table.cell = []

    def _end(self, element: Any) -> None:
        tag = element.tag
        if _is_bold(element):
            self._bold -= 1
        if tag == "a" and element.get("href") is not None:
            self._link -= 1
        if tag not in _BLOCKS:
            return
        self._flush(element)
        if self._context and self._context[-1] is element:
            self._context.pop()
        if tag in ("ol", "ul", "menu", "dir") and self._numbers:
            self._numbers.pop()
        if self._table is not None:
            self._end_in_table(self._table, element)
        self._block = element.getparent()

    def _end_in_table(self, table: _Open, element: Any) -> None:
        if element.tag in ("td", "th") and table.cell is not None:
            rows = _number(element.get("rowspan"), 1)
            table.rows[-1].append(
                GridCell(
                    "\n".join(table.cell),
                    row_span=rows or _ALL_ROWS,
                    column_span=max(1, _number(element.get("colspan"), 1)),
                    header=element.tag == "th",
                )
            )
            table.cell = None
        elif element.tag == "thead":
            table.header_rows = len(table.rows)
        elif element is table.element:
            self._close_table(table)

    def _close_table(self, table: _Open) -> None:
        rows = tuple(tuple(row) for row in table.rows if row)
        text = "".join(cell.text for row in rows for cell in row)
        linked = table.links / max(table.characters, 1)
        if text:
            self.items.append(
                Item(table.element, "cell", text, linked=linked, rows=rows, header_rows=table.header_rows)
            )
        self._table = None

    def _flush(self, element: Any) -> None:
        """Ends the paragraph that is being gathered; `element` is the block that it stands in."""
        text = _tidy("".join(self._pieces))
        length = max(1, len(text.replace(" ", "")))
        bold, links = self._bold_length >= 0.9 * length, self._link_length
        self._pieces, self._bold_length, self._link_length = [], 0, 0
        if not text:
            return
        if self._table is not None and self._table.cell is not None:
            self._table.cell.append(text)
            self._table.characters += length
            self._table.links += links
            return
        inner = self._context[-1] if self._context else None
        tag = inner.tag if inner is not None else ""
        mark, self._mark = (self._mark, "") if tag == "li" else ("", self._mark)
        self.items.append(
            Item(element, _KINDS.get(tag, "text"), mark + text, _HEADINGS.get(tag), bold, min(1.0, links / length))
        )

    def _is_data(self, element: Any) -> bool:
        """Whether a table holds data: a grid without other tables, headings or long texts in it."""
        if element in self.outer or element.get("role") == "presentation":
            return False
        rows = [len(row.findall("td")) + len(row.findall("th")) for row in element.iter("tr")]
        if len(rows) < 2 or max(rows) < 2:
            return False
        if any(True for _ in element.iter("h1", "h2", "h3", "form")):
            return False
        return not any(_is_long(cell) for cell in element.iter("td"))


_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "li": "list",
    "caption": "caption",
    "figcaption": "caption",
    "pre": "figure",
}


def _is_long(cell: Any) -> bool:
    if len(cell.findall(".//p")) + len(cell.findall(".//br")) < 3:
        return False
    return len("".join(cell.itertext())) > _LONG_CELL


def _is_unseen(element: Any) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style, classes = element.get("style"), element.get("class")
    return bool(style and _HIDDEN.search(style)) or bool(classes and _EDIT_LINK.search(classes))


def _is_bold(element: Any) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style") or ""))


def _number(text: str | None, default: int) -> int:
    found = re.match(r"\s*(\d{1,5})", text or "")
    return int(found.group(1)) if found else default


def _tidy(text: str) -> str:
    """Source white space as a browser shows it; a line feed for each break that the author set."""
    flowed = _SPACE.sub(" ", _SOURCE_BREAK.sub("", text))
    return "\n".join(line.rstrip(" ") for line in flowed.replace(_BREAK, "\n").split("\n")).strip(" \n")


def ancestors(element: Any) -> Iterator[Any]:
    """The element and those around it, innermost first."""
    while element is not None:
        yield element
        element = element.getparent()
