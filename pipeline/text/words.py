"""Words as spans: Chinese by jieba, English by spaCy's English tokenizer.

The domain's words (`lexicon/domain_words.txt`) are added to jieba's. Traditional text is looked up through its
Simplified form, character by character, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.data import Language as LanguageCode
from pipeline.text.language import word_language
from pipeline.text.sentences import Ends, EnglishRules, Pair, chinese_sentences, english_sentences

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.text.dictionary import Jieba

MAX_RUN = 120  # characters without white space that spaCy's English tokenizer gets at once: its cost is their square
MAX_PIECE = 1000  # characters that jieba gets at once, for the same reason
MAX_KNOWN = 20_000  # English runs that a worker remembers

_WORD = re.compile(r"[^\W_]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_KANA_RUN = re.compile(r"[\u3041-\u3096]+|[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]*")
_ENGLISH_RUN = re.compile(rf"\S{{1,{MAX_RUN}}}")
_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


@dataclass(frozen=True, slots=True)
class EnglishTokens:
    """spaCy's English tokenizer, asked once for each run of characters without white space.

    What stands around a run changes nothing about its tokens (but in emoticons), and few runs of a text are new:
    remembering them takes a tenth of the time. `known` holds the tokens' spans in a run; the tokenizer's own memory is off in a memory zone.
    """

    pipeline: Language
    known: dict[str, tuple[Pair, ...]] = field(default_factory=dict)

    def spans(self, text: str) -> list[Pair]:
        """The spans of the tokens of `text`."""
        runs = [(match.group(), match.start()) for match in _ENGLISH_RUN.finditer(text)]
        known = self.known
        new = {run: () for run, _ in runs if run not in known}
        if new:
            found = self._split(list(new))
            if len(known) + len(new) <= MAX_KNOWN:
                known.update(found)
            else:
                known = {run: known[run] for run, _ in runs if run in known} | found
        return [(start + left, start + right) for run, start in runs for left, right in known[run]]

    def _split(self, runs: Sequence[str]) -> dict[str, tuple[Pair, ...]]:
        """The tokens of runs, all by one call: each on a line of its own, as a line feed is a token, which parts them."""
        tokens = iter(_tokens(self.pipeline, "\n".join(runs), 0))
        found: dict[str, tuple[Pair, ...]] = {}
        offset = 0
        for run in runs:
            spans = []
            for start, end in tokens:
                if start == offset + len(run):  # the line feed
                    break
                spans.append((start - offset, end - offset))
            found[run] = tuple(spans)
            offset += len(run) + 1
        return found


@dataclass(frozen=True, slots=True)
class WordModel:
    """jieba, spaCy's English, the Traditional characters with their Simplified ones, and the English sentence rules."""

    chinese: Jieba
    english: EnglishTokens
    simplified: Mapping[int, str]
    rules: EnglishRules


def open_words(domain_words: Iterable[str], abbreviations: Mapping[str, Ends]) -> WordModel:
    """Reads the dictionary and builds the English pipeline.

    Args:
        domain_words: Lines of a jieba user dictionary: `word frequency tag`.
        abbreviations: English abbreviations with what their period may do.
    """
    import spacy  # these two take a second to import, which only a run needs to pay

    from pipeline.text.dictionary import Jieba

    english = spacy.blank("en")
    english_tokenizer: Any = english.tokenizer
    for abbreviation in abbreviations:
        english_tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    vocabulary: Any = english.vocab
    vocabulary.lex_attr_getters = {}  # shape, case and the like: a third of the time, and only spans are used
    rules = EnglishRules(abbreviations=abbreviations, function_words=frozenset(english.Defaults.stop_words))
    return WordModel(chinese=Jieba(domain_words), english=EnglishTokens(english), simplified=_simplified(), rules=rules)


def sentences_and_words(
    text: str, language: LanguageCode, model: WordModel, *, words: bool
) -> tuple[list[Pair], list[Pair]]:
    """The sentences and (where `words`) the words of `text`, as spans in it. A word holds a letter or a figure."""
    if word_language(language) == "zh":
        sentences = chinese_sentences(text)
        return sentences, _chinese_words(text, sentences, model, language) if words else []
    tokens = model.english.spans(text)
    return english_sentences(text, tokens, model.rules), [t for t in tokens if _WORD.search(text, *t)] if words else []


def memory(model: WordModel) -> AbstractContextManager[Any]:
    """A context in which spaCy's string table grows, to be emptied at its end: one per document."""
    zone: AbstractContextManager[Any] = model.english.pipeline.memory_zone()
    return zone


def _chinese_words(text: str, sentences: Sequence[Pair], model: WordModel, language: LanguageCode) -> list[Pair]:
    plain = text if language == "ja" else text.translate(model.simplified)
    found: list[Pair] = []
    for start, end in _pieces(sentences):
        for word in model.chinese.cut(plain[start:end]):
            end = start + len(word)
            if word[0].isalnum() or _WORD.search(word):
                found.append((start, end))
            start = end
    return _with_kana_runs(text, found) if language == "ja" else found


def _pieces(sentences: Sequence[Pair]) -> Iterator[Pair]:
    """Whole sentences together, up to MAX_PIECE characters; a longer sentence in parts."""
    start = end = 0
    for left, right in sentences:
        if end and right - start > MAX_PIECE:
            yield start, end
            end = 0
        if not end:
            start = left
        while right - start > MAX_PIECE:
            yield start, start + MAX_PIECE
            start += MAX_PIECE
        end = right
    if end:
        yield start, end


def _tokens(pipeline: Language, text: str, offset: int) -> list[Pair]:
    """The spans of spaCy's tokens, by their index and length in one array: three times as quick as token by token."""
    places = pipeline.tokenizer(text).to_array(["IDX", "LENGTH"]).tolist()
    return [(offset + index, offset + index + length) for index, length in places]


def _with_kana_runs(text: str, words: Iterable[Pair]) -> list[Pair]:
    """Japanese words: jieba cuts kana one by one, so runs of one kana script stand for them."""
    runs = [match.span() for match in _KANA_RUN.finditer(text)]
    return sorted({*runs, *(word for word in words if not _KANA.match(text, word[0]))})


def _simplified() -> dict[int, str]:
    """Each Traditional character with its Simplified one, by OpenCC (`t2s`), one for one."""
    import opencc

    characters = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
