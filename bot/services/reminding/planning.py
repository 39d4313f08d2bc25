"""The plan of the reminders: every occurrence that follows from what is due now, recorded as a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from bot.domain.operations import Operation, Piece
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due, Occurrence, OccurrenceState, SkipReason, plan
from bot.domain.texts import N_, Text
from bot.services.desk.morning import OWED, open_schedules
from bot.services.reminding.owing import is_owed
from bot.services.standing import ledger, period_schedule
from bot.services.tasks import dues
from storage import people, reminders, submissions
from storage.unit import Unit


def plan_ahead(unit: Unit) -> Iterable[Piece]:
    """Record every reminder that follows from what is due now, all of them or none. Sends nothing."""
    yield Piece(Text(N_("the plan of the reminders")), partial(_plan, unit))


def plan_now(unit: Unit) -> None:
    """Record what follows from a change that makes something due again."""
    _plan(unit)


def _plan(unit: Unit) -> Sequence[Operation]:
    rules = unit.rules
    planned = {found.key: found for found in plan(_dues(unit), rules.reminders, rules.calendar)}
    unsent = {occurrence.key: occurrence.send_on for occurrence in _drop_others(unit, planned)}
    # What stands there as it is planned needs no writing: hardly anything changes from one hour to the next.
    new = [occurrence for key, occurrence in planned.items() if unsent.get(key) != occurrence.send_on]
    reminders.put_plan(unit.db, new, rules.reminders.version, unit.today, unit.now)
    return ()


def _drop_others(unit: Unit, planned: Mapping[str, Occurrence]) -> Sequence[Occurrence]:
    """Drop what is not planned any more; return what was not sent so far."""
    unsent = reminders.unsent(unit.db, unit.today)
    for occurrence in unsent:
        if occurrence.key not in planned:
            closed = _closed_without(unit, occurrence)
            state = OccurrenceState.SKIPPED if closed else OccurrenceState.SUPERSEDED
            reminders.mark(unit.db, [occurrence], state, unit.now, SkipReason.CLOSED if closed else None)
    return unsent


def _closed_without(unit: Unit, occurrence: Occurrence) -> bool:
    """Whether a reminder whose day had come, of a report that nobody sent before the period closed, was missed."""
    due = occurrence.due
    if due.kind is not Kind.REPORT or occurrence.send_on > unit.today or not is_owed(unit, due):
        return False
    return unit.now >= period_schedule(unit, Period.parse(due.subject)).stop_at


def _dues(unit: Unit) -> Iterable[Due]:
    yield from _reports_due(unit)
    yield from dues.dues(unit)


def _reports_due(unit: Unit) -> Iterable[Due]:
    for schedule in open_schedules(unit):
        waiting = submissions.seats_waiting(unit.db, schedule.period.iso)
        for row in ledger(unit, schedule):
            if row.state in OWED and row.seat.id not in waiting:
                for person in people.persons_of_seat(unit.db, row.seat.id, MEMBER_ROLES, unit.today):
                    yield Due(
                        Kind.REPORT,
                        schedule.period.iso,
                        person,
                        row.seat.id,
                        schedule.due_on,
                        schedule.opening_push_on,
                    )
