"""The columns of the tables, one schema per record kind; a column is named as the record's field."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, "pl.DataType | type[pl.DataType]"]

TEXT = pl.String
TEXTS = pl.List(pl.String)
NUMBER = pl.Decimal(38, 6)
COUNT = pl.Int64
SCORE = pl.Float64
TRUTH = pl.Boolean
BOXES = pl.List(pl.Struct({"page": COUNT, "x0": SCORE, "y0": SCORE, "x1": SCORE, "y1": SCORE}))

DOCUMENT: Schema = {
    "doc_id": TEXT,
    "source": TEXT,
    "sha256": TEXT,
    "title": TEXT,
    "languages": TEXTS,
    "text": TEXT,
}
MENTION: Schema = {
    "mention_id": TEXT,
    "doc_id": TEXT,
    "quote": TEXT,
    "start": COUNT,
    "end": COUNT,
    "page": COUNT,
    "rule": TEXT,
    "confidence": SCORE,
    "currency": TEXT,
    "bound": TEXT,
    "per": TEXTS,
    "role": TEXT,
    "year": TEXT,
    "conversion_of": TEXT,
    "numerator": NUMBER,
    "denominator": NUMBER,
}
MENTION_ADDED: Schema = {
    "type": TEXT,
    "min": NUMBER,
    "max": NUMBER,
    "min_duration": TEXT,
    "max_duration": TEXT,
    "min_years": NUMBER,
    "max_years": NUMBER,
    "period_from": TEXT,
    "period_to": TEXT,
    "sentence": TEXT,
    "boxes": BOXES,
}
"""Columns that are not a field of every value as it is: numbers of money and percentages, durations in both forms."""

ORGANISATION: Schema = {
    "organisation_id": TEXT,
    "names": TEXTS,
    "country": TEXT,
    "parent": TEXT,
    "doc_ids": TEXTS,
    "mentions": TEXTS,
    "entry": TEXT,
}
MEASURE: Schema = {
    "measure_id": TEXT,
    "names": TEXTS,
    "kind": TEXT,
    "country": TEXT,
    "parent": TEXT,
    "organisations": TEXTS,
    "instruments": TEXTS,
    "doc_ids": TEXTS,
    "mentions": TEXTS,
    "entry": TEXT,
}
FACT: Schema = {
    "fact_id": TEXT,
    "subject": TEXT,
    "subject_type": TEXT,
    "doc_id": TEXT,
    "mention_id": TEXT,
    "type": TEXT,
    "score": SCORE,
    "reason": TEXT,
}
CONVERTED: Schema = {
    "min": NUMBER,
    "max": NUMBER,
    "currency": TEXT,
    "year": COUNT,
    "year_stated": TRUTH,
    "rate": NUMBER,
    "source": TEXT,
    "steps": TEXTS,
}
"""Columns of a fact's conversion; in the table they carry the prefix `converted_`."""

COMPARABLE: Schema = {"min": NUMBER, "max": NUMBER, "year": COUNT}
"""Columns of a fact's amount by another method; in the table they carry the method as prefix."""

CLUSTER: Schema = {
    "cluster_id": TEXT,
    "label_zh": TEXT,
    "label_en": TEXT,
    "keywords_zh": TEXTS,
    "keywords_en": TEXTS,
    "measure_ids": TEXTS,
    "stability": SCORE,
    "language_mix": SCORE,
    "continues": TEXT,
    "overlap": SCORE,
}
BRANCH: Schema = {
    "branch_id": TEXT,
    "children": TEXTS,
    "distance": SCORE,
    "clusters": COUNT,
    "measures": COUNT,
    "label_zh": TEXT,
    "label_en": TEXT,
}
INSTRUMENT_CELL: Schema = {
    "country": TEXT,
    "instrument": TEXT,
    "measure_ids": TEXTS,
    "fact_ids": TEXTS,
    "role": TEXT,
    "value": TEXT,
    "low": NUMBER,
    "median": NUMBER,
    "high": NUMBER,
}
COUNTERPART: Schema = {
    "measure_id": TEXT,
    "counterpart_id": TEXT,
    "rank": COUNT,
    "score": SCORE,
    "cosine": SCORE,
    "reasons": TEXTS,
}
CLUSTER_RANGE: Schema = {
    "cluster_id": TEXT,
    "country": TEXT,
    "value": TEXT,
    "role": TEXT,
    "n": COUNT,
    "low": NUMBER,
    "median": NUMBER,
    "high": NUMBER,
    "unit": TEXT,
    "fact_ids": TEXTS,
}
CONFLICT: Schema = {"measure_id": TEXT, "value": TEXT, "fact_ids": TEXTS}
COVERAGE: Schema = {"measure_id": TEXT, "amount": TEXT}
FAILURE: Schema = {
    "source": TEXT,
    "doc_id": TEXT,
    "stage": TEXT,
    "page": COUNT,
    "error": TEXT,
    "message": TEXT,
    "advice": TEXT,
}

# Findings whose fields are called otherwise in the tables, where a column means the same everywhere.
PROFILE: Schema = {"measure_id": TEXT, "beneficiaries": TEXTS, "stages": TEXTS, "changes": TEXTS}
TIMELINE: Schema = {
    "measure_id": TEXT,
    "basis": TEXT,
    "runs_from": COUNT,
    "runs_to": COUNT,
    "runs_on": TRUTH,
    "budget_years": TEXTS,
    "fact_ids": TEXTS,
}
GAP: Schema = {"country": TEXT, "instrument": TEXT, "gap": TEXT, "value": TEXT, "measure_ids": TEXTS}
PRICE_RANGE: Schema = {
    "scope": TEXT,
    "key": TEXT,
    "country": TEXT,
    "value": TEXT,
    "role": TEXT,
    "method": TEXT,
    "n": COUNT,
    "low": NUMBER,
    "median": NUMBER,
    "high": NUMBER,
    "unit": TEXT,
    "fact_ids": TEXTS,
}
RANKING: Schema = {
    "scope": TEXT,
    "key": TEXT,
    "value": TEXT,
    "role": TEXT,
    "turned": TEXTS,
    "year_unknown": TEXTS,
    "order_market": TEXTS,
    "order_ppp": TEXTS,
    "order_constant_market": TEXTS,
    "order_constant_ppp": TEXTS,
}
UNRESOLVED: Schema = {
    "name_id": TEXT,
    "doc_id": TEXT,
    "of": TEXT,
    "form": TEXT,
    "times": COUNT,
    "page": COUNT,
    "quote": TEXT,
    "rule": TEXT,
    "nearest": TEXTS,
}
