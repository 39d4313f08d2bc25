"""Who of a seat is told of a task: everybody who holds it, or the one whom it was passed to."""

from __future__ import annotations

from bot.domain.course_acts import is_open_to
from bot.domain.courses import Lead, TaskAct
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.tasks import Part, Task
from storage import people
from storage.unit import Unit


def persons_told(unit: Unit, task: Task, seat: int) -> list[int]:
    """Return the persons of a seat who are told of a task and reminded of it.

    A sub-task of one person is theirs alone, and a course that was passed on is its contact's. Where they hold the
    seat no longer, everybody who does is told, so that nothing is left with nobody.
    """
    holders = people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)
    named = _named(task, seat)
    return [person for person in holders if person == named] or holders


def _named(task: Task, seat: int) -> int | None:
    if seat not in task.seats.get(Part.LEAD, ()):
        return None
    course = task.course_of(Lead(seat))
    return task.person or (course.contact if course else None)


def may_pass(actor: Actor, task: Task, seat: int) -> bool:
    """Return whether somebody may pass the contact for a task on within a seat of theirs that leads it."""
    course = task.course_of(Lead(seat))
    if course is None or seat not in {each.id for each in actor.seats}:
        return False
    return not task.recurs and task.person is None and is_open_to(TaskAct.PASSED, course)


def is_shared(unit: Unit, seat: int) -> bool:
    """Return whether several persons hold a seat, so that there is somebody to pass a task to."""
    return len(people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)) > 1
