"""What leaders have said of difficulties of the period; a snapshot in which nobody said anything has none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.directing import Direction
from bot.domain.texts import N_, Text
from bot.exports.cells import Again, Cell, Column
from bot.exports.sentences import listed
from bot.exports.wording import instant, vietnamese

_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Opinion column: at"), 16, Again.SAME),
    (N_("Opinion column: opinion"), 90, Again.NOTHING),
)
_SAID: Mapping[Direction, str] = {
    Direction.AGREED: N_("agreed to the proposal of the Standing Body: {words} (document)"),
    Direction.OWN: N_("{words} (opinion, document)"),
    Direction.URGED: N_("asked that it be urged (document)"),
}


def directed(snapshot: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return them in the order of the papers."""
    found: Sequence[Mapping[str, Any]] = snapshot.get("directed", ())
    return found


def annex_lines(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the list below the annex of the Word paper; nothing where there are none."""
    found = directed(snapshot)
    if not found:
        return
    yield vietnamese(Text("Opinions of leaders on difficulties (list below the annex):"))
    msgid = N_("{code}, {at:date}: {what} (document)")
    lines = [Text(msgid, code=each["code"], at=instant(each["at"]), what=_what(each)) for each in found]
    yield from (part for line in listed(map(vietnamese, lines)) for part in line.split("\n"))


def _what(each: Mapping[str, Any]) -> str:
    return vietnamese(Text(_SAID[Direction(each["direction"])], words=each["words"].rstrip(" .;")))


def columns() -> list[Column]:
    """Return the columns of the list in the workbook."""
    return [Column(vietnamese(Text(msgid)), width, again) for msgid, width, again in _COLUMNS]


def rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for each of them."""
    return [
        [number, each["code"], instant(each["at"]), _what(each)] for number, each in enumerate(directed(snapshot), 1)
    ]
