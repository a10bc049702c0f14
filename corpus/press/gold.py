"""Resolves a brief's marks to a gold record: offsets come from the text as it is written, never from a hand."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

PREFIX = {"money": "m", "duration": "d", "period": "y", "percent": "r", "ratio": "q"}
LISTS = {"money": "money", "duration": "durations", "period": "periods", "percent": "percents", "ratio": "ratios"}
ROLES = {"award", "budget", "contribution", "threshold", "fee", "other", "term", "statistic"}
BOUNDS = {"exact", "approx", "at_most", "at_least", "range"}
PER = {"year", "project", "topic", "month", "person", "institution", "patent"}
KINDS = {"programme", "track", "fund", "platform", "strategy", "law"}


def number(text: str) -> int | float:
    """`7.64e9` as 7640000000; fractions stay floats."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def bounds(value: str) -> tuple[str | None, str | None, str]:
    """`1..2`, `..5`, `5..`, `~5` or `5` as (lower, upper, bound); a range with `~` stays a range."""
    lower, dots, upper = value.lstrip("~").partition("..")
    if not dots:
        return lower, lower, "approx" if value.startswith("~") else "exact"
    if lower and upper:
        return lower, upper, "range"
    return (lower, None, "at_least") if lower else (None, upper, "at_most")


def mention(start: int, quote: str, spec: str) -> dict[str, Any]:
    """One mention without its id; `links` holds the ids after `>`."""
    kind, *words = spec.split()
    found: dict[str, Any] = {"type": kind, "quote": quote, "start": start, "end": start + len(quote)}
    if kind == "money":
        found["currency"] = words.pop(0)
    found |= _value(kind, words.pop(0))
    if kind == "money":
        found |= {"per": [], "role": None}
    for word in words:
        if word.startswith(">"):
            found["links"] = word[1:].split(",")
        elif word.startswith("per="):
            found["per"] = word[4:].split(",")
        elif word.startswith("year="):
            found["year"] = word[5:]
        elif word in ROLES:
            found["role"] = word
        else:
            raise ValueError(f"unknown word {word!r} in {quote!r}|{spec!r}")
    return found


def _value(kind: str, value: str) -> dict[str, Any]:
    if kind == "period":
        first, _, last = value.partition("/")
        return {"from": first, "to": last or None}
    lower, upper, bound = bounds(value)
    if kind == "ratio":
        above, below = (lower or upper or "").split("/")
        return {"numerator": number(above), "denominator": number(below), "bound": bound}
    if kind == "duration":
        return {"min": lower, "max": upper, "bound": bound}
    cast = float if kind == "percent" else number
    return {"min": cast(lower) if lower else None, "max": cast(upper) if upper else None, "bound": bound}


def record(stem: str, brief: dict[str, Any], spans: list[tuple[int, str, str, bool]]) -> dict[str, Any]:
    """The gold record. Values that stand on a scanned page go to `scanned`: no text layer holds them."""
    organisations = [{"parent": None, **o} for o in brief["organisations"]]
    measures = [_measure(m) for m in brief["measures"]]
    linked = {x["id"]: x for x in [*organisations, *measures]}
    sides: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    counts = dict.fromkeys(PREFIX, 0)
    for start, quote, spec, scanned in spans:
        found = mention(start, quote, spec)
        counts[found["type"]] += 1
        found = {"id": f"{PREFIX[found['type']]}{counts[found['type']]}", **found}
        links = found.pop("links", [])
        sides[scanned].append(found)
        for target in links if not scanned else []:
            linked[target].setdefault(LISTS[found["type"]], []).append(found["id"])
    gold = {"doc": stem, "title": {"zh": None, "en": None} | brief["title"], "language": brief["language"]}
    gold |= {"mentions": sides[False], "organisations": organisations, "measures": measures}
    return gold | ({"scanned": sides[True]} if sides[True] else {})


def _measure(raw: dict[str, Any]) -> dict[str, Any]:
    whole = {"id": raw["id"], "names": raw["names"], "kind": raw["kind"], "parent": raw.get("parent")}
    whole |= {"country": raw["country"], "organisations": raw.get("organisations", [])}
    return whole | {"instruments": raw.get("instruments", [])} | {key: [] for key in LISTS.values()}


def check(gold: dict[str, Any], text: str, instruments: frozenset[str]) -> list[str]:
    """Every way in which a gold record disagrees with its text or with the guidelines; empty when sound."""
    every = [*gold["mentions"], *gold.get("scanned", [])]
    wrong = [f"{m['id']}: text there is not {m['quote']!r}" for m in every if text[m["start"] : m["end"]] != m["quote"]]
    wrong += [f"{m['id']}: {problem}" for m in every for problem in _mention_problems(m)]
    ids = [x["id"] for x in [*every, *gold["organisations"], *gold["measures"]]]
    wrong += [f"id used twice: {i}" for i in sorted({i for i in ids if ids.count(i) > 1})]
    flat = re.sub(r"\s", "", text)
    named = [*gold["organisations"], *gold["measures"]]
    wrong += [f"{x['id']}: not in the text: {n}" for x in named for n in x["names"] if re.sub(r"\s", "", n) not in flat]
    for p in gold["measures"]:
        wrong += [f"{p['id']}: {problem}" for problem in _measure_problems(p, gold, instruments)]
    return wrong


def _mention_problems(m: dict[str, Any]) -> list[str]:
    wrong = []
    if m["type"] == "money" and (not re.fullmatch("[A-Z]{3}", m["currency"]) or m["role"] is None):
        wrong.append("money needs a currency and a role")
    if m["type"] in ("percent", "ratio") and m.get("role") not in ("term", "statistic"):
        wrong.append("shares need the role term or statistic")
    if not set(m.get("per", [])) <= PER:
        wrong.append(f"per {m['per']}")
    if m["type"] == "duration":
        ends = [m[k] for k in ("min", "max") if m[k] is not None]
        wrong += [f"duration {e}" for e in ends if not re.fullmatch(r"P\d+(\.\d+)?[YMWD]|PT\d+H", e)]
    if m.get("bound", "exact") not in BOUNDS or m["quote"] != m["quote"].strip():
        wrong.append("bound or quote")
    return wrong


def _measure_problems(p: dict[str, Any], gold: dict[str, Any], instruments: frozenset[str]) -> list[str]:
    known = {m["id"] for m in gold["mentions"]}
    wrong = [f"no mention {i}" for key in LISTS.values() for i in p[key] if i not in known]
    wrong += [f"no organisation {o}" for o in p["organisations"] if o not in {x["id"] for x in gold["organisations"]}]
    if p["parent"] and p["parent"] not in {x["id"] for x in gold["measures"]}:
        wrong.append(f"no parent {p['parent']}")
    if p["kind"] not in KINDS or not re.fullmatch("[A-Z]{2}|INT", p["country"]):
        wrong.append(f"kind {p['kind']} or country {p['country']}")
    return wrong + [f"unknown instrument {i}" for i in p["instruments"] if i not in instruments]


def dumps(gold: dict[str, Any]) -> str:
    """JSON with one mention, organisation or measure a line, so that a change shows as one line."""
    parts = []
    for key, value in gold.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f' "{key}": [\n  {rows}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
