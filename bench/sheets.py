"""Fills sheets with a text: breaks it into lines and lets them flow through the frames of a layout's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from typesetter import TOKEN, Face, Frame, Ink, Layout, Setter, Sheet, advance, is_wide

FOOT = 16.0  # points between the text and a footer
SMALL = 0.8  # of the body's size: notes, captions, boxes
CELL = 0.9  # of the body's size: table cells
HEADING = 26  # characters up to which a paragraph without a full stop is a heading (twice that in English)


@dataclass
class Press:
    """Sets one text. `asides` are the texts that stand beside it (boxes, notes, captions); each is used once.

    A layout's extras: title (full width), header, footer, band, line-numbers, fifths (every fifth line is numbered),
    box, margin-notes, footnotes, figures, captions, watermark, across (tables of full width between columns), nav (a
    sidebar on every page), stamp (text up the margin), stretched, spread, ragged, odd-even.
    """

    layout: Layout
    face: Face
    asides: Iterator[str]
    sheets: list[Sheet] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    current: int = -1
    y: float = 0.0
    ordinal: int = 0
    setter: Setter = field(init=False)
    floor: float | None = None

    def __post_init__(self) -> None:
        self.setter = Setter(self.face)

    def has(self, extra: str) -> bool:
        """Whether the layout has an extra."""
        return extra in self.layout.extras

    def print(self, blocks: Sequence[str | list[list[str]]]) -> list[Sheet]:
        """Sets paragraphs (strings) and tables (rows of cells)."""
        self.new_page()
        if self.has("title") and isinstance(blocks[0], str):
            self.full_width(blocks[0], bold=True, size=self.layout.size * 1.6)
            blocks = blocks[1:]
        if self.has("across") and self.layout.columns > 1:
            self.bands(blocks)
        else:
            for number, block in enumerate(blocks):
                self.block(block)
                if self.has("figures") and number % 9 == 4:
                    self.figure()
        return self.sheets

    def bands(self, blocks: Sequence[str | list[list[str]]]) -> None:
        """Balances the columns above each table, which has the full width."""
        for is_text, run in groupby(blocks, key=lambda b: isinstance(b, str)):
            if is_text:
                self.balance([b for b in run if isinstance(b, str)])
            else:
                for table in run:
                    self.full_table([list(row) for row in table])

    # Frames and pages

    @property
    def frame(self) -> Frame:
        """Where the text flows now."""
        return self.frames[self.current]

    def new_page(self) -> None:
        """Begins a page: its frames and what stands around them."""
        self.sheets.append(Sheet())
        width, height = self.layout.page
        edge = self.layout.margin
        top, bottom = edge, height - edge
        left = edge + (60 if self.has("margin-notes") else 0) + (95 if self.has("nav") else 0)
        self.frames = []
        halves = [(left, width - edge)]
        if self.has("spread"):
            halves = [(left, width / 2 - edge / 2), (width / 2 + edge / 2, width - edge)]
        for x0, x1 in halves:
            self.frames += self.columns(x0, x1, top, bottom)
        self.surround(left, top, bottom)
        self.current, self.y = 0, self.frames[0].top

    def columns(self, x0: float, x1: float, top: float, bottom: float) -> list[Frame]:
        """The columns between two margins; those with a box or a figure in them are cut."""
        layout, found = self.layout, []
        free = x1 - x0 - layout.gutter * (layout.columns - 1)
        shares = layout.shares or (1 / layout.columns,) * layout.columns
        for number, share in enumerate(shares):
            x = x0 + sum(s * free + layout.gutter for s in shares[:number])
            frame = Frame(x, top, share * free, bottom)
            if self.has("footnotes"):
                frame = self.notes_below(frame, number)
            if self.has("box") and number == len(shares) - 1:
                found += self.box_in(frame)
            elif self.has("captions") and number == 0:
                found.append(self.caption_above(frame))
            else:
                found.append(frame)
        return found

    def next_frame(self) -> None:
        """Goes on in the next column or on the next page."""
        if self.current + 1 < len(self.frames):
            self.current += 1
            self.y = self.frame.top
        else:
            self.new_page()

    def reserve(self, height: float) -> None:
        """Makes sure that there is room for something of this height."""
        if self.y + height > self.frame.bottom + 0.01:
            self.next_frame()

    # What stands around the text

    def surround(self, left: float, top: float, bottom: float) -> None:
        """Running lines, page number, watermark, sidebar."""
        page, (width, height), edge = len(self.sheets), self.layout.page, self.layout.margin
        inks, wide = self.sheets[-1].inks, self.layout.face in ("song", "hei")
        if self.has("header"):
            words = ("科技政策简报", f"Science Policy Brief {2024}") if page % 2 else ("2024年第5期", "Issue 5")
            head = words[0] if wide else words[1]
            inks.append(self.ink(head, left if page % 2 else width - edge - self.long(head, 8.5), top - 22, 8.5))
            number = str(page + 156)
            inks.append(self.ink(number, width - edge - 18 if page % 2 else left, top - 22, 8.5))
        if self.has("band"):
            self.sheets[-1].rules.append((left, top - 14, width - edge, top - 14))
            for x, word in ((left, "POLICY REVIEW"), (width / 2 - 20, "Vol. 12"), (width - edge - 60, f"2024. {page}")):
                inks.append(self.ink(word, x, top - 20, 8))
        if self.has("footer"):
            foot = f"第 {page} 页 共 9 页" if wide else f"— {page} —"
            inks.append(self.ink(foot, width / 2 - self.long(foot, 9) / 2, bottom + FOOT + 9, 9))
        if self.has("spread"):
            for half in (0, 1):
                inks.append(self.ink(str(2 * page + half), width * (1 + 2 * half) / 4, bottom + FOOT + 9, 9))
        if self.has("watermark"):
            inks.insert(0, Ink("DRAFT 草稿 DRAFT", width * 0.25, height * 0.7, self.face.wide, 60, angle=45, grey=0.85))
        if self.has("flat-mark"):
            inks.append(Ink("CONFIDENTIAL", width * 0.2, height * 0.52, self.face.latin, 54, grey=0.88))
        if self.has("nav"):
            for n, word in enumerate(("Overview", "Funding", "People", "Places", "Annexes")):
                self.shown.append(word)
                inks.append(self.ink(word, edge, top + 30 + 22 * n, 9))
        if self.has("stamp"):
            inks.append(Ink("http://www.cnki.net 2024-05-07", width - 18, height * 0.7, self.face.latin, 8, angle=90))

    def notes_below(self, frame: Frame, number: int) -> Frame:
        """Prints notes at a column's foot and gives what remains of it."""
        size = self.layout.size * SMALL
        lines = [line for n in (1, 2) for line in self.small(f"{2 * number + n} {self.aside()}", frame.width, size)][:6]
        top = frame.bottom - len(lines) * size * 1.35
        self.sheets[-1].rules.append((frame.x, top - 8, frame.x + 0.3 * frame.width, top - 8))
        self.set_small(lines, frame.x, top, size)
        return Frame(frame.x, frame.top, frame.width, top - 14)

    def box_in(self, frame: Frame) -> list[Frame]:
        """Puts a box at the right of the frame's middle, or all across a narrow one."""
        size = self.layout.size * SMALL * 1.1
        narrow = self.layout.columns > 1
        width = frame.width if narrow else 0.38 * frame.width
        x0, top = frame.x + frame.width - width, frame.top + 0.3 * (frame.bottom - frame.top)
        lines = [line for _ in range(3) for line in self.small(self.aside(), width - 16, size)]
        bottom = top + len(lines) * size * 1.35 + 16
        self.sheets[-1].boxes.append((x0, top, x0 + width, bottom))
        self.set_small(lines, x0 + 8, top + 8, size)
        parts = [Frame(frame.x, frame.top, frame.width, top - 8)]
        if not narrow:
            parts.append(Frame(frame.x, top - 8, frame.width - width - 14, bottom + 10))
        return [*parts, Frame(frame.x, bottom + 10, frame.width, frame.bottom)]

    def caption_above(self, frame: Frame) -> Frame:
        """A figure with its title at the top of a column, where it cuts a sentence."""
        self.sheets[-1].boxes.append((frame.x, frame.top, frame.x + frame.width, frame.top + 110))
        for n in range(4):
            self.label(f"q{n * 25}", frame.x + 4, frame.top + 100 - 28 * n)
            self.label(f"y{2018 + n}", frame.x + 30 + 0.2 * n * frame.width, frame.top + 108)
        size = self.layout.size * SMALL
        sign = "图" if self.layout.face in ("song", "hei") else "Figure "
        lines = self.small(f"{sign}{len(self.sheets)} {self.aside()[:50]}", frame.width, size)
        self.set_small(lines, frame.x, frame.top + 118, size)
        return Frame(frame.x, frame.top + 130 + len(lines) * size * 1.35, frame.width, frame.bottom)

    def figure(self) -> None:
        """A figure and its title between two paragraphs."""
        self.reserve(150)
        frame = self.frame
        self.sheets[-1].boxes.append((frame.x, self.y, frame.x + frame.width, self.y + 100))
        for n in range(4):
            self.label(f"y{2018 + n}", frame.x + 20 + 0.2 * n * frame.width, self.y + 95)
        size = self.layout.size * SMALL
        sign = "图" if self.layout.face in ("song", "hei") else "Figure "
        self.ordinal += 1
        lines = self.small(f"{sign}{self.ordinal} {self.aside()[:30]}", frame.width, size)[:1]
        self.set_small(lines, frame.x + (frame.width - self.long(lines[0], size)) / 2, self.y + 106, size)
        self.y += 130

    def label(self, text: str, x: float, y: float) -> None:
        """A word in a figure."""
        self.shown.append(text)
        self.sheets[-1].inks.append(self.ink(text, x, y, 7))

    def ink(self, text: str, x: float, y: float, size: float) -> Ink:
        """A line of furniture."""
        return Ink(text, x, y, self.face.latin if text.isascii() else self.face.wide, size)

    def long(self, text: str, size: float) -> float:
        """How long a line is."""
        return self.setter.width(text, size, wide=is_wide(text))

    def aside(self) -> str:
        """The next text for a box or a note."""
        return next(self.asides)

    def small(self, text: str, width: float, size: float) -> list[str]:
        """A text beside the main one, broken into lines."""
        words, lines = TOKEN.findall(text), []
        while words:
            lines.append(self.setter.take(words, width, size, wide=is_wide(text)))
        return lines

    def set_small(self, lines: Sequence[str], x: float, top: float, size: float) -> None:
        """Prints such lines."""
        self.shown += lines
        for number, line in enumerate(lines):
            y = top + (number + 1) * size * 1.35 - 0.35 * size
            self.sheets[-1].inks += self.setter.inks(line, x, y, size, wide=is_wide(line))

    # The text itself

    def block(self, block: str | list[list[str]]) -> None:
        """Sets a paragraph, a heading or a table."""
        if isinstance(block, str):
            if is_heading(block):
                self.y += 0.6 * self.layout.size if self.y > self.frame.top else 0
                self.paragraph(block, size=self.layout.size * 1.2, bold=True, indent=0.0)
            else:
                self.paragraph(block, size=self.layout.size, indent=self.layout.indent)
            self.y += self.layout.gap
        else:
            self.table(block)

    def paragraph(self, text: str, *, size: float, indent: float, bold: bool = False) -> None:
        """Lets a paragraph flow."""
        wide, pitch = is_wide(text), size * self.layout.pitch
        words, first = TOKEN.findall(text), True
        while words:
            self.reserve(pitch)
            start = indent * size if first else 0.0
            width = self.frame.width - start
            line = self.setter.take(words, width, size, wide=wide, bold=bold)
            if not line.strip():
                continue
            room = width - self.setter.width(line.rstrip(), size, wide=wide, bold=bold)
            if not words or not self.layout.justify:
                room = 0.0
                if self.has("letter-spaced") and bold and wide and first:
                    room = min(width - self.long(line, size), 0.6 * size * len(line)) * 0.8
            elif self.has("stretched") and wide:
                room = max(room, 0.0)
            y = self.y + (pitch + size) / 2 - 0.2 * size
            self.sheets[-1].inks += self.setter.inks(
                line, self.frame.x + start, y, size, room=room, wide=wide, bold=bold
            )
            self.number_line(y)
            if self.has("margin-notes") and self.ordinal % 14 == 5:
                self.margin_note(y)
            self.ordinal += 1
            self.y += pitch
            first = False

    def number_line(self, y: float) -> None:
        """Numbers a line in the margin."""
        if self.has("line-numbers") or (self.has("fifths") and self.ordinal % 5 == 4):
            text = str(self.ordinal + 1)
            x = self.frames[0].x - 14 - self.long(text, 8)
            self.sheets[-1].inks.append(self.ink(text, x, y, 8))

    def margin_note(self, y: float) -> None:
        """A short note in the margin beside a line."""
        size = self.layout.size * 0.75
        lines = self.small(self.aside(), 62, size)[:4]
        if y + 4 * size * 1.35 < self.layout.page[1] - self.layout.margin:
            self.set_small(lines, self.frame.x - 72, y - size, size)

    def table(self, table: list[list[str]], header: bool = True) -> None:
        """Lets a table flow, row by row."""
        count = max(len(row) for row in table)
        frame, size = self.frame, self.layout.size * CELL
        width = frame.width / count
        words = [word for row in table for cell in row for word in TOKEN.findall(cell)]
        size *= min(1.0, (width - 8) / max(self.long(word, size) for word in words))
        lines = [[self.small(cell, width - 8, size) for cell in row] for row in table]
        self.y += 4
        top, page = self.y, (len(self.sheets), self.current)
        for number, row in enumerate(lines):
            height = max(max(len(cell) for cell in row), 1) * size * 1.35 + 6
            if self.y + height > self.frame.bottom:
                self.rule_table(number, count, top, width)
                self.next_frame()
            if (len(self.sheets), self.current) != page:
                page, top = (len(self.sheets), self.current), self.y
            for column, cell in enumerate(row):
                for n, line in enumerate(cell):
                    y = self.y + 3 + (n + 1) * size * 1.35 - 0.35 * size
                    x = self.frame.x + column * width + 4
                    self.sheets[-1].inks += self.setter.inks(line, x, y, size, wide=is_wide(line))
            if self.layout.table == "ruled" or (self.layout.table == "booktabs" and number == 0):
                self.sheets[-1].rules.append((self.frame.x, self.y, self.frame.x + frame.width, self.y))
            self.y += height
            if self.layout.table == "booktabs" and number == 0:
                self.sheets[-1].rules.append((self.frame.x, self.y, self.frame.x + frame.width, self.y))
        self.rule_table(len(lines), count, top, width)
        self.y += 8

    def rule_table(self, rows: int, count: int, top: float, width: float) -> None:
        """Closes the part of a table that stands in the current frame."""
        x0, x1 = self.frame.x, self.frame.x + count * width
        if self.layout.table == "plain" or rows == 0:
            return
        self.sheets[-1].rules.append((x0, self.y, x1, self.y))
        if self.layout.table == "ruled":
            for n in range(count + 1):
                self.sheets[-1].rules.append((x0 + n * width, top, x0 + n * width, self.y))

    # Stretches of full width

    def full_width(self, text: str, *, size: float, bold: bool = False) -> None:
        """Sets a paragraph over all columns; the columns begin below it."""
        frames = self.frames
        top, bottom = self.y, max(frame.bottom for frame in frames)
        left, right = frames[0].x, frames[-1].x + frames[-1].width
        self.frames, self.current = [Frame(left, top, right - left, bottom)], 0
        self.paragraph(text, size=size, indent=0.0, bold=bold)
        self.resume(frames, self.y + 10)

    def resume(self, frames: Sequence[Frame], top: float) -> None:
        """Goes back to the columns, from a height."""
        bottom = self.layout.page[1] - self.layout.margin
        self.frames = [Frame(f.x, top, f.width, bottom) for f in frames]
        self.current, self.y = 0, top

    def balance(self, texts: Sequence[str]) -> None:
        """Sets paragraphs in columns of equal length."""
        columns, widest = list(self.frames), self.frame.width
        bottom = self.layout.page[1] - self.layout.margin
        need = sum(self.height(text, widest) for text in texts)
        share = need / len(columns) + 2.2 * self.layout.size * self.layout.pitch
        if self.y + share < bottom:
            self.frames = [Frame(f.x, self.y, f.width, self.y + share) for f in columns]
        sheet, ends = len(self.sheets), []
        for text in texts:
            self.block(text)
            ends.append(self.y)
        if len(self.sheets) == sheet and self.y + share < bottom + share:
            low = max([*(f.bottom for f in self.frames[: self.current]), self.y])
        else:
            low = self.y if self.current == 0 else bottom
        if low + 60 > bottom:
            self.new_page()
            return
        self.resume(self.frames, low + 6)

    def height(self, text: str, width: float) -> float:
        """How high a paragraph is in a column of this width."""
        size = self.layout.size * (1.2 if is_heading(text) else 1.0)
        words, count = TOKEN.findall(text), 0
        while words:
            self.setter.take(words, width, size, wide=is_wide(text), bold=is_heading(text))
            count += 1
        return (count + 0.5) * size * self.layout.pitch

    def full_table(self, table: list[list[str]]) -> None:
        """Sets a table over all columns."""
        frames = self.frames
        bottom = self.layout.page[1] - self.layout.margin
        left, right = frames[0].x, frames[-1].x + frames[-1].width
        self.frames, self.current = [Frame(left, self.y, right - left, bottom)], 0
        self.table(table)
        self.resume(frames, self.y + 8)


def is_heading(text: str) -> bool:
    """Whether a paragraph is set as a heading."""
    most = HEADING if is_wide(text) else 2 * HEADING
    return len(text) <= most and not re.search(r"[。；，、：:;,.]$", text.strip())


def first(texts: Iterator[str], count: int) -> list[str]:
    """The next few texts."""
    return list(islice(texts, count))


def average(face: Face, text: str) -> float:
    """The mean width of a text's characters at size 1."""
    return sum(advance(c, face.wide) for c in text) / max(len(text), 1)
