"""How tasks went as members state them in their reports: stage, progress, extensions, the result that was confirmed.

Snapshots of before reports stated it have nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.courses import Stage
from bot.domain.texts import N_, Text
from bot.exports.cells import Cell
from bot.exports.wording import instant, vietnamese
from bot.screens.names import STAGE_NAMES

_HEADS = (
    N_("Course column: stage"),
    N_("Course column: progress"),
    N_("Course column: extensions"),
    N_("Course column: first deadline"),
    N_("Course column: extension asked for"),
    N_("Course column: confirmed result"),
)
WIDTHS: Sequence[int] = (16, 30, 9, 12, 12, 36)
"""Of these columns, in digits."""


def are_in(snapshot: Mapping[str, Any]) -> bool:
    """Return whether any report of a snapshot states how a task went."""
    return any("stage" in task for task in snapshot["tasks"])


def heads() -> list[str]:
    """Return the headings of the columns that say how a task went."""
    return [vietnamese(Text(msgid)) for msgid in _HEADS]


def cells(task: Mapping[str, Any]) -> list[Cell]:
    """Return the cells that say how a task went; empty ones where its report does not."""
    if "stage" not in task:
        return [""] * len(_HEADS)
    return [
        stage(task["stage"]),
        progress(task["progress"]),
        task["extensions"],
        day(task["first_due_on"]),
        day(task["asked"]),
        task["confirmed"],
    ]


def lines(task: Mapping[str, Any]) -> list[str]:
    """Return how a task went, a line for each thing that is to be said beside its stage; none where nothing is."""
    if "stage" not in task:
        return []
    found: list[Text] = []
    if said := progress(task["progress"]):
        found.append(Text(N_("Progress: {said} (document)"), said=said))
    if task["extensions"] and task["first_due_on"]:
        put_off = N_("Extended {n:count} times, first deadline {day:date} (document)")
        found.append(Text(put_off, n=task["extensions"], day=date.fromisoformat(task["first_due_on"])))
    elif task["extensions"]:
        found.append(Text(N_("Extended {n:count} times (document)"), n=task["extensions"]))
    if task["asked"]:
        asked = N_("An extension to {day:date} is asked for and not decided (document)")
        found.append(Text(asked, day=date.fromisoformat(task["asked"])))
    if task["confirmed"]:
        found.append(Text(N_("Confirmed result: {result} (document)"), result=task["confirmed"]))
    return [vietnamese(line) for line in found]


def progress(found: Mapping[str, Any] | None) -> str:
    """Return how far a lead was, when, and what it said; empty where it said nothing."""
    if found is None:
        return ""
    percent = (
        [vietnamese(Text(N_("{number:number}%"), number=found["percent"]))] if found["percent"] is not None else []
    )
    reached = N_("{figure:number}/{target:number} {unit}")
    named = {name: found[name] for name in ("figure", "target", "unit")} if "figure" in found else {}
    far = ", ".join([*percent, *([vietnamese(Text(reached, **named))] if named.get("target") else [])])
    said = ": ".join(filter(None, (far, found["words"])))
    return vietnamese(Text(N_("{said} ({day:date}) (progress)"), said=said, day=instant(found["at"])))


def stage(value: str) -> str:
    """Return the name of a stage, as a cell begins with it."""
    name = vietnamese(Text(STAGE_NAMES[Stage(value)]))
    return name[:1].upper() + name[1:]


def day(iso: str | None) -> Cell:
    """Return a day; empty where there is none."""
    return date.fromisoformat(iso) if iso else ""
