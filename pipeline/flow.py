"""FLOW: the ten stages, in order. A document flows through the first four alone; the others see the whole corpus.

Only `crop`, before the last, looks at one document again: it cuts out what the report shows as evidence.

Each stage is a pure function in the file of its name. `needs` names the stages whose outputs it takes, in the order of its
parameters. A document stage gets one document's outputs, and the file itself as "source"; a corpus stage gets, for each
document stage it needs, the tuple of all documents' outputs (sorted by doc_id), for each corpus stage its one output, and
as "failures" what became of the documents that have no outputs. `load` opens what a stage needs from disk
(a model, a lexicon) once per worker; the stage gets it as `model=`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.cluster import cluster, open_labeller
from pipeline.compare import compare, open_traits
from pipeline.crop import crop, open_painter
from pipeline.data import (
    Clustering,
    Comparison,
    Dataset,
    Document,
    Extraction,
    Files,
    Linked,
    Segments,
    Sheets,
    Vectors,
)
from pipeline.embed import embed, open_encoder
from pipeline.extract import extract, open_grammar
from pipeline.link import link, open_linker
from pipeline.normalise import normalise, open_authority
from pipeline.read import open_reader, read
from pipeline.report import open_page, report
from pipeline.segment import open_segmenter, segment


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the flow. Raise `version` whenever the stage's output for the same input changes.

    A stage that `remembers` also gets `previous=`: what it gave in the run before this one, or None.
    """

    name: str
    version: int
    run: Callable[..., Any]
    needs: tuple[str, ...]
    gives: Any
    scope: Literal["document", "corpus"] = "document"
    load: Callable[..., Any] | None = None
    remembers: bool = False


FLOW = (
    Stage("read", 8, read, needs=("source",), gives=Document, load=open_reader),
    Stage("segment", 8, segment, needs=("read",), gives=Segments, load=open_segmenter),
    Stage("extract", 10, extract, needs=("read", "segment"), gives=Extraction, load=open_grammar),
    Stage("link", 6, link, needs=("read", "segment", "extract"), gives=Linked, load=open_linker),
    Stage(
        "normalise", 6, normalise, needs=("read", "extract", "link"), gives=Dataset, scope="corpus", load=open_authority
    ),
    Stage("embed", 2, embed, needs=("read", "normalise"), gives=Vectors, scope="corpus", load=open_encoder),
    Stage(
        "cluster",
        3,
        cluster,
        needs=("read", "segment", "normalise", "embed"),
        gives=Clustering,
        scope="corpus",
        load=open_labeller,
        remembers=True,
    ),
    Stage(
        "compare",
        3,
        compare,
        needs=("read", "extract", "normalise", "embed", "cluster"),
        gives=Comparison,
        scope="corpus",
        load=open_traits,
    ),
    Stage("crop", 1, crop, needs=("source", "read", "extract"), gives=Sheets, load=open_painter),
    Stage(
        "report",
        3,
        report,
        needs=("read", "extract", "normalise", "cluster", "compare", "crop", "failures"),
        gives=Files,
        scope="corpus",
        load=open_page,
    ),
)
