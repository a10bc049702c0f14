"""The sample corpus as annotated sentences: the names of its gold files, found in its true texts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from pipeline.config import Config, load_config
from pipeline.data import Document, Segment, Segments, Source
from pipeline.extract import SILENT
from pipeline.read import read
from pipeline.segment import Segmenter, open_segmenter, segment
from pipeline.text.language import word_language
from tagging.sentences import Label, Mark, Sentence, cut, pieces_of, read_files, rebuilt


@dataclass(frozen=True, slots=True)
class Part:
    """A file of sentences: `whole` is its text, in which they stand in their order among others."""

    name: str
    sentences: tuple[Sentence, ...]
    whole: Sentence


@cache
def settings() -> Config:
    """The default settings."""
    return load_config()


@cache
def segmenter() -> Segmenter:
    """The stage `segment`'s words, opened once."""
    return open_segmenter(settings().segment)


def as_document(text: str) -> tuple[Document, Segments]:
    """A text as the stages `read` and `segment` see it."""
    content = text.encode()
    source = Source(path="text.txt", content=content, sha256=hashlib.sha256(content).hexdigest())
    document = read(source, config=settings().read)
    return document, segment(document, config=settings().segment, model=segmenter())


def aligned(sentence: Sentence, text: str) -> tuple[Mark, ...]:
    """The marks of `sentence` in `text`, which is the same but for white space (and the few characters that `read` repairs)."""
    ours = [i for i, c in enumerate(sentence.text) if not c.isspace()]
    theirs = [i for i, c in enumerate(text) if not c.isspace()]
    place: dict[int, int] = {}
    blocks = SequenceMatcher(None, [sentence.text[i] for i in ours], [text[i] for i in theirs], autojunk=False)
    if [sentence.text[i] for i in ours] == [text[i] for i in theirs]:
        place = dict(zip(ours, theirs, strict=True))
    else:
        for a, b, size in blocks.get_matching_blocks():
            place |= dict(zip(ours[a : a + size], theirs[b : b + size], strict=True))
    kept = [m for m in sentence.marks if m.start in place and m.end - 1 in place]
    return tuple(Mark(place[m.start], place[m.end - 1] + 1, m.label, m.kind) for m in kept)


def speaking(segments: Segments) -> list[Segment]:
    """The segments that the stage `extract` reads."""
    return [s for s in segments.items if s.kind not in SILENT and s.end > s.start]


def read_parts(sentences: Path, corpus: Path, language: str) -> list[Part]:
    """All files to learn from: those of annotated sentences, and the documents of the sample corpus."""
    parts = [Part(name, tuple(found), _joined(found)) for name, found in read_files(sentences, language).items()]
    for text in sorted(corpus.glob("*.txt")):
        part = _read_document(text, corpus / "gold" / f"{text.stem}.json", language)
        parts += [part] if part.sentences else []
    return parts


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    """The sentences as paragraphs of one text."""
    return rebuilt(piece for sentence in sentences for piece in [*pieces_of(sentence), ("\n\n", None)])


def _read_document(text: Path, gold: Path, language: str) -> Part:
    """The sentences of a document's segments in `language`, with the names of its gold file."""
    names = _names(gold)
    document, segments = as_document(text.read_text(encoding="utf-8"))
    whole = Sentence(document.text, tuple(_marks(document.text, names)))
    own = [
        cut(whole, sentence.start, sentence.end)
        for segment in speaking(segments)
        if word_language(segment.language) == language
        for sentence in segment.sentences
    ]
    return Part(text.stem, tuple(own), whole)


def _names(gold: Path) -> dict[str, tuple[Label, str]]:
    record = json.loads(gold.read_text(encoding="utf-8"))
    names: dict[str, tuple[Label, str]] = {}
    for thing in record["measures"]:
        names |= {name: ("MEASURE", thing["kind"]) for name in thing["names"]}
    for thing in record["organisations"]:
        names |= {name: ("ORG", "") for name in thing["names"] if name not in names}
    return names


def _marks(text: str, names: dict[str, tuple[Label, str]]) -> list[Mark]:
    """Every appearance of a name; the longest wins, Latin ones only as whole words, white space within them as it comes."""
    forms = sorted(names, key=lambda n: (-len(n), n))
    pattern = re.compile("|".join(f"(?P<n{i}>{_pattern(form)})" for i, form in enumerate(forms)))
    found = []
    for match in pattern.finditer(text):
        label, kind = names[forms[int((match.lastgroup or "n0")[1:])]]
        found.append(Mark(match.start(), match.end(), label, kind))
    return found


def _pattern(form: str) -> str:
    loose = (
        r"\s*".join(re.escape(part) for part in re.split(r"\s+", form))
        if not form.isascii()
        else re.escape(form).replace(r"\ ", r"\s+")
    )
    before = r"(?<![A-Za-z0-9])" if form[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if form[-1].isascii() else ""
    return before + loose + after
