"""The tasks that a quarterly report states."""

from __future__ import annotations

from datetime import date

from bot.domain.periods import Period
from bot.domain.tasks import Part, Task, TaskState
from bot.services.tasks import stand
from storage import reports, tasks
from storage.unit import Unit

_STATED = (Part.LEAD, Part.COORDINATING)


def states(unit: Unit, seat: int, period: Period) -> tuple[TaskState, ...]:
    """Return the tasks a seat leads or takes part in, as they stand now; what is overdue or due first comes first.

    Those not done, and those done since the data window began or since the seat's last report stated them as not done.
    """
    before = reports.live_report(unit.db, seat, period.previous().iso)
    stated = before.quarterly.tasks if before and before.quarterly else ()
    left_open = {task.code for task in stated if task.done_on is None}
    found = [
        *tasks.tasks_of_seats(unit.db, [seat], done=False),
        *(
            task
            for task in tasks.tasks_of_seats(unit.db, [seat], done=True)
            if task.code in left_open or (task.done_on and task.done_on >= period.first_day)
        ),
    ]
    known = [_state(unit, task, part) for task in found if (part := task.part_of([seat])) in _STATED]
    return tuple(sorted(known, key=lambda task: (task.done_on is not None, task.due_on or date.max, task.code)))


def _state(unit: Unit, task: Task, part: Part) -> TaskState:
    at = stand(unit, task)
    return TaskState(task.code, task.title, part, at.due_on, task.done_on, at.bucket)
