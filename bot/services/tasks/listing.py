"""The tasks somebody may see: members those of their seats, the desk all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor, Role
from bot.domain.tasks import Part, Task, TaskStatus, task_status
from bot.errors import BotError
from bot.screens import tasks as wording
from bot.screens.tasks import Entry, Filter, Page
from bot.services.reply import Reply
from storage import people, tasks
from storage.unit import Unit

_PER_PAGE = 5
_SEES_ALL = frozenset({Role.SECRETARIAT, Role.LEADER})


def sees_all(actor: Actor) -> bool:
    """Return whether somebody sees what every member sent and was assigned."""
    return bool(_SEES_ALL & actor.roles)


def may_see(actor: Actor, task: Task) -> bool:
    """Return whether a task may be shown to somebody: one of their seats has a part in it."""
    return sees_all(actor) or task.part_of(_seats(actor)) is not None


def show_list(unit: Unit, actor: Actor, which: Filter = Filter.OPEN, page: int = 0) -> Reply:
    """A page of tasks, the nearest deadline first; a page that is not there any more shows the last one."""
    people.set_open_draft(unit.db, actor.account, None)
    found = _found(unit, actor, which)
    number = min(page, max(0, (len(found) - 1) // _PER_PAGE))
    first = number * _PER_PAGE
    shown = [_entry(unit, actor, task, at) for task, at in found[first : first + _PER_PAGE]]
    filters = [f for f in Filter if f is not Filter.COORDINATING or not sees_all(actor)]
    return Reply(wording.task_list(which, Page(shown, number, first + 1, len(found)), filters))


def show(unit: Unit, actor: Actor, task_id: int, which: Filter, page: int) -> Reply:
    """One task. Raises BotError("stale") for one that is not there or not theirs."""
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not may_see(actor, task):
        raise BotError("stale")
    return detail(unit, actor, task, which, page)


def detail(unit: Unit, actor: Actor, task: Task, which: Filter = Filter.OPEN, page: int = 0) -> Reply:
    """One task that they may see."""
    people.set_open_draft(unit.db, actor.account, None)
    names = {part: _organisations(unit, seats) for part, seats in task.seats.items()}
    back = wording.back_to_list(which, page)
    return Reply(
        wording.detail(task, status_of(unit, task), names, back), topic=Topic(TopicKind.TASK, {"code": task.code})
    )


def status_of(unit: Unit, task: Task) -> TaskStatus:
    """Return where a task stands now; its day ends at the hour of the profile."""
    return task_status(task, unit.now, unit.rules.profile.periods.hour, unit.rules.calendar)


def under_way(unit: Unit, actor: Actor) -> list[TaskStatus]:
    """Return where every task that is not done stands, for the main screen."""
    return [at for _, at in _found(unit, actor, Filter.OPEN)]


def _found(unit: Unit, actor: Actor, which: Filter) -> list[tuple[Task, TaskStatus]]:
    done = which is Filter.DONE
    all_ = (
        tasks.all_tasks(unit.db, done=done)
        if sees_all(actor)
        else tasks.tasks_of_seats(unit.db, _seats(actor), done=done)
    )
    if which is Filter.COORDINATING:
        all_ = [task for task in all_ if task.part_of(_seats(actor)) is Part.COORDINATING]
    standings = [(task, status_of(unit, task)) for task in all_]
    if done:
        return sorted(standings, key=lambda pair: (_day_done(pair[0]), pair[0].code), reverse=True)
    return sorted(standings, key=lambda pair: (pair[1].due_on or date.max, pair[0].code))


def _day_done(task: Task) -> date:
    return task.done_on or date.min


def _entry(unit: Unit, actor: Actor, task: Task, at: TaskStatus) -> Entry:
    if sees_all(actor):
        return Entry(task, at, None, _codes(unit, task.seats.get(Part.LEAD, ())))
    return Entry(task, at, task.part_of(_seats(actor)), ())


def _seats(actor: Actor) -> list[int]:
    return [seat.id for seat in actor.seats]


def _codes(unit: Unit, seats: Sequence[int]) -> list[str]:
    return [seat.code for seat in (people.seat_by_id(unit.db, each) for each in seats) if seat]


def _organisations(unit: Unit, seats: Sequence[int]) -> list[str]:
    return [seat.organisation for seat in (people.seat_by_id(unit.db, each) for each in seats) if seat]
