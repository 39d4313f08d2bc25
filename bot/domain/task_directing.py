"""What a leader says of a task, and when what is overdue of it is urged: pure rules over its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.courses import AT_WORK, URGE, Lead, TaskAct, TaskEvent
from bot.domain.task_figures import CourseLine

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")


def directions(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """Return what leaders said of a task, in order."""
    return [event for event in events if event.act is TaskAct.DIRECTED]


def urging_asked(events: Sequence[TaskEvent]) -> TaskEvent | None:
    """Return the leader's request that a task be urged which the desk has not followed; None where there is none."""
    asked = next((event for event in reversed(events) if _asks_to_urge(event)), None)
    urged = next((event for event in reversed(events) if event.act is TaskAct.URGED), None)
    return asked if asked and (urged is None or urged.id < asked.id) else None


def _asks_to_urge(event: TaskEvent) -> bool:
    return event.act is TaskAct.DIRECTED and bool(event.detail.get(URGE))


def to_urge(lines: Iterable[CourseLine], events: Iterable[TaskEvent], today: date) -> list[CourseLine]:
    """Return the courses of a task that are overdue, whose leads are to act, and that were not urged today."""
    urged = {event.lead for event in events if event.act is TaskAct.URGED and event.at.astimezone(_VN).date() == today}
    return [line for line in overdue(lines) if line.lead not in urged]


def overdue(lines: Iterable[CourseLine]) -> list[CourseLine]:
    """Return the courses that are overdue and that their leads are to act on."""
    return [line for line in lines if line.standing.overdue and line.course.stage in AT_WORK]


def urged_last(events: Sequence[TaskEvent], lead: Lead | None = None) -> TaskEvent | None:
    """Return when a task, or one lead of it, was urged last; None where it never was."""
    found = (event for event in reversed(events) if event.act is TaskAct.URGED and lead in (None, event.lead))
    return next(found, None)
