"""The difficulties by what they name of the law: provisions as they are cited, and codes of procedures.

A snapshot of before these were read has none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.texts import N_, Text
from bot.exports.cells import Again, Cell, Column
from bot.exports.sentences import listed, scoped
from bot.exports.wording import vietnamese

_NAMED_MOST, _CODES_MOST = 20, 10
"""The Word paper has so many lines, and so many codes in one; the workbook has all."""
_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Provision column: provision"), 80, Again.MARKED),
    (N_("Provision column: difficulties"), 12, Again.SAME),
    (N_("Provision column: codes"), 60, Again.NOTHING),
)


def named(snapshot: Mapping[str, Any]) -> Sequence[tuple[str, Sequence[str]]]:
    """Return what the difficulties name, with their codes: provisions first, then procedures."""
    provisions = [(each["name"], each["difficulties"]) for each in snapshot.get("provisions", ())]
    procedures = [
        (vietnamese(Text("Procedure code {code} (document)", code=each["name"])), each["difficulties"])
        for each in snapshot.get("procedures", ())
    ]
    return [*provisions, *procedures]


def paragraphs(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the difficulties by provision for the Word paper; nothing where none is named."""
    found = named(snapshot)
    if not found:
        return
    yield scoped(snapshot, vietnamese(Text("Difficulties by provision and procedure that they name:")))
    lines = [_line(name, codes) for name, codes in found[:_NAMED_MOST]]
    if len(found) > _NAMED_MOST:
        lines.append(vietnamese(Text("{n:count} more, listed in the workbook", n=len(found) - _NAMED_MOST)))
    yield from listed(lines)


def _line(name: str, codes: Sequence[str]) -> str:
    if len(codes) > _CODES_MOST:
        return vietnamese(Text("{name}: {n:count} difficulties (document)", name=name, n=len(codes)))
    msgid = N_("{name}: {n:count} difficulties ({codes}) (document)")
    return vietnamese(Text(msgid, name=name, n=len(codes), codes=", ".join(codes)))


def columns() -> list[Column]:
    """Return the columns of the list in the workbook."""
    return [Column(vietnamese(Text(msgid)), width, again) for msgid, width, again in _COLUMNS]


def rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for everything that is named."""
    return [[number, name, len(codes), ", ".join(codes)] for number, (name, codes) in enumerate(named(snapshot), 1)]
