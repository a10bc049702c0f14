"""What the golden files hold: four documents of the sample corpus after each document stage, in a compact, readable form."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec
from passages import Passage, settings

from pipeline.data import Source
from pipeline.read import read

CORPUS = Path(__file__).parents[1] / "corpus"
GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = ("zh01_astep", "zh05_clusters", "en02_wpi", "en04_awards")
STAGES = ("read", "segment", "extract", "link")


@cache
def opened(name):
    content = (CORPUS / f"{name}.pdf").read_bytes()
    source = Source(path=f"{name}.pdf", content=content, sha256=hashlib.sha256(content).hexdigest())
    return Passage(read(source, config=settings().read))


def compact(name, stage):
    """The stage's golden form."""
    return {"read": of_read, "segment": of_segment, "extract": of_extract, "link": of_link}[stage](opened(name))


def of_read(found):
    document = found.document
    return {
        "title": document.title,
        "languages": list(document.languages),
        "pages": len(document.pages),
        "tables": [[len({c.row for c in t.cells}), len({c.column for c in t.cells})] for t in document.tables],
        "blocks": [f"{b.page} {b.kind}: {document.text[b.start : b.end]}" for b in document.blocks],
    }


def of_segment(found):
    text = found.document.text
    return [
        {
            "kind": s.kind + (f" {s.level}" if s.level else ""),
            "language": s.language,
            "under": text[found.segments.items[s.section[-1]].start :][:12] if s.section else "",
            "sentences": [text[a.start : a.end] for a in s.sentences],
        }
        for s in found.segments.items
    ]


def of_extract(found):
    left_out = ("mention_id", "doc_id", "quote", "start", "end", "page", "boxes", "sentence", "segment", "confidence")
    return {
        "mentions": [f"{m.page} {m.quote} = " + " ".join(_fields(m, left_out)) for m in found.extraction.mentions],
        "names": [
            f"{n.page} {n.of} {n.form} ({n.rule}{', ' + n.entry if n.entry else ''})" for n in found.extraction.names
        ],
    }


def _fields(record, left_out):
    fields = msgspec.to_builtins(record)
    for name, value in fields.items():
        if name not in left_out and value not in (None, []):
            yield f"{name}:{'origin' if name == 'conversion_of' else value}"


def of_link(found):
    mentions = {m.mention_id: m.quote for m in found.extraction.mentions}
    measures = {m.key: m.names[0] for m in found.linked.measures}
    organisations = {o.key: o.names[0] for o in found.linked.organisations}
    return {
        "measures": [
            {
                "names": list(m.names),
                "kind": m.kind,
                "country": m.country,
                "parent": measures.get(m.parent),
                "organisations": [organisations[o] for o in m.organisations],
                "instruments": [c.instrument for c in m.codings],
                "links": [f"{mentions[x.mention_id]} ({x.reason}, {x.score})" for x in m.links],
            }
            for m in found.linked.measures
        ],
        "organisations": [
            {"names": list(o.names), "country": o.country, "parent": organisations.get(o.parent),
             "links": [mentions[x.mention_id] for x in o.links]}
            for o in found.linked.organisations
        ],
    }  # fmt: skip
