"""The tasks that a quarterly report states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.periods import Period
from bot.domain.tasks import Part, Statement, Task, TaskState
from bot.services.tasks.listing import STATED, status_of
from storage import reports, stated_tasks, tasks
from storage.unit import Unit


def states(unit: Unit, seat: int, period: Period) -> tuple[TaskState, ...]:
    """Return the tasks a seat leads or takes part in, as they stand now, with what it has said of each by now.

    What is overdue or due first comes first.

    Those not done, and those done that no earlier report stated as done: since the data window of the last report
    began (of this period, where it is the first), or at any time where the last report stated them as not done.
    """
    last = reports.last_quarterly(unit.db, seat, period.iso)
    stated = last.quarterly.tasks if last and last.quarterly else ()
    left_open = {task.code for task in stated if task.done_on is None}
    told = stated_tasks.tasks_told_done(unit.db, seat, period.iso)
    since = Period.parse(last.period).first_day if last else period.first_day

    def is_news(task: Task) -> bool:
        return task.code not in told and (task.code in left_open or (task.done_on or date.min) >= since)

    done = filter(is_news, tasks.tasks_of_seats(unit.db, [seat], done=True))
    found = [*tasks.tasks_of_seats(unit.db, [seat], done=False), *done]
    said = tasks.statements(unit.db, seat)
    known = [_state(unit, task, part, said) for task in found if (part := task.part_of([seat])) in STATED]
    return tuple(sorted(known, key=lambda task: (task.done_on is not None, task.due_on or date.max, task.code)))


def state_of(unit: Unit, seat: int, task: Task) -> TaskState:
    """Return a task as it stands now for a seat that has a part in it, with what the seat has said of it."""
    # A seat that has lost its part is told so; until then its screens go by one.
    return _state(unit, task, task.part_of([seat]) or Part.WATCHING, tasks.statements(unit.db, seat))


def _state(unit: Unit, task: Task, part: Part, said: Mapping[str, Statement]) -> TaskState:
    at = status_of(unit, task)
    return TaskState(task.code, task.title, part, at.due_on, task.done_on, at.bucket, said.get(task.code))
