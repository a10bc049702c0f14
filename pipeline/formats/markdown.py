"""Reads Markdown (CommonMark with tables, footnotes and front matter): headings, lists and tables as marked, the marks gone.

Texts from converters and language models often carry tables as HTML or as tab-separated lines: both are read as tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from pipeline.data import BlockKind
from pipeline.formats.html import add_fragment
from pipeline.formats.manuscript import GridCell, Manuscript
from pipeline.formats.tabbed import is_tab_table, tab_rows
from pipeline.text.lines import ends_sentence, hangs, runs_on, weight

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_ALIGNED = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*")  # the line under a table's header
_ATX = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_LEFT_OVER = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")  # emphasis that CommonMark does not close before a Han character
_FRONT_TITLE = re.compile(r"^title\s*:\s*(['\"]?)(?P<title>.+?)\1\s*$", re.MULTILINE | re.IGNORECASE)
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SOFT = "\r"  # a line's end in the source
_DEEPEST = 60  # levels of lists and quotations; what nests deeper is left out
_NARROWEST = 40  # columns of the widest line of a paragraph that an editor broke,
_WIDEST = 130  # and at most
_ALIKE = 0.7  # of the widest line's columns that the others have
_LONG_SETEXT = 60  # characters of a line that a rule below it makes a heading


def is_marked_up(text: str) -> bool:
    """Whether a text is unmistakably Markdown: it opens with a heading marked `#`, has several, or a table with its line of dashes."""
    lines = [line for line in text.splitlines() if line.strip()]
    headings = sum(1 for line in lines if _ATX.match(line))
    if headings >= 2 or (lines and _ATX.match(lines[0])):
        return True
    return any("|" in line and _ALIGNED.fullmatch(line) for line in lines)


def read_markdown(text: str) -> Manuscript:
    """Drafts a Markdown text."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("code")
    parser.use(footnote_plugin, inline=True).use(front_matter_plugin)
    writer = _Writer(source=text.splitlines())
    for token in parser.parse(text):
        writer.take(token)
    manuscript = writer.manuscript
    manuscript.title = writer.title or _first_heading(manuscript)
    return manuscript


def _first_heading(manuscript: Manuscript) -> str:
    blocks = manuscript.document.blocks
    stated = [block for block in blocks if block.kind == "heading" and block.level is not None]
    top = min((block.level or 0 for block in stated), default=0)
    return next((block.text.replace("\n", " ") for block in stated if block.level == top), "")


@dataclass(slots=True)
class _Writer:
    """Turns markdown-it's stream of tokens into blocks."""

    source: Sequence[str]
    manuscript: Manuscript = field(default_factory=Manuscript)
    title: str = ""
    _lists: list[int | None] = field(default_factory=list)  # the number of each open list's next item; None for bullets
    _level: int | None = None
    _mark: str = ""
    _note: bool = False
    _rows: list[list[GridCell]] | None = None
    _header_rows: int = 0

    def take(self, token: Token) -> None:
        """Takes the next token."""
        kind = token.type
        if kind == "inline":
            self._take_inline(token)
        elif kind.startswith(("table_", "thead_", "tr_", "th_", "td_")):
            self._take_table(kind)
        elif kind.startswith(("ordered_list_", "bullet_list_", "list_item_")):
            self._take_list(token)
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "footnote_open":
            self._note, self._mark = (
                True,
                f"[{(token.meta or {}).get('label') or (token.meta or {}).get('id', 0) + 1}] ",
            )
        elif kind == "footnote_close":
            self._note = False
        elif kind == "fence":
            self.manuscript.add("figure", token.content.replace("\n\n", "\n"))
        elif kind == "html_block":
            add_fragment(self.manuscript, token.content)
        elif kind == "front_matter" and (found := _FRONT_TITLE.search(token.content)):
            self.title = found["title"]

    def _take_list(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self._lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            self._lists.append(None)
        elif token.type == "list_item_open":
            number = self._lists[-1]
            self._mark = f"{token.info or number}{token.markup} " if number is not None else ""
            self._lists[-1] = None if number is None else number + 1
        elif token.type.endswith("_list_close"):
            self._lists.pop()

    def _take_table(self, kind: str) -> None:
        if kind == "table_open":
            self._rows, self._header_rows = [], 0
        elif kind == "thead_close":
            self._header_rows = len(self._rows or ())
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif kind == "table_close" and self._rows is not None:
            self.manuscript.add_table(self._rows, header_rows=self._header_rows)
            self._rows = None

    def _take_inline(self, token: Token) -> None:
        text = _plain(token)
        if self._rows is not None:
            self._rows[-1].append(GridCell(text))
            return
        lines = self.source[token.map[0] : token.map[1]] if token.map else []
        level, self._level = self._level, None
        mark, self._mark = self._mark, ""
        parts = re.split(f"{_SOFT}|\n", text)
        if level is None and "\t" in "".join(lines) and len(parts) == len(lines):
            self._take_tabbed(lines, parts)
        elif level is not None and not (token.level and _is_ruled_paragraph(lines, text)):
            self.manuscript.add("heading", text.replace(_SOFT, "\n"), level=level)
        else:
            wrapped = _is_wrapped(lines)
            flowed = text.replace(_SOFT, "\n") if wrapped else _by_line(text)
            self.manuscript.add(self._kind(), mark + flowed, wrapped=wrapped)

    def _take_tabbed(self, lines: Sequence[str], texts: Sequence[str]) -> None:
        """Takes the lines of a paragraph, some with tabs: those that follow one another are a table."""
        for tabbed, run in groupby(range(len(lines)), key=lambda i: "\t" in lines[i]):
            places = list(run)
            rows = [lines[i] for i in places]
            if tabbed and is_tab_table(rows):
                self.manuscript.add_table(tab_rows(rows))
            else:
                self.manuscript.add(self._kind(), "\n\n".join(texts[i] for i in places))

    def _kind(self) -> BlockKind:
        if self._note:
            return "note"
        return "list" if self._lists else "text"


def _is_ruled_paragraph(lines: Sequence[str], text: str) -> bool:
    """Whether a "heading" is a paragraph that a rule of dashes happens to follow."""
    marked = bool(lines) and _ATX.match(lines[0]) is not None
    return not marked and (ends_sentence(text) or len(text) > _LONG_SETEXT)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether an editor broke a paragraph's lines: all but the last are about as wide, and most end inside a sentence."""
    widths = [weight(line.strip()) for line in lines]
    if len(lines) < 2 or not _NARROWEST <= max(widths) <= _WIDEST or min(widths[:-1]) < _ALIKE * max(widths):
        return False
    return 2 * sum(not ends_sentence(line.strip()) for line in lines[:-1]) >= len(lines) - 1


def _by_line(text: str) -> str:
    """A paragraph whose lines no editor broke: each is a paragraph, as authors mean them, unless its sentence runs on."""
    lines = text.split(_SOFT)
    joined = lines[0]
    for line in lines[1:]:
        joined += ("\n" if hangs(joined.rstrip()) or runs_on(line.lstrip()) else "\n\n") + line
    return joined


def _plain(token: Token) -> str:
    """The text of a paragraph, its marks gone, with a line feed where the author broke a line and `_SOFT` where the source has a new one."""
    return _LEFT_OVER.sub("", "".join(_pieces(token.children or ())))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield _SOFT
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "image":
            yield _plain(token)
        elif token.type == "footnote_ref":
            yield f"[{token.meta.get('label') or token.meta.get('id', 0) + 1}]"
        elif token.type == "html_inline" and _HTML_BREAK.match(token.content):
            yield "\n"
