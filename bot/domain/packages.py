"""Office packages of the newer form (.docx, .xlsx): what their list of parts says, without unpacking them.

What would unpack to too much is told by the list at the end of the package; parts are read only as far as a stated
limit, and only those that hold another document.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.domain import compound_files
from bot.domain.attachments import Refusal

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MOST_PARTS = 10_000
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together, as the list states them."""
MOST_RATIO = 200
"""So many times its own size a package may unpack to; asked where it unpacks to more than `_LITTLE`."""
MOST_NESTED = 2
"""So deep documents may stand in documents: a workbook in a letter, a picture's data in that."""
_LITTLE = 20 * 1024 * 1024
_LIST_BYTES = 2 * 1024 * 1024
_TYPES_BYTES = 1024 * 1024
_NESTED_BYTES = 20 * 1024 * 1024
_TYPES = "[content_types].xml"
_PROGRAM_ENDS = (
    ".exe",
    ".dll",
    ".scr",
    ".com",
    ".bat",
    ".cmd",
    ".ps1",
    ".vbs",
    ".js",
    ".msi",
    ".lnk",
    ".jar",
    ".class",
)
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_SPOILS = frozenset({Refusal.PROGRAM, Refusal.MACROS, Refusal.BOMB, Refusal.LOCKED})
_BROKEN = (BadZipFile, struct.error, zlib.error, ValueError, OverflowError, NotImplementedError, RuntimeError, EOFError)
_BROKEN_TOO = (LookupError, OSError)
"""What the library raises on lists that no program writes."""


def examined(content: bytes, depth: int = 0) -> str | Refusal:
    """Return "word" or "xl" as a package is a document of either, or why it is not kept; raises nothing."""
    try:
        if _list_size(content) > _LIST_BYTES:
            return Refusal.BOMB
        with ZipFile(io.BytesIO(content)) as package:
            return _examined(package, len(content), depth)
    except _BROKEN + _BROKEN_TOO:
        return Refusal.DAMAGED


def _list_size(content: bytes) -> int:
    """How large the list of parts says it is: the library would read all of it before anything can be asked."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0:
        raise BadZipFile
    return int(struct.unpack_from("<I", content, end + 12)[0])


def _examined(package: ZipFile, size: int, depth: int) -> str | Refusal:
    parts = package.infolist()
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        return Refusal.LOCKED
    if _unpacks_to_too_much(parts, size):
        return Refusal.BOMB
    if any(name.endswith(_PROGRAM_ENDS) or name == "androidmanifest.xml" for name in names):
        return Refusal.PROGRAM
    if any(name.rpartition("/")[2] in _MACRO_PARTS or "/macrosheets/" in f"/{name}" for name in names):
        return Refusal.MACROS
    if _TYPES not in names:
        return Refusal.CONTENT
    # The parts may be written in UTF-16, in which every other byte of these words is empty.
    types = _read(package, parts[names.index(_TYPES)], _TYPES_BYTES).replace(b"\x00", b"").lower()
    if b"macroenabled" in types:
        return Refusal.MACROS
    for part in _nested(parts):
        why = _why_not(_read(package, part, _NESTED_BYTES), depth + 1)
        if why:
            return why
    return next(
        (folder for folder in ("word", "xl") if any(n.startswith(f"{folder}/") for n in names)), Refusal.CONTENT
    )


def _unpacks_to_too_much(parts: list[ZipInfo], size: int) -> bool:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return True
    # Parts that take more room than there is share it: the same bytes unpacked again and again.
    return packed > size or (unpacked > _LITTLE and unpacked > MOST_RATIO * size)


def _nested(parts: list[ZipInfo]) -> Iterator[ZipInfo]:
    """The parts that may be documents themselves."""
    for part in parts:
        name = part.filename.casefold()
        if "embeddings/" in name or name.endswith((".docx", ".xlsx", ".docm", ".xlsm", ".zip", ".doc", ".xls")):
            yield part


def _read(package: ZipFile, part: ZipInfo, most: int) -> bytes:
    """As much of a part as is looked at; a part that is larger than that is not looked at to its end."""
    with package.open(part) as file:
        return file.read(most)


def _why_not(content: bytes, depth: int) -> Refusal | None:
    """Why a part spoils the whole; what is merely of another kind does not."""
    if content.startswith(b"MZ"):
        return Refusal.PROGRAM
    found: str | Refusal = ""
    if content.startswith(MAGIC):
        found = examined(content, depth) if depth <= MOST_NESTED else Refusal.BOMB
    elif content.startswith(compound_files.MAGIC):
        found = compound_files.examined(content)
    return found if isinstance(found, Refusal) and found in _SPOILS else None
