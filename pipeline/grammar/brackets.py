"""Names in brackets behind a name: 研究成果最佳支援计划（Adaptable and Seamless …，A-STEP）, Japan Science and Technology Agency (JST).

English texts also set an acronym between commas: the National Tidal Strategy, or NATS, ….
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.naming import Candidate, written

CONCEPT = re.compile(r"[”」》]?\s?[（(][^（）()]{1,60}[)）][”」]?\s?(?:的|这一)?(?:概念|理念|理论|思想|术语|范式|模式)")
OPEN = re.compile(r"\s*[”\"’」》]?\s*[（(]\s*(?P<inside>[^（）()]{2,160})[）)]")
SPLIT = re.compile(
    r"[，,、;；'’]|以下简称|下称|简称为?|缩写为?|英文名?为?|又称|also known as|hereafter|hereinafter|abbreviated",
    re.IGNORECASE,
)
ACRONYM = re.compile(
    r"[“\"']?(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z][A-Za-z0-9&.+/\-]{1,19}(?:\s?(?:计划|项目|专项|基金|论坛|20\d\d|\d\.\d))?[”\"']?|[A-Z][A-Za-z0-9\-]+\s?[\u4e00-\u9fff]{0,4}(?:计划|项目|专项|基金|事业)"
)
TOUCHING = re.compile(
    r"[”」》]?(?P<acronym>[A-Z][A-Za-z]{0,2}[A-Z][A-Z0-9-]{0,7})(?=\s*(?:[、，。；：:,;）)]|[和与及的由是在为于]|\Z))"
)
ENGLISH = re.compile(r"[A-Z][A-Za-z0-9&'’\-]+(?: (?:[A-Za-z0-9&'’\-]+|&))+")
DATE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*|.* (?:19|20)\d\d"
)
APPOSED = re.compile(
    r",[ ](?P<cue>or|i\.e\.|(?:also |better |commonly )?known as|(?:usually )?called|abbreviated (?:as|to)|in short)?[ ]?"
    r"(?P<acronym>(?=(?:[^A-Z ]*[A-Z]){2})[A-Z][A-Za-z0-9&-]{1,11})(?: or (?P<other>(?=(?:[^A-Z ]*[A-Z]){2})[A-Z][A-Za-z0-9&-]{1,11}))?"
    r"(?P<short> for short)?(?=[,.;:)–—]|\Z)"
)  # …, or TARN, …; …, H-Up for short; …, known as TIWOC or TIWO,
NUMERAL = re.compile(r"(?:19|20)\d\d|\d(?:\.\d)?")
SINGLE = re.compile(r"[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?")
HAN_ALIAS = re.compile(r"[“\"《]?[\u4e00-\u9fff]{2,20}[”\"》]?")
OWN = "本该此"
CALLED = re.compile(r"简称|下称|又称|缩写")


def is_concept(text: str, end: int) -> bool:
    """Whether the bracket behind a name that ends at `end` glosses a concept: “创新生态”（Innovation Ecology）的概念."""
    return CONCEPT.match(text, end) is not None


def beside(text: str, name: Candidate) -> list[Candidate]:
    """The names in the bracket that follows `name`, each a candidate of its own.

    Years, phases (二期), remarks and lists of members are not names. A Chinese name counts only after 简称 or its like.
    """
    match = OPEN.match(text, name.end)
    if not match:
        return [*_touching(text, name)]
    found: list[Candidate] = []
    at = match.start("inside")
    inside = match["inside"]
    for start, end in _parts(inside):
        part = inside[start:end]
        lead = len(part) - len(part.lstrip())
        form = part.strip()
        if form[:1] in OWN and form[1:] in name.form:
            continue  # 以下简称本计划
        if not _names(form, inside) and not _shortens(form, name.form):
            continue
        begin = at + start + lead
        found.append(
            replace(
                name,
                start=begin,
                end=begin + len(form),
                form=written(form),
                rule=f"{name.of}.bracket",
                beside=name.start,
                under=None,
            )
        )
    return found


def _touching(text: str, name: Candidate) -> Iterator[Candidate]:
    """An acronym that follows a Chinese measure's name without a bracket, at a phrase's end: 海洋振兴计划OPP、….

    What goes on behind the acronym in Han characters is about something else (计划CCUS项目).
    """
    if name.of == "measure" and not name.form[-1].isascii() and (match := TOUCHING.match(text, name.end)):
        yield replace(
            name, start=match.start("acronym"), end=match.end(), form=match["acronym"], rule="measure.bracket", beside=name.start,
            under=None,
        )  # fmt: skip


def apposed(text: str, name: Candidate) -> Iterator[Candidate]:
    """The acronym between commas behind a name, where a word says that it is one or its letters begin the name's words."""
    match = APPOSED.match(text, name.end) if " " in name.form else None
    if match is None or not (match["cue"] or match["short"] or _initials(match["acronym"], name.form)):
        return
    for group in ("acronym", "other") if match["cue"] else ("acronym",):
        if match[group]:
            start, end = match.span(group)
            rule = f"{name.of}.bracket"
            yield replace(name, start=start, end=end, form=match[group], rule=rule, beside=name.start, under=None)


def _initials(acronym: str, name: str) -> bool:
    """Whether the capitals of an acronym begin words of the name, in any order: CNEHP, Commission for the Evaluation of Harbour Policies."""
    initials = Counter(w[0] for w in re.findall(r"[A-Za-z]+", name) if w[0].isupper())
    letters = Counter(c for c in acronym if c.isupper())
    return letters.total() >= max(3, initials.total() - 1) and letters <= initials


def _shortens(form: str, name: str) -> bool:
    """Whether a Chinese form is a short one of the name: some of its characters in their order, the last with them (中科院)."""
    if not 2 <= len(form) <= 6 or len(form) >= len(name) or not HAN_ALIAS.fullmatch(form) or form[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(c in rest for c in form)


def _parts(inside: str) -> list[tuple[int, int]]:
    cuts = [0]
    for match in SPLIT.finditer(inside):
        cuts += [match.start(), match.end()]
    cuts.append(len(inside))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if inside[a:b].strip()]


def _names(form: str, inside: str) -> bool:
    if DATE.fullmatch(form) or any(w[0].isdigit() and not NUMERAL.fullmatch(w) for w in form.split()[1:]):
        return False  # a date; CHF 90k in 30 days
    if ACRONYM.fullmatch(form) or ENGLISH.fullmatch(form):
        return True
    if SINGLE.fullmatch(form):
        return form == inside.strip()
    return bool(CALLED.search(inside) and HAN_ALIAS.fullmatch(form))
