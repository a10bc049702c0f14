"""Reads the lexicon: CSV and TOML files beside this module, each row into a typed struct.

A row that does not fit its struct is an error that names the file and the row: a lexicon is edited by hand.
"""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.errors import ConfigError

Row = TypeVar("Row", bound=msgspec.Struct)


def read_rows(name: str, kind: type[Row]) -> tuple[Row, ...]:
    """Reads `name` (a CSV file with a header row) into structs of `kind`.

    Empty cells are left to the struct's default. Fields typed as tuples are written `a|b|c`.

    Raises:
        ConfigError: A row does not fit.
    """
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return parse_rows(text, kind, origin=f"lexicon/{name}")


def read_file(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Reads a user's own CSV file (UTF-8, with or without BOM) as `read_rows` does.

    Raises:
        ConfigError: The file cannot be read, or a row does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: cannot be read: {why}", advice="Give a CSV file in UTF-8.") from error
    return parse_rows(text, kind, origin=str(path))


def parse_rows(text: str, kind: type[Row], *, origin: str) -> tuple[Row, ...]:
    """Reads CSV text into structs of `kind`; `origin` names it in errors.

    Raises:
        ConfigError: A row does not fit.
    """
    lists = {f.name for f in msgspec.structs.fields(kind) if getattr(f.type, "__origin__", None) is tuple}
    rows = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        values = {k: v.split("|") if k in lists else v for k, v in row.items() if k and v}
        try:
            rows.append(msgspec.convert(values, kind, strict=False))
        except msgspec.ValidationError as error:
            columns = ", ".join(f.encode_name for f in msgspec.structs.fields(kind))
            raise ConfigError(f"{origin}, line {number}: {error}", advice=f"Its columns: {columns}.") from error
    return tuple(rows)


def read_toml(name: str) -> dict[str, Any]:
    """Reads `name`, a TOML file of the lexicon."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
