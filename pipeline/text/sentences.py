"""Sentences as spans: Chinese by punctuation, English by spaCy's tokens.

Chinese splits after 。！？ and also after ；: in policy prose each clause between semicolons states a fact of its own.
Nothing splits inside a pair of brackets or quotation marks of up to MAX_ENCLOSED characters. English splits after . ! ?
where the next word can begin a sentence; the abbreviations (`lexicon/abbreviations.csv`) say what their period may do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

MAX_ENCLOSED = 200  # characters between brackets or quotation marks: beyond it one of them was likely misread
MAX_SENTENCE = 4000  # characters: beyond it (a list without full stops, a damaged file) a clause counts as a sentence
MAX_LABEL = 24  # characters of a label such as `Fig. 2`

Pair = tuple[int, int]
Ends = Literal["number", "name", "phrase"]

_OPEN = dict(zip("《〈“‘「『（(【[〔", "》〉”’」』）)】]〕", strict=True))
_CLOSE = {close: open_ for open_, close in _OPEN.items()}
_MARKS = re.compile(f"[{re.escape(''.join((*_OPEN, *_CLOSE)))}]")
_MAX_CROSSED = 3  # unclosed marks that a closing mark may step over to find its own
_ENDS_IN_QUOTES = "”’」』）)"
_GOES_ON = re.compile(r"\s*[，、,：:；;。的等之と]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_HAN_SIDE = r"[\u3040-\u30ff\u3400-\u9fff”’」』）》】)\]]"
_TERMINAL = re.compile(
    rf"[。！？；｡]+|(?<={_HAN_SIDE})[!?;]+|(?<={_HAN_SIDE})[．.](?=\s|$)|(?<=[\u3400-\u9fff])．(?=[\u3400-\u9fff])|{_BLANK_LINE.pattern}"
)
_CLAUSE_ENDS = tuple(re.compile(ending) for ending in (r"[，、；：]|[,;](?=\s)", r"\s", r"[\u3400-\u9fff]"))
_CLOSERS = re.compile(r"[”’」』）)】\]》〕\"']+")

_FOOTNOTED = re.compile(r"[^\W\d_]{2,}[.?!]\d{1,3}")
_ACRONYM = re.compile(r"(?:[A-Z]\.)+")
_FULL_STOPS = ".!?…。！？"
_ENGLISH_CLOSERS = frozenset("”’\"')]") | {"''", ".", "!", "?", "…", "..."}
_NEVER_FIRST = ",;:，、)]”’%"
_MAY_BE_FIRST = "“‘\"'([•–—-*§$€£¥#"
_LABEL = re.compile(
    r"[\W_]*(?:(?:fig(?:ure)?|tab(?:le)?|chart|box|chapter|section|sec|article|art|part|annex|appendix|step|no)\.?\s*)?"
    r"(?:\d{1,3}(?:[.\-–]\d{1,3})*|[ivxlc]{1,6}|[a-z])\s*[.)]*", re.I,
)  # fmt: skip


class Abbreviation(msgspec.Struct, frozen=True):
    """A row of abbreviations.csv.

    `ends` says whose its period is: `number`: its own before a figure; `name`: always its own; `phrase`: its own unless a
    function word with a capital follows.
    """

    abbreviation: str
    ends: Ends
    source: str


@dataclass(frozen=True, slots=True)
class EnglishRules:
    """What English sentence splitting knows: abbreviations and function words (lower case)."""

    abbreviations: Mapping[str, Ends]
    function_words: frozenset[str]


def chinese_sentences(text: str) -> list[Pair]:
    """The sentences of Chinese (or Japanese) `text`: spans in order, white space trimmed, that hold all its words."""
    enclosed = _enclosures(text)
    ends, place = [], 0
    for match in _TERMINAL.finditer(text):
        while place < len(enclosed) and enclosed[place][1] < match.start():
            place += 1
        inside = place < len(enclosed) and enclosed[place][0] < match.start()
        end = _closed(text, match, enclosed[place][1] if inside else None)
        if end is not None:
            ends.append(end)
    return _spans(text, ends)


def english_sentences(text: str, tokens: Sequence[Pair], rules: EnglishRules) -> list[Pair]:
    """The sentences of English `text`, of which `tokens` are the spans in order: as for `chinese_sentences`."""
    ends = [match.end() for match in _BLANK_LINE.finditer(text)]
    first = 0  # where the running sentence begins
    last = -1  # the last token of the sentence before
    for i, (start, end) in enumerate(tokens):
        final = text[end - 1]
        if i <= last or not (final in _FULL_STOPS or (final.isdigit() and _FOOTNOTED.fullmatch(text, start, end))):
            continue
        last = _absorb(text, tokens, i)
        if last + 1 < len(tokens) and not _is_label(text[first:end].rpartition("\n")[2]):
            after = tokens[last + 1]
            if _begins(text, tokens[last][1], after, rules) and _gives_up(text[start:end], text[slice(*after)], rules):
                first = after[0]
                ends.append(first)
    return _spans(text, sorted(ends))


def _enclosures(text: str) -> list[Pair]:
    """The outermost pairs of brackets or quotation marks: (index of the opening mark, index of the closing one)."""
    stack: list[tuple[str, int]] = []
    pairs: list[Pair] = []
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark in _OPEN:
            stack.append((mark, at))
            continue
        for depth in range(len(stack) - 1, max(len(stack) - 2 - _MAX_CROSSED, -1), -1):
            if stack[depth][0] == _CLOSE[mark]:
                opened = stack[depth][1]
                del stack[depth:]
                if at - opened <= MAX_ENCLOSED:
                    while pairs and pairs[-1][0] > opened:
                        pairs.pop()
                    pairs.append((opened, at))
                break
    return pairs


def _closed(text: str, match: re.Match[str], closing: int | None) -> int | None:
    """Where the sentence ends that `match` may end, closing marks included; None where it goes on.

    `closing` is the index of the mark that closes the brackets or quotation marks around `match`, None outside any. A
    sentence inside ends with them where its full stop stands right before the closing mark.
    """
    closers = _CLOSERS.match(text, match.end())
    end = closers.end() if closers else match.end()
    if closing is None:
        return end
    whole = closing == match.end() and text[closing] in _ENDS_IN_QUOTES and match.group()[-1] not in "；;"
    return end if whole and not _GOES_ON.match(text, end) else None


def _absorb(text: str, tokens: Sequence[Pair], i: int) -> int:
    """The index of the last token of those that close the sentence that token `i` ends."""
    while i + 1 < len(tokens) and tokens[i + 1][0] == tokens[i][1] and text[slice(*tokens[i + 1])] in _ENGLISH_CLOSERS:
        i += 1
    return i


def _begins(text: str, end: int, after: Pair, rules: EnglishRules) -> bool:
    """Whether a sentence can begin with the token `after` when the one before ends at `end`."""
    head = text[after[0]]
    if after[0] == end and not (head.isupper() and after[1] - after[0] > 1 and text[end - 2 : end - 1].islower()):
        return False
    if head in _NEVER_FIRST:
        return False
    return head.isupper() or head.isdigit() or head in _MAY_BE_FIRST or ord(head) > 0x2E7F


def _gives_up(stop: str, after: str, rules: EnglishRules) -> bool:
    """Whether the period in `stop` ends a sentence when the token `after` follows, and is not an abbreviation's own."""
    rule = rules.abbreviations.get(stop)
    if rule is None and _ACRONYM.fullmatch(stop):
        rule = "name" if len(stop) == 2 else "phrase"
    if rule == "number":
        return not (after[0].isdigit() or after[0] in "([§" or (len(after) > 1 and after.isupper()) or after in "IVX")
    if rule == "phrase":
        return after[0].isupper() and after.lower() in rules.function_words
    return rule is None


def _is_label(text: str) -> bool:
    """Whether what stands before a period is only a number or a label (`1.`, `(a).`, `Fig. 2.`)."""
    return len(text) <= MAX_LABEL and bool(_LABEL.fullmatch(text))


def _spans(text: str, ends: Iterable[int]) -> list[Pair]:
    """Trimmed spans between `ends`; a stretch without a letter or figure joins its neighbour."""
    spans: list[Pair] = []
    for start, end in _stretches(text, ends):
        piece = text[start:end]
        body = piece.strip()
        if not body:
            continue
        left = start + len(piece) - len(piece.lstrip())
        if spans and (_is_wordless(body) or _is_wordless(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], left + len(body))
        else:
            spans.append((left, left + len(body)))
    return spans


def _is_wordless(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _stretches(text: str, ends: Iterable[int]) -> Iterator[Pair]:
    """What lies between `ends`, the pieces over MAX_SENTENCE in clauses."""
    start = 0
    for end in (*ends, len(text)):
        while end - start > MAX_SENTENCE:
            cut = _clause_end(text, start)
            yield start, cut
            start = cut
        if end > start:
            yield start, end
            start = end


def _clause_end(text: str, start: int) -> int:
    """Where to cut a sentence that is too long: after its last mark within MAX_SENTENCE, else space, else Han character."""
    for ending in _CLAUSE_ENDS:
        found = [match.end() for match in ending.finditer(text, start, start + MAX_SENTENCE)]
        if found:
            return found[-1]
    return start + MAX_SENTENCE
