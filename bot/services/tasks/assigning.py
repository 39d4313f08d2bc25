"""A new task: its number, and who hears that it is theirs."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.courses import TaskAct
from bot.domain.people import Actor
from bot.domain.tasks import Task
from bot.screens.tasks import told
from bot.services.people.duties import by, officer_only
from bot.services.reply import Reply
from bot.services.tasks import series
from bot.services.tasks.courses import lead_name, record, to_parts
from bot.services.tasks.importing import as_event
from bot.services.tasks.listing import status_of
from storage import tasks
from storage.unit import Unit


def assign(unit: Unit, actor: Actor, new: Task) -> tuple[Task, Reply]:
    """Assign a new task, under the next number of the year, today; everybody who has a part in it is told.

    Raises BotError: rights.
    """
    officer_only(unit, actor)
    task_id = tasks.put_task(unit.db, replace(new, code=series.next_code(unit), assigned_on=unit.today))
    stored = tasks.task_by_id(unit.db, task_id)
    assert stored is not None
    task, event = record(unit, actor, stored, TaskAct.CREATED, as_event(stored))
    series.start(unit, task, by(actor))
    at, names = status_of(unit, task), [lead_name(unit, lead) for lead in task.leads]
    notices = to_parts(unit, task, event, lambda part: told.assigned(task, at, part, names))
    return task, Reply(toast=told.assigned_by_desk(task), notices=tuple(notices))
