"""FLOW: the nine stages, in order. A document flows through the first four alone; the other five see the whole corpus.

Each stage is a pure function in the file of its name. `needs` names the stages whose outputs it takes, in the order of its
parameters ("source" is the file itself). A document stage gets one document's outputs; a corpus stage gets, for each
document stage it needs, the tuple of all documents' outputs (sorted by doc_id), and for each corpus stage its one output.
`load` opens what a stage needs from disk (a model, a lexicon) once per worker; the stage gets it as `model=`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.cluster import cluster, open_labeller
from pipeline.compare import compare
from pipeline.data import (
    Clustering,
    Comparison,
    Dataset,
    Document,
    Extraction,
    Files,
    Linked,
    Segments,
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
    """One step of the flow. Raise `version` whenever the stage's output for the same input changes."""

    name: str
    version: int
    run: Callable[..., Any]
    needs: tuple[str, ...]
    gives: Any
    scope: Literal["document", "corpus"] = "document"
    load: Callable[..., Any] | None = None


FLOW = (
    Stage("read", 4, read, needs=("source",), gives=Document, load=open_reader),
    Stage("segment", 4, segment, needs=("read",), gives=Segments, load=open_segmenter),
    Stage("extract", 3, extract, needs=("read", "segment"), gives=Extraction, load=open_grammar),
    Stage("link", 3, link, needs=("read", "segment", "extract"), gives=Linked, load=open_linker),
    Stage(
        "normalise", 3, normalise, needs=("read", "extract", "link"), gives=Dataset, scope="corpus", load=open_authority
    ),
    Stage("embed", 1, embed, needs=("read", "normalise"), gives=Vectors, scope="corpus", load=open_encoder),
    Stage(
        "cluster",
        1,
        cluster,
        needs=("read", "segment", "normalise", "embed"),
        gives=Clustering,
        scope="corpus",
        load=open_labeller,
    ),
    Stage("compare", 2, compare, needs=("extract", "normalise", "embed", "cluster"), gives=Comparison, scope="corpus"),
    Stage(
        "report",
        1,
        report,
        needs=("read", "extract", "normalise", "cluster", "compare"),
        gives=Files,
        scope="corpus",
        load=open_page,
    ),
)
