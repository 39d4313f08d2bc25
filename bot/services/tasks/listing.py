"""The tasks somebody may see: members those of their seats, the desk all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor, Role, Seat
from bot.domain.periods import Cadence
from bot.domain.tasks import Part, Task, TaskFilter, TaskStatus, task_status
from bot.domain.texts import Choice
from bot.errors import BotError
from bot.screens.tasks import listing as wording
from bot.screens.tasks.listing import Entry, Page
from bot.services.reply import Reply
from bot.services.tasks import desk_page
from storage import people, task_events, tasks
from storage.unit import Unit

_PER_PAGE = 5
_SEES_ALL = frozenset({Role.SECRETARIAT, Role.LEADER})
STATED = (Part.LEAD, Part.COORDINATING)
"""The parts in a task for which a seat answers in its quarterly report."""


def sees_all(actor: Actor) -> bool:
    """Return whether somebody sees what every member sent and was assigned."""
    return bool(_SEES_ALL & actor.roles)


def may_see(actor: Actor, task: Task) -> bool:
    """Return whether a task may be shown to somebody: one of their seats has a part in it."""
    return sees_all(actor) or task.part_of(_seats(actor)) is not None


def may_state(unit: Unit, seat: Seat, task: Task) -> bool:
    """Return whether a seat may say what became of a task: it answers for it, and reports by quarter."""
    by_quarter = unit.rules.profile.bodies[seat.body].cadence is Cadence.QUARTER
    return by_quarter and task.part_of([seat.id]) in STATED


def show_list(unit: Unit, actor: Actor, which: TaskFilter = TaskFilter.OPEN, page: int = 0) -> Reply:
    """A page of tasks, the nearest deadline first; a page that is not there any more shows the last one."""
    people.set_open_draft(unit.db, actor.account, None)
    found = _found(unit, actor, which)
    number = min(page, max(0, (len(found) - 1) // _PER_PAGE))
    first = number * _PER_PAGE
    shown = _entries(unit, actor, found[first : first + _PER_PAGE])
    # Whoever sees all has no seat by which to take part.
    filters = [f for f in TaskFilter if f is not TaskFilter.COORDINATING or not sees_all(actor)]
    screen = wording.task_list(which, Page(shown, number, first + 1, len(found)), filters)
    return Reply(desk_page.beside_list(actor, screen))


def show(unit: Unit, actor: Actor, task_id: int, which: TaskFilter, page: int) -> Reply:
    """One task. Raises BotError("stale") for one that is not there or not theirs."""
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not may_see(actor, task):
        raise BotError("stale")
    return detail(unit, actor, task, wording.back_to_list(which, page))


def detail(unit: Unit, actor: Actor, task: Task, back: Choice | None = None) -> Reply:
    """One task that they may see, with the way back to where it was chosen, the list where nothing else is named."""
    people.set_open_draft(unit.db, actor.account, None)
    seats = people.seats_by_id(unit.db, with_part(task))
    names = {part: [seats[each].organisation for each in found] for part, found in task.seats.items()}
    own = [seat for seat in actor.seats if may_state(unit, seat, task)]
    said = [(seat, task_events.statements(unit.db, seat.id).get(task.code)) for seat in own]
    back = back or wording.back_to_list(TaskFilter.OPEN, 0)
    screen = desk_page.beside(unit, actor, task, wording.detail(task, status_of(unit, task), names, said, back))
    return Reply(screen, topic=Topic(TopicKind.TASK, {"code": task.code}))


def status_of(unit: Unit, task: Task) -> TaskStatus:
    """Return where a task stands now; its day ends at the hour of the profile."""
    return task_status(task, unit.now, unit.rules.profile.periods.hour, unit.rules.calendar)


def under_way(unit: Unit, actor: Actor) -> list[TaskStatus]:
    """Return where every task that is not done stands, for the main screen."""
    return [at for _, at in _found(unit, actor, TaskFilter.OPEN)]


def overdue(unit: Unit, seats: Collection[int] | None = None) -> list[tuple[Task, TaskStatus]]:
    """Return the tasks of these seats, or all of them, that are overdue, the longest first."""
    found = tasks.all_tasks(unit.db, done=False) if seats is None else tasks.tasks_of_seats(unit.db, seats, done=False)
    return [pair for pair in _nearest_first(unit, found) if pair[1].overdue]


def entries_at_desk(unit: Unit, found: Sequence[tuple[Task, TaskStatus]]) -> list[Entry]:
    """Return tasks as whoever sees all of them sees them: with who leads."""
    seats = people.seats_by_id(unit.db, {seat for task, _ in found for seat in with_part(task)})
    return [Entry(task, at, None, [seats[each].code for each in task.seats.get(Part.LEAD, ())]) for task, at in found]


def _found(unit: Unit, actor: Actor, which: TaskFilter) -> list[tuple[Task, TaskStatus]]:
    done = which is TaskFilter.DONE
    all_ = (
        tasks.all_tasks(unit.db, done=done)
        if sees_all(actor)
        else tasks.tasks_of_seats(unit.db, _seats(actor), done=done)
    )
    if which is TaskFilter.COORDINATING:
        all_ = [task for task in all_ if task.part_of(_seats(actor)) is Part.COORDINATING]
    if not done:
        return _nearest_first(unit, all_)
    standings = [(task, status_of(unit, task)) for task in all_]
    return sorted(standings, key=lambda pair: (_day_done(pair[0]), pair[0].code), reverse=True)


def _nearest_first(unit: Unit, found: Iterable[Task]) -> list[tuple[Task, TaskStatus]]:
    standings = [(task, status_of(unit, task)) for task in found]
    return sorted(standings, key=lambda pair: (pair[1].due_on or date.max, pair[0].code))


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
