"""The desk's day: the periods that need looking after, and the tasks that are overdue."""

from __future__ import annotations

from datetime import date

from bot.clock import VN
from bot.domain.periods import Schedule, SeatState
from bot.domain.reminders import desk_told_on
from bot.domain.tasks import TaskStatus
from bot.domain.texts import Screen
from bot.screens import reminding as wording
from bot.screens.reminding import DeskPeriod, Overdue
from bot.services.desk.unsent import count_since_card
from bot.services.standing import accepting_now, ledger
from bot.services.tasks.listing import entries_at_desk, overdue
from storage import reminders, seat_requests
from storage.unit import Unit

OWED = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)
"""States of a seat from which a report is still to come."""
_OVERDUE_LISTED = 5


def open_schedules(unit: Unit) -> list[Schedule]:
    """Return the periods, of whatever cadence, in which a report can be sent now."""
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    return [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)]


def desk_card(unit: Unit, account: int) -> Screen | None:
    """Return the card of one officer for this morning, None where there is nothing to say.

    Overdue tasks stand in every card. They are a reason for one after each of their marks, until the officer has
    got a card. Requests of members stand in every card as long as they wait. What was not sent is counted once.
    """
    watched = [item for schedule in open_schedules(unit) if (item := _watched(unit, schedule))]
    found = overdue(unit)
    told_on = [day for _, at in found if (day := _told_on(unit, at))]
    to_tell = bool(told_on) and not reminders.desk_card_since(unit.db, account, max(told_on))
    asked = len(seat_requests.open_requests(unit.db))
    skipped = count_since_card(unit, account)
    if not watched and not to_tell and not asked and not skipped:
        return None
    listed = Overdue(len(found), entries_at_desk(unit, found[:_OVERDUE_LISTED]))
    return wording.desk_morning(unit.today, watched, listed, asked, skipped)


def _told_on(unit: Unit, at: TaskStatus) -> date | None:
    return desk_told_on(at.due_on, unit.today, unit.rules.calendar) if at.due_on else None


def _watched(unit: Unit, schedule: Schedule) -> DeskPeriod | None:
    """From the day of the deadline to the close, as long as there is something to do."""
    if unit.today < schedule.due_on:
        return None
    digest_on, stop_on = (at.astimezone(VN).date() for at in (schedule.digest_at, schedule.stop_at))
    missing = sum(row.state in OWED for row in ledger(unit, schedule))
    item = DeskPeriod(schedule.period, missing, digest_on == unit.today, stop_on == unit.today, schedule.digest_at)
    return item if missing or item.digest_today or item.closes_today else None
