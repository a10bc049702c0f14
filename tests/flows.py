"""A small flow for tests of the machinery: real records, no libraries, and documents that misbehave on demand."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pipeline.data import (
    Clustering,
    Comparison,
    Converted,
    Coverage,
    Dataset,
    Document,
    Extraction,
    Fact,
    Files,
    Linked,
    Measure,
    Money,
    NamedFile,
    Notice,
    Page,
    Segment,
    Segments,
    Sheet,
    Sheets,
    Span,
    Vectors,
)
from pipeline.errors import DamagedPdfError, EmptyFileError, MissingModelError
from pipeline.flow import Stage


def read(source, *, config):
    """Reads plain text; the first word may ask for trouble."""
    text = source.content.decode("utf-8")
    word = text.partition(" ")[0]
    if not text:
        raise EmptyFileError("The file is empty.", advice="Get the file again.")
    if word == "DAMAGED":
        raise DamagedPdfError("Not a document.", advice="Get the file again.", page=2)
    if word == "FATAL" or (word == "FRAGILE" and not source.careful):
        os.kill(os.getpid(), signal.SIGABRT)
    if word == "SURROGATE":
        text = "\ud800"
    notice = Notice(page=1, error="NoTextLayerError", message="Page 1 has no text.", advice="Run OCR on it.")
    return Document(
        doc_id=source.sha256[:12],
        source=source.path,
        sha256=source.sha256,
        title=text[:10],
        languages=("en",),
        text=text,
        pages=(Page(number=1, width=100, height=100, start=0, end=len(text)),),
        blocks=(),
        lines=(),
        notices=(notice,) if word == "SCANNED" else (),
    )


def segment(document, *, config, model):
    """One segment; breaks on demand."""
    word = document.text.partition(" ")[0]
    if word == "CRASH":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "SLOW":
        time.sleep(60)
    if word == "HUNGRY":
        bytearray(2**31)
    if word == "BUG":
        raise KeyError("surprise")
    if word == "NOMODEL":
        raise MissingModelError("models/x is missing", advice="Install it.")
    whole = Segment(segment=0, kind="paragraph", start=0, end=len(document.text), page=1, language="en")
    return Segments(items=(whole,))


def open_segmenter():
    """Any object."""
    return object()


def extract(document, segments, *, config):
    """Each word of digits is an amount; `LYING` documents misquote."""
    mentions = []
    place = 0
    for word in document.text.split(" "):
        if word.isdigit():
            quote = "9" if document.text.startswith("LYING") else word
            mentions.append(_money(document, quote, Span(place, place + len(word))))
        place += len(word) + 1
    return Extraction(mentions=tuple(mentions), names=())


def _money(document, quote, span):
    amount = Decimal(f"{quote}E+6")
    return Money(
        mention_id=hashlib.sha256(f"{document.doc_id}:{span.start}".encode()).hexdigest()[:12],
        doc_id=document.doc_id,
        quote=quote,
        start=span.start,
        end=span.end,
        page=1,
        boxes=(),
        sentence=Span(0, len(document.text)),
        segment=0,
        rule="digits",
        confidence=1.0,
        min=amount,
        max=amount,
        currency="EUR",
        bound="exact",
    )


def link(document, extraction, *, config):
    """Links nothing."""
    return Linked(doc_id=document.doc_id, measures=(), organisations=())


def normalise(documents, extractions, linked, *, config):
    """One measure per document, named as its first word."""
    measures, facts = [], []
    for document, extraction in zip(documents, extractions, strict=True):
        measures.append(_measure(document, extraction))
        facts += [_fact(mention) for mention in extraction.mentions]
    return Dataset(measures=tuple(measures), organisations=(), facts=tuple(facts))


def _measure(document, extraction):
    return Measure(
        measure_id=f"m-{document.doc_id}",
        names=(document.text.partition(" ")[0],),
        kind="programme",
        country="EU",
        parent=None,
        organisations=(),
        instruments=(),
        doc_ids=(document.doc_id,),
        mentions=tuple(mention.mention_id for mention in extraction.mentions),
    )


def _fact(mention):
    converted = Converted(
        min=mention.min,
        max=mention.max,
        currency="USD",
        year=2020,
        year_stated=False,
        rate=Decimal("1.10"),
        source="test",
        steps=("x",),
    )
    return Fact(
        fact_id=f"f-{mention.mention_id}",
        subject=f"m-{mention.doc_id}",
        subject_type="measure",
        doc_id=mention.doc_id,
        mention_id=mention.mention_id,
        type="money",
        score=1.0,
        reason="test",
        converted=converted,
    )


def embed(dataset, *, config):
    """No vectors."""
    return Vectors(ids=tuple(m.measure_id for m in dataset.measures), dimension=0, values=b"", model="none")


def cluster(vectors, *, config):
    """No cluster took anything."""
    return Clustering(clusters=(), outliers=dict.fromkeys(vectors.ids))


def compare(dataset, clustering, *, config):
    """Says of each measure that its amount is stated."""
    return Comparison(findings=tuple(Coverage(measure_id=m.measure_id, amount="stated") for m in dataset.measures))


def crop(source, document, *, config):
    """Looks at the source again; over `POSTER` documents the worker dies or takes too long, unless it is careful."""
    word = document.text.partition(" ")[0]
    if word == "POSTER" and not source.careful:
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "ENDLESS" and not source.careful:
        time.sleep(60)
    page = Sheet(doc_id=document.doc_id, page=1, width=100, height=100, lines=(), crops=())
    return Sheets(items=(page,))


def report(documents, comparison, sheets, failures, *, config):
    """One page."""
    lines = [f"{document.source}: {document.doc_id}" for document in documents]
    lines += [f"failed: {failure.source}" for failure in failures]
    return Files(items=(NamedFile(path="report/index.html", content="\n".join(lines).encode()),))


FAKE_FLOW = (
    Stage("read", 1, read, needs=("source",), gives=Document),
    Stage("segment", 1, segment, needs=("read",), gives=Segments, load=open_segmenter),
    Stage("extract", 1, extract, needs=("read", "segment"), gives=Extraction),
    Stage("link", 1, link, needs=("read", "extract"), gives=Linked),
    Stage("normalise", 1, normalise, needs=("read", "extract", "link"), gives=Dataset, scope="corpus"),
    Stage("embed", 1, embed, needs=("normalise",), gives=Vectors, scope="corpus"),
    Stage("cluster", 1, cluster, needs=("embed",), gives=Clustering, scope="corpus"),
    Stage("compare", 1, compare, needs=("normalise", "cluster"), gives=Comparison, scope="corpus"),
    Stage("crop", 1, crop, needs=("source", "read"), gives=Sheets),
    Stage("report", 1, report, needs=("read", "compare", "crop", "failures"), gives=Files, scope="corpus"),
)


def raised(name):
    """The fake flow with the stage's version raised by one."""
    return tuple(replace(s, version=s.version + 1) if s.name == name else s for s in FAKE_FLOW)


def write_documents(folder: Path, texts: dict[str, str]) -> Path:
    """Writes text files and gives the folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
