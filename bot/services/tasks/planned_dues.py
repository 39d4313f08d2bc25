"""What a set of tasks owes, and to whom it is said: read together, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import VN
from bot.domain.courses import Course, Stage
from bot.domain.people import MEMBER_ROLES, Role
from bot.domain.reminder_rules import Kind, Ruleset
from bot.domain.reminders import Due
from bot.domain.task_dues import Owed, Unreceived, owed_in, unreceived
from bot.domain.tasks import Part, Task, TaskStatus, due_at
from bot.services.tasks.dues import KIND, RECEIPTS
from bot.services.tasks.series import left_to_remind
from storage import due_rows, task_events, tasks
from storage.due_rows import Holders
from storage.unit import Unit


def dues_of(unit: Unit, ids: Collection[int]) -> Iterator[Due]:
    """Yield what is owed of these tasks: a deadline once for each person, and every receipt waited for."""
    found = _to_remind(unit, ids)
    told = _Told.of(unit, found)
    for task in found:
        yield from _deadlines(unit, task, told)
    # A part of a task is its lead's own: the desk waits for no receipt of it.
    waiting = [task for task in found if task.parent is None and any(c.stage is Stage.NEW for c in task.courses)]
    if waiting:
        yield from _receipts_of(unit, waiting, told)


def _to_remind(unit: Unit, ids: Collection[int]) -> list[Task]:
    """Of these what is under way: tasks, and parts of those that are. What a report fulfils is reminded of as one."""
    found = tasks.tasks_by_id(unit.db, due_rows.open_tasks(unit.db, ids))
    under_way = [task for task in found.values() if not task.ended]
    parents = tasks.tasks_by_id(unit.db, {task.parent for task in under_way if task.parent is not None})
    whole = [task for task in under_way if task.parent is None]
    parts = [task for task in under_way if task.parent and _is_counted(parents[task.parent])]
    return [*left_to_remind(unit, whole), *parts]


def _is_counted(parent: Task) -> bool:
    return not (parent.ended or parent.recurs or parent.parent)


@dataclass(frozen=True)
class _Told:
    """Who is told: those who hold a seat in the roles of a rule, or the one of them whom a task was given to."""

    holders: Holders
    rules: Ruleset

    @classmethod
    def of(cls, unit: Unit, found: Sequence[Task]) -> _Told:
        seats = {seat for task in found for of_part in task.seats.values() for seat in of_part}
        return cls(due_rows.holders(unit.db, seats, unit.today), unit.rules.reminders)

    def persons(self, kind: Kind, seat: int, named: int | None = None) -> Sequence[int]:
        held = self.holders[seat]
        if named is not None and named in due_rows.holding(held, MEMBER_ROLES):
            return (named,)
        return due_rows.holding(held, self.rules.of(kind).audience)


def _deadlines(unit: Unit, task: Task, told: _Told) -> Iterator[Due]:
    """Each day once for a person, by the weightiest part; who leads is not reminded as one who takes part."""
    leading: set[int] = set()
    seen: set[tuple[int, date]] = set()
    named = _named(task)
    for owed in _owed(unit, task):
        due_on = owed.standing.due_on
        assert due_on is not None  # without a deadline nothing is owed
        for person in told.persons(KIND[owed.part], owed.seat, named.get(owed.seat)):
            if (person, due_on) in seen or (owed.part is Part.COORDINATING and person in leading):
                continue
            seen.add((person, due_on))
            leading.add(person)
            yield Due(KIND[owed.part], task.code, person, owed.seat, due_on)


def _named(task: Task) -> Mapping[int, int | None]:
    """By seat that leads the one person who is told of a task (see `contacts.persons_told`)."""
    courses = (course for course in task.courses if course.lead.seat is not None)
    return {course.lead.seat: task.person or course.contact for course in courses if course.lead.seat is not None}


def _owed(unit: Unit, task: Task) -> Iterator[Owed]:
    """Of where a course stands only its deadline is asked."""

    def at(course: Course) -> TaskStatus:
        deadline = due_at(task, course, unit.rules.profile.periods.hour, unit.rules.calendar)
        return TaskStatus(deadline, None, unit.today, unit.rules.calendar, stage=course.stage)

    return owed_in(task, at)


def _receipts_of(unit: Unit, waiting: Sequence[Task], told: _Told) -> Iterator[Due]:
    officers = due_rows.reachable(unit.db, Role.SECRETARIAT, unit.today)
    events = task_events.events_of(unit.db, [task.id for task in waiting])
    for task in waiting:
        for each in unreceived(task, events[task.id], unit.rules.profile.periods.hour, unit.rules.calendar):
            yield from _receipts(task, each, told, officers)


def _receipts(task: Task, each: Unreceived, told: _Told, officers: Sequence[int]) -> Iterator[Due]:
    seat, assigned_on = each.lead.seat, _day(each.at)
    assert seat is not None  # an agency without one is asked nothing
    asked = [(kind, person) for kind in RECEIPTS for person in told.persons(kind, seat)]
    for kind, person in [*asked, *((Kind.RECEIPT_DESK, officer) for officer in officers)]:
        yield Due(kind, task.code, person, seat, assigned_on, each.since)


def _day(at: datetime) -> date:
    return at.astimezone(VN).date()
