"""Opens Office Open XML packages (ECMA-376): which document a ZIP archive holds, and its parts as trees, within bounds.

python-docx was weighed and left: it refuses files with a dangling relationship, a missing content type, or Strict
namespaces (its issues 797, 1351, 1455, 204), which office programs open, and has no footnotes, numbering or revisions.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pipeline.data import Notice
from pipeline.errors import DamagedFileError, TooLargeError

MOST_BYTES = 64 << 20  # of XML that a document's parts may unpack to: ten thousand pages of text
_CONTENT_TYPES = "[Content_Types].xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_REPAIR = "Open it in an office program, let it repair the file, and save it as DOCX or PDF."


@dataclass(slots=True)
class Package:
    """An open archive. `notices` say what of it was damaged."""

    archive: zipfile.ZipFile
    notices: list[Notice] = field(default_factory=list)
    _unpacked: int = 0

    @property
    def names(self) -> list[str]:
        """The names of its members, in the archive's order."""
        return self.archive.namelist()

    def types(self) -> dict[str, str]:
        """The content type of each part that names its own, by the part's name."""
        tree = self.tree(_CONTENT_TYPES)
        overrides = [] if tree is None else [e for e in tree if str(e.tag).endswith("}Override")]
        return {(e.get("PartName") or "").lstrip("/"): e.get("ContentType") or "" for e in overrides}

    def tree(self, name: str) -> Any:
        """The root of an XML part, or None where there is no such part.

        Raises:
            DamagedFileError: It cannot be unpacked or is no XML.
            TooLargeError: The parts unpack to too much.
        """
        from lxml import etree

        content = self.read(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:  # office files have none; entities are attacks
            raise DamagedFileError(f"{name} declares entities, which no office file does.", advice=_REPAIR)
        content = content.replace(_STRICT_W.encode(), _W.encode())
        try:
            return etree.fromstring(content, _parser(recover=False))
        except etree.XMLSyntaxError as error:
            root = etree.fromstring(content, _parser(recover=True))
            if root is None:
                raise DamagedFileError(f"{name} is no XML: {error.msg}.", advice=_REPAIR) from error
            message = f"{name} is damaged in line {error.lineno}; what could be read of it was."
            self.notices.append(Notice(page=None, error="DamagedFileError", message=message, advice=_REPAIR))
            return root

    def read(self, name: str) -> bytes | None:
        """A member's bytes; None where there is none. Its stated size bounds what is unpacked (`zipfile` stops there)."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        self._unpacked += info.file_size
        if self._unpacked > MOST_BYTES:
            message = f"The file unpacks to more than {MOST_BYTES >> 20} MiB of XML."
            raise TooLargeError(message, advice="Save it as PDF, or split it.")
        try:
            return self.archive.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise DamagedFileError(f"{name} cannot be unpacked: {error}.", advice=_REPAIR) from error


def open_package(content: bytes) -> Package:
    """Opens an archive.

    Raises:
        DamagedFileError: It is cut off or broken.
    """
    try:
        return Package(zipfile.ZipFile(BytesIO(content)))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        message = "The file begins as an archive (DOCX, perhaps) and is cut off or broken."
        raise DamagedFileError(message, advice="Get it again; the download may be incomplete.") from error


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover, remove_comments=True
    )
