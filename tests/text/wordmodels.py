"""What the tests of sentences and words share: the model as the stage opens it, and what must hold for spans of any text."""

from functools import cache

from pipeline.config import SegmentConfig
from pipeline.segment import open_segmenter
from pipeline.text.words import WordModel, memory, sentences_and_words


@cache
def word_model() -> WordModel:
    return open_segmenter(SegmentConfig(words=True)).words


def split(text, language, *, words=True):
    with memory(word_model()):
        return sentences_and_words(text, language, word_model(), words=words)


def words_of(text, language):
    return [text[a:b] for a, b in split(text, language)[1]]


def assert_spans_hold(text, spans):
    """In order, apart, trimmed, and nothing but white space outside."""
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert not text[start].isspace() and not text[end - 1].isspace()
        position = end
    assert not text[position:].strip()
