"""What is told of several tasks at once to those who have a part in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.tasks import Part, Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.tasks import ShowTask
from bot.screens.names import PART_NAMES
from bot.screens.tasks.listing import due_line, named

_PER_ROW = 2


@dataclass(frozen=True)
class Given:
    """A new task, the part its reader has in it, and who leads it."""

    task: Task
    standing: TaskStatus
    part: Part
    leads: Sequence[str]


def together(basis: str, given: Sequence[Given]) -> Screen:
    """Several new tasks from one document, to somebody who has a part in each."""
    lines = [
        Text(N_("Dear {dear},")),
        Text(N_("The Standing Body assigns {count:count} tasks by {basis}:"), count=len(given), basis=Excerpt(basis)),
    ]
    for each in given:
        lines.append(Text(N_("<b>{code}</b>: {title}"), code=each.task.code, title=Excerpt(each.task.title)))
        lines += [_part(each), due_line(each.task, each.standing)]
    if any(each.part is Part.LEAD for each in given):
        lines.append(Text(N_("Please confirm that each of the tasks has been received.")))
    views = [
        Choice(Text(N_("View {code}"), code=each.task.code), ShowTask(each.task.id, TaskFilter.OPEN, 0))
        for each in given
    ]
    rows: list[Row] = [tuple(views[i : i + _PER_ROW]) for i in range(0, len(views), _PER_ROW)]
    return Screen(tuple(lines), tuple(rows))


def _part(each: Given) -> Text:
    if each.part is not Part.LEAD and each.leads:
        return Text(N_("Part: {part}. Lead: {leads}."), part=Text(PART_NAMES[each.part]), leads=named(each.leads))
    return Text(N_("Part: {part}."), part=Text(PART_NAMES[each.part]))
