"""jieba with a dictionary of its own in memory: the words that jieba finds, sooner, without log or cache files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import log
from typing import Any

import jieba
from jieba import finalseg

_BLOCK = jieba.re_han_default
_SPACE = jieba.re_skip_default
_GLUED = re.compile(
    "[经对由向报与及和在同][省市县区州]"
)  # 经|市科技局: a preposition and a division of the country are no new word
_NO_WORD = 1.0  # no log probability is positive


class Jieba(jieba.Tokenizer):  # type: ignore[misc]
    """A jieba tokenizer whose `FREQ` holds log probabilities (None for a mere prefix of a word).

    jieba walks the dictionary twice, takes the same logarithms again for every character and passes each word through two
    generators; this walks it once, with jieba's own recurrence and order of ties, so that the words are the same.
    """

    def __init__(self, extra: Iterable[str]) -> None:
        """Reads jieba's dictionary and the lines of `extra` (`word frequency tag`)."""
        super().__init__()
        self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
        self.initialized = True
        for line in extra:
            word, frequency, tag = line.split()
            self.add_word(word, int(frequency), tag)
        total = log(self.total)
        weights: dict[str, Any] = self.FREQ
        for word, count in weights.items():  # in place: a second dictionary would be 40 MB
            weights[word] = log(count) - total if count else None
        self._unknown = -total

    def cut(self, sentence: str, cut_all: bool = False, HMM: bool = True, use_paddle: bool = False) -> list[str]:
        """The words of `sentence` and what stands between them, by jieba's default mode (the other modes are ignored)."""
        found: list[str] = []
        for block in _BLOCK.split(sentence):
            if _BLOCK.match(block):
                self._cut_block(block, found)
                continue
            for part in _SPACE.split(block):
                found += [part] if _SPACE.match(part) else part
        return found

    def _cut_block(self, block: str, found: list[str]) -> None:
        """Adds the words of a stretch without punctuation; runs of single characters go to jieba's hidden Markov model."""
        ends, weights = self._best_ends(block), self.FREQ
        place, singles = 0, 0  # where the next word begins, and the run of single characters before it
        length = len(block)
        while place < length:
            end = ends[place]
            if end - place > 1:
                if singles < place:
                    found += self._rest(block[singles:place], weights)
                found.append(block[place:end])
                singles = end
            place = end
        if singles < length:
            found += self._rest(block[singles:], weights)

    def _rest(self, run: str, weights: dict[str, float | None]) -> Iterable[str]:
        if len(run) == 1 or weights.get(run):
            return run
        words: Iterable[str] = finalseg.cut(run)
        return [part for word in words for part in (word if _GLUED.fullmatch(word) else (word,))]

    def _best_ends(self, block: str) -> list[int]:
        """Where the word that begins at each index ends on the likeliest way through the block."""
        weight_of, unknown, length = self.FREQ.get, self._unknown, len(block)
        best = [0.0] * (length + 1)
        ends = [0] * length
        for left in range(length - 1, -1, -1):
            top, end, known = unknown + best[left + 1], left + 1, False
            for right in range(left + 1, length + 1):
                weight = weight_of(block[left:right], _NO_WORD)
                if weight is None:
                    continue
                if weight is _NO_WORD:
                    break
                if not known or weight + best[right] >= top:
                    top, end, known = weight + best[right], right, True
            best[left], ends[left] = top, end
        return ends
