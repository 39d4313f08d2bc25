"""What leaders said of a task, and what can be done about it now, beside its page: members see none of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import task_directing as rules
from bot.domain.courses import TaskEvent
from bot.domain.people import Actor, Role
from bot.domain.task_figures import CourseLine, lines_of
from bot.domain.tasks import Task
from bot.screens.tasks import directing as wording
from bot.services.reply import Reply
from bot.services.tasks.courses import status_of_course
from storage import people
from storage.unit import Unit


def beside(unit: Unit, actor: Actor, task: Task, events: Sequence[TaskEvent], reply: Reply) -> Reply:
    """Return the page of a task with what leaders said of it and what a leader or the desk can do about it."""
    if reply.screen is None or not {Role.LEADER, Role.SECRETARIAT} & actor.roles:
        return reply
    said, last = rules.directions(events), rules.urged_last(events)
    names = people.names_by_code(unit.db, {event.actor.removeprefix("person:") for event in said})
    screen = wording.beside(reply.screen, said, names, last.at if last else None)
    if Role.SECRETARIAT in actor.roles and rules.to_urge(lines(unit, task), events, unit.today):
        screen = wording.with_rows(screen, wording.of_desk(task))
    if Role.LEADER in actor.roles and not task.ended:
        late = is_late(unit, task) and rules.urging_asked(events) is None
        screen = wording.with_rows(screen, wording.of_leader(task, late=late))
    return replace(reply, screen=screen)


def lines(unit: Unit, task: Task) -> list[CourseLine]:
    """Return the courses of a task as they stand now."""
    return lines_of([task], lambda of, course: status_of_course(unit, of, course))


def is_late(unit: Unit, task: Task) -> bool:
    """Return whether a course is overdue on which its lead is to act."""
    return bool(rules.overdue(lines(unit, task)))
