"""What a set of tasks owes, and to whom it is said: read together, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from bot.clock import VN
from bot.domain.courses import Course, Stage, TaskEvent
from bot.domain.people import MEMBER_ROLES, Role
from bot.domain.reminder_rules import Kind, Ruleset
from bot.domain.reminders import Due
from bot.domain.task_dues import Unreceived, owed_in, unreceived
from bot.domain.tasks import Part, Task, TaskStatus, due_at
from bot.services.tasks.dues import KIND, RECEIPTS
from bot.services.tasks.series import left_to_remind
from storage import due_rows, tasks
from storage.due_rows import Holders
from storage.unit import Unit


class Deadlines:
    """Where courses stand by their deadlines, each worked out once for a plan: many tasks are due by one day."""

    def __init__(self, unit: Unit) -> None:
        self._hour = unit.rules.profile.periods.hour
        self._calendar = unit.rules.calendar
        self._today = unit.today
        self._found: dict[Hashable, TaskStatus] = {}

    def at(self, task: Task, course: Course) -> TaskStatus:
        """Return where a course stands; nothing but its deadline and its stage is asked."""
        by = (task.deadline_kind, task.deadline, task.recurrence, course.due_on, course.stage)
        if by not in self._found:
            deadline = due_at(task, course, self._hour, self._calendar)
            self._found[by] = TaskStatus(deadline, None, self._today, self._calendar, stage=course.stage)
        return self._found[by]


def dues_of(unit: Unit, ids: Collection[int], deadlines: Deadlines | None = None) -> Iterator[Due]:
    """Yield what is owed of these tasks: a deadline once for each person, and every receipt waited for.

    `deadlines` are those of the plan that this is a slice of.
    """
    read = tasks.with_events(unit.db, due_rows.open_tasks(unit.db, ids))
    found = _to_remind(unit, [task for task, _ in read])
    told, deadlines = _Told.of(unit, found), deadlines or Deadlines(unit)
    for task in found:
        yield from _deadlines(task, told, deadlines)
    # A part of a task is its lead's own: the desk waits for no receipt of it.
    waiting = [task for task in found if task.parent is None and any(c.stage is Stage.NEW for c in task.courses)]
    if waiting:
        yield from _receipts_of(unit, waiting, {task.id: events for task, events in read}, told)


def _to_remind(unit: Unit, found: Sequence[Task]) -> list[Task]:
    """Of these what is under way: tasks, and parts of those that are. What a report fulfils is reminded of as one."""
    under_way = [task for task in found if not task.ended]
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
    found: dict[tuple[Kind, int], Sequence[int]] = field(default_factory=dict)
    """By kind and seat those of a rule, each worked out once."""

    @classmethod
    def of(cls, unit: Unit, found: Sequence[Task]) -> _Told:
        seats = {seat for task in found for of_part in task.seats.values() for seat in of_part}
        return cls(due_rows.holders(unit.db, seats, unit.today), unit.rules.reminders)

    def persons(self, kind: Kind, seat: int, named: int | None = None) -> Sequence[int]:
        if named is not None and named in due_rows.holding(self.holders[seat], MEMBER_ROLES):
            return (named,)
        if (kind, seat) not in self.found:
            self.found[kind, seat] = due_rows.holding(self.holders[seat], self.rules.of(kind).audience)
        return self.found[kind, seat]


def _deadlines(task: Task, told: _Told, deadlines: Deadlines) -> Iterator[Due]:
    """Each day once for a person, by the weightiest part; who leads is not reminded as one who takes part."""
    leading: set[int] = set()
    seen: set[tuple[int, date]] = set()
    named = _named(task)
    for owed in owed_in(task, partial(deadlines.at, task)):
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


def _receipts_of(
    unit: Unit, waiting: Sequence[Task], events: Mapping[int, Sequence[TaskEvent]], told: _Told
) -> Iterator[Due]:
    officers = due_rows.reachable(unit.db, Role.SECRETARIAT, unit.today)
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
