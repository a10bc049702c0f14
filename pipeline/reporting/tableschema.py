"""Table Schemas (Data Package v2): of the tables by their columns, of the records by their JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import polars as pl

from pipeline.data import Clustering, Comparison, Dataset
from pipeline.reporting.codebook import Codebook
from pipeline.reporting.joined import joined_frames
from pipeline.reporting.labels import Labels
from pipeline.reporting.tables import Records

SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
KEYS: Mapping[str, str] = {
    **{"measures": "measure_id", "organisations": "organisation_id", "sources": "doc_id", "documents": "doc_id"},
    **{"mentions": "mention_id", "facts": "fact_id", "clusters.jsonl": "cluster_id", "names": "name_id"},
}
"""The column that tells the rows of a table apart."""

Descriptor = dict[str, Any]


def joined_schemas(codebook: Codebook) -> dict[str, Descriptor]:
    """The schema of each table that lies beside the report, by its name; they are the same for all records."""
    nothing = Records((), (), Dataset(measures=(), organisations=(), facts=()), _NO_CLUSTERS, Comparison(findings=()))
    return {name: frame_schema(name, frame, codebook) for name, frame in joined_frames(nothing, Labels()).items()}


_NO_CLUSTERS = Clustering(clusters=(), outliers={})


def frame_schema(name: str, frame: pl.DataFrame, codebook: Codebook) -> Descriptor:
    """The schema of a table as `to_csv` writes it."""
    fields = [_field(column, kind, codebook) for column, kind in frame.schema.items()]
    return {"$schema": SCHEMA, "fields": fields, "missingValues": [""], **_key(KEYS.get(name), frame.columns)}


def record_schema(name: str, kind: Any) -> Descriptor:
    """The schema of a JSON Lines file of records: one field for each that some record has."""
    schema = msgspec.json.schema(kind)
    shapes = _shapes(schema, schema.get("$defs", {}))
    names = list(dict.fromkeys(field for shape in shapes for field in shape["properties"]))
    fields = [_record_field(field, shapes, schema.get("$defs", {})) for field in names]
    return {"$schema": SCHEMA, "fields": fields, **_key(KEYS.get(f"{name}.jsonl", KEYS.get(name)), names)}


def _key(column: str | None, columns: Sequence[str]) -> Descriptor:
    return {"primaryKey": [column]} if column in columns else {}


def _field(column: str, kind: pl.DataType, codebook: Codebook) -> Descriptor:
    entry = codebook.columns[column]
    return {
        "name": column,
        "type": _csv_type(kind),
        "title": entry.both,
        "description": f"{entry.about_en} {entry.about_zh}",
    }


def _csv_type(kind: pl.DataType) -> str:
    """The type of a column's cells in CSV, where lists are text."""
    if kind.is_integer():
        return "integer"
    if kind.is_numeric():
        return "number"
    return "boolean" if kind == pl.Boolean else "string"


def _shapes(schema: Descriptor, known: Mapping[str, Descriptor]) -> list[Descriptor]:
    """The structs that a record may be."""
    if "$ref" in schema:
        return _shapes(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return [shape for part in schema["anyOf"] for shape in _shapes(part, known)]
    return [schema]


def _record_field(name: str, shapes: Sequence[Descriptor], known: Mapping[str, Descriptor]) -> Descriptor:
    types = {_json_type(shape["properties"][name], known) for shape in shapes if name in shape["properties"]}
    required = all(name in shape.get("required", ()) for shape in shapes) and "any" not in types
    nullable = any(_is_nullable(shape["properties"].get(name, {})) for shape in shapes)
    field: Descriptor = {"name": name, "type": types.pop() if len(types) == 1 else "any"}
    return {**field, "constraints": {"required": True}} if required and not nullable else field


def _is_nullable(schema: Descriptor) -> bool:
    return any(part.get("type") == "null" for part in schema.get("anyOf", ()))


def _json_type(schema: Descriptor, known: Mapping[str, Descriptor]) -> str:
    """The Table Schema type of a JSON value."""
    if "$ref" in schema:
        return _json_type(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        types = {_json_type(part, known) for part in schema["anyOf"] if part.get("type") != "null"}
        return types.pop() if len(types) == 1 else "any"
    if schema.get("format") == "decimal":
        return "number"
    if "enum" in schema or "const" in schema:
        return "string"
    return str(schema.get("type", "any"))
