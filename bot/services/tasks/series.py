"""Recurring tasks: the occurrence of each period is made, follows its series, and is fulfilled by a report.

Whatever is asked again is done once: what an occurrence is made or fulfilled by is looked up each time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.clock import VN
from bot.domain import series as rules
from bot.domain.course_acts import is_open_to
from bot.domain.course_acts import is_open_to_desk as open_to_desk
from bot.domain.courses import DONE_ON, EVENT, RESULT, Lead, Stage, TaskAct, TaskEvent, in_force
from bot.domain.people import Reader, Seat
from bot.domain.periods import Period
from bot.domain.tasks import Task, TaskStatus, task_status
from bot.i18n import translate
from bot.screens.tasks import series as wording
from storage import ledgers, people, reports, task_events, tasks
from storage import series as stored
from storage.unit import Unit

TICK = "tick"
"""How events and the audit name who makes an occurrence at its time."""


def start(unit: Unit, series: Task, by: str) -> None:
    """Make the first occurrence of a series that is assigned, changed or taken up again; nothing for any other task.

    Where reports are to fulfil it from now on, those that were sent count.
    """
    if not _makes(series):
        return
    period = rules.to_begin_with(series, _last(unit, series), unit.today, unit.rules.calendar)
    if period:
        _make(unit, series, period, by)
    for occurrence in occurrences(unit, series):
        _settle_all(unit, series, occurrence, by)


def follow(unit: Unit, series: Task, act: TaskAct, detail: Mapping[str, object], event: int, by: str) -> None:
    """Let what is still ahead of a series follow it: what was overdue, or waits to be confirmed, stays as it was.

    What was suspended with it is taken up with it. Nothing for any other task.
    """
    if not series.recurs:
        return
    for occurrence in occurrences(unit, series):
        if open_to_desk(act, occurrence.stage) and _follows(unit, occurrence, act):
            _keep(unit, by, occurrence, act, {**detail, rules.SERIES: event})
    if act is TaskAct.RESUMED:
        start(unit, _task(unit, series.id), by)


def report_moved(unit: Unit, seat: int, period: str, by: str) -> None:
    """Let occurrences follow the report of a seat for a period (ISO): sent, they are done; withdrawn, no longer.

    A version that amends it changes nothing.
    """
    for each in stored.fulfilled_by_report(unit.db, seat, period):
        _settle(unit, _task(unit, each), seat, by)


def left_to_remind(unit: Unit, found: Collection[Task]) -> list[Task]:
    """Return the tasks without those that reports fulfil, which are reminded of: of every lead, in their period."""
    by_report = stored.those_fulfilled_by_report(unit.db, [task.id for task in found if task.series is not None])
    if not by_report:
        return list(found)
    of_series = [task for task in found if task.id in by_report]
    seats = people.seats_by_id(
        unit.db, {lead.seat for each in of_series for lead in each.leads if lead.seat is not None}
    )
    reported = {task.id for task in of_series if _all_report(unit, task, seats)}
    return [task for task in found if task.id not in reported]


def _all_report(unit: Unit, occurrence: Task, seats: Mapping[int, Seat]) -> bool:
    cadence, bodies = Period.parse(occurrence.period).cadence, unit.rules.profile.bodies
    leading = [lead.seat for lead in occurrence.leads]
    return all(seat is not None and bodies[seats[seat].body].cadence is cadence for seat in leading)


def occurrences(unit: Unit, series: Task) -> list[Task]:
    """Return the occurrences of a series, the latest first."""
    ids = stored.occurrence_ids(unit.db, series.id)
    found = tasks.tasks_by_id(unit.db, ids)
    return [found[each] for each in ids]


def next_period(unit: Unit, series: Task) -> Period | None:
    """Return the period whose occurrence comes next; None where none comes any more, or for now."""
    if not _makes(series):
        return None
    last = _last(unit, series)
    return rules.next_after(series, last) if last else rules.period_at(series, unit.today)


def next_code(unit: Unit) -> str:
    """Return the code of the next task that is assigned: the next number of the year."""
    year = unit.today.year % 100
    return f"NV-{year:02}-{tasks.last_number(unit.db, year) + 1:03}"


def standing(unit: Unit, task: Task) -> TaskStatus:
    """Return where a task stands now; its day ends at the hour of the profile."""
    return task_status(task, unit.now, unit.rules.profile.periods.hour, unit.rules.calendar)


def _makes(series: Task) -> bool:
    return series.recurs and series.stage in (Stage.NEW, Stage.RECEIVED)


def _last(unit: Unit, series: Task) -> Period | None:
    period = stored.last_period(unit.db, series.id)
    return Period.parse(period) if period else None


def missing(unit: Unit, series: Task) -> list[Period]:
    """Return the periods of a series that have begun and have no occurrence: those that were slept through too."""
    if not _makes(series):
        return []
    return list(rules.missing(series, _last(unit, series), unit.today, unit.rules.calendar))


def catch_up(unit: Unit, series: Task) -> None:
    """Make the occurrences of a series that are missing; each once, however often it is asked."""
    for period in missing(unit, series):
        _make(unit, series, period, TICK)


def _make(unit: Unit, series: Task, period: Period, by: str) -> None:
    """Nobody is told: the series was announced, and reminders name what comes due."""
    title = translate(wording.title(series.title, period), Reader())
    new = rules.occurrence(series, period, next_code(unit), title, unit.today)
    occurrence = _task(unit, tasks.put_task(unit.db, new))
    _keep(unit, by, occurrence, TaskAct.CREATED, {rules.SERIES: series.code, "period": period.iso})
    _settle_all(unit, series, occurrence, by)


def _settle_all(unit: Unit, series: Task, occurrence: Task, by: str) -> None:
    """A report may be sent before its period begins, or before anybody said that it is enough."""
    for lead in occurrence.leads if series.fulfilled_by == rules.BY_REPORT else ():
        if lead.seat is not None:
            _settle(unit, _task(unit, occurrence.id), lead.seat, by)


def _settle(unit: Unit, occurrence: Task, seat: int, by: str) -> None:
    lead = Lead(seat)
    course, report = occurrence.course_of(lead), reports.live_report(unit.db, seat, occurrence.period)
    fulfilled = _fulfilled(unit, occurrence, lead)
    if report and course and not fulfilled and is_open_to(TaskAct.FULFILLED, course):
        sent_on = report.filed_at.astimezone(VN).date()
        detail = {DONE_ON: sent_on.isoformat(), RESULT: report.code}
        _keep(unit, by, occurrence, TaskAct.FULFILLED, detail, lead)
    elif fulfilled and not report:
        _keep(unit, by, occurrence, TaskAct.UNDONE, {EVENT: fulfilled.id}, lead)


def _fulfilled(unit: Unit, occurrence: Task, lead: Lead) -> TaskEvent | None:
    """What says that a report fulfilled a course, as long as it holds."""
    events = in_force(task_events.events_of(unit.db, [occurrence.id])[occurrence.id])
    found = (each for each in events if each.act is TaskAct.FULFILLED and each.lead == lead)
    return next(found, None)


def _follows(unit: Unit, occurrence: Task, act: TaskAct) -> bool:
    if act is TaskAct.RESUMED:
        events = task_events.events_of(unit.db, [occurrence.id])[occurrence.id]
        suspended = [each for each in events if each.act is TaskAct.SUSPENDED]
        return bool(suspended) and rules.SERIES in suspended[-1].detail
    return not standing(unit, occurrence).overdue and occurrence.stage is not Stage.WAITING


def _keep(
    unit: Unit, by: str, task: Task, act: TaskAct, detail: Mapping[str, object], lead: Lead | None = None
) -> None:
    event = task_events.add_event(unit.db, task.id, act, unit.now, by, detail, lead)
    seat = people.seat_by_id(unit.db, lead.seat) if lead and lead.seat else None
    audited = {**detail, **({"seat": seat.code} if seat else {}), "event": event}
    ledgers.append_audit(unit.db, unit.now, by, f"task.{act.value}", f"task:{task.code}", audited)


def _task(unit: Unit, task: int) -> Task:
    found = tasks.task_by_id(unit.db, task)
    assert found is not None  # tasks are never deleted
    return found
