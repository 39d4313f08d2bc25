"""The tasks somebody may see: members those of their seats, the desk all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.courses import Stage
from bot.domain.people import Actor, Role, Seat
from bot.domain.periods import Cadence
from bot.domain.tasks import Part, Task, TaskFilter, TaskStatus, outcome, task_status
from bot.domain.triage import mark
from bot.screens.tasks import listing as wording
from bot.screens.tasks.listing import Entry, Page
from bot.services.reply import Reply
from bot.services.tasks import desk_page, subtasks
from storage import due_rows, people, tasks
from storage.unit import Unit

_PER_PAGE = 5
_SEES_ALL = frozenset({Role.SECRETARIAT, Role.LEADER})
STATED = (Part.LEAD, Part.COORDINATING)
"""The parts in a task for which a seat answers in its quarterly report."""
Found = list[tuple[Task, TaskStatus]]


def sees_all(actor: Actor) -> bool:
    """Return whether somebody sees what every member sent and was assigned."""
    return bool(_SEES_ALL & actor.roles)


def may_see(actor: Actor, task: Task) -> bool:
    """Return whether a task may be shown to somebody: one of their seats has a part in it."""
    if task.parent is not None:
        return subtasks.may_see(actor, task)
    return sees_all(actor) or task.part_of(_seats(actor)) is not None


def may_state(unit: Unit, seat: Seat, task: Task) -> bool:
    """Return whether a seat may say what became of a task: it answers for it, and reports by quarter."""
    by_quarter = unit.rules.profile.bodies[seat.body].cadence is Cadence.QUARTER
    is_counted = not task.recurs and task.parent is None
    return by_quarter and is_counted and task.part_of([seat.id]) in STATED


def as_theirs(actor: Actor, task: Task) -> Task:
    """Return a task with the courses of somebody's seats alone, where they lead: the others' delay is not theirs."""
    own = tuple(course for course in task.courses if course.lead.seat in _seats(actor))
    if not own or sees_all(actor):
        return task
    done_on, result = outcome(own)
    return replace(task, courses=own, done_on=done_on, result=result)


def show_list(
    unit: Unit, actor: Actor, which: TaskFilter = TaskFilter.OPEN, page: int = 0, basis: int | None = None
) -> Reply:
    """A page of tasks, the nearest deadline first; a page that is not there any more shows the last one.

    `basis` is the mark of the document that assigns them, where only those are wanted.
    """
    people.set_open_draft(unit.db, actor.account, None)
    found = _found(unit, actor, which)
    if basis is not None:
        found = [pair for pair in found if mark(pair[0].basis) == basis]
    number = min(page, max(0, (len(found) - 1) // _PER_PAGE))
    first = number * _PER_PAGE
    shown = _entries(unit, actor, found[first : first + _PER_PAGE])
    named = found[0][0].basis if basis is not None and found else ""
    listed = Page(shown, number, first + 1, len(found))
    screen = wording.task_list(which, listed, sees_all=sees_all(actor), basis=named)
    return Reply(desk_page.beside_list(actor, screen))


def choose_list(unit: Unit, actor: Actor) -> Reply:
    """Which tasks to list, with how many there are of each."""
    people.set_open_draft(unit.db, actor.account, None)
    under, done = _found(unit, actor, TaskFilter.OPEN), len(_found(unit, actor, TaskFilter.DONE))
    # Whoever sees all has no seat by which to take part.
    shown = [f for f in TaskFilter if f is not TaskFilter.DONE and not (f in wording.OF_PARTS and sees_all(actor))]
    counts: dict[TaskFilter, int] = {which: sum(_KEEPS[which](actor, *pair) for pair in under) for which in shown}
    bases = len({task.basis for task, _ in under})
    return Reply(wording.choose_tasks({**counts, TaskFilter.DONE: done}, bases))


def choose_basis(unit: Unit, actor: Actor, page: int) -> Reply:
    """Which document that assigns tasks under way, the one with most of them first."""
    people.set_open_draft(unit.db, actor.account, None)
    counted = Counter(task.basis for task, _ in _found(unit, actor, TaskFilter.OPEN))
    bases = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return Reply(wording.choose_basis(bases, page))


def status_of(unit: Unit, task: Task) -> TaskStatus:
    """Return where a task stands now; its day ends at the hour of the profile."""
    return task_status(task, unit.now, unit.rules.profile.periods.hour, unit.rules.calendar)


def under_way(unit: Unit, actor: Actor) -> list[TaskStatus]:
    """Return where every task that is not done stands, for the main screen."""
    return [at for _, at in _found(unit, actor, TaskFilter.OPEN)]


def overdue(unit: Unit, seats: Collection[int] | None = None) -> Found:
    """Return the tasks of these seats, or all of them, that are overdue, the longest first."""
    found = tasks.all_tasks(unit.db, done=False) if seats is None else tasks.tasks_of_seats(unit.db, seats, done=False)
    return [pair for pair in _nearest_first(unit, found) if pair[1].overdue]


def overdue_among(unit: Unit, ids: Collection[int]) -> Found:
    """Return those of these tasks that are overdue, as `overdue` does."""
    found = tasks.tasks_by_id(unit.db, due_rows.open_tasks(unit.db, ids)).values()
    counted = [task for task in found if task.parent is None and not task.ended]
    return [pair for pair in _nearest_first(unit, counted) if pair[1].overdue]


def nearest(found: Found) -> Found:
    """Return tasks in the order of their deadlines."""
    return sorted(found, key=lambda pair: (pair[1].due_on or date.max, pair[0].code))


def entries_at_desk(unit: Unit, found: Sequence[tuple[Task, TaskStatus]]) -> list[Entry]:
    """Return tasks as whoever sees all of them sees them: with who leads."""
    seats = people.seats_by_id(unit.db, {seat for task, _ in found for seat in with_part(task)})
    return [Entry(task, at, None, [*_lead_codes(task, seats), *task.outside]) for task, at in found]


def _lead_codes(task: Task, seats: Mapping[int, Seat]) -> list[str]:
    return [seats[each].code for each in task.seats.get(Part.LEAD, ())]


_KEEPS: Mapping[TaskFilter, Callable[[Actor, Task, TaskStatus], bool]] = {
    TaskFilter.OPEN: lambda _actor, _task, _at: True,
    TaskFilter.LEADING: lambda actor, task, _at: task.part_of(_seats(actor)) is Part.LEAD,
    TaskFilter.COORDINATING: lambda actor, task, _at: task.part_of(_seats(actor)) is Part.COORDINATING,
    TaskFilter.OVERDUE: lambda _actor, _task, at: at.overdue,
    TaskFilter.SOON: lambda _actor, _task, at: at.soon,
}
"""Which of the tasks under way a list shows."""


def _found(unit: Unit, actor: Actor, which: TaskFilter) -> Found:
    if which is TaskFilter.DONE:
        standings = [(task, status_of(unit, task)) for task in _ended(unit, actor)]
        return sorted(standings, key=lambda pair: (_day_done(pair[0]), pair[0].code), reverse=True)
    open_ones = [task for task in _all(unit, actor, done=False) if not task.ended]
    return [pair for pair in _nearest_first(unit, open_ones) if _KEEPS[which](actor, *pair)]


def _ended(unit: Unit, actor: Actor) -> list[Task]:
    """What is done, by somebody's seats at least, and what nobody follows any more."""
    own_done = [] if sees_all(actor) else [t for t in _all(unit, actor, done=False) if t.stage is Stage.DONE]
    gone = [task for task in tasks.cancelled(unit.db) if may_see(actor, task)]
    return [*_all(unit, actor, done=True), *own_done, *gone]


def _all(unit: Unit, actor: Actor, *, done: bool) -> list[Task]:
    own = subtasks.own(unit, actor, done=done)
    if sees_all(actor):
        return [*tasks.all_tasks(unit.db, done=done), *own]
    return [*(as_theirs(actor, task) for task in tasks.tasks_of_seats(unit.db, _seats(actor), done=done)), *own]


def _nearest_first(unit: Unit, found: Iterable[Task]) -> Found:
    return nearest([(task, status_of(unit, task)) for task in found])


def _day_done(task: Task) -> date:
    return task.done_on or date.min


def _entries(unit: Unit, actor: Actor, found: Sequence[tuple[Task, TaskStatus]]) -> list[Entry]:
    if not sees_all(actor):
        return [Entry(task, at, task.part_of(_seats(actor)), ()) for task, at in found]
    return entries_at_desk(unit, found)


def _seats(actor: Actor) -> list[int]:
    return [seat.id for seat in actor.seats]


def with_part(task: Task) -> list[int]:
    """Return every seat that has a part in a task."""
    return [seat for seats in task.seats.values() for seat in seats]
