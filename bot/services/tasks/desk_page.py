"""What the desk sees of a task besides what it says, and what of all tasks waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.courses import TaskAct, TaskEvent
from bot.domain.people import Actor, Role
from bot.domain.task_desk import TaskWaiting, open_questions, waiting_of
from bot.domain.tasks import Task
from bot.domain.texts import Row, Screen, Text
from bot.screens.tasks import desk as wording
from storage import task_difficulties, task_events, tasks
from storage.unit import Unit

_BEGINS_TO_WAIT = (TaskAct.REPORTED, TaskAct.EXTENSION_ASKED, TaskAct.ASKED)


def waiting(unit: Unit) -> list[TaskWaiting]:
    """Return everything on tasks that waits for the desk, the oldest first, in a fixed number of statements."""
    ids = task_events.tasks_with(unit.db, _BEGINS_TO_WAIT)
    found, events = tasks.tasks_by_id(unit.db, ids), task_events.events_of(unit.db, ids)
    each = [one for task in found.values() for one in waiting_of(task, open_questions(events[task.id]))]
    return sorted(each, key=lambda one: one.event)


def beside(unit: Unit, actor: Actor, task: Task, events: Sequence[TaskEvent], screen: Screen) -> Screen:
    """Return the page of a task with what the desk can do with it; for anybody else as it is."""
    if Role.SECRETARIAT not in actor.roles:
        return screen
    waits = waiting_of(task, open_questions(events))
    return wording.beside(screen, task, waits, task_difficulties.difficulties_of(unit.db, task.id))


def beside_list(actor: Actor, screen: Screen) -> Screen:
    """Return a page of tasks with what the desk can do there; for anybody else as it is."""
    return wording.beside_list(screen) if Role.SECRETARIAT in actor.roles else screen


def desk_parts(unit: Unit) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen of the desk says of what waits on tasks, and what can be chosen there."""
    found = waiting(unit)
    return ([wording.counted(found)] if found else [], wording.home_rows(len(found)))
