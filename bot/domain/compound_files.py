"""Office files of the older form (.doc, .xls): the names of what is in them, from their directory alone."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.attachments import Refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_HEADER_SECTORS = 109
_NONE = 0xFFFFFFFA
"""From here on numbers of sectors are marks: of an end, of a free sector."""
_ROOT = 5
_MACROS = frozenset({"_vba_project", "_vba_project_cur", "vba", "macros"})
_LOCKED = frozenset({"encryptedpackage", "encryptioninfo"})
_KINDS = {"worddocument": "word", "workbook": "excel", "book": "excel"}


@dataclass(frozen=True)
class _Entry:
    """An entry of the directory: its name, what it is, and its neighbours and children in the tree."""

    name: str
    kind: int
    left: int
    right: int
    child: int


def examined(content: bytes) -> str | Refusal:
    """Return "word" or "excel" as a file is a document of either, or why it is not kept; raises nothing.

    Macros are told by the storage they stand in, at whatever depth. Macro sheets of Excel 4 and passwords of Word and
    Excel before 2007 do not show here.
    """
    try:
        entries = list(_directory(content))
    except (struct.error, ValueError, IndexError, UnicodeDecodeError):
        return Refusal.DAMAGED
    names = {entry.name for entry in entries}
    if names & _LOCKED:
        return Refusal.LOCKED
    if names & _MACROS:
        return Refusal.MACROS
    # A document in it has the same names: what it is stands at the top.
    return next((_KINDS[name] for name in _at_the_top(entries) if name in _KINDS), Refusal.CONTENT)


def _directory(content: bytes) -> Iterator[_Entry]:
    shift, first = struct.unpack_from("<H", content, 30)[0], struct.unpack_from("<I", content, 48)[0]
    if shift not in (9, 12):
        raise ValueError
    sector = 1 << shift
    table = _allocation(content, sector)
    for number in _chain(table, first):
        for at in range(_at(number, sector), _at(number + 1, sector), _ENTRY):
            entry = _entry(content[at : at + _ENTRY])
            if entry:
                yield entry


def _entry(cells: bytes) -> _Entry | None:
    length, kind = struct.unpack_from("<HB", cells, 64)
    left, right, child = struct.unpack_from("<III", cells, 68)
    name = cells[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").casefold()
    # Free entries keep their place: the others name each other by number.
    return _Entry(name if kind else "", kind, left, right, child)


def _allocation(content: bytes, sector: int) -> list[int]:
    """Which sector follows each sector."""
    listed = [*struct.unpack_from(f"<{_HEADER_SECTORS}I", content, 76)]
    more, count = struct.unpack_from("<II", content, 68)
    per = sector // 4
    # A list that names itself would have no end.
    for _ in range(min(count, len(content) // sector)):
        if more >= _NONE:
            break
        *numbers, more = struct.unpack_from(f"<{per}I", content, _at(more, sector))
        listed += numbers
    table: list[int] = []
    for number in listed:
        if number < _NONE:
            table += struct.unpack_from(f"<{per}I", content, _at(number, sector))
        if len(table) * sector > len(content) + per * sector:
            break
    return table


def _chain(table: list[int], first: int) -> Iterator[int]:
    seen: set[int] = set()
    number = first
    while number < _NONE:
        if number in seen:
            raise ValueError
        seen.add(number)
        yield number
        number = table[number]


def _at_the_top(entries: list[_Entry]) -> Iterator[str]:
    """The names right below the root."""
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    waiting, seen = [root.child] if root else [], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            yield entries[number].name
            waiting += (entries[number].left, entries[number].right)


def _at(number: int, sector: int) -> int:
    return (number + 1) * sector
