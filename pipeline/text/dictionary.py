"""jieba with a dictionary of its own in memory: the words that jieba finds, sooner, without log or cache files."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import Any

import jieba


class Jieba(jieba.Tokenizer):  # type: ignore[misc]
    """A jieba tokenizer whose `FREQ` holds log probabilities (None for a mere prefix of a word).

    jieba walks the dictionary twice and takes the same logarithms again for every character; this walks it once, with
    jieba's own recurrence and order of ties, so that the best path is the same.
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

    def get_DAG(self, sentence: str) -> None:
        """Not needed: `calc` walks the dictionary itself."""

    def calc(self, sentence: str, dag: None, route: dict[int, Any]) -> None:
        """Fills `route`: for each index the best log probability from there on and the last index of its first word."""
        weights, unknown, length = self.FREQ, self._unknown, len(sentence)
        best = [0.0] * (length + 1)
        for left in range(length - 1, -1, -1):
            top, last = unknown + best[left + 1], left
            known = False
            for right in range(left + 1, length + 1):
                piece = sentence[left:right]
                if piece not in weights:
                    break
                weight = weights[piece]
                if weight is not None and (not known or weight + best[right] >= top):
                    top, last, known = weight + best[right], right - 1, True
            best[left] = top
            route[left] = (top, last)
