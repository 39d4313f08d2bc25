"""Who is reminded of a task, of whose course, and since when a receipt is waited for: what follows from its events.

Whoever leads is reminded of its own course as long as something is expected of it; whoever watches of those of agencies
without a seat; whoever takes part of the first deadline that a lead has not met yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.courses import AT_WORK, Course, Lead, Stage, TaskAct, TaskEvent
from bot.domain.tasks import Part, Task, TaskStatus

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
_PERSON = "person:"
"""How the audit names somebody who acts in the chat: who is assigned a task by them is asked to confirm it."""


@dataclass(frozen=True)
class Owed:
    """A course that a seat is reminded of, in the part it has in the task, and where that course stands."""

    part: Part
    seat: int
    course: Course
    standing: TaskStatus


def owed_in(task: Task, at: Callable[[Course], TaskStatus]) -> Iterator[Owed]:
    """Yield what the seats of a task are reminded of, what they lead first; `at` tells where a course stands.

    Without a deadline nothing is owed by a day. What waits for confirmation, is done, suspended or cancelled is owed by
    nobody.
    """
    standings = [(course, at(course)) for course in task.courses if course.stage in AT_WORK]
    dated = [(standing.due_at, course, standing) for course, standing in standings if standing.due_at]
    for _, course, standing in sorted(dated, key=lambda each: each[1].lead.seat is None):
        part = Part.WATCHING if course.lead.seat is None else Part.LEAD
        for seat in seats_of(task, course.lead):
            yield Owed(part, seat, course, standing)
    if dated:
        _, course, standing = min(dated, key=lambda each: each[0])
        for seat in task.seats.get(Part.COORDINATING, ()):
            yield Owed(Part.COORDINATING, seat, course, standing)


def seats_of(task: Task, lead: Lead) -> tuple[int, ...]:
    """Return the seats whose people hear of a course: its own, or those that watch for an agency without one."""
    return (lead.seat,) if lead.seat is not None else task.seats.get(Part.WATCHING, ())


def terms(task: Task, course: Course) -> str:
    """Return what the deadline of a course follows from: another one where it was moved."""
    granted = course.due_on.isoformat() if course.due_on else ""
    return f"{task.deadline_kind.value}:{task.deadline}:{granted}"


def still_owed(task: Task, seat: int, part: Part, said: str) -> bool:
    """Return whether a seat is still to be reminded of a deadline that followed from `said` (see `terms`)."""
    at_work = [course for course in task.courses if course.stage in AT_WORK and terms(task, course) == said]
    if part is Part.COORDINATING:
        return bool(at_work) and seat in task.seats.get(Part.COORDINATING, ())
    return any(seat in seats_of(task, course.lead) for course in at_work)


@dataclass(frozen=True)
class Unreceived:
    """A course that a seat has not confirmed: assigned at `at` (aware, UTC), waited for since the working day `since`.

    `event` assigned it.
    """

    lead: Lead
    at: datetime
    since: date
    event: int


def unreceived(task: Task, events: Sequence[TaskEvent], hour: time, calendar: Calendar) -> list[Unreceived]:
    """Return the courses of a task whose seats were asked to confirm them and have not.

    Who was asked was assigned it by somebody in the chat: an import by an operator tells nobody. The days are counted
    from the working day on which it was assigned, after `hour` from the next; from the day on which a suspended task
    goes on. An agency without a seat is asked nothing.
    """
    waited = [course.lead for course in task.courses if course.stage is Stage.NEW and course.lead.seat is not None]
    resumed = next((event for event in reversed(events) if event.act is TaskAct.RESUMED), None)
    found = []
    for lead in waited:
        asked = _asked(lead, events)
        if asked is None:
            continue
        waits_from = max(asked, resumed or asked, key=lambda event: event.id)
        found.append(Unreceived(lead, asked.at, _working_day(waits_from.at, hour, calendar), asked.id))
    return found


def _asked(lead: Lead, events: Iterable[TaskEvent]) -> TaskEvent | None:
    """The event that made a seat lead: the assignment, or the last change that put it there."""
    found = None
    for event in events:
        made = event.act is TaskAct.CREATED or (event.act is TaskAct.CHANGED and _was_put_in(lead, event))
        if made:
            found = event if event.actor.startswith(_PERSON) else None
    return found


def _was_put_in(lead: Lead, event: TaskEvent) -> bool:
    seats = event.detail.get("seats")
    if not isinstance(seats, dict):
        return False
    return lead.seat in seats["to"].get(Part.LEAD, ()) and lead.seat not in seats["from"].get(Part.LEAD, ())


def _working_day(at: datetime, hour: time, calendar: Calendar) -> date:
    local = at.astimezone(_VN)
    if calendar.is_working(local.date()) and local.time() <= hour:
        return local.date()
    return calendar.next_working_after(local.date())
