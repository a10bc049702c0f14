"""Keys that say when a layer is still good: all that a stage's output depends on, hashed.

A layer's key covers the stage's name and version, the shape of what it gives, its section of the configuration, the
digests of the layers it reads, the versions of the project and its libraries and, for a stage with a `load`, the
package's data. Two runs with equal keys would write equal bytes, so the second one need not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline import __version__
from pipeline.config import Config, Section

if TYPE_CHECKING:
    from pipeline.flow import Stage

DISTRIBUTION = "policy-crosswalk"
DIGEST_CHARS = 16


def digest(content: bytes) -> str:
    """The first 64 bits of the sha256 of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()[:DIGEST_CHARS]


def combine(*parts: object) -> str:
    """The digest of `parts`, each of which msgspec can write as JSON."""
    return digest(msgspec.json.encode(parts, order="deterministic"))


def stage_bases(flow: Sequence[Stage], *, config: Config) -> dict[str, str]:
    """For each stage of the flow, the digest of all that its output depends on besides its inputs.

    A stage that loads something depends on the package's data: a document stage on the lexicon, a corpus stage on the
    page's templates and the model as well.
    """
    libraries = library_versions()
    lexicon, everything = package_data(config.embed.model)
    own_tables = hash_file(Path(config.normalise.rates))
    bases = {}
    for stage in flow:
        data = (lexicon if stage.scope == "document" else everything) if stage.load else ""
        data = combine(data, own_tables) if stage.name == "normalise" else data
        shape = msgspec.json.schema(stage.gives)
        bases[stage.name] = combine(stage.name, stage.version, shape, section_of(config, stage), data, libraries)
    return bases


def layer_key(base: str, inputs: Sequence[str]) -> str:
    """The key of the layer that a stage with this base makes of inputs with these digests, in the order of `needs`."""
    return combine(base, list(inputs))


def section_of(config: Config, stage: Stage) -> Section:
    """A stage's section of the configuration."""
    section: Section = getattr(config, stage.name)
    return section


def library_versions() -> dict[str, str]:
    """The project's version and those of the libraries that it is declared to need, by name."""
    versions = {DISTRIBUTION: __version__}
    try:
        requirements = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return versions
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in requirements if ";" not in requirement}
    return versions | {name: _version(name) for name in sorted(names)}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def package_data(model: str) -> tuple[str, str]:
    """Digests of the package's data: of the lexicon alone, and of lexicon, page and the model folder `model`."""
    package = Path(__file__).parents[1]
    lexicon = hash_folders([package / "lexicon"])
    homes = (package / model, package.parent / model, Path(model))
    models = [home for home in homes if home.is_dir()][:1]
    return lexicon, combine(lexicon, hash_folders([package / "page", *models]))


def hash_file(path: Path) -> str:
    """The digest of a file's content; empty where there is none."""
    return digest(path.read_bytes()) if path.is_file() else ""


def hash_folders(folders: Iterable[Path]) -> str:
    """The digest of all files below `folders`, by relative name and content; compiled Python is left out."""
    entries = []
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        entries += [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in files]
    return combine(entries)
