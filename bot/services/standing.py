"""Where a member's seats stand: which periods are open, what has been sent, what is being drafted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.calendars import Provisional
from bot.domain.forms import Draft
from bot.domain.people import Actor, Seat
from bot.domain.periods import Cadence, Period, Schedule, SeatState, accepting, schedule, seat_state
from bot.domain.reports import REPORT, Report
from storage import drafts, people, reports
from storage.unit import Unit


@dataclass(frozen=True)
class SeatPeriod:
    """One seat in one period."""

    seat: Seat
    schedule: Schedule
    state: SeatState
    report: Report | None
    draft: Draft | None


def period_schedule(unit: Unit, period: Period) -> Schedule:
    """Return the instants of a period under the profile's rules."""
    return schedule(period, unit.rules.profile.periods, unit.rules.calendar)


def accepting_now(unit: Unit, cadence: Cadence) -> tuple[Schedule, ...]:
    """Return the periods in which a report can be sent now, oldest first."""
    return accepting(unit.now, cadence, unit.rules.profile.periods, unit.rules.calendar)


def seat_periods(unit: Unit, actor: Actor) -> list[SeatPeriod]:
    """Return every seat of a member in every period that is open now; oldest period first."""
    open_ = [(seat, each) for seat in actor.seats for each in accepting_now(unit, _cadence(unit, seat))]
    periods = {each.period.iso for _, each in open_}
    sent = {(r.seat, r.period): r for r in reports.live_reports(unit.db, [s.id for s in actor.seats], periods)}
    own = {(d.seat, d.subject): d for d in drafts.live_drafts(unit.db, actor.person.id) if d.kind == REPORT}
    excused = reports.excused_seats(unit.db, periods)
    found = []
    for seat, each in open_:
        key = (seat.id, each.period.iso)
        report, draft = sent.get(key), own.get(key)
        # A draft that was only opened says nothing.
        drafting = bool(draft and (draft.items or draft.closing))
        state = _state(unit, seat, each, report, drafting=drafting, excused=key in excused)
        found.append(SeatPeriod(seat, each, state, report, draft))
    return sorted(found, key=lambda s: (s.schedule.due_at, s.seat.rank))


def _cadence(unit: Unit, seat: Seat) -> Cadence:
    return unit.rules.profile.bodies[seat.body].cadence


def _state(
    unit: Unit, seat: Seat, period: Schedule, report: Report | None, *, drafting: bool, excused: bool
) -> SeatState:
    return seat_state(
        period,
        unit.now,
        sent_at=report.sent_at if report else None,
        nil=bool(report and report.nil),
        drafting=drafting,
        excused=excused,
        seat_valid=seat_is_valid(seat, period),
    )


@dataclass(frozen=True)
class LedgerRow:
    """One seat that is due in a period, and where it stands."""

    seat: Seat
    state: SeatState
    report: Report | None
    sender: str


def ledger(unit: Unit, period: Schedule) -> list[LedgerRow]:
    """Return every seat that is due in a period, by rank. Computed at each call, never stored."""
    bodies = [b for b in unit.rules.profile.bodies.values() if b.cadence is period.period.cadence]
    seats = [seat for body in bodies for seat in people.seats_of_body(unit.db, body.code)]
    code = period.period.iso
    sent = {report.seat: report for report in reports.reports_of_period(unit.db, code)}
    senders = people.persons_by_id(unit.db, {report.person for report in sent.values()})
    drafting = drafts.seats_drafting(unit.db, REPORT, code)
    excused = reports.excused_seats(unit.db, [code])
    rows = []
    for seat in seats:
        report = sent.get(seat.id)
        is_excused = (seat.id, code) in excused
        state = _state(unit, seat, period, report, drafting=seat.id in drafting, excused=is_excused)
        if state is not SeatState.NOT_DUE:
            rows.append(LedgerRow(seat, state, report, senders[report.person].full_name if report else ""))
    return rows


def seat_is_valid(seat: Seat, period: Schedule) -> bool:
    """Return whether a seat reports for a period: it exists on the day the report is due."""
    due = period.period.last_day
    return seat.valid_from <= due and (seat.valid_to is None or seat.valid_to > due)


def kept_until(unit: Unit, draft: Draft) -> date | Provisional:
    """Return the last day on which a draft can still be taken up: the close of the period after its own."""
    following = period_schedule(unit, Period.parse(draft.subject).next())
    return following.stated(following.stop_at)
