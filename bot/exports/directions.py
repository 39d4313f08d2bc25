"""What the report proposes to direct: for each agency in charge, what is open, as a table; and what is raised again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.domain.texts import N_, Text
from bot.exports.carried import since
from bot.exports.wording import vietnamese
from bot.screens.names import age

WIDTHS = (10.0, 70.0, 35.0, 27.0, 18.0)
"""Millimetres: number, content, lead, coordinating, day."""
_HEADS = (
    N_("Direction column: number"),
    N_("Direction column: content"),
    N_("Direction column: lead"),
    N_("Direction column: coordinating"),
    N_("Direction column: day"),
)
_REPEATED_SHOWN = 5
_DAY_OPEN = "…/…/…"
"""Left to whoever signs."""


def heads() -> list[str]:
    """Return the headings of the table."""
    return [vietnamese(Text(msgid)) for msgid in _HEADS]


def rows(snapshot: Mapping[str, Any]) -> list[list[str]]:
    """Return one row for each agency that is named in charge of something open; none of an older snapshot."""
    standing_body = snapshot["office"]["standing_body"]
    found = [(each["name"], _open(snapshot, each)) for each in snapshot.get("agencies", ()) if each["name"]]
    msgid = N_("Consider and settle {n:count} difficulties: {codes}")
    return [
        [str(number), vietnamese(Text(msgid, n=len(codes), codes=", ".join(codes))), name, standing_body, _DAY_OPEN]
        for number, (name, codes) in enumerate(((name, codes) for name, codes in found if codes), 1)
    ]


def _open(snapshot: Mapping[str, Any], agency: Mapping[str, Any]) -> list[str]:
    states = {each["code"]: DifficultyState(each["state"]) for each in snapshot["difficulties"]}
    return [code for code in agency["difficulties"] if states[code] in UNRESOLVED]


def raised_again(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the difficulties of earlier periods that were raised most often and are still open, each with its age."""
    found = [each for each in snapshot.get("carried", ()) if each["open"] and each["times"] > 1]
    most = sorted(found, key=lambda each: -int(each["times"]))[:_REPEATED_SHOWN]
    if not most:
        return
    yield vietnamese(Text("Raised several times and still open, most often first:"))
    msgid = N_("{code}, {field}, {member}: {age} (document)")
    for number, each in enumerate(most, 1):
        raised = age(each["times"], since(each))
        line = Text(msgid, code=each["code"], field=each["field"], member=each["organisation"], age=raised)
        yield f"- {vietnamese(line)}{'.' if number == len(most) else ';'}"
