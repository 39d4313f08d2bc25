"""What is due and what is planned of it, looked at and not recorded: by the rules of a unit, whichever they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.reminders import Days, Due, Occurrence
from bot.services.answering import with_steps
from bot.services.desk.morning import open_schedules
from bot.services.reminding import waited
from bot.services.reminding.planning import PARTS, SEATS, TASKS, reports_due
from bot.services.tasks.planned_dues import dues_of
from storage import due_rows
from storage.unit import Unit


def due_now(unit: Unit) -> list[Due]:
    """Return everything that is due by the rules of a unit."""
    return list(with_steps(unit, list(_dues(unit))))


def _dues(unit: Unit) -> Iterator[Due]:
    """Slice by slice, as it is planned."""
    after = 0
    while found := due_rows.tasks_after(unit.db, after, TASKS, PARTS):
        yield from dues_of(unit, found)
        after = found[-1]
    schedules, after = open_schedules(unit), 0
    while found := due_rows.seats_after(unit.db, after, SEATS):
        yield from reports_due(unit, schedules, found)
        yield from waited.approvals(unit, found, [schedule.period.iso for schedule in schedules])
        after = found[-1]
    yield from waited.dues(unit)


def planned(unit: Unit, found: Iterable[Due]) -> list[Occurrence]:
    """Return the reminders that follow from what is due by the rules of a unit, in order of the day."""
    days = Days(unit.rules.reminders, unit.rules.calendar)
    occurrences = (occurrence for due in found for occurrence in days.occurrences(due))
    return sorted(occurrences, key=lambda o: (o.send_on, o.due.person, o.due.due_on, o.key))
