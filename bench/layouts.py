"""Sets true texts in many layouts, reads the PDFs back, and prints how much of each text came out in order.

    python bench/layouts.py [-l NAME]... [-o FOLDER] [TEXT...]        default: corpus/*.txt

Per layout: the Indel similarity of the body, white space aside, with the text; that of the boxes, notes and captions
beside it; paragraphs broken and glued. Exits 6 when a body is under the bar.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel
from sheets import Press
from typesetter import B5, LETTER, SLIDE, Layout, bytes_of, has_face, is_wide, load_face

from pipeline.config import load_config
from pipeline.data import Document, Source
from pipeline.read import read

ROOT = Path(__file__).parents[1]
BAR = 0.99
SHORTEST = 12  # characters of a text beside the main one


def _with(*extras: str) -> frozenset[str]:
    return frozenset(extras)


LAYOUTS = (
    Layout("plain"),
    Layout("song", face="song", extras=_with("header", "footer")),
    Layout("hei-spaced", face="hei", indent=0, gap=6, page=LETTER, extras=_with("footer")),
    Layout("ragged", justify=False, indent=0, gap=5, page=LETTER),
    Layout("tight-ragged", justify=False, indent=2, pitch=1.2, page=B5),
    Layout("large", size=17, pitch=1.6, extras=_with("footer")),
    Layout("tiny", size=6.5, pitch=1.25, margin=40, table="booktabs"),
    Layout("double-spaced", pitch=2.4, size=12, face="song", extras=_with("footer")),
    Layout("slides", page=SLIDE, size=22, indent=0, gap=8, justify=False, face="hei"),
    Layout("two", columns=2, size=9, extras=_with("header")),
    Layout("two-narrow-gutter", columns=2, gutter=12, size=9, margin=50, face="song", table="none"),
    Layout("two-wide-gutter", columns=2, gutter=44, size=9, justify=False, table="booktabs", extras=_with("footer")),
    Layout("two-titled", columns=2, gutter=18, size=9, extras=_with("title", "band")),
    Layout("two-spaced", columns=2, gutter=20, size=9.5, indent=0, gap=5, face="hei", table="plain"),
    Layout("two-letter", columns=2, gutter=24, size=10, page=LETTER, face="gothic", extras=_with("title", "footer")),
    Layout("two-across", columns=2, gutter=20, size=9, face="song", extras=_with("across", "title", "header")),
    Layout("two-across-plain", columns=2, gutter=20, size=9, table="plain", extras=_with("across")),
    Layout("three", columns=3, gutter=16, size=8, margin=42, table="none", extras=_with("header")),
    Layout("three-narrow", columns=3, gutter=12, size=7.5, margin=36, table="none", face="song"),
    Layout("three-across", columns=3, gutter=18, size=8, margin=40, extras=_with("across", "title")),
    Layout("three-letter", columns=3, gutter=14, size=8.5, page=LETTER, margin=40, table="none", justify=False),
    Layout("unequal", columns=2, shares=(0.36, 0.64), gutter=22, size=9, table="none"),
    Layout("spread", page=(841.9, 595.3), size=9.5, margin=48, extras=_with("spread")),
    Layout("box", face="song", table="none", extras=_with("box", "footer")),
    Layout("box-two", columns=2, size=9, table="none", extras=_with("box")),
    Layout("margin-notes", table="booktabs", extras=_with("margin-notes")),
    Layout("footnotes", face="song", extras=_with("footnotes", "footer")),
    Layout("footnotes-two", columns=2, size=9, extras=_with("footnotes", "header")),
    Layout("captions-two", columns=2, size=9, face="song", table="none", extras=_with("captions")),
    Layout("captions", extras=_with("captions", "footer")),
    Layout("figures", extras=_with("figures"), face="song"),
    Layout("figures-two", columns=2, size=9, extras=_with("figures", "title")),
    Layout("line-numbers", extras=_with("line-numbers", "footer")),
    Layout("fifth-lines", extras=_with("fifths"), face="song", table="none"),
    Layout("nav", table="booktabs", extras=_with("nav")),
    Layout("stamp", columns=2, size=9, face="song", table="none", extras=_with("stamp", "header")),
    Layout("watermark", extras=_with("watermark")),
    Layout("watermark-two", columns=2, size=9, extras=_with("watermark"), table="none"),
    Layout("flat-mark", extras=_with("flat-mark")),
    Layout("band", extras=_with("band", "footer"), pitch=1.4),
    Layout("turned-90", turn=90, columns=2, size=9, extras=_with("header")),
    Layout("turned-270", turn=270, table="plain"),
    Layout("turned-180", turn=180, face="song"),
    Layout("letter-spaced", face="song", extras=_with("letter-spaced", "header")),
    Layout("rows", columns=2, size=9, order="rows", extras=_with("header")),
    Layout("rows-three", columns=3, gutter=16, size=8, margin=42, table="none", order="rows"),
    Layout("shuffled", order="shuffled", face="song", extras=_with("footer")),
    Layout("shuffled-two", columns=2, size=9, order="shuffled", table="none"),
    Layout("characters", order="characters"),
    Layout("characters-two", columns=2, size=9, order="characters", face="song", extras=_with("title")),
    Layout("reversed", order="reversed", indent=0, gap=6),
    Layout("plain-table", table="plain"),
    Layout("booktabs", table="booktabs", face="song"),
    Layout("long-table", pitch=1.9, size=13, page=B5),
)


@dataclass(frozen=True)
class Score:
    """How well one text came out of one layout; shares of 1 and counts."""

    body: float
    aside: float
    broken: int
    glued: int


def blocks_of(text: str) -> list[str | list[list[str]]]:
    """A text's paragraphs and tables."""
    found: list[str | list[list[str]]] = []
    for tabbed, lines in groupby((x for x in text.split("\n") if x.strip()), key=lambda line: "\t" in line):
        if tabbed:
            found.append([line.split("\t") for line in lines])
        else:
            found += list(lines)
    return found


def plain(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def pool(paths: Sequence[Path], *, wide: bool, away: Path) -> Iterator[str]:
    """Sentences of other texts of the language, over and over."""
    texts = [p.read_text() for p in paths if p.name != away.name]
    lines = [line for t in texts if is_wide(t) == wide for line in re.split(r"\n|(?<=[。.])\s?", t)]
    lines = [x.strip() for x in lines if SHORTEST <= len(x.strip()) <= (70 if wide else 160) and "\t" not in x]
    while lines:
        yield from lines


def score(document: Document, main: str, asides: Sequence[str], joints: set[int]) -> Score:
    """Compares what was read with the text and what stands beside it."""
    other = plain("".join(asides))
    parts = [plain(document.text[b.start : b.end]) for b in document.blocks if b.kind != "furniture"]
    kinds = [b.kind for b in document.blocks if b.kind != "furniture"]
    own = [belongs(part, main, other) for part in parts]
    body = "".join(part for part, is_own in zip(parts, own, strict=True) if is_own)
    beside = "".join(part for part, is_own in zip(parts, own, strict=True) if not is_own)
    aside = sum(plain(line) in beside for line in asides) / len(asides) if asides else 1.0
    ends: set[int] = set()
    position = 0
    for part, is_own, kind in zip(parts, own, kinds, strict=True):
        position += len(part) * is_own
        if is_own and kind != "cell":
            ends.add(position)
    places = _mapped(body, main)
    found = {places[end] for end in ends if end in places}
    return Score(Indel.normalized_similarity(body, main), aside, len(found - joints), len(joints - found))


def belongs(part: str, main: str, other: str) -> bool:
    """Whether a block is the main text's and not of what stands beside it."""
    if part in main or not other:
        return True
    return part not in other and fuzz.partial_ratio(part, main) >= fuzz.partial_ratio(part, other)


def _mapped(body: str, main: str) -> dict[int, int]:
    """For each place in the body, the one in the text."""
    places: dict[int, int] = {}
    for code in Indel.opcodes(body, main):
        if code.tag == "equal":
            for n in range(code.src_end - code.src_start + 1):
                places[code.src_start + n] = code.dest_start + n
    return places


def ends_of(blocks: Sequence[str | list[list[str]]]) -> set[int]:
    """Where paragraphs end in the text without white space; tables aside."""
    found, position = set(), 0
    for block in blocks:
        position += len(plain(block if isinstance(block, str) else "".join(c for row in block for c in row)))
        if isinstance(block, str):
            found.add(position)
    return found


def measure(layout: Layout, path: Path, others: Sequence[Path], folder: Path | None) -> Score:
    """Sets a text in a layout, reads it back and scores it."""
    text = path.read_text()
    blocks = [b for b in blocks_of(text) if layout.table != "none" or isinstance(b, str)]
    face = load_face(layout.face)
    press = Press(layout, face, pool(others, wide=is_wide(text), away=path))
    content = bytes_of(press.print(blocks), layout)
    name = f"{path.name.split('.')[0]}-{layout.name}.pdf"
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    source = Source(path=name, content=content, sha256=hashlib.sha256(content).hexdigest())
    document = read(source, config=load_config().read)
    main = plain("".join(b if isinstance(b, str) else "".join(c for row in b for c in row) for b in blocks))
    return score(document, main, press.shown, ends_of(blocks))


def main() -> int:
    """Prints a line per layout and one per text under the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, help="texts to set")
    parser.add_argument("-l", "--layout", action="append", help="only these layouts")
    parser.add_argument("-o", "--output", type=Path, help="keep the PDFs in this folder")
    given = parser.parse_args()
    corpus = sorted((ROOT / "corpus").glob("*.txt"))
    missed = 0
    for layout in LAYOUTS:
        if given.layout and layout.name not in given.layout:
            continue
        if not has_face(layout.face):
            print(f"{layout.name:20s}skipped: its fonts are not installed")
            continue
        scores = {p.name: measure(layout, p, corpus, given.output) for p in given.texts or corpus}
        least = min(scores.values(), key=lambda s: s.body)
        mean = sum(s.body for s in scores.values()) / len(scores)
        beside = sum(s.aside for s in scores.values()) / len(scores)
        broken, glued = sum(s.broken for s in scores.values()), sum(s.glued for s in scores.values())
        print(
            f"{layout.name:20s}least {least.body:.4f} mean {mean:.4f} beside {beside:.3f} broken {broken} glued {glued}"
        )
        for name, found in scores.items():
            if found.body < BAR:
                missed += 1
                print(f"    {name:28s}{found.body:.4f}")
        sys.stdout.flush()
    return 6 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
