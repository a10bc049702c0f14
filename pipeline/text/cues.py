"""The words that tell a block's role (`lexicon/segment_cues.toml`), made into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec


class HeadingCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings known by their words."""

    plain: tuple[str, ...]
    reference: tuple[str, ...]
    contents: tuple[str, ...]
    ends: tuple[str, ...]
    openers: tuple[str, ...]


class BylineCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What author blocks are made of."""

    labels: tuple[str, ...]
    inner: tuple[str, ...]
    openings: tuple[str, ...]
    bodies: tuple[str, ...]
    offices: tuple[str, ...]
    credits: tuple[str, ...]
    titles: tuple[str, ...]


class AbstractCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What abstracts and keywords begin with."""

    labels: tuple[str, ...]


class CaptionCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What captions, notes and unit lines begin with."""

    figure: tuple[str, ...]
    table: tuple[str, ...]
    verbs: tuple[str, ...]
    notes: tuple[str, ...]
    units: tuple[str, ...]


class SurnameCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chinese surnames: single characters in one string (white space aside), and those of two characters."""

    frequent: str
    compound: tuple[str, ...]


class CueWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """segment_cues.toml as it stands."""

    headings: HeadingCues
    byline: BylineCues
    abstract: AbstractCues
    caption: CaptionCues
    surnames: SurnameCues


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues as patterns. `_heading` ones match a whole title; all but `inner_label` match from the start."""

    plain_heading: re.Pattern[str]
    reference_heading: re.Pattern[str]
    contents_heading: re.Pattern[str]
    title_end: re.Pattern[str]
    byline_label: re.Pattern[str]
    inner_label: re.Pattern[str]
    funding_opening: re.Pattern[str]
    abstract_label: re.Pattern[str]
    caption: re.Pattern[str]
    note: re.Pattern[str]
    unit: re.Pattern[str]
    affiliation: re.Pattern[str]
    office: re.Pattern[str]
    credit_heading: re.Pattern[str]
    credit_label: re.Pattern[str]
    name: re.Pattern[str]
    person_title: re.Pattern[str]


def compile_cues(words: CueWords) -> Cues:
    """The patterns of `words`."""
    caption = words.caption
    surname = f"(?:{'|'.join(words.surnames.compound)}|[{''.join(words.surnames.frequent.split())}])"
    return Cues(
        plain_heading=_whole(words.headings.plain),
        reference_heading=_whole(words.headings.reference),
        contents_heading=_whole(words.headings.contents),
        title_end=_title_end(words.headings),
        byline_label=_label(words.byline.labels, r"\s*(?:[：:】\]］〕）)|©]|\.\s)|\s+(?=[\d(（©])|\s*$"),
        inner_label=re.compile(
            rf"(?<=[\s。；;.)）*])[*]*[\[【［〔]?(?:{_any(words.byline.inner)})\s*[】\]］〕]?\s*[：:]", re.I
        ),
        funding_opening=re.compile(rf"[*＊#†‡①\s]*(?:{_any(words.byline.openings)})", re.I),
        abstract_label=_label(words.abstract.labels, r"\s*[：:】\]］〕—–-]|\s+(?=\S)"),
        caption=_caption(caption),
        note=re.compile(rf"[\[【［(（]?(?:{_any(caption.notes)})[】\]］)）]?\s*(?:\d{{1,2}}\s*)?[：:.]", re.I),
        unit=re.compile(rf"[\[【［(（]?(?:{_any(caption.units)})\s*[：:]", re.I),
        affiliation=re.compile(rf"(?:{_any(words.byline.bodies)})(?![a-z])"),
        office=re.compile(rf"(?:{_any((*words.byline.bodies, *words.byline.offices, *words.byline.titles))})(?:[)）]|\s*发\s*布)?$"),
        credit_heading=re.compile(rf"(?:{_any(words.byline.credits)})\s*(?:[(（][^()（）]*[)）])?\s*[：:]?", re.I),
        credit_label=_label(words.byline.credits, r"\s*[：:]"),
        name=re.compile(rf"{surname}[\u4e00-\u9fff]{{1,2}}"),
        person_title=re.compile(_any(words.byline.titles)),
    )  # fmt: skip


def _any(phrases: Iterable[str]) -> str:
    """An alternation of phrases, longest first; white space between Han characters and words is free."""
    return "|".join(_loose(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))


def _loose(phrase: str) -> str:
    if phrase.isascii():
        return r"\s+".join(re.escape(word) for word in phrase.split())
    return r"\s*".join(re.escape(character) for character in phrase)


def _whole(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"[\[【［]?\s*(?:{_any(phrases)})\s*[】\]］]?\s*[：:]?", re.I)


def _label(phrases: Iterable[str], separator: str) -> re.Pattern[str]:
    return re.compile(rf"[*＊#†‡]?\s*[\[【［〔(（]?\s*(?:{_any(phrases)})(?:{separator})", re.I)


def _title_end(cues: HeadingCues) -> re.Pattern[str]:
    """A title up to its last word, when a sentence's first word follows without a mark (`…的运行机制该基金由…`)."""
    han = [word for word in cues.openers if not word.isascii()]
    latin = [word for word in cues.openers if word.isascii()]
    chinese = rf".{{1,38}}?(?:{_any(cues.ends)})(?=[“《「A-Z]|{_any(han)})"
    english = rf"[A-Z][^.:;!?]{{3,60}}?[a-z](?= (?:{_any(latin)}) [a-z])"
    return re.compile(f"{chinese}|{english}")


def _caption(cues: CaptionCues) -> re.Pattern[str]:
    """A label, a number (`3`, `2-1`, `A.1`, `二`), and no verb behind it."""
    figures = r"\d{1,3}(?:[-–—.．]\d{1,2})*|[A-H][-.]?\d{1,2}|[IVX]{1,5}|[一二三四五六七八九十]{1,3}"
    number = rf"(?:{figures})(?![A-Za-z0-9%％年月])"
    han = "|".join(verb for verb in cues.verbs if not verb.isascii())
    latin = "|".join(verb for verb in cues.verbs if verb.isascii())
    return re.compile(rf"(?:{_any((*cues.figure, *cues.table))})\s*{number}\s*+(?!{han}|(?:{latin})\b)", re.I)
