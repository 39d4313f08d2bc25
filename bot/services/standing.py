"""Where a member's seats stand: which periods are open, what has been sent, what is being drafted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.calendars import Provisional
from bot.domain.forms import Draft
from bot.domain.people import MEMBER_ROLES, Actor, Seat
from bot.domain.periods import Cadence, Period, Schedule, SeatState, accepting, data_window, seat_state
from bot.domain.reports import REPORT, Report
from bot.domain.texts import Text
from bot.screens.reporting.signing import signature
from storage import drafts, people, receptions, reports, seat_requests, submissions
from storage.difficulties import EVERYTHING, Mark
from storage.releases import Fixed
from storage.unit import Unit


@dataclass(frozen=True)
class SeatPeriod:
    """One seat in one period."""

    seat: Seat
    schedule: Schedule
    state: SeatState
    report: Report | None
    draft: Draft | None
    adhoc: Sequence[str] = ()
    """The codes of what the seat sent ad hoc in the data window."""
    waiting_since: datetime | None = None
    """Since when its report waits for approval, if it does."""


def period_schedule(unit: Unit, period: Period) -> Schedule:
    """Return the instants of a period under the profile's rules."""
    return unit.rules.schedule(period)


def accepting_now(unit: Unit, cadence: Cadence) -> tuple[Schedule, ...]:
    """Return the periods in which a report can be sent now, oldest first."""
    return accepting(unit.now, cadence, unit.rules.profile.periods, unit.rules.calendar)


def seat_periods(unit: Unit, actor: Actor) -> list[SeatPeriod]:
    """Return every seat of a member in every period that is open now; oldest period first."""
    open_ = [(seat, each) for seat in actor.seats for each in accepting_now(unit, _cadence(unit, seat))]
    periods = {each.period.iso for _, each in open_}
    sent = {(r.seat, r.period): r for r in reports.live_reports(unit.db, [s.id for s in actor.seats], periods)}
    own = {(d.seat, d.subject): d for d in drafts.live_drafts(unit.db, actor.person.id) if d.kind == REPORT}
    excused = seat_requests.excuses(unit.db, periods)
    adhoc = {code: sent_adhoc(unit, [s.id for s, _ in open_], Period.parse(code)) for code in periods}
    waiting = {(w.seat, w.subject): w.at for w in submissions.waiting(unit.db, [s.id for s in actor.seats])}
    found = []
    for seat, each in open_:
        key = (seat.id, each.period.iso)
        report, draft = sent.get(key), own.get(key)
        drafting = bool(draft and draft.has_begun) or key in waiting
        state = _state(unit, seat, each, report, drafting=drafting, excused=key in excused)
        found.append(SeatPeriod(seat, each, state, report, draft, adhoc[each.period.iso][seat.id], waiting.get(key)))
    return sorted(found, key=lambda s: (s.schedule.due_at, s.seat.rank))


def _cadence(unit: Unit, seat: Seat) -> Cadence:
    return unit.rules.profile.bodies[seat.body].cadence


def _state(
    unit: Unit, seat: Seat, period: Schedule, report: Report | None, *, drafting: bool, excused: bool
) -> SeatState:
    return seat_state(
        period,
        unit.now,
        sent_at=report.filed_at if report else None,
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
    sender: Text | None
    """Who stands behind the report."""
    represented: bool = True
    """Whether somebody holds a duty on the seat today, so that there is a person to report."""
    reason: str = ""
    """Why the seat is excused, where it is."""


def ledger(unit: Unit, period: Schedule, fixed: Fixed | None = None) -> list[LedgerRow]:
    """Return every seat that is due in a period, by rank. Computed at each call, never stored.

    With `fixed` the reports are those that were fixed, and the hour is that at which they were.
    """
    seats = [s for body in bodies(unit, period.period.cadence) for s in people.seats_of_body(unit.db, body)]
    held = people.seats_held(unit.db, [seat.id for seat in seats], MEMBER_ROLES, unit.today)
    code = period.period.iso
    sent = {report.seat: report for report in _periodic(unit, code, fixed)}
    now = replace(unit, now=fixed.mark.at) if fixed else unit
    signers = people.persons_by_id(unit.db, frozenset[int]().union(*(report.signers for report in sent.values())))
    drafting = drafts.seats_drafting(unit.db, REPORT, code)
    excused = seat_requests.excuses(unit.db, [code])
    rows = []
    for seat in seats:
        report = sent.get(seat.id)
        reason = excused.get((seat.id, code))
        state = _state(now, seat, period, report, drafting=seat.id in drafting, excused=reason is not None)
        if state is not SeatState.NOT_DUE:
            sender = signature(report, signers) if report else None
            why = (reason or "") if state is SeatState.EXCUSED else ""
            rows.append(LedgerRow(seat, state, report, sender, seat.id in held, why))
    return rows


def _periodic(unit: Unit, period: str, fixed: Fixed | None) -> list[Report]:
    if fixed is None:
        return reports.reports_of_period(unit.db, period)
    return [each for each in reports.reports_named(unit.db, fixed.reports) if not each.urgency]


def bodies(unit: Unit, cadence: Cadence) -> list[str]:
    """Return the codes of the bodies that report so often."""
    return [body.code for body in unit.rules.profile.bodies.values() if body.cadence is cadence]


@dataclass(frozen=True)
class AdhocRow:
    """An ad hoc report in a window: whose, who sent it, whether somebody has accepted it for handling."""

    seat: Seat
    report: Report
    sender: Text
    accepted: bool


@dataclass(frozen=True)
class Window:
    """Everything that belongs to the papers of a period: its periodic reports, and what was sent ad hoc meanwhile."""

    schedule: Schedule
    rows: Sequence[LedgerRow]
    adhoc: Sequence[AdhocRow]
    """In the order they came, also of seats that are not due."""
    mark: Mark = EVERYTHING
    """Up to where the words of members are known."""

    @property
    def reports(self) -> list[tuple[Seat, Report]]:
        """Every report with its seat, in the order of the papers: by rank, what a seat sent ad hoc behind the rest."""
        found = [(row.seat, row.report) for row in self.rows if row.report]
        found += [(row.seat, row.report) for row in self.adhoc]
        return sorted(found, key=lambda each: (each[0].rank, each[0].id))

    def adhoc_of(self, seat: Seat) -> list[AdhocRow]:
        """Return what a seat sent ad hoc."""
        return [row for row in self.adhoc if row.seat.id == seat.id]

    def without(self, told: Collection[str]) -> Window:
        """Return what is left where these versions of reports are taken out, and the seats that have no other."""
        return replace(
            self,
            rows=[row for row in self.rows if row.report and row.report.reference not in told],
            adhoc=[row for row in self.adhoc if row.report.reference not in told],
        )


def window(unit: Unit, schedule: Schedule, fixed: Fixed | None = None) -> Window:
    """Return what belongs to a period: the one place that decides it, for every paper and every summary.

    An ad hoc report belongs to the period of its seat's cadence in whose data window it was sent, by days of Viet Nam,
    hence to exactly one; what is sent after the data ended is of the next period, though this one is not closed.
    With `fixed` it is what was fixed, whatever members have sent since.
    """
    sent = _adhoc(unit, schedule.period, fixed)
    seats = people.seats_by_id(unit.db, {report.seat for report in sent})
    signers = people.persons_by_id(unit.db, frozenset[int]().union(*(report.signers for report in sent)))
    accepted = receptions.accepted(unit.db, [report.code for report in sent])
    adhoc = [AdhocRow(seats[r.seat], r, signature(r, signers), r.code in accepted) for r in sent]
    return Window(schedule, ledger(unit, schedule, fixed), adhoc, fixed.mark if fixed else EVERYTHING)


def _adhoc(unit: Unit, period: Period, fixed: Fixed | None) -> list[Report]:
    if fixed is None:
        since, until = data_window(period)
        found = (reports.adhoc_reports(unit.db, body, since, until) for body in bodies(unit, period.cadence))
        return [report for of_body in found for report in of_body]
    named = [each for each in reports.reports_named(unit.db, fixed.reports) if each.urgency]
    return sorted(named, key=lambda each: (each.filed_at, each.id))


def sent_adhoc(unit: Unit, seats: Collection[int], period: Period) -> Mapping[int, Sequence[str]]:
    """Return by seat the codes of the ad hoc reports that stand in the papers of `period`, one of their cadence."""
    return reports.adhoc_codes(unit.db, seats, *data_window(period))


def beside(unit: Unit, sent: Collection[Report]) -> Mapping[str, Sequence[str]]:
    """Return by code of a report the codes of what its seat sent ad hoc in its window; nothing beside an ad hoc one."""
    seats: dict[str, list[int]] = {}
    for report in sent:
        if report.period:
            seats.setdefault(report.period, []).append(report.seat)
    found = {period: sent_adhoc(unit, of, Period.parse(period)) for period, of in seats.items()}
    return {report.code: found[report.period][report.seat] if report.period else () for report in sent}


def seat_is_valid(seat: Seat, period: Schedule) -> bool:
    """Return whether a seat reports for a period: it exists on the day the report is due."""
    due = period.period.last_day
    return seat.valid_from <= due and (seat.valid_to is None or seat.valid_to > due)


def kept_until(unit: Unit, draft: Draft) -> date | Provisional:
    """Return the last day on which a draft can still be taken up: the close of the period after its own."""
    following = period_schedule(unit, Period.parse(draft.subject).next())
    return following.stated(following.stop_at)
