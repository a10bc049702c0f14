"""The annotated sentences of models/names/sentences: `<M kind>…</M>` is a measure, `<O>…</O>` an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Label = Literal["MEASURE", "ORG"]
KINDS = ("programme", "track", "fund", "platform", "strategy", "law")
_TAG = re.compile(r"<(?P<close>/?)(?P<sort>[MO])(?: (?P<kind>[a-z]+))?>")
_LABELS: dict[str, Label] = {"M": "MEASURE", "O": "ORG"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A name at `text[start:end]`; `kind` is a measure's."""

    start: int
    end: int
    label: Label
    kind: str = ""

    @property
    def place(self) -> tuple[int, int, Label]:
        """What a prediction must equal."""
        return self.start, self.end, self.label


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or cell with its names, in text order."""

    text: str
    marks: tuple[Mark, ...]


def parse(line: str) -> Sentence:
    """Reads a line with mark-up.

    Raises:
        ValueError: A tag is not closed, nested, or of no known kind; a name is empty or has white space at its ends.
    """
    text, at = "", 0
    marks: list[Mark] = []
    opened: tuple[int, re.Match[str]] | None = None
    for tag in _TAG.finditer(line):
        text += line[at : tag.start()]
        at = tag.end()
        if not tag["close"]:
            if opened or (tag["kind"] in KINDS) != (tag["sort"] == "M"):
                raise ValueError(f"{tag[0]} in {line!r}")
            opened = len(text), tag
            continue
        if (
            opened is None
            or opened[1]["sort"] != tag["sort"]
            or text[opened[0] :].strip() != text[opened[0] :]
            or opened[0] == len(text)
        ):
            raise ValueError(f"{tag[0]} in {line!r}")
        marks.append(Mark(opened[0], len(text), _LABELS[tag["sort"]], opened[1]["kind"] or ""))
        opened = None
    text += line[at:]
    if opened or "<" in _TAG.sub("", line):
        raise ValueError(f"an open tag in {line!r}")
    return Sentence(text, tuple(marks))


def read_files(folder: Path, language: str) -> dict[str, list[Sentence]]:
    """The sentences of each file of a language, by the file's stem; the first line of a file tells its style."""
    return {
        path.stem: [parse(line) for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
        for path in sorted(folder.glob(f"{language}_*.txt"))
    }


def cut(sentence: Sentence, start: int, end: int) -> Sentence:
    """The part `text[start:end]` with the names that lie in it."""
    inside = [m for m in sentence.marks if start <= m.start and m.end <= end]
    return Sentence(
        sentence.text[start:end], tuple(Mark(m.start - start, m.end - start, m.label, m.kind) for m in inside)
    )


def rebuilt(pieces: Iterable[tuple[str, Mark | None]]) -> Sentence:
    """A sentence of pieces of text, some of them names (their marks' offsets are ignored)."""
    text = ""
    marks: list[Mark] = []
    for piece, mark in pieces:
        if mark is not None:
            marks.append(Mark(len(text), len(text) + len(piece), mark.label, mark.kind))
        text += piece
    return Sentence(text, tuple(marks))


def pieces_of(sentence: Sentence) -> list[tuple[str, Mark | None]]:
    """The text between the names and the names, in order: what `rebuilt` takes."""
    found: list[tuple[str, Mark | None]] = []
    at = 0
    for mark in sentence.marks:
        found += [(sentence.text[at : mark.start], None), (sentence.text[mark.start : mark.end], mark)]
        at = mark.end
    return [*found, (sentence.text[at:], None)]


def counted(sentences: Sequence[Sentence]) -> dict[str, int]:
    """How many names there are of each label."""
    return {label: sum(m.label == label for s in sentences for m in s.marks) for label in _LABELS.values()}
