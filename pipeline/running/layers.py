"""The cache of a run: each document's output of each stage, one file each, named by what it was made from.

`OUT/.layers/<unit>/<stage>.<key>-<digest>.msgpack` holds a layer; `<stage>.<key>.failed` says that the stage refused
the document. The unit is a document (the first 64 bits of its sha256) or `corpus`. The digest is of the layer's bytes,
so that what depends on it is known without reading it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.data import Failure
from pipeline.errors import InvariantError
from pipeline.running.atomic import TEMPORARY, write_atomic
from pipeline.running.fingerprint import digest

CORPUS = "corpus"
VERSION_FILE = "version"
VERSION = b"1\n"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers below `folder`."""

    folder: Path

    def prepare(self) -> None:
        """Makes the folder, and clears away what a killed run was writing.

        Raises:
            ConfigError: It cannot be written.
        """
        write_atomic(self.folder / VERSION_FILE, VERSION)
        for path in self.folder.glob(f"*/.*{TEMPORARY}"):
            path.unlink()

    def find(self, unit: str, stage: str, key: str) -> str | None:
        """The digest of a layer, or None where it is not there."""
        for path in (self.folder / unit).glob(f"{stage}.{key}-*.msgpack"):
            return path.stem.rpartition("-")[2]
        return None

    def read(self, unit: str, stage: str, key: str, *, kind: type[T]) -> T:
        """Reads a layer that `find` has found.

        Raises:
            InvariantError: Its bytes do not fit `kind`; it is removed, so that the next run makes it again.
        """
        found = self.find(unit, stage, key)
        path = self.folder / unit / f"{stage}.{key}-{found}.msgpack"
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=kind)
        except msgspec.DecodeError as error:
            path.unlink()
            raise InvariantError(f"{path}: not a layer of {stage}: {error}", advice="Run again.") from error

    def write(self, unit: str, stage: str, key: str, output: Any) -> str:
        """Writes a layer, removes those that the stage made of this unit before, and returns the new one's digest."""
        content = msgspec.msgpack.encode(output, order="deterministic")
        name = digest(content)
        self.forget(unit, stage)
        write_atomic(self.folder / unit / f"{stage}.{key}-{name}.msgpack", content)
        return name

    def find_failure(self, unit: str, stage: str, key: str) -> Failure | None:
        """The failure recorded under this key, if any."""
        path = self.folder / unit / f"{stage}.{key}.failed"
        return msgspec.msgpack.decode(path.read_bytes(), type=Failure) if path.is_file() else None

    def write_failure(self, unit: str, key: str, failure: Failure) -> None:
        """Records that the stage that `failure` names refused the unit."""
        self.forget(unit, failure.stage)
        write_atomic(self.folder / unit / f"{failure.stage}.{key}.failed", msgspec.msgpack.encode(failure))

    def forget(self, unit: str, stage: str) -> None:
        """Removes all that `stage` has recorded of the unit."""
        for path in (self.folder / unit).glob(f"{stage}.*"):
            path.unlink()
