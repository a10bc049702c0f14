"""Other ways in which a text writes a part of a measure: 种子产品的挖掘阶段, 种子产品挖掘, 挖掘阶段."""

from __future__ import annotations

import re

PHASE = re.compile(r"阶段\Z")


def variants(form: str) -> list[str]:
    """A track's name without 的, without 阶段, without the words before its last part."""
    found = [form.replace("的", "")] if "的" in form else []
    for base in [form, *found]:
        if PHASE.search(base) and len(base) >= 6:
            found.append(PHASE.sub("", base))
    if "的" in form and PHASE.search(form):
        found.append(form.rsplit("的", 1)[1])
    return [f for f in dict.fromkeys(found) if len(f) >= 4]
