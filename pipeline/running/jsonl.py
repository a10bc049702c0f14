"""JSON Lines as the dataset has them: one record a line, amounts as plain numbers, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from pipeline.errors import InvariantError

Row = TypeVar("Row")

# What msgspec may write for a Decimal and JSON readers stumble over: an exponent, or no number at all.
ODD_NUMBER = re.compile(rb"[:\[,]-?(?:\d+(?:\.\d+)?E[+-]?\d|s?NaN|Infinity)")


def encode_lines(rows: Iterable[Any]) -> bytes:
    """One line of JSON per record, each ended by a line feed; UTF-8.

    Raises:
        InvariantError: A record holds an amount that is not a number.
    """
    encoder = msgspec.json.Encoder(decimal_format="number", order="deterministic")
    amounts: dict[type, bool] = {}
    lines = []
    for row in rows:
        if type(row) not in amounts:
            amounts[type(row)] = b'"decimal"' in msgspec.json.encode(msgspec.json.schema(type(row)))
        lines.append(_plain(encoder, row) if amounts[type(row)] else encoder.encode(row))
    return b"".join(line + b"\n" for line in lines)


def decode_lines(content: bytes, kind: type[Row]) -> list[Row]:
    """The records of a JSON Lines file; empty lines are passed over.

    Raises:
        msgspec.DecodeError: A line is not a record of this kind.
    """
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(line) for line in content.split(b"\n") if line.strip()]


def json_schema(kind: Any) -> bytes:
    """The JSON Schema of a record, indented; amounts are numbers, as `encode_lines` writes them."""
    schema = _numbers(msgspec.json.schema(kind))
    compact = msgspec.json.encode(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, order="deterministic"
    )
    return msgspec.json.format(compact, indent=2) + b"\n"


def _plain(encoder: msgspec.json.Encoder, row: Any) -> bytes:
    line = encoder.encode(row)
    if not ODD_NUMBER.search(line):
        return line
    builtins = msgspec.to_builtins(row, builtin_types=(Decimal,), order="deterministic")
    return msgspec.json.encode(_respelled(builtins))


def _respelled(value: Any) -> Any:
    """The same value with every Decimal written out: 20000000, not 2E+7."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvariantError(f"An amount is not a number: {value}")
        return msgspec.Raw(format(value, "f").encode())
    if isinstance(value, dict):
        return {key: _respelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_respelled(item) for item in value]
    return value


def _numbers(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return {"type": "number"}
        return {key: _numbers(item) for key, item in schema.items()}
    return [_numbers(item) for item in schema] if isinstance(schema, list) else schema
