"""The course of a task with a lead: who may move it, how an act is kept, and how its people are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from bot.domain.course_acts import is_open_to
from bot.domain.courses import IN_NAME, Course, Lead, Stage, TaskAct
from bot.domain.operations import Lane, Send, Topic, TopicKind
from bot.domain.people import Actor, Role
from bot.domain.task_dues import seats_of
from bot.domain.tasks import Part, Task, TaskStatus, course_status
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.tasks.courses import stage_name
from bot.services.people.duties import by, officer_only
from bot.services.people.quiet import held
from bot.services.tasks.contacts import persons_told
from storage import addressees, ledgers, people, task_events, tasks
from storage.unit import Unit


@dataclass(frozen=True)
class Open:
    """A course that somebody may move; `in_name` where they do so for an agency without a seat."""

    task: Task
    course: Course
    in_name: bool

    def detail(self, **said: object) -> Mapping[str, object]:
        """Return what is kept of an act: what was said, and that it was done in an agency's name."""
        return {**said, IN_NAME: True} if self.in_name else said


def may_lead(actor: Actor, task: Task, lead: Lead) -> bool:
    """Return whether somebody moves this course: they report for its seat.

    That of an agency without a seat is moved in its name, by the desk or a seat that watches the task.
    """
    own = {seat.id for seat in actor.seats}
    if lead.seat is not None:
        return lead.seat in own and lead in task.leads and task.person in (None, actor.person.id)
    return Role.SECRETARIAT in actor.roles or not own.isdisjoint(task.seats.get(Part.WATCHING, ()))


def courses_to_move(actor: Actor, task: Task) -> list[Course]:
    """Return the courses of a task that somebody moves, in the order of its leads; a series is only received."""
    found = [course for course in task.courses if may_lead(actor, task, course.lead)]
    return [course for course in found if course.stage is Stage.NEW] if task.recurs else found


def to_move(unit: Unit, actor: Actor, task_id: int, lead: Lead, act: TaskAct) -> Open:
    """Return a course for an act of whoever leads it.

    Raises BotError: stale for what they do not lead, task_not_lead where their seat takes part otherwise,
    task_moved_on where this cannot be done to it now, and task_series and subtask_asks where not to one of its kind.
    """
    task, course = _course(unit, task_id, lead)
    if not may_lead(actor, task, lead):
        takes_part = task.part_of([seat.id for seat in actor.seats])
        raise BotError("task_not_lead", code=task.code) if takes_part and not task.parent else BotError("stale")
    if task.parent and act is TaskAct.EXTENSION_ASKED:
        raise BotError("subtask_asks", code=task.code)
    _check_open(task, course, act)
    return Open(task, course, in_name=lead.seat is None)


def to_decide(unit: Unit, actor: Actor, task_id: int, lead: Lead, act: TaskAct, newest: int) -> tuple[Task, Course]:
    """Return a course for a decision of the desk on what it showed, whose newest event was `newest`.

    Raises BotError: rights, stale, task_moved_on where this cannot be decided now, and task_meanwhile where something
    was done since.
    """
    officer_only(unit, actor)
    task, course = _course(unit, task_id, lead)
    if task.parent:
        raise BotError("stale")  # whoever assigned it decides
    _check_open(task, course, act)
    if course.newest != newest:
        raise BotError("task_meanwhile", code=task.code, stage=stage_name(course.stage))
    return task, course


def _course(unit: Unit, task_id: int, lead: Lead) -> tuple[Task, Course]:
    task = tasks.task_by_id(unit.db, task_id)
    course = task.course_of(lead) if task else None
    if task is None or course is None:
        raise BotError("stale")
    return task, course


def _check_open(task: Task, course: Course, act: TaskAct) -> None:
    if task.recurs and act is not TaskAct.RECEIVED:
        raise BotError("task_series", code=task.code)
    if not is_open_to(act, course):
        raise BotError("task_moved_on", code=task.code, stage=stage_name(course.stage))


def status_of_course(unit: Unit, task: Task, course: Course) -> TaskStatus:
    """Return where a course stands now; its day ends at the hour of the profile."""
    return course_status(task, course, unit.now, unit.rules.profile.periods.hour, unit.rules.calendar)


def record(
    unit: Unit, actor: Actor, task: Task, act: TaskAct, detail: Mapping[str, object], lead: Lead | None = None
) -> tuple[Task, int]:
    """Keep what happened, in the audit too; return the task with it, and the event. Whether it may was asked before."""
    event = task_events.add_event(unit.db, task.id, act, unit.now, by(actor), detail, lead)
    named = {"agency": lead.agency} if lead and lead.agency else {}
    seat = people.seat_by_id(unit.db, lead.seat) if lead and lead.seat else None
    audited = {**detail, **named, **({"seat": seat.code} if seat else {}), "event": event}
    ledgers.append_audit(unit.db, unit.now, by(actor), f"task.{act.value}", f"task:{task.code}", audited)
    after = tasks.task_by_id(unit.db, task.id)
    assert after is not None  # tasks are never deleted
    return after, event


def to_lead(unit: Unit, task: Task, lead: Lead, event: int, screen: Screen, but: Actor | None = None) -> list[Send]:
    """Return what tells the people of a course of an event, each once; `but` whoever did it."""
    return to_seats(unit, task, dict.fromkeys(seats_of(task, lead), screen), event, but)


def to_parts(unit: Unit, task: Task, event: int, screen: Callable[[Part], Screen | None]) -> list[Send]:
    """Return what tells everybody who has a part in a task, each once, in the weightiest part they have."""
    told = {part: screen(part) for part in Part}
    by_seat = {seat: told[part] for part in reversed(Part) for seat in task.seats.get(part, ())}
    in_order = {seat: by_seat[seat] for part in Part for seat in task.seats.get(part, ())}
    return to_seats(unit, task, {seat: said for seat, said in in_order.items() if said}, event)


def to_seats(unit: Unit, task: Task, screens: Mapping[int, Screen], event: int, but: Actor | None = None) -> list[Send]:
    """Return what tells the people of these seats, each account once, by the first of its seats."""
    found: dict[str, Send] = {}
    for seat, screen in screens.items():
        for account in _accounts(unit, task, seat, {but.person.id} if but else set()):
            to = addressees.recipient(unit.db, account, unit.today)
            anchor = f"task:{task.code}:{event}:{account}"
            if to and anchor not in found:
                found[anchor] = Send(to, screen, anchor, topic_of(task), Lane.BULK, key=anchor)
    return held(unit, found.values())


def topic_of(task: Task) -> Topic:
    """Return what messages about a task are about."""
    return Topic(TopicKind.TASK, {"code": task.code})


def _accounts(unit: Unit, task: Task, seat: int, without: Collection[int]) -> list[int]:
    told = persons_told(unit, task, seat)
    return [a for person in told if person not in without for a in addressees.reachable_accounts(unit.db, person)]


def lead_name(unit: Unit, lead: Lead) -> str:
    """Return the organisation that leads; empty where nobody is named."""
    seat = people.seat_by_id(unit.db, lead.seat) if lead.seat is not None else None
    return seat.organisation if seat else lead.agency
