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

CLUSTER: Schema = {
    "cluster_id": TEXT,
    "label_zh": TEXT,
    "label_en": TEXT,
    "keywords_zh": TEXTS,
    "keywords_en": TEXTS,
    "measure_ids": TEXTS,
    "stability": SCORE,
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
