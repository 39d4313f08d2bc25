"""What is due and what is planned of it, looked at and not recorded: by the rules of a unit, whichever they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bot.domain.answering import STEPS
from bot.domain.people import MEMBER_ROLES
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Days, Due, Occurrence
from bot.services.answering import with_steps
from bot.services.desk.morning import open_schedules
from bot.services.reminding import waited
from bot.services.reminding.planning import AHEAD, FAR, PARTS, SEATS, TASKS, is_beyond, reports_due
from bot.services.tasks.planned_dues import dues_of
from storage import due_rows, people, reminder_outlook
from storage.unit import Unit

_OF_TASKS = frozenset({Kind.TASK, Kind.JOINT, Kind.RECEIPT, Kind.RECEIPT_PRINCIPAL, Kind.RECEIPT_DESK}) | STEPS
_OF_SEATS = frozenset({Kind.REPORT, Kind.CLOSING, Kind.APPROVAL}) | STEPS
_OF_OTHERS = frozenset({Kind.QUESTION, Kind.CONFIRMATION, Kind.DRAFT})
"""Kinds of which none says anything without the others: a rule of one may change what follows by another of its own."""


def due_now(unit: Unit, kinds: Collection[Kind] = tuple(Kind)) -> list[Due]:
    """Return what is due by the rules of a unit: of these kinds all of it, of others as far as it is found with it."""
    return list(with_steps(unit, list(_dues(unit, frozenset(kinds)))))


def _dues(unit: Unit, kinds: frozenset[Kind]) -> Iterator[Due]:
    """Slice by slice, as it is planned."""
    if kinds & _OF_TASKS:
        yield from _of_tasks(unit)
    if kinds & _OF_SEATS:
        yield from _of_seats(unit)
    if kinds & _OF_OTHERS:
        yield from waited.dues(unit, waited.subjects(unit))


def _of_tasks(unit: Unit) -> Iterator[Due]:
    after = 0
    while found := due_rows.tasks_after(unit.db, after, TASKS, PARTS):
        yield from dues_of(unit, found)
        after = found[-1]


def _of_seats(unit: Unit) -> Iterator[Due]:
    schedules, after = open_schedules(unit), 0
    while found := due_rows.seats_after(unit.db, after, SEATS):
        yield from reports_due(unit, schedules, found)
        yield from waited.approvals(unit, found, [schedule.period.iso for schedule in schedules])
        after = found[-1]


def next_of(unit: Unit, person: int, most: int) -> list[Occurrence]:
    """Return what a person will be reminded of next, planned or too far away for that, the earliest day first."""
    found = reminder_outlook.upcoming(unit.db, person, unit.today, most)
    if len(found) == most and found[-1].send_on <= unit.today + AHEAD:
        return found
    beyond = list(_beyond(unit, person))
    known = reminder_outlook.states(unit.db, [each.key for each in beyond])
    rest = [each for each in beyond if each.key not in known]
    return sorted([*found, *rest], key=lambda each: (each.send_on, each.due.due_on, each.key))[:most]


def _beyond(unit: Unit, person: int) -> Iterator[Occurrence]:
    roles = MEMBER_ROLES.union(*(unit.rules.reminders.of(kind).audience for kind in FAR))
    tasks = due_rows.tasks_of(unit.db, people.seats_of_person(unit.db, person, roles, unit.today))
    found = planned(unit, (due for due in dues_of(unit, tasks) if due.person == person))
    return (each for each in found if is_beyond(each.due.kind, each.send_on, unit.today))


def planned(unit: Unit, found: Iterable[Due]) -> list[Occurrence]:
    """Return the reminders that follow from what is due by the rules of a unit, in order of the day."""
    days = Days(unit.rules.reminders, unit.rules.calendar)
    occurrences = (occurrence for due in found for occurrence in days.occurrences(due))
    return sorted(occurrences, key=lambda o: (o.send_on, o.due.person, o.due.due_on, o.key))
