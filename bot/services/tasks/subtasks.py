"""Sub-tasks: a seat gives a part of a task that it leads to a person of its own, or to a seat that takes part.

Whoever assigned one is told of its result and confirms or returns it; the desk is not. It never moves its parent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.clock import VN
from bot.domain.characters import clean
from bot.domain.course_acts import is_open_to, is_open_to_desk
from bot.domain.courses import DONE_ON, WORDS, Course, Lead, Stage, TaskAct
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.operations import Operation, Send
from bot.domain.people import MEMBER_ROLES, Actor, Seat
from bot.domain.tasks import Part, Task
from bot.domain.verbs.subtasks import SubtaskAct
from bot.errors import BotError
from bot.screens.tasks import subtasks as wording
from bot.screens.tasks.courses import stage_name
from bot.services.reply import Reply
from bot.services.tasks.courses import record, status_of_course, to_lead, to_seats
from bot.services.tasks.series import next_code, standing
from storage import people, tasks
from storage import series as stored
from storage.unit import Unit


@dataclass(frozen=True)
class Assignee:
    """Who can be named: a seat, or a person of the seat that assigns."""

    seat: int
    person: int | None
    name: str


@dataclass(frozen=True)
class New:
    """What a sub-task is to be; `due` is the last day, None for that of its parent."""

    words: str
    assignee: Assignee
    due: date | None


def parent_of(unit: Unit, actor: Actor, task_id: int, seat_id: int) -> Task:
    """Return a task of which a seat of the actor may assign parts: it leads it, and its course is open.

    Raises BotError("stale") for any other, for a sub-task and a series, which have none, and where there is nobody
    else to name.
    """
    task, seat = tasks.task_by_id(unit.db, task_id), next((s for s in actor.seats if s.id == seat_id), None)
    if task is None or seat is None or not may_assign(task, seat):
        raise BotError("stale")
    if not assignees(unit, actor.person.id, task, seat):
        raise BotError("stale")
    return task


def may_assign(task: Task, seat: Seat) -> bool:
    """Return whether a seat may assign parts of a task."""
    course = task.course_of(Lead(seat.id))
    return course is not None and not course.ended and not task.recurs and task.parent is None


def assignees(unit: Unit, by_person: int, task: Task, seat: Seat) -> Mapping[str, Assignee]:
    """Return who can be named for a part of a task, by what stands on the button: names of persons, codes of seats.

    These are the other persons of the seat, and the other seats that have a part in the task.
    """
    held = [p for p in people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today) if p != by_person]
    persons = people.persons_by_id(unit.db, held)
    names = [person.full_name for person in persons.values()]
    found: dict[str, Assignee] = {}
    for number in sorted(held):
        person = persons[number]
        label = person.full_name if names.count(person.full_name) == 1 else f"{person.full_name} ({person.code})"
        found[label] = Assignee(seat.id, number, person.full_name)
    others = people.seats_by_id(unit.db, {s for seats in task.seats.values() for s in seats} - {seat.id})
    there = {each.id for each in people.seats_there(unit.db, unit.today)}
    for other in sorted(others.values(), key=lambda each: (each.rank, each.id)):
        if other.id in there:
            found[other.code] = Assignee(other.id, None, other.organisation)
    return found


def until(unit: Unit, task: Task, seat: int) -> date | None:
    """Return the day of the deadline in force of the course of a seat, which that of a part does not go beyond."""
    course = task.course_of(Lead(seat))
    return status_of_course(unit, task, course).due_on if course else None


def assign(unit: Unit, actor: Actor, task_id: int, seat_id: int, new: New) -> tuple[Task, tuple[Operation, ...]]:
    """Assign a sub-task; return it, and what tells whoever is to do it.

    Raises BotError: stale, words_missing, and subtask_late for a day after the deadline of the parent in force.
    """
    parent = parent_of(unit, actor, task_id, seat_id)
    words, last = clean(new.words), until(unit, parent, seat_id)
    if not words:
        raise BotError("words_missing")
    if new.due and last and new.due > max(last, unit.today):
        raise BotError("subtask_late", code=parent.code, day=last)
    stored_id = tasks.put_task(unit.db, _part(unit, parent, seat_id, new, words, last))
    subtask = tasks.task_by_id(unit.db, stored_id)
    assert subtask is not None
    detail = {WORDS: words, "parent": parent.code, "seats": [new.assignee.seat], "person": new.assignee.person}
    subtask, event = record(unit, actor, subtask, TaskAct.CREATED, detail)
    screen = wording.assigned(subtask, parent, standing(unit, subtask), _organisation(unit, seat_id))
    return subtask, tuple(to_lead(unit, subtask, subtask.leads[0], event, screen, actor))


def _part(unit: Unit, parent: Task, seat_id: int, new: New, words: str, last: date | None) -> Task:
    due = new.due or (max(last, unit.today) if last else None)
    return Task(
        id=0,
        code=next_code(unit),
        basis="",
        title=words,
        deadline_kind=DeadlineKind.DAY if due else DeadlineKind.NONE,
        deadline=f"{due:%d/%m/%Y}" if due else "",
        recurrence=Recurrence.NONE,
        note="",
        assigned_on=unit.today,
        done_on=None,
        result="",
        seats={Part.LEAD: (new.assignee.seat,)},
        parent=parent.id,
        person=new.assignee.person,
        assigned_by=seat_id,
    )


def parts(unit: Unit, parent: Task) -> list[Task]:
    """Return the sub-tasks of a task that are still wanted, by code."""
    found = tasks.tasks_by_id(unit.db, stored.part_ids(unit.db, parent.id))
    wanted = (task for task in found.values() if task.stage is not Stage.CANCELLED)
    return sorted(wanted, key=lambda task: task.id)


def own(unit: Unit, actor: Actor, *, done: bool) -> list[Task]:
    """Return the sub-tasks that are the actor's to do, done or not: his, and those of his seats as a whole."""
    found = tasks.tasks_by_id(unit.db, stored.parts_of_seats(unit.db, [seat.id for seat in actor.seats]))
    mine = [task for task in found.values() if task.person in (None, actor.person.id)]
    return [task for task in mine if (task.stage is Stage.DONE if done else not task.ended)]


def may_see(actor: Actor, subtask: Task) -> bool:
    """Return whether a sub-task may be shown to somebody: it is of their seat, or their seat assigned it.

    The desk sees how many a task has and how many are done, and no more.
    """
    own_seats = {seat.id for seat in actor.seats}
    return subtask.assigned_by in own_seats or subtask.part_of(own_seats) is not None


def may_decide(actor: Actor, subtask: Task) -> bool:
    """Return whether somebody decides on a sub-task: their seat assigned it, and it is not theirs to do."""
    return subtask.assigned_by in {seat.id for seat in actor.seats} and subtask.person != actor.person.id


def confirm(unit: Unit, actor: Actor, task_id: int, newest: int) -> Reply:
    """Confirm the result of a sub-task, which was done on the day it was reported.

    Raises BotError: stale, task_moved_on, and task_meanwhile where something was done since `newest`.
    """
    subtask, course = _to_decide(unit, actor, task_id, TaskAct.CONFIRMED, newest)
    assert course.completion is not None  # nothing else waits to be confirmed
    done_on = course.completion.at.astimezone(VN).date()
    after, event = record(unit, actor, subtask, TaskAct.CONFIRMED, {DONE_ON: done_on.isoformat()}, course.lead)
    told = to_lead(unit, after, course.lead, event, wording.confirmed(after), actor)
    return Reply(toast=wording.decided(after), notices=tuple(told))


def decide(unit: Unit, actor: Actor, task_id: int, act: SubtaskAct, newest: int, words: str) -> Reply:
    """Return a result to be completed, or want the sub-task no longer. Raises what `confirm` raises, words_missing."""
    kind = TaskAct.RETURNED if act is SubtaskAct.RETURN else TaskAct.CANCELLED
    subtask, course = _to_decide(unit, actor, task_id, kind, newest)
    reason = clean(words)
    if not reason:
        raise BotError("words_missing")
    lead = course.lead if kind is TaskAct.RETURNED else None
    after, event = record(unit, actor, subtask, kind, {WORDS: reason}, lead)
    screen = wording.TOLD[act](after, reason)
    return Reply(toast=wording.decided(after), notices=tuple(to_lead(unit, after, course.lead, event, screen, actor)))


def result_to_assigner(unit: Unit, subtask: Task, event: int, actor: Actor) -> list[Send]:
    """Return what tells whoever assigned a sub-task of the result that was reported: they decide on it.

    Of the seat that assigned it, those who are told of its parent.
    """
    assert subtask.assigned_by is not None
    assert subtask.parent is not None
    parent = tasks.task_by_id(unit.db, subtask.parent)
    assert parent is not None
    screen = wording.result_to_assigner(subtask, parent, subtask.courses[0], actor.person.full_name)
    return to_seats(unit, parent, {subtask.assigned_by: screen}, event, actor)


def _to_decide(unit: Unit, actor: Actor, task_id: int, act: TaskAct, newest: int) -> tuple[Task, Course]:
    subtask = tasks.task_by_id(unit.db, task_id)
    if subtask is None or subtask.parent is None or not may_decide(actor, subtask):
        raise BotError("stale")
    course = subtask.courses[0]
    if not is_open(act, course):
        raise BotError("task_moved_on", code=subtask.code, stage=stage_name(course.stage))
    if course.newest != newest:
        raise BotError("task_meanwhile", code=subtask.code, stage=stage_name(course.stage))
    return subtask, course


def is_open(act: TaskAct, course: Course) -> bool:
    """Return whether whoever assigned a sub-task can do this to it now."""
    return is_open_to_desk(act, course.stage) if act is TaskAct.CANCELLED else is_open_to(act, course)


def _organisation(unit: Unit, seat: int) -> str:
    found = people.seat_by_id(unit.db, seat)
    assert found is not None
    return found.organisation
