"""Which lead of a task somebody means: buttons name a seat by its id, an agency by its place, or neither."""

from __future__ import annotations

from bot.domain.courses import Course, Lead
from bot.domain.people import Actor
from bot.domain.tasks import Part, Task
from bot.errors import BotError
from bot.screens.tasks.page import Named
from bot.services.tasks.courses import courses_to_move
from bot.services.tasks.listing import may_see, sees_all
from storage import people, tasks
from storage.unit import Unit

NOBODY = (0, 0)


def seen_task(unit: Unit, actor: Actor, task_id: int) -> Task:
    """Return a task that somebody may see. Raises BotError("stale") for any other."""
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not may_see(actor, task):
        raise BotError("stale")
    return task


def named_lead(task: Task, seat: int, agency: int) -> Lead | None:
    """Return the lead that a button names; None where it names none. Raises BotError("stale") for one not there."""
    if agency > len(task.outside) or (seat and agency):
        raise BotError("stale")
    if agency:
        return Lead(agency=task.outside[agency - 1])
    return Lead(seat) if seat else None


def in_button(task: Task, lead: Lead) -> tuple[int, int]:
    """Return how a button names a lead."""
    if lead.seat is not None:
        return lead.seat, 0
    return (0, task.outside.index(lead.agency) + 1) if lead.agency in task.outside else NOBODY


def own_lead(actor: Actor, task: Task) -> Lead | None:
    """Return the one course that somebody moves: that of their seat before those in the name of others; None where
    they are several or none."""
    movable = courses_to_move(actor, task)
    own = [course for course in movable if course.lead.seat is not None]
    found = own or movable
    return found[0].lead if len(found) == 1 else None


def to_look_at(actor: Actor, task: Task) -> list[Course]:
    """Return the courses of which somebody sees all that was said."""
    return list(task.courses) if sees_all(actor) else courses_to_move(actor, task)


def asking_seat(actor: Actor, task: Task, seat: int = 0) -> int:
    """Return the seat for which somebody asks about a task: the named one if it is theirs and has a part, else the
    first of theirs that has; 0 for none."""
    own = [each.id for each in actor.seats if task.part_of([each.id]) is not None]
    if seat in own:
        return seat
    return next((each for each in own if task.part_of([each]) is Part.LEAD), next(iter(own), 0))


def named_courses(unit: Unit, task: Task, courses: list[Course]) -> list[Named]:
    """Return courses with the names of their leads; one question for all."""
    seats = people.seats_by_id(unit.db, [course.lead.seat for course in courses if course.lead.seat is not None])
    return [
        Named(
            course,
            seats[course.lead.seat].organisation if course.lead.seat is not None else course.lead.agency,
            in_button(task, course.lead),
        )
        for course in courses
    ]
