"""What is due, read one row after another as it was before it was read in sets: slow, and simple enough to be right."""

from __future__ import annotations

from collections.abc import Iterator

from bot.clock import VN
from bot.domain.courses import Stage
from bot.domain.people import MEMBER_ROLES, Role
from bot.domain.periods import Schedule
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.domain.task_dues import owed_in, unreceived
from bot.domain.tasks import Part, Task
from bot.services.desk.morning import OWED, open_schedules
from bot.services.standing import ledger
from bot.services.tasks.contacts import persons_told
from bot.services.tasks.courses import status_of_course
from bot.services.tasks.dues import KIND, RECEIPTS
from bot.services.tasks.planned_dues import dues_of
from bot.services.tasks.series import left_to_remind
from storage import addressees, people, submissions, task_events, tasks
from storage.unit import Unit


def reports_due(unit: Unit) -> Iterator[Due]:
    """Yield who owes a report, by its deadline and by the close of its period."""
    for schedule in open_schedules(unit):
        stop_on = schedule.stop_at.astimezone(VN).date()
        for seat in _owing(unit, schedule):
            for person in _told(unit, Kind.REPORT, seat):
                yield Due(Kind.REPORT, schedule.period.iso, person, seat, schedule.due_on, schedule.opening_push_on)
            for person in _told(unit, Kind.CLOSING, seat):
                yield Due(Kind.CLOSING, schedule.period.iso, person, seat, stop_on)


def _told(unit: Unit, kind: Kind, seat: int) -> list[int]:
    return people.persons_of_seat(unit.db, seat, unit.rules.reminders.of(kind).audience, unit.today)


def _owing(unit: Unit, schedule: Schedule) -> Iterator[int]:
    for row in ledger(unit, schedule):
        waits = submissions.waiting_for(unit.db, row.seat.id, schedule.period.iso)
        if row.state in OWED and waits is None:
            yield row.seat.id


def tasks_due(unit: Unit) -> Iterator[Due]:
    """Yield who owes something of a task, and who is asked whether he has it."""
    for task in to_remind(unit):
        yield from _deadlines(unit, task)
        if task.parent is None:
            yield from _receipts(unit, task)


def to_remind(unit: Unit) -> list[Task]:
    """Return everything under way that people are reminded of: tasks, and parts of those that are under way."""
    counted = tasks.all_tasks(unit.db, done=False)
    under_way = {task.id for task in counted}
    parts = [task for task in tasks.every_task(unit.db) if task.parent in under_way and not task.ended]
    return [*left_to_remind(unit, counted), *parts]


def _deadlines(unit: Unit, task: Task) -> Iterator[Due]:
    leading: set[int] = set()
    seen: set[tuple[int, object]] = set()
    for owed in owed_in(task, lambda course: status_of_course(unit, task, course)):
        due_on = owed.standing.due_on
        assert due_on is not None
        holders = people.persons_of_seat(unit.db, owed.seat, MEMBER_ROLES, unit.today)
        alone = persons_told(unit, task, owed.seat)
        for person in alone if alone != holders else _told(unit, KIND[owed.part], owed.seat):
            if (person, due_on) in seen or (owed.part is Part.COORDINATING and person in leading):
                continue
            seen.add((person, due_on))
            leading.add(person)
            yield Due(KIND[owed.part], task.code, person, owed.seat, due_on)


def _receipts(unit: Unit, task: Task) -> Iterator[Due]:
    if all(course.stage is not Stage.NEW for course in task.courses):
        return
    events = task_events.events_of_task(unit.db, task.id)
    accounts = [to.account for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)]
    officers = dict.fromkeys(people.person_of_account(unit.db, each).id for each in accounts if each)
    for each in unreceived(task, events, unit.rules.profile.periods.hour, unit.rules.calendar):
        seat, assigned_on = each.lead.seat, each.at.astimezone(VN).date()
        assert seat is not None
        for kind in RECEIPTS:
            for person in _told(unit, kind, seat):
                yield Due(kind, task.code, person, seat, assigned_on, each.since)
        for officer in officers:
            yield Due(Kind.RECEIPT_DESK, task.code, officer, seat, assigned_on, each.since)


def agreed(unit: Unit) -> list[Due]:
    """Return what is due of tasks, as both ways of reading have it."""
    found = sorted(tasks_due(unit), key=_order)
    assert sorted(dues_of(unit, [task.id for task in tasks.every_task(unit.db)]), key=_order) == found
    return found


def _order(due: Due) -> str:
    return str(due)
