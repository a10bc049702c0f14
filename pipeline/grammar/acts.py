"""Laws and orders that a number names: Executive Order 12866, Regulation (EU) 2016/679, Public Law 117–167.

One that is only cited (as required under Executive Order 12630) is no measure of the text: some sentence must begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import Segment
from pipeline.grammar.naming import Candidate, written

NUMBER = r"[A-Z]?[-–]?\d[\d]*(?:[-–/]\d+)*(?:/(?:EU|EC|EEC))?"
ACT = re.compile(
    rf"(?<![\w.])(?:(?:Executive Order|(?:Joint )?Secretarial Order|Public Law|"
    rf"Presidential Decree|Royal Decree|Circular|Proclamation)s?(?: (?:No|Nos|Number)\.?)? {NUMBER}"
    rf"|(?:Council |Commission |Framework )?(?:Directive|Regulation|Decision)(?: \((?:EU|EC|EEC|Euratom)\))?(?: No\.?)? \d+/\d+(?:/(?:EU|EC|EEC))?"
    rf"|(?:Decree|Law|Act|Decree-Law|Resolution)(?: No\.? ?|-)\d[\d/-]*(?: of (?:19|20)\d\d)?)(?![\w])"
)
BEGINS = re.compile(r"(?:[.;:!?)]\s|\n)(?:The )?\Z")
CONFIDENCE = 0.75


def numbered_acts(text: str, segment: Segment) -> Iterator[Candidate]:
    """The numbered acts of one segment."""
    for match in ACT.finditer(text, segment.start, segment.end):
        if BEGINS.search(text, max(0, match.start() - 6), match.start()) or match.start() == segment.start:
            yield Candidate("measure", match.start(), match.end(), written(match[0]), "measure.act", CONFIDENCE, "law")
