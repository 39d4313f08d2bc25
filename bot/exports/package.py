"""Office files are zip packages; here they lose everything that the machine and the hour put into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from types import MappingProxyType

# What tells the kind of a file from its beginning looks for these first.
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_CORE = "docProps/core.xml"
_AT_ONCE = 1 << 16
"""Bytes that are compressed together."""
_CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>'
    "</cp:coreProperties>"
)


Edit = Callable[[bytes], Iterable[bytes]]
"""What becomes of the bytes of a part: the new ones piece by piece, as nobody needs them in one."""


def repack(package: bytes, title: str, taken_at: datetime, edits: Mapping[str, Edit] = MappingProxyType({})) -> bytes:
    """Return `package` (.docx or .xlsx) with entries in fixed order, dated 1980-01-01.

    Its core properties become `title` and `taken_at` (aware); no author is named.
    `edits` says by the name of a part what becomes of its bytes.
    """
    properties = _CORE_XML.format(
        title=escape(title, quote=False), at=f"{taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    ).encode()
    edits = {**edits, _CORE: lambda _: [properties]}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name not in _FIRST, name)):
            part = old.read(name)
            # Pieces are rows or less, of which there may be 40,000: compressing has to be called for each write.
            with io.BufferedWriter(new.open(_entry(name), "w"), _AT_ONCE) as written:
                written.writelines(edits[name](part) if name in edits else [part])
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # else it differs between Windows and the rest
    return entry
