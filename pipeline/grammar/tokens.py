"""Text as the trained taggers see it: tokens, each with what the lexicon says of its word and whether a known name holds it.

Training (`models/train_names.py`) and the stage `extract` build their spaCy documents here, so that they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal

from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.proposals import Proposer
from pipeline.text.sentences import Pair

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

WordLanguage = Literal["zh", "en"]
TELLING = {"generic": "generic", "actor": "generic", "stop": "stop"}  # uses of name_words.csv that the taggers know
LONGEST_HEAD = 6  # characters of a Chinese head, at the end of a word
PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "“”„«»「」『』‘’–—－～•●▪", '"""""""""\'\'---~···'
)
"""Marks that differ by habit only: what a document's quotation marks, dashes and wide letters are read as."""
MAX_KNOWN = 50_000  # words whose role a worker remembers


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a stretch of text: half-open spans in it, the spaCy document made of them, and what in it might be a name.

    `proposals` are half-open spans of tokens.
    """

    spans: tuple[Pair, ...]
    doc: Doc
    proposals: tuple[Pair, ...]


class Roles:
    """What the lexicon says of a word: a name's head, a word where no name goes on, a country, a generic word."""

    def __init__(self, heads: Iterable[NameHead], words: Iterable[NameWord], countries: Countries) -> None:
        self._countries = countries
        self._heads: dict[tuple[str, str], str] = {}
        for head in heads:
            form = head.form if head.language == "zh" else head.form.rsplit(" ", 1)[-1].casefold()
            self._heads.setdefault((head.language, form), f"{head.of[0]}.{head.kind or ''}")
        self._uses = {(w.language, w.form.casefold()): TELLING[w.use] for w in words if w.use in TELLING}
        self._sorts = _sorts()
        self._known: dict[str, str] = {}

    def role(self, word: str) -> str:
        """The role of `word`, in a few dozen classes."""
        known = self._known.get(word)
        if known is None:
            known = self._find(word)
            if len(self._known) < MAX_KNOWN:
                self._known[word] = known
        return known

    def _find(self, word: str) -> str:
        if not any(c.isalnum() for c in word):
            return word
        if word.isdigit():
            return "number"
        return self._latin(word) if word.isascii() else self._han(word)

    def _latin(self, word: str) -> str:
        case = "A" if word.isupper() and len(word) > 1 else "C" if word[0].isupper() else "c"
        folded = word.casefold()
        if self._countries.code(word):
            return "country"
        what = self._heads.get(("en", folded)) or self._uses.get(("en", folded)) or ""
        return f"{case}:{what}"

    def _han(self, word: str) -> str:
        for length in range(min(LONGEST_HEAD, len(word)), 0, -1):
            head = self._heads.get(("zh", word[-length:]))
            if head:
                return head + ("=" if length == len(word) else "")
        if self._countries.code(word):
            return "country"
        return self._uses.get(("zh", word), "")

    def sort(self, word: str) -> str:
        """The part of speech of a Chinese word in jieba's dictionary (MIT), by its tag's first letters."""
        return self._sorts.get(word, "")


class TokenReader:
    """Makes tokens of a segment's words and of each mark between them."""

    def __init__(self, roles: Roles, authority: Authority, proposer: Proposer) -> None:
        self._roles, self._authority, self._proposer = roles, authority, proposer

    def read(self, vocab: Vocab, text: str, span: Pair, words: Sequence[Pair], *, known: bool = True) -> Tokens:
        """The tokens of `text[span]`; `words` are the spans of its words. Names are looked up where `known`."""
        from spacy.tokens import Doc

        spans = _pieces(text, span, words)
        forms = [text[a:b].translate(PLAIN) for a, b in spans]
        ends = [right[0] for right in spans[1:]] + [span[1]]
        roles = [self._roles.role(form) for form in forms]
        sorts = [self._roles.sort(form) for form in forms]
        doc = Doc(
            vocab,
            words=forms,
            spaces=[end > b for (_, b), end in zip(spans, ends, strict=True)],
            lemmas=[role or "-" for role in roles],
            tags=[sort or "-" for sort in sorts],
            morphs=self._names(text, span, spans) if known else [""] * len(spans),
        )
        _name_by_ends(doc)
        language: WordLanguage = "zh" if vocab.lang == "zh" else "en"
        return Tokens(spans, doc, tuple(self._proposer.propose(forms, roles, sorts, language)))

    def _names(self, text: str, span: Pair, spans: Sequence[Pair]) -> list[str]:
        """For each token, whether it begins or goes on with a name of the authority files, and of which sort."""
        found = [""] * len(spans)
        starts: dict[int, int] = {}
        for at, form in self._authority.find(text[span[0] : span[1]], 0, span[1] - span[0]):
            starts = starts or {a: i for i, (a, _) in enumerate(spans)}
            at += span[0]
            first = starts.get(at)
            if first is None:
                continue
            sort = form.of[0] + ("w" if form.weak else "")
            for i in range(first, len(spans)):
                if spans[i][1] > at + len(form.text):
                    break
                found[i] = f"Name={'B' if i == first else 'I'}{sort}"
        return found


def _name_by_ends(doc: Doc) -> None:
    """Chinese words without a vector are taken for the longest of their ends that has one: 天翼云 is a 云."""
    vectors, strings = doc.vocab.vectors, doc.vocab.strings
    for token in doc:
        word = token.text
        if len(word) > 1 and not word.isascii() and strings[word] not in vectors:
            token.norm_ = next((word[i:] for i in range(1, len(word)) if strings[word[i:]] in vectors), word)


def _pieces(text: str, span: Pair, words: Sequence[Pair]) -> tuple[Pair, ...]:
    """The words and, between them, each character that is no white space."""
    spans: list[Pair] = []
    at = span[0]
    for start, end in (*words, (span[1], span[1])):
        spans += [(i, i + 1) for i in range(at, start) if not text[i].isspace()]
        if end > start:
            spans.append((start, end))
        at = max(at, end)
    return tuple(spans)


def _sorts() -> dict[str, str]:
    """The part of speech, by its first letters, of each word of jieba's dictionary (MIT)."""
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines())
    return {word: tag[:2] for word, _, tag in rows}
