"""Organisations that a country's name alone makes: 日本政府, 文部省, the German government, 联邦政府."""

from __future__ import annotations

import re

from pipeline.data import Segment
from pipeline.grammar.lexis import Countries
from pipeline.grammar.naming import Candidate, written

UNION = ("欧盟", "歐盟", "European Union", "欧州連合")
GOVERNMENT = re.compile(
    r"(?P<zh>(?:联邦)?政府(?!部门|间|性|机构|职能|采购|引导|和市场|科技|主导))|(?P<en>\s(?:federal )?government(?![a-z]))",
    re.IGNORECASE,
)


def governments(text: str, segment: Segment, countries: Countries) -> list[Candidate]:
    """Governments named with their country (日本政府, the Japanese government); a bare 政府 is none."""
    found = []
    named = {end: (start, code) for start, end, code in countries.find(text, segment.start, segment.end)}
    for match in GOVERNMENT.finditer(text, segment.start, segment.end):
        place = named.get(match.start())
        if place:
            start, code = place
            form = written(text[start : match.end()])
            found.append(
                Candidate("organisation", start, match.end(), form, "organisation.government", 0.9, country=code)
            )
        elif match[0].startswith("联邦"):
            found.append(
                Candidate("organisation", match.start(), match.end(), match[0], "organisation.government", 0.7)
            )
    for start, end, code in countries.find(text, segment.start, segment.end):
        if code == "EU" and text[start:end] in UNION:
            found.append(
                Candidate("organisation", start, end, text[start:end], "organisation.government", 0.8, country="EU")
            )
    return found
