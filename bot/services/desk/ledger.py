"""The ledger of a period as the desk looks at it: every seat that is due in exactly one state, and whom it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bot.domain.people import MEMBER_ROLES, Actor, Seat
from bot.domain.periods import Cadence, Period, Schedule, SeatState
from bot.domain.seat_requests import SeatRequestKind
from bot.domain.urging import Holder, Missing, pages
from bot.errors import BotError
from bot.screens import ledger as wording
from bot.screens.ledger import LedgerEntry
from bot.services.desk.morning import OWED, open_schedules
from bot.services.reply import Reply
from bot.services.standing import LedgerRow, accepting_now, ledger, period_schedule
from storage import directory, people, seat_requests, submissions, urgings
from storage.unit import Unit


def show(unit: Unit, actor: Actor, period: Period | None) -> Reply:
    """Show how many seats stand where; the oldest open month where none is named.

    Raises BotError("stale") for a period that has not begun.
    """
    people.set_open_draft(unit.db, actor.account, None)
    schedule = schedule_of(unit, period or accepting_now(unit, Cadence.MONTH)[0].period)
    rows = ledger(unit, schedule)
    others = [other for other in _others(unit) if other != schedule.period]
    counted = Counter(row.state for row in rows)
    owing = is_accepting(unit, schedule) and any(counted[state] for state in OWED)
    return Reply(wording.ledger(schedule, counted, unit.now, others, may_urge=owing))


def show_state(unit: Unit, actor: Actor, period: Period, state: SeatState, page: int) -> Reply:
    """Show a page of the seats in a state; one that is not there any more shows the last. Raises as `show`."""
    people.set_open_draft(unit.db, actor.account, None)
    found = entries(unit, [row for row in ledger(unit, schedule_of(unit, period)) if row.state is state], period)
    return Reply(wording.seats(period, state, found, min(page, pages(len(found)) - 1), unit.now))


def show_seat(unit: Unit, actor: Actor, period: Period, seat: int) -> Reply:
    """Show one seat. Raises BotError("stale") for one that is not due, and as `show`."""
    people.set_open_draft(unit.db, actor.account, None)
    schedule = schedule_of(unit, period)
    found = entries(unit, [row for row in ledger(unit, schedule) if row.seat.id == seat], period)
    if not found:
        raise BotError("stale")
    asked = seat_requests.open_request(unit.db, SeatRequestKind.EXCUSE, seat, period.iso)
    owed, accepting = found[0].state in OWED, is_accepting(unit, schedule)
    request = asked.id if asked else None
    return Reply(wording.seat(schedule, found[0], request, unit.now, accepting=accepting, owed=owed))


def schedule_of(unit: Unit, period: Period) -> Schedule:
    """Return the instants of a period. Raises BotError("stale") for one that has not begun."""
    schedule = period_schedule(unit, period)
    if unit.now < schedule.opens_at:
        raise BotError("stale")
    return schedule


def is_accepting(unit: Unit, schedule: Schedule) -> bool:
    """Return whether a report for a period can be sent now."""
    return schedule.opens_at <= unit.now < schedule.stop_at


def _others(unit: Unit) -> list[Period]:
    """The periods that are open, and of each cadence the last that closed, where anybody has to report in them."""
    open_ = [schedule.period for schedule in open_schedules(unit)]
    first = {period.cadence: period for period in reversed(open_)}
    found = [*open_, *(period.previous() for period in first.values())]
    return [period for period in found if ledger(unit, period_schedule(unit, period))]


def entries(unit: Unit, rows: Sequence[LedgerRow], period: Period) -> list[LedgerEntry]:
    """Return seats of the ledger with whom they have, in a fixed number of statements."""
    about = missing(unit, [row.seat for row in rows], period)
    return [LedgerEntry(row.state, about[row.seat.id], row.report, row.sender, row.reason) for row in rows]


def missing(unit: Unit, seats: Sequence[Seat], period: Period) -> Mapping[int, Missing]:
    """Return by id of a seat whom it has, how often it was reminded for a period, and what holds it from being urged.

    In a fixed number of statements.
    """
    held = holders(unit)
    reminded, urged = urgings.reminded(unit.db, period), urgings.urged_on(unit.db, unit.today)
    waiting = submissions.seats_waiting(unit.db, period.iso)
    return {
        seat.id: Missing(seat, held[seat.id], reminded.get(seat.id, 0), urged.get(seat.id), waiting=seat.id in waiting)
        for seat in seats
    }


def holders(unit: Unit) -> Mapping[int, list[Holder]]:
    """Return by id of a seat everybody who holds a duty on it today."""
    found: dict[int, list[Holder]] = defaultdict(list)
    for entry in directory.entries(unit.db, unit.today):
        for duty in entry.duties:
            if duty.seat and duty.role in MEMBER_ROLES:
                found[duty.seat.id].append((entry, duty))
    return found
