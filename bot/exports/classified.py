"""What the desk says of difficulties otherwise than their members, or besides, as both files show it.

A snapshot of before the desk could say so, and one in which it said nothing, has none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.classifying import Matter
from bot.domain.texts import N_, Text
from bot.exports.cells import Again, Cell, Column
from bot.exports.wording import vietnamese
from bot.screens.names import MATTERS

_CHOSEN, _TITLE = "chosen", Matter.TITLE.value
_CAUSE, _AFFECTED, _OUTSIDE = Matter.CAUSE.value, Matter.AFFECTED.value, Matter.OUTSIDE.value
_BESIDE: Mapping[str, tuple[str, int]] = {
    _CHOSEN: (N_("Annex column: chosen by the member"), 24),
    _TITLE: (N_("Annex column: title"), 24),
    _CAUSE: (N_("Annex column: cause"), 30),
    _AFFECTED: (N_("Annex column: who is affected"), 30),
    _OUTSIDE: (N_("Annex column: code in another system"), 20),
}


def notes(difficulty: Mapping[str, Any]) -> list[str]:
    """Return what is noted of a difficulty: what the desk says besides, and what the member had chosen."""
    found = []
    if title := difficulty.get(_TITLE):
        found.append(vietnamese(Text("Title: {title} (note in the annex)", title=title)))
    if cause := difficulty.get(_CAUSE):
        found.append(vietnamese(Text("Cause: {cause} (note in the annex)", cause=cause)))
    if affected := difficulty.get(_AFFECTED):
        found.append(vietnamese(Text("Who is affected: {affected} (note in the annex)", affected=affected)))
    if difficulty.get(_CHOSEN):
        found.append(vietnamese(Text("The member chose: {chosen} (note in the annex)", chosen=chosen(difficulty))))
    return found


def chosen(each: Mapping[str, Any]) -> str:
    """Return what the member had chosen where the desk says otherwise, in a line; empty where it does not."""
    said = [(Matter(name), text) for name, text in each.get(_CHOSEN, {}).items()]
    nothing = vietnamese(Text("nothing (chosen by the member)"))
    msgid = N_("{matter}: {said} (chosen by the member)")
    in_order = sorted(said, key=lambda pair: list(Matter).index(pair[0]))
    return "; ".join(vietnamese(Text(msgid, matter=Text(MATTERS[m]), said=text or nothing)) for m, text in in_order)


def said_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what the desk says of any of these rows, by its keys: each is a column of their list."""
    return [name for name in _BESIDE if any(each.get(name) for each in rows)]


def columns(said: Sequence[str]) -> list[Column]:
    """Return these columns."""
    return [Column(vietnamese(Text(head)), width, Again.NOTHING) for head, width in map(_BESIDE.__getitem__, said)]


def cells(said: Sequence[str], each: Mapping[str, Any]) -> list[Cell]:
    """Return the cells of a row in these columns."""
    return [chosen(each) if name == _CHOSEN else str(each.get(name, "")) for name in said]
