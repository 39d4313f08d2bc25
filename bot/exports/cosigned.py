"""The difficulties behind which several members stand; a snapshot of before this was kept names none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.texts import N_, Text
from bot.exports.cells import Again, Cell, Column
from bot.exports.sentences import listed, scoped
from bot.exports.wording import vietnamese

_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Annex column: member"), 44, Again.SAME),
    (N_("Annex column: field"), 24, Again.SAME),
    (N_("Co-signed column: members"), 14, Again.SAME),
)


def cosigned(snapshot: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return these difficulties, those with the most members first, then in the order of the annex."""
    found = [each for each in snapshot["difficulties"] if each.get("members", 1) > 1]
    return sorted(found, key=lambda each: -int(each["members"]))


def paragraphs(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the Word paper says of them; nothing where there are none."""
    found = cosigned(snapshot)
    if not found:
        return
    yield scoped(snapshot, vietnamese(Text("Difficulties that several members stand behind:")))
    msgid = N_("{code} ({field}): {members:count} members (document)")
    lines = [Text(msgid, code=each["code"], field=each["field"], members=each["members"]) for each in found]
    yield from listed(map(vietnamese, lines))


def columns() -> list[Column]:
    """Return the columns of the list in the workbook."""
    return [Column(vietnamese(Text(msgid)), width, again) for msgid, width, again in _COLUMNS]


def rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for each of them."""
    return [
        [number, each["code"], each["organisation"], each["field"], each["members"]]
        for number, each in enumerate(cosigned(snapshot), 1)
    ]
