"""The vocabulary: frequent words of jieba's dictionary, Han characters, English words, and terms of the field.

The tokenizer finds them in raw text by their frequencies (Unigram), so that Chinese needs no segmenter. It keeps
letters alone: numbers say nothing about a measure's subject, and what a measure costs is in its records.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

HAN_WORDS, HAN_CHARACTERS, ENGLISH_WORDS = 56_000, 7_000, 46_000
MAX_HAN_CHARS = 8
TERM_COUNT = {"zh": 60, "en": 600_000}
"""The frequency given to a term that no word list has: enough to be found whole, too little to change its weight."""
PERSON_TAGS = frozenset(("nr", "nrt", "nrfg", "x"))
SPACE = "▁"
SPECIAL = (("<unk>", -20.0), (SPACE, -1.0))
"""The first rows of the vocabulary; their vectors are zero."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NOT_ENGLISH = re.compile(r"[^a-z ]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase; `language` is "zh" or "en", `count` its frequency in its list."""

    text: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class Term:
    """A pair of terms.csv; `instrument` is a STIP key or empty."""

    zh: str
    en: str
    instrument: str

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """The (text, language) of the tokens that stand for it: English in lower case, in singular and plural."""
        english = english_form(self.en)
        plural = () if english.endswith("s") else ((english + "s", "en"),)
        return ((self.zh, "zh"), (english, "en"), *plural)


def read_terms(path: Path) -> list[Term]:
    """Reads terms.csv."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Term(**row) for row in csv.DictReader(line for line in lines if not line.startswith("#"))]


def english_form(text: str) -> str:
    """Text as the tokenizer sees it: lower case, letters and single spaces."""
    return " ".join(_NOT_ENGLISH.sub(" ", text.lower()).split())


def build_vocabulary(jieba_lines: Iterable[str], english_lines: Iterable[str], terms: Sequence[Term]) -> list[Token]:
    """The tokens, most frequent first within each kind, each once."""
    han = [(word, int(count), tag) for word, count, tag in map(str.split, jieba_lines) if _HAN.fullmatch(word)]
    han.sort(key=lambda row: (-row[1], row[0]))
    words = [
        Token(word, "zh", count)
        for word, count, tag in han
        if 1 < len(word) <= MAX_HAN_CHARS and tag not in PERSON_TAGS
    ]
    characters = [Token(word, "zh", count) for word, count, _ in han if len(word) == 1]
    english = [Token(word, "en", int(count)) for word, count in map(str.split, filter(str.strip, english_lines))]
    english = [token for token in english if token.text.isascii() and token.text.isalpha()]
    english = [token for token in english if len(token.text) > 1 or token.text in "ai"]
    english.sort(key=lambda token: (-token.count, token.text))
    listed = words[:HAN_WORDS] + characters[:HAN_CHARACTERS] + english[:ENGLISH_WORDS]
    known = {(token.text, token.language): token for token in listed}
    for term in terms:
        for text, language in term.forms:
            if language == "en" or _HAN.fullmatch(text):
                known.setdefault((text, language), Token(text, language, TERM_COUNT[language]))
    return list(known.values())


def build_tokenizer(tokens: Sequence[Token]) -> Tokenizer:
    """A Unigram tokenizer over `SPECIAL` and the tokens, in that order."""
    totals = {language: sum(t.count for t in tokens if t.language == language) for language in ("zh", "en")}
    pieces = list(SPECIAL)
    for token in tokens:
        text = token.text if token.language == "zh" else SPACE + token.text.replace(" ", SPACE)
        pieces.append((text, round(math.log(max(token.count / totals[token.language], 1e-12)), 3)))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=False))
    letters = normalizers.Replace(Regex(r"[^\p{L}]+"), " ")
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), letters, normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always", split=False)
    return tokenizer
