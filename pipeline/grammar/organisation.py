"""Organisations that a country's name alone makes: 日本政府, 文部省, the German government, 联邦政府."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.data import Segment
from pipeline.grammar.naming import Candidate, written

BARE = re.compile(r"(?<=[Tt]he )Government(?= [a-z]|['’]s|[.,;)])(?! of )")
BARE_TIMES = 3  # occurrences from which a text's own government goes without its country
EU = re.compile(
    r"(?<=[Tt]he )EU(?=['’]s |[.,;)]| (?:and|or|has|is|are|will|in|to|of|for|by|as|was|should|must|can|on)\b)"
)
UNION = ("欧盟", "歐盟", "European Union", "欧州連合")
GOVERNMENT = re.compile(
    r"(?P<zh>(?:联邦)?政府(?!部门|间|性|机构|职能|采购|引导|和市场|科技|主导))|(?P<en>\s(?:federal )?government(?![a-z]))",
    re.IGNORECASE,
)


def governments(text: str, segments: Sequence[Segment], places: Sequence[tuple[int, int, str]]) -> list[Candidate]:
    """Governments named with their country (日本政府, the Japanese government); a bare 政府 is none.

    `places` are the countries that the text names.
    """
    found = []
    named = {end: (start, code) for start, end, code in places}
    spans = sorted((s.start, s.end) for s in segments)
    for start, end in spans:
        for match in GOVERNMENT.finditer(text, start, end):
            place = named.get(match.start())
            if place and place[0] >= start:
                form = written(text[place[0] : match.end()])
                found.append(
                    Candidate(
                        "organisation", place[0], match.end(), form, "organisation.government", 0.9, country=place[1]
                    )
                )
            elif match[0].startswith("联邦"):
                found.append(
                    Candidate("organisation", match.start(), match.end(), match[0], "organisation.government", 0.7)
                )
    bare = [m for a, b in spans for m in BARE.finditer(text, a, b)]
    if len(bare) >= BARE_TIMES:
        found += [Candidate("organisation", m.start(), m.end(), m[0], "organisation.government", 0.7) for m in bare]
    for a, b in spans:
        for m in EU.finditer(text, a, b):
            found.append(
                Candidate("organisation", m.start(), m.end(), m[0], "organisation.government", 0.7, country="EU")
            )
    for start, end, code in places:
        if code == "EU" and text[start:end] in UNION:
            found.append(
                Candidate("organisation", start, end, text[start:end], "organisation.government", 0.8, country="EU")
            )
    return _inside(found, spans)


def _inside(found: list[Candidate], spans: list[tuple[int, int]]) -> list[Candidate]:
    """The candidates that stand in one of the spans (sorted, without overlap)."""
    kept, at = [], 0
    for candidate in sorted(found, key=lambda c: c.start):
        while at < len(spans) and spans[at][1] < candidate.end:
            at += 1
        if at < len(spans) and spans[at][0] <= candidate.start:
            kept.append(candidate)
    return kept
