"""The light mark-up of a brief's body: blocks, and values marked where they stand.

A value is written `{quote|spec}`: `{2000万日元|money JPY 2e7 award >p2}`. A spec is its type, for money the currency,
the value, then in any order a role, `per=year,project`, `year=2021`, and `>` with the ids of the measures or
organisations that it describes. Values: `5` exact, `~5` about, `1..2` range, `..5` at most, `5..` at least; a period is
`2008/2017` or `2009/`; a ratio is `2/3`, `1/1..` (at least).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARKED = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
NOTE_MARK = re.compile(r"\[\^(\d)\]")
HEADING = re.compile(r"(#{1,3}) (.*)")
WIDE = re.compile(r"[\u2e80-\uffef“”‘’—…]")


@dataclass(frozen=True)
class Block:
    """One block of a brief: a heading, paragraph, list item, table, note or layout command.

    `text` and the cells of `rows` still carry their marks. A cell `^` belongs to the cell above it.
    """

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass
class Written:
    """A brief's true text as it grows, with the marked spans found in it."""

    chinese: bool
    text: str = ""
    scanned: bool = False
    spans: list[tuple[int, str, str, bool]] = field(default_factory=list)

    def add(self, marked: str, end: str = "\n") -> None:
        """Appends `marked` without its marks, then `end`; notes each span: start, quote, spec, whether scanned."""
        marked = visible_notes(marked.replace("**", ""), self.chinese)
        last = 0
        for found in MARKED.finditer(marked):
            self.text += marked[last : found.start()]
            self.spans.append((len(self.text), found[1], found[2], self.scanned))
            self.text += found[1]
            last = found.end()
        self.text += marked[last:] + end


def visible_notes(text: str, chinese: bool) -> str:
    """Footnote references as the reader sees them: ① in Chinese, ¹ in English."""
    signs = "①②③④⑤⑥⑦⑧⑨" if chinese else "¹²³⁴⁵⁶⁷⁸⁹"
    return NOTE_MARK.sub(lambda m: signs[int(m[1]) - 1], text)


def unmarked(text: str) -> str:
    """The text without value marks; bold signs and footnote references stay for the typesetter."""
    return MARKED.sub(r"\1", text)


def parse(body: str) -> list[Block]:
    """Reads a body into blocks; blocks stand apart by an empty line, tables are lines that begin with `|`."""
    blocks: list[Block] = []
    widths: tuple[float, ...] = ()
    for chunk in re.split(r"\n\s*\n", body.strip()):
        for part in _parts(chunk.split("\n")):
            if part[0].startswith("@widths "):
                widths = tuple(float(w) for w in part[0].split()[1:])
            elif part[0].startswith("|"):
                rows = tuple(tuple(c.strip() for c in re.split(r"\|(?![^{}]*\})", row)[1:-1]) for row in part)
                blocks.append(Block("table", rows=rows, widths=widths))
                widths = ()
            else:
                blocks.append(_block(part))
    return blocks


def _parts(lines: list[str]) -> list[list[str]]:
    """Splits a chunk where a heading, list item, command or table begins."""
    parts: list[list[str]] = []
    for line in lines:
        table = line.startswith("|")
        starts = line.startswith(("#", "- ", "@", "> ")) or not parts
        if table and parts and parts[-1][0].startswith("|"):
            parts[-1].append(line)
        elif starts or table or parts[-1][0].startswith(("|", "#")):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _block(lines: list[str]) -> Block:
    text = join(lines)
    if found := HEADING.fullmatch(text):
        return Block("heading", found[2], level=len(found[1]))
    if text.startswith("@"):
        kind, _, rest = text[1:].partition(" ")
        return Block(kind, rest)
    if text.startswith("- "):
        return Block("item", text[2:])
    if text.startswith("> "):
        return Block("lead", text[2:])
    return Block("paragraph", text)


def join(lines: list[str]) -> str:
    """Joins source lines: without a space between Chinese characters, with one elsewhere."""
    out = lines[0].strip()
    for line in (line.strip() for line in lines[1:]):
        wide = WIDE.match(out[-1]) and WIDE.match(line.lstrip("{*")[:1] or " ")
        out += ("" if wide else " ") + line
    return out


def write(chinese: bool, head: list[str], blocks: list[Block]) -> Written:
    """The true text: the head, then the blocks in order, list items with their bullets; a row a line, cells apart by tabs.

    A footnote is printed at the foot of its page and stands in the text where its block stands in the source: behind
    the last block that begins on that page, or in that column.
    """
    written = Written(chinese)
    for line in head:
        written.add(line)
    for block in blocks:
        if block.kind in ("scan", "endscan"):
            written.scanned = block.kind == "scan"
        elif block.kind == "table":
            for row in block.rows:
                for i, cell in enumerate(row):
                    written.add("" if cell == "^" else cell, "\n" if i == len(row) - 1 else "\t")
        elif block.kind == "footnote":
            written.add(f"[^{block.text[0]}] {block.text[2:]}")
        elif block.kind not in ("pagebreak", "columnbreak"):
            written.add("• " + block.text if block.kind == "item" else block.text)
    return written
