"""A passage written by hand as the document stages see it: `# ` opens a heading, tabs part a table's cells, other lines
are paragraphs. The models are opened once per test run.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import msgspec

from pipeline.config import load_config
from pipeline.data import Box, Document, Extraction, Line, Linked, LinkedMeasure, Page, Segments, Source
from pipeline.extract import extract, open_grammar
from pipeline.link import link, open_linker
from pipeline.normalise import normalise, open_authority
from pipeline.read import read
from pipeline.segment import open_segmenter, segment

CASES = Path(__file__).parent / "cases"
WIDTH, HEIGHT = 595.0, 842.0
PER_LINE, STEP = 30, 12.0  # characters of a drawn line, points of a character


@cache
def settings():
    return load_config()


@cache
def models():
    config = settings()
    return open_segmenter(config.segment), open_grammar(config.extract), open_linker(config.link)


@cache
def authority():
    return open_authority(settings().normalise)


def cases(name):
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Passage:
    """A document with what the stages after `read` make of it, each when it is asked for."""

    document: Document

    @cached_property
    def segments(self) -> Segments:
        return segment(self.document, config=settings().segment, model=models()[0])

    @cached_property
    def extraction(self) -> Extraction:
        return extract(self.document, self.segments, config=settings().extract, model=models()[1])

    @cached_property
    def linked(self) -> Linked:
        return link(self.document, self.segments, self.extraction, config=settings().link, model=models()[2])

    def forms(self, of):
        """The forms of all names of a sort, each once, in text order."""
        return list(dict.fromkeys(n.form for n in self.extraction.names if n.of == of))

    def kinds(self):
        """The kind of each measure's form."""
        return {n.form: n.kind for n in self.extraction.names if n.of == "measure"}

    def measure(self, name) -> LinkedMeasure:
        """The measure that bears `name`."""
        return next(m for m in self.linked.measures if name in m.names)

    def organisation(self, name):
        return next(o for o in self.linked.organisations if name in o.names)

    def parent(self, name):
        """The first name of the measure that the measure named `name` is a part of."""
        key = self.measure(name).parent
        return next((m.names[0] for m in self.linked.measures if m.key == key), None)

    def links(self):
        """(first name, quote) of every link, in text order of the quotes."""
        mentions = {m.mention_id: m for m in self.extraction.mentions}
        found = [
            (mentions[link.mention_id].start, thing.names[0], mentions[link.mention_id].quote)
            for thing in (*self.linked.measures, *self.linked.organisations)
            for link in thing.links
        ]
        return [(name, quote) for _, name, quote in sorted(found)]

    def reasons(self):
        """Why each quote is linked, by quote."""
        mentions = {m.mention_id: m.quote for m in self.extraction.mentions}
        things = (*self.linked.measures, *self.linked.organisations)
        return {mentions[link.mention_id]: link.reason for thing in things for link in thing.links}


def passage(*lines):
    """The passage of these lines; its id is a hash of the text."""
    content = "\n".join(lines).encode()
    source = Source(path="passage.txt", content=content, sha256=hashlib.sha256(content).hexdigest())
    return Passage(read(source, config=settings().read))


def drawn(*lines):
    """The same passage as if printed: lines of at most 30 characters, each with its box and edges, on pages of 40 lines."""
    document = passage(*lines).document
    cut = [(block, start) for block in document.blocks for start in range(block.start, block.end, PER_LINE)]
    printed = tuple(_line(index, start, min(block.end, start + PER_LINE)) for index, (block, start) in enumerate(cut))
    last = len(cut) // 40 + 1
    pages = tuple(
        Page(number=n, width=WIDTH, height=HEIGHT, start=0, end=len(document.text)) for n in range(1, last + 1)
    )
    return Passage(msgspec.structs.replace(document, lines=printed, pages=pages))


def _line(index, start, end):
    page, row = index // 40 + 1, index % 40
    edges = tuple(72 + STEP * i for i in range(end - start + 1))
    box = Box(page=page, x0=edges[0], y0=72 + 16.0 * row, x1=edges[-1], y1=84 + 16.0 * row)
    return Line(start=start, end=end, page=page, box=box, edges=edges, size=10.5)


def merged(*passages):
    """The dataset that `normalise` makes of several passages, handed over as `run` does: sorted by document."""
    ordered = sorted(passages, key=lambda p: p.document.doc_id)
    return normalise(
        tuple(p.document for p in ordered),
        tuple(p.extraction for p in ordered),
        tuple(p.linked for p in ordered),
        config=settings().normalise,
        model=authority(),
    )
