"""What a file is by its content, whatever it is called, and why it is not kept."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.domain import compound_files, packages
from bot.domain.attachments import Family, Refusal, family_of

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"dex\n",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
)
"""Programs of Windows, Linux, macOS and Android, scripts that name their interpreter, shortcuts that start one."""
_PDF_BEGINS_WITHIN = 1024
"""Bytes; readers of PDF look so far for its mark."""


class Kind(StrEnum):
    """The kinds of content that are kept; the value is the extension a file without a name gets."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    DOC = "doc"
    DOCX = "docx"
    XLS = "xls"
    XLSX = "xlsx"


FAMILIES: Mapping[Kind, Family] = {
    Kind.JPEG: Family.PICTURE,
    Kind.PNG: Family.PICTURE,
    Kind.PDF: Family.PDF,
    Kind.DOC: Family.WORD,
    Kind.DOCX: Family.WORD,
    Kind.XLS: Family.EXCEL,
    Kind.XLSX: Family.EXCEL,
}


def examined(name: str, content: bytes) -> Kind | Refusal:
    """Return what a file is, or why it is not kept. Nothing is unpacked beyond stated limits; raises nothing.

    A name that says one family and a content of another is refused: nobody knows what its sender meant. A file without
    a name is what its content is.
    """
    found = _found(content)
    if isinstance(found, Refusal):
        return found
    named = family_of(name) if name else FAMILIES[found]
    return found if FAMILIES[found] is named else Refusal.CONTENT


def _found(content: bytes) -> Kind | Refusal:
    if not content:
        return Refusal.DAMAGED
    if content.startswith(_PROGRAMS):
        return Refusal.PROGRAM
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(packages.MAGIC):
        part = packages.examined(content)
        return part if isinstance(part, Refusal) else {"word": Kind.DOCX, "xl": Kind.XLSX}[part]
    if content.startswith(compound_files.MAGIC):
        stream = compound_files.examined(content)
        return stream if isinstance(stream, Refusal) else {"word": Kind.DOC, "excel": Kind.XLS}[stream]
    # Last, as its mark may stand behind other bytes, which another kind begins with.
    return Kind.PDF if b"%PDF-" in content[:_PDF_BEGINS_WITHIN] else Refusal.CONTENT
