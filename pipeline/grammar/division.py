"""Parts that a text says a measure has: 主要分为A、B、C三个阶段; 分成“X型”和“Y型”两种类型. Each part is a track."""

from __future__ import annotations

import re

from pipeline.data import Segment
from pipeline.grammar.naming import Candidate, written

COUNT = r"[二两三四五六七八九十\d]{1,2}\s?(?:个|种|大|项)?"
PART = r"(?:阶段|类型|子计划|专项|支柱|计划|项目|类别|类)"
BEFORE = re.compile(rf"(?:分为|分成|划分为|分作|设有|包括|由)(?P<items>[^。；;:：]{{4,110}}?)(?:等|这)?{COUNT}{PART}")
AFTER = re.compile(
    rf"(?:分为|分成|划分为|设有|包括)(?:以下)?{COUNT}{PART}[:：，,]\s?(?:即|分别(?:为|是)|一是)?(?P<items>[^。；;]{{4,140}})"
)
NAMED = re.compile(
    rf"[二两三四五六七八九十\d]{{1,2}}\s?(?:个|种|大|项|类)?{PART}(?:依次|分别)?(?:为|是|即|包括)[:：]?(?P<items>[^。；;:：]{{4,140}})"
)
ITEM = re.compile(r"[^、，,]+")
JOIN = re.compile(r"(?<=[”段型项类])(?:以及|和|与|及)(?=[“\u4e00-\u9fffA-Z])|以及")
PHASE = re.compile(r"阶段\Z")
ENDS = re.compile(r"(?:阶段|型|类|专项|计划|项目|基金|子计划|保护|建设|挖掘|验证|发展|支柱)\Z")


def parts(text: str, segment: Segment) -> list[Candidate]:
    """Tracks named by a sentence that divides a measure; at least two items, each short and nominal."""
    found: list[Candidate] = []
    for pattern in (BEFORE, AFTER, NAMED):
        for match in pattern.finditer(text, segment.start, segment.end):
            found += _items(text, match.start("items"), match.end("items"))
    return found


def _items(text: str, start: int, end: int) -> list[Candidate]:
    spans: list[tuple[int, int]] = []
    for piece in ITEM.finditer(text, start, end):
        cut = piece.start()
        for joint in JOIN.finditer(text, piece.start(), piece.end()):
            spans.append((cut, joint.start()))
            cut = joint.end()
        spans.append((cut, piece.end()))
    found = []
    for a, b in spans:
        form = written(text[a:b])
        if not 4 <= len(form) <= 22 or not ENDS.search(form):
            return []
        a += text[a:b].index(form[0])
        found.append(Candidate("measure", a, a + len(text[a:b].rstrip('”" ')), form, "measure.division", 0.8, "track"))
    return found if len(found) >= 2 else []


def variants(form: str) -> list[str]:
    """Other ways in which a text writes a track's name: without 的, without 阶段, without the words before its last part."""
    found = [form.replace("的", "")] if "的" in form else []
    for base in [form, *found]:
        if PHASE.search(base) and len(base) >= 6:
            found.append(PHASE.sub("", base))
    if "的" in form and PHASE.search(form):
        found.append(form.rsplit("的", 1)[1])
    return [f for f in dict.fromkeys(found) if len(f) >= 4]
