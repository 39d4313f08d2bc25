"""Reminders: planned ahead as rows, sent on working mornings, each asked again at the moment it leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Guard, Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Role, To
from bot.domain.periods import Period, Schedule, SeatState
from bot.domain.reminders import Due, Kind, Occurrence, plan, this_morning
from bot.domain.reports import REPORT
from bot.domain.tasks import Part
from bot.domain.texts import Screen
from bot.screens import reminding as wording
from bot.screens.reminding import DeskPeriod, ReportDue, TaskDue
from bot.services.standing import accepting_now, ledger, period_schedule
from bot.services.tasks.listing import status_of
from storage import drafts, people, reminders, reports, tasks
from storage.unit import Unit

SEND_FROM, SEND_UNTIL = time(8, 30), time(17)
"""Reminders go out between these hours of a working day; what could not is sent on the next working morning."""

_OWED = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)


def plan_ahead(unit: Unit) -> Sequence[Operation]:
    """Record every reminder that follows from what is due now. Sends nothing."""
    dues = [*_reports_due(unit), *_tasks_due(unit)]
    reminders.put_plan(unit.db, plan(dues, unit.rules.calendar), unit.today, unit.now)
    return []


def send_morning(unit: Unit) -> Sequence[Operation]:
    """Send what has come due: one message a person, and the desk's card."""
    if not _may_send(unit):
        return []
    plan_ahead(unit)
    morning = this_morning(reminders.unsent(unit.db), unit.today)
    reminders.mark(unit.db, morning.skip, reminders.SKIPPED, unit.now)
    by_person: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(morning.send, key=lambda o: o.due.due_on):
        by_person[occurrence.due.person].append(occurrence)
    members = [message for person, found in by_person.items() for message in _to_person(unit, person, found)]
    return [*members, *_to_desk(unit)]


def still_owed(db: Database, owed: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of a reminder: is one of the `reports`, each a period and a seat, or of the `tasks` still owed?"""
    return any(reports.live_report(db, seat, period) is None for period, seat in owed["reports"]) or any(
        _is_open(db, code) for code in owed["tasks"]
    )


def _is_open(db: Database, code: str) -> bool:
    task = tasks.task_by_code(db, code)
    return task is not None and task.done_on is None


def _may_send(unit: Unit) -> bool:
    local = unit.now.astimezone(VN)
    return unit.rules.calendar.is_working(local.date()) and SEND_FROM <= local.time() <= SEND_UNTIL


def _open_schedules(unit: Unit) -> list[Schedule]:
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    return [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)]


def _reports_due(unit: Unit) -> Iterable[Due]:
    for schedule in _open_schedules(unit):
        for row in ledger(unit, schedule):
            if row.state in _OWED:
                for person in people.persons_of_seat(unit.db, row.seat.id, MEMBER_ROLES, unit.today):
                    yield Due(
                        Kind.REPORT,
                        schedule.period.iso,
                        person,
                        row.seat.id,
                        schedule.due_on,
                        schedule.opening_push_on,
                    )


def _tasks_due(unit: Unit) -> Iterable[Due]:
    """Every task that is not done, once for each person of a seat that leads it or takes part."""
    for task in tasks.all_tasks(unit.db, done=False):
        due_on = status_of(unit, task).due_on
        seats = (*task.seats.get(Part.LEAD, ()), *task.seats.get(Part.COORDINATING, ()))
        owing = {p: seat for seat in seats for p in people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)}
        if due_on is not None:
            yield from (Due(Kind.TASK, task.code, person, seat, due_on) for person, seat in owing.items())


def _to_person(unit: Unit, person: int, found: list[Occurrence]) -> Iterable[Operation]:
    accounts = people.reachable_accounts(unit.db, person)
    reminders.mark(unit.db, found, reminders.SENT if accounts else reminders.SKIPPED, unit.now)
    items = [_report(unit, o) if o.due.kind is Kind.REPORT else _task(unit, o) for o in found]
    screen = wording.reminder(items[0]) if len(items) == 1 else _card(unit.today, items)
    guard = Guard("still_owed", _owed([occurrence.due for occurrence in found]))
    for account in accounts:
        to = people.recipient(unit.db, account, unit.today)
        if to:
            yield _message(unit, to, screen, guard)


def _message(unit: Unit, to: To, screen: Screen, guard: Guard | None = None) -> Send:
    until = datetime.combine(unit.today, SEND_UNTIL, VN)
    key = f"card:{to.account}:{unit.today.isoformat()}"
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat()})
    return Send(to, screen, topic=topic, lane=Lane.BULK, key=key, guard=guard, expires_at=until)


def _owed(dues: Iterable[Due]) -> dict[str, Any]:
    owed: dict[str, list[Any]] = {"reports": [], "tasks": []}
    for due in dues:
        if due.kind is Kind.REPORT:
            owed["reports"].append([due.subject, due.seat])
        else:
            owed["tasks"].append(due.subject)
    return owed


def _task(unit: Unit, occurrence: Occurrence) -> TaskDue:
    task = tasks.task_by_code(unit.db, occurrence.due.subject)
    assert task is not None
    at = status_of(unit, task)
    assert at.due_at is not None
    return TaskDue(
        mark=occurrence.mark,
        task=task,
        due_at=at.due_at,
        days=(occurrence.due.due_on - unit.today).days,
        working_days=at.working_days,
        missed_on=_missed_on(unit, occurrence),
    )


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
        days=(schedule.due_on - unit.today).days,
        draft_items=len(draft.items) if draft else 0,
        missed_on=_missed_on(unit, occurrence),
    )


def _card(today: date, items: Sequence[ReportDue | TaskDue]) -> Screen:
    several = len({item.seat.id for item in items if isinstance(item, ReportDue)}) > 1
    parts = [wording.short(item, several=several) for item in items]
    return wording.morning(today, [line for line, _ in parts], [row for _, row in parts])


def _to_desk(unit: Unit) -> Iterable[Operation]:
    watched = [item for schedule in _open_schedules(unit) if (item := _watched(unit, schedule))]
    if watched:
        screen = wording.desk_morning(unit.today, watched)
        for to in people.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today):
            yield _message(unit, to, screen)


def _watched(unit: Unit, schedule: Schedule) -> DeskPeriod | None:
    """From the day of the deadline to the close, as long as there is something to do."""
    if unit.today < schedule.due_on:
        return None
    digest_on, stop_on = (at.astimezone(VN).date() for at in (schedule.digest_at, schedule.stop_at))
    missing = sum(row.state in _OWED for row in ledger(unit, schedule))
    item = DeskPeriod(schedule.period, missing, digest_on == unit.today, stop_on == unit.today, schedule.digest_at)
    return item if missing or item.digest_today or item.closes_today else None
