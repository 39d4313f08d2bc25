"""What a reminder says: one matter by itself, several in the card of a morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Occurrence
from bot.domain.reports import REPORT
from bot.domain.texts import Row, Screen, Text
from bot.screens import reminding as wording
from bot.screens.reminding import ReportDue
from bot.screens.tasks.reminding import OfTask, TaskDue
from bot.services.standing import period_schedule
from bot.services.tasks import dues
from bot.services.upkeep import idle_drafts
from bot.services.upkeep.idle_drafts import Lying
from storage import drafts, people
from storage.unit import Unit


def card(unit: Unit, person: int, found: Sequence[Occurrence], lying: Sequence[Lying]) -> Screen:
    """Return what a person is told this morning: of these occurrences, and of drafts that lie."""
    items = _items(unit, found)
    # A day off is disturbed for what is due on it alone.
    beside = _also_overdue(unit, person, items) if unit.rules.calendar.is_working(unit.today) else ()
    besides = [each for each in lying if each.going or not _names(items, each)]
    return wording.with_overdue(_screen(unit, items, idle_drafts.parts(unit, besides)), beside)


def _names(items: Sequence[ReportDue | OfTask], lying: Lying) -> bool:
    """Whether the card is a reminder of one report that names its draft by itself."""
    if len(items) != 1 or not isinstance(items[0], ReportDue):
        return False
    item, draft = items[0], lying.draft
    of_draft = (draft.kind, draft.seat, draft.subject)
    return bool(item.draft_items) and of_draft == (REPORT, item.seat.id, item.schedule.period.iso)


def _items(unit: Unit, found: Sequence[Occurrence]) -> list[ReportDue | OfTask]:
    """What a card says, in the order of the days; what the desk is told of one task stands together, at the end."""
    alone = [o for o in found if o.due.kind is not Kind.RECEIPT_DESK]
    at_desk = [o for o in found if o.due.kind is Kind.RECEIPT_DESK]
    of_one = [_report(unit, o) if o.due.kind is Kind.REPORT else dues.items(unit, [o])[0] for o in alone]
    return [*of_one, *dues.items(unit, at_desk)]


def _also_overdue(unit: Unit, person: int, items: Sequence[ReportDue | OfTask]) -> Sequence[TaskDue]:
    """What else of a person is overdue, the longest first, without a mark of its own this morning."""
    shown = {item.task.id for item in items if isinstance(item, TaskDue)}
    seats = people.seats_of_person(unit.db, person, MEMBER_ROLES, unit.today)
    return [item for item in dues.overdue_of(unit, seats) if item.task.id not in shown]


def _missed_on(unit: Unit, occurrence: Occurrence) -> date | None:
    return occurrence.send_on if occurrence.send_on < unit.today else None


def _report(unit: Unit, occurrence: Occurrence) -> ReportDue:
    due, schedule = occurrence.due, period_schedule(unit, Period.parse(occurrence.due.subject))
    seat = people.seat_by_id(unit.db, due.seat)
    assert seat is not None
    draft = drafts.live_draft(unit.db, due.person, due.seat, REPORT, due.subject)
    return ReportDue(
        mark=occurrence.mark,
        seat=seat,
        body=unit.rules.profile.bodies[seat.body].short,
        schedule=schedule,
        left=unit.rules.calendar.working_days_between(unit.today, schedule.due_on),
        tomorrow=schedule.due_on - unit.today == timedelta(days=1),
        draft_items=len(draft.items) if draft else 0,
        missed_on=_missed_on(unit, occurrence),
    )


def _screen(unit: Unit, items: Sequence[ReportDue | OfTask], beside: Sequence[tuple[Text, Row]]) -> Screen:
    """One matter by itself, several as a list; `beside` are the drafts that lie."""
    if len(items) == 1:
        return wording.with_parts(wording.reminder(items[0], unit.rules.profile), beside)
    reported = [item.seat.id for item in items if isinstance(item, ReportDue)]
    several, alone = len(set(reported)) > 1, len(reported) == 1
    parts = [*(wording.short(item, several=several, alone=alone) for item in items), *beside]
    return wording.morning(unit.today, [line for line, _ in parts], [row for _, row in parts])
