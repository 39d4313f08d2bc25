"""The plan of the reminders, made in slices: so many tasks or seats, of which all is read and compared together.

A slice is done with what it has looked at, and drops nothing else: however far a plan comes, what stands follows from
what was due when its slice was looked at. Looked at is what was marked since it was planned last, each day, and
wherever the rules changed, everything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Operation, Pause, Piece
from bot.domain.periods import Period, Schedule
from bot.domain.preferences import USUAL_MORNING
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Days, Due, OccurrenceState, SkipReason
from bot.domain.texts import N_, Text
from bot.services import answering
from bot.services.beside import MOST_AT_ONCE
from bot.services.desk.morning import open_schedules
from bot.services.reminding import waited
from bot.services.standing import period_schedule, seat_is_valid
from bot.services.tasks.planned_dues import Deadlines, dues_of
from storage import due_rows, forecasts, ledgers, people, planned, reminders, series, to_plan
from storage.planned import Known
from storage.reminders import Planned
from storage.rows import iso
from storage.unit import Unit

TASKS, PARTS, SEATS, ROWS, WAITED = 100, 150, 100, 500, 100
"""What a slice looks at, at most: tasks and the seats that have a part in them, seats, occurrences of closed periods,
difficulties and drafts.

One task alone may have more seats: they are looked at together.
"""
AHEAD = timedelta(days=21)
"""What is due of a task by its deadline is planned so many days ahead, and each day for one more.

Everything else is of the weeks around a day; a deadline may be years away. The desk decides on reminders of the next
two weeks (`bot.services.desk.forecasting.AHEAD`), which are there.
"""
FAR = frozenset({Kind.TASK, Kind.JOINT})
MARKED = 5_000
"""So many tasks or seats are marked before answers are let through."""
_PLANNED, _SUPERSEDED, _SKIPPED = (
    state.value for state in (OccurrenceState.PLANNED, OccurrenceState.SUPERSEDED, OccurrenceState.SKIPPED)
)
PLAN = "plan"
"""The tick that plans."""
_Work = Callable[[], Sequence[Operation]]


def plan_ahead(unit: Unit) -> Iterable[Piece | Pause]:
    """Record every reminder that follows from what is due now, slice by slice. Sends nothing."""
    basis = _basis(unit)
    if to_plan.basis(unit.db) != basis or _was_set_back(unit):
        yield from _mark_everything(unit, basis)
    for work in _slices(unit):
        yield Piece(Text(N_("the plan of the reminders")), work)
        yield Pause.HERE


def plan_changed(unit: Unit) -> None:
    """Record what follows from a change to everything: at once where there is little, else by the next tick (`replan`).

    Until then nothing is sent by what was planned before: before it sends anything, a morning plans.
    """
    if to_plan.size(unit.db) <= MOST_AT_ONCE:
        plan_now(unit)
    else:
        to_plan.ask(unit.db)


def is_asked_anew(db: Database) -> bool:
    """Return whether everything is to be planned anew as soon as can be."""
    return to_plan.is_asked(db)


def plan_now(unit: Unit) -> None:
    """Record what follows from everything, all at once."""
    for _pause in _mark_everything(unit, _basis(unit)):
        pass
    for work in _slices(unit):
        work()


def plan_seat(unit: Unit, seat: int, period: str) -> None:
    """Record what follows for a seat whose report for a period (ISO) is owed again, or no longer."""
    days = _days(unit)
    _plan_seats(unit, days, open_schedules(unit), [seat])
    fulfilled = series.fulfilled_by_report(unit.db, seat, period)
    if fulfilled:
        _plan_tasks(unit, days, Deadlines(unit), fulfilled)


def _basis(unit: Unit) -> str:
    """What a plan goes by that is in no table, or concerns everything: the rules, the day, and where periods stand."""
    periods = [f"{each.period.iso}:{unit.now >= each.due_at:d}" for each in open_schedules(unit)]
    return " ".join([unit.today.isoformat(), *periods, unit.rules.fingerprint])


def _was_set_back(unit: Unit) -> bool:
    """Whether a tick was run by a clock that was ahead: what was skipped by it may follow again."""
    ran_at = ledgers.latest_tick(unit.db)
    return ran_at is not None and ran_at > unit.now


def _mark_everything(unit: Unit, basis: str) -> Iterator[Pause]:
    """Have everything looked at once more; begun again from the first where it is cut off."""
    for mark in (to_plan.mark_tasks, to_plan.mark_seats):
        after: int | None = 0
        while after is not None:
            after = mark(unit.db, after, MARKED)
            yield Pause.HERE
    to_plan.put_basis(unit.db, basis)


def _slices(unit: Unit) -> Iterator[_Work]:
    """Of what is marked; each is made when the one before it is done."""
    days, deadlines, after = _days(unit), Deadlines(unit), 0
    while found := to_plan.tasks_after(unit.db, after, TASKS, PARTS):
        yield partial(_plan_marked_tasks, unit, days, deadlines, found)
        after = found[-1]
    schedules, after = open_schedules(unit), 0
    while found := to_plan.seats_after(unit.db, after, SEATS):
        yield partial(_plan_marked_seats, unit, days, schedules, found)
        after = found[-1]
    if to_plan.waited(unit.db):
        yield from _waited_for(unit, days)
    open_ = {schedule.period.iso for schedule in schedules}
    yield from _closed_periods(unit, open_)
    # Also of what has just been planned: the desk may have decided on it before.
    yield partial(_lay_over, unit)


def _lay_over(unit: Unit) -> Sequence[Operation]:
    forecasts.lay_over(unit.db, unit.now)
    return ()


def _days(unit: Unit) -> Days:
    return Days(unit.rules.reminders, unit.rules.calendar)


def _plan_marked_tasks(unit: Unit, days: Days, deadlines: Deadlines, tasks: Collection[int]) -> Sequence[Operation]:
    to_plan.take_tasks(unit.db, tasks)
    return _plan_tasks(unit, days, deadlines, tasks)


def _plan_marked_seats(
    unit: Unit, days: Days, schedules: Collection[Schedule], seats: Collection[int]
) -> Sequence[Operation]:
    to_plan.take_seats(unit.db, seats)
    return _plan_seats(unit, days, schedules, seats)


def _plan_tasks(unit: Unit, days: Days, deadlines: Deadlines, tasks: Collection[int]) -> Sequence[Operation]:
    return _settle(unit, days, dues_of(unit, tasks, deadlines), planned.of_tasks(unit.db, tasks))


def _plan_seats(unit: Unit, days: Days, schedules: Collection[Schedule], seats: Collection[int]) -> Sequence[Operation]:
    periods = [schedule.period.iso for schedule in schedules]
    dues = [*reports_due(unit, schedules, seats), *waited.approvals(unit, seats, periods)]
    return _settle(unit, days, dues, planned.of_seats(unit.db, seats, periods))


def _waited_for(unit: Unit, days: Days) -> Iterator[_Work]:
    """What may be waited for, and what something was planned of that nobody waits for any more."""
    subjects = dict.fromkeys([*waited.subjects(unit), *planned.unsent_subjects(unit.db, waited.BEGIN)])
    slices = [list(subjects)[first : first + WAITED] for first in range(0, len(subjects), WAITED)]
    if len(slices) <= 1:
        yield partial(_plan_waited, unit, days, list(subjects))
        return
    done: list[int] = []
    yield partial(_begin_waited, unit)
    for number, some in enumerate(slices):
        yield partial(_plan_some_waited, unit, days, some, number, done)
    yield partial(_end_waited, unit, slices, done)


def _plan_waited(unit: Unit, days: Days, subjects: Collection[str]) -> Sequence[Operation]:
    to_plan.take_waited(unit.db)
    return _settle(unit, days, waited.dues(unit, subjects), planned.of_subjects(unit.db, subjects))


def _begin_waited(unit: Unit) -> Sequence[Operation]:
    to_plan.begin_waited(unit.db)
    return ()


def _plan_some_waited(
    unit: Unit, days: Days, subjects: Collection[str], number: int, done: list[int]
) -> Sequence[Operation]:
    _settle(unit, days, waited.dues(unit, subjects), planned.of_subjects(unit.db, subjects))
    done.append(number)
    return ()


def _end_waited(unit: Unit, slices: Collection[Collection[str]], done: Collection[int]) -> Sequence[Operation]:
    to_plan.end_waited(unit.db, all_done=len(done) == len(slices))
    return ()


def reports_due(unit: Unit, schedules: Collection[Schedule], seats: Collection[int]) -> Iterator[Due]:
    """What waits for approval is not owed by whoever wrote it, and whoever approves has a reminder of their own."""
    settled = due_rows.settled(unit.db, seats, [schedule.period.iso for schedule in schedules])
    holders = due_rows.holders(unit.db, seats, unit.today)
    for seat in people.seats_by_id(unit.db, seats).values():
        told = due_rows.holding(holders[seat.id], unit.rules.reminders.of(Kind.REPORT).audience)
        at_close = due_rows.holding(holders[seat.id], unit.rules.reminders.of(Kind.CLOSING).audience)
        body = unit.rules.profile.bodies.get(seat.body)
        for schedule in schedules:
            period = schedule.period.iso
            owes = (seat.id, period) not in settled and seat_is_valid(seat, schedule)
            if body is not None and schedule.period.cadence is body.cadence and owes:
                for person in told:
                    yield Due(Kind.REPORT, period, person, seat.id, schedule.due_on, schedule.opening_push_on)
                for person in at_close:
                    yield Due(Kind.CLOSING, period, person, seat.id, schedule.stop_at.astimezone(VN).date())


def _settle(unit: Unit, days: Days, dues: Iterable[Due], known: Iterable[Known]) -> Sequence[Operation]:
    """Bring what is known of all that a slice looked at to what follows from it; what stands already is not written."""
    found, today, now = {each.key: each for each in known}, unit.today, iso(unit.now)
    follows: set[str] = set()
    new: dict[str, Planned] = {}
    for due in answering.with_steps(unit, list(dues)):
        tail, last = due.tail, _last_planned(due.kind, today)
        for head, mark, day in days.marks(due):
            stands = found.get(head + tail)
            if stands is not None:
                follows.add(stands.key)
            if day <= last if stands is None else _is_to_write(today, now, stands, day):
                new[head + tail] = (mark, due, day)
    gone = [key for key, each in found.items() if key not in follows and each.is_unsent(today)]
    if new:
        reminders.put_plan(unit.db, new, unit.rules.reminders.version, today, unit.now, _unseen_since(unit))
    reminders.mark_keys(unit.db, gone, OccurrenceState.SUPERSEDED, unit.now)
    return ()


def is_beyond(kind: Kind, day: date, today: date) -> bool:
    """Return whether a reminder of a day is too far away to be planned as yet."""
    return day > _last_planned(kind, today)


def _last_planned(kind: Kind, today: date) -> date:
    return today + AHEAD if kind in FAR else date.max


def _unseen_since(unit: Unit) -> date:
    """The first day whose morning was over before anything could be planned; today where nothing was interrupted."""
    run = ledgers.last_run(unit.db, PLAN)
    if run is None or run.slot > unit.now:
        return unit.today
    seen = datetime.combine(run.slot.astimezone(VN).date(), USUAL_MORNING, VN)
    return seen.date() + timedelta(days=1) if run.slot >= seen else seen.date()


def _is_to_write(today: date, now: str, known: Known, send_on: date) -> bool:
    """Whether what follows may have to be written again, as `put_plan` then decides: most has not."""
    if known.state == _PLANNED:
        return known.send_on != send_on.isoformat()
    if known.state == _SUPERSEDED:
        return send_on >= today
    return known.state == _SKIPPED and known.changed_at > now


def _closed_periods(unit: Unit, open_: Collection[str]) -> Iterator[_Work]:
    """What is left of periods that are not open: a few rows at a time, as each slice drops those it has found."""
    for left_of in (planned.of_periods_but, planned.come_of_periods_but):
        before: Sequence[Known] = ()
        # What could not be dropped is found once more, and left to the next plan.
        while (found := left_of(unit.db, open_, unit.today, ROWS)) and found != before:
            yield partial(_drop_closed, unit, found)
            before = found


def _drop_closed(unit: Unit, found: Sequence[Known]) -> Sequence[Operation]:
    """A reminder whose day had come, of a report that nobody sent before the period closed, was missed."""
    closed, today = {of for of in {each.subject for each in found} if _has_closed(unit, of)}, unit.today.isoformat()
    settled = due_rows.settled(unit.db, {each.seat for each in found}, closed)
    had_come = [each for each in found if each.subject in closed and each.send_on <= today]
    missed = [each.key for each in had_come if (each.seat, each.subject) not in settled]
    others = {each.key for each in found}.difference(missed)
    reminders.mark_keys(unit.db, missed, OccurrenceState.SKIPPED, unit.now, SkipReason.CLOSED)
    reminders.mark_keys(unit.db, others, OccurrenceState.SUPERSEDED, unit.now)
    return ()


def _has_closed(unit: Unit, period: str) -> bool:
    return unit.now >= period_schedule(unit, Period.parse(period)).stop_at
