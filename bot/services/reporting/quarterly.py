"""The tasks that a quarterly report states."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.courses import Course, Lead
from bot.domain.forms import Draft, Item
from bot.domain.periods import Period
from bot.domain.reports import TASK_RESULT
from bot.domain.stated_courses import went
from bot.domain.tasks import Part, Statement, Task, TaskState
from bot.services.tasks.courses import status_of_course
from bot.services.tasks.listing import STATED, status_of
from storage import drafts, reports, stated_tasks, task_events, tasks
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

    def is_news(task: TaskState) -> bool:
        if task.done_on is None:
            return True
        return task.code not in told and (task.code in left_open or task.done_on >= since)

    found = [task for done in (False, True) for task in tasks.tasks_of_seats(unit.db, [seat], done=done)]
    said = task_events.statements(unit.db, seat)
    known = [_state(unit, seat, task, part, said) for task in found if (part := task.part_of([seat])) in STATED]
    return tuple(
        sorted(filter(is_news, known), key=lambda task: (task.done_on is not None, task.due_on or date.max, task.code))
    )


def state_of(unit: Unit, seat: int, task: Task) -> TaskState:
    """Return a task as it stands now for a seat that has a part in it, with what the seat has said of it."""
    # A seat that has lost its part is told so; until then its screens go by one.
    part = task.part_of([seat]) or Part.WATCHING
    return _state(unit, seat, task, part, task_events.statements(unit.db, seat))


def _state(unit: Unit, seat: int, task: Task, part: Part, said: Mapping[str, Statement]) -> TaskState:
    """Whoever leads states its own course, whatever becomes of the others; who takes part the task as a whole."""
    own = task.course_of(Lead(seat)) if part is Part.LEAD else None
    courses = (own,) if own else task.courses
    at = status_of_course(unit, task, own) if own else status_of(unit, task)
    return TaskState(
        code=task.code,
        title=task.title,
        part=part,
        due_on=at.due_on,
        done_on=own.done_on if own else task.done_on,
        bucket=at.bucket,
        statement=said.get(task.code),
        went=went(at.stage, courses, task.target, task.unit, first_due_on(unit, task, courses)),
    )


def first_due_on(unit: Unit, task: Task, courses: Collection[Course]) -> date | None:
    """Return the day of the first deadline, where one of these courses was granted a later one."""
    late = next((course for course in courses if course.due_on), None)
    return status_of_course(unit, task, replace(late, due_on=None)).due_on if late else None


def unsaved(unit: Unit, draft: Draft, stated: Sequence[TaskState]) -> tuple[str, ...]:
    """Return the codes of the tasks of which this person has entered something else than what has been saved."""
    found = [each for each in drafts.live_drafts(unit.db, draft.person) if each.kind == TASK_RESULT]
    entered = {each.subject: each.items[0] for each in found if each.seat == draft.seat and each.items}
    return tuple(task.code for task in stated if _is_news(entered.get(task.code, {}), task))


def _is_news(entered: Item, task: TaskState) -> bool:
    answers = {name: answer for name, answer in entered.items() if answer}
    return bool(answers) and answers != (dict(task.statement.answers) if task.statement else {})
