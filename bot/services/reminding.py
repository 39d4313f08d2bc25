"""Reminders: planned ahead as rows, sent on working mornings, each asked again at the moment it leaves.

On a day off nothing is said but that it is the day of a deadline. What did not arrive goes out on the next working
morning, like what was missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Guard, Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Role, To
from bot.domain.periods import Period
from bot.domain.preferences import MORNINGS, Preferences
from bot.domain.reminder_rules import ON_THE_DAY, Kind
from bot.domain.reminders import (
    Due,
    Morning,
    Occurrence,
    OccurrenceState,
    SkipReason,
    day_off,
    plan,
    this_morning,
)
from bot.domain.reports import REPORT
from bot.domain.texts import N_, Row, Screen, Text
from bot.screens import reminding as wording
from bot.screens.reminding import ReportDue
from bot.screens.tasks.reminding import OfTask, TaskDue
from bot.services.desk.morning import OWED, desk_card, open_schedules
from bot.services.standing import ledger, period_schedule
from bot.services.tasks import dues
from bot.services.upkeep import idle_drafts
from bot.services.upkeep.idle_drafts import Lying
from storage import addressees, drafts, people, preferences, reminders, reports, seat_requests, submissions
from storage.outbox import Message, OutboxState
from storage.unit import Unit

SEND_FROM, SEND_UNTIL = MORNINGS[0], time(17)
"""Reminders go out between these hours of a working day; what could not is sent on the next working morning."""


def plan_ahead(unit: Unit) -> Iterable[Piece]:
    """Record every reminder that follows from what is due now, all of them or none. Sends nothing."""
    yield Piece(Text(N_("the plan of the reminders")), partial(_plan, unit))


def plan_now(unit: Unit) -> None:
    """Record what follows from a change that makes something due again."""
    _plan(unit)


def send_morning(unit: Unit) -> Iterable[Piece]:
    """Send what has come due to everybody whose hour has come: one message a person, and the desk's card."""
    clock = unit.now.astimezone(VN).time()
    if not SEND_FROM <= clock < SEND_UNTIL:
        return
    chosen = preferences.everybodys(unit.db)
    # Planned anew first: what has changed since the hourly plan counts this morning.
    yield from plan_ahead(unit)
    works = unit.rules.calendar.is_working(unit.today)
    unsent = [o for o in reminders.unsent(unit.db, unit.today) if not _is_paused(unit, chosen, o)]
    morning = _divided(unit, unsent) if works else day_off(unsent, unit.today)
    # Not part of a piece: what is not sent stays so, whichever card fails.
    reminders.mark(unit.db, morning.folded, OccurrenceState.FOLDED, unit.now)
    reminders.mark(unit.db, morning.late, OccurrenceState.SKIPPED, unit.now, SkipReason.LATE)
    by_person: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(morning.send, key=lambda o: o.due.due_on):
        by_person[occurrence.due.person].append(occurrence)
    lying = idle_drafts.to_tell(unit) if works else {}
    for person in dict.fromkeys([*by_person, *lying]):
        if clock < chosen.get(person, Preferences()).morning_at:
            continue
        if not reminders.has_card(unit.db, person, unit.today):  # one a morning, however often this is tried
            work = partial(_to_person, unit, person, by_person[person], lying.get(person, ()))
            yield Piece(people.person_by_id(unit.db, person).full_name, work)
    for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today) if works else ():
        if to.account is None or clock < preferences.of_account(unit.db, to.account).morning_at:
            continue
        yield Piece(Text(N_("the desk's card")), partial(_to_officer, unit, to))


def _divided(unit: Unit, unsent: Sequence[Occurrence]) -> Morning:
    return this_morning(unsent, unit.today, unit.rules.reminders, unit.rules.calendar)


def _is_paused(unit: Unit, chosen: Mapping[int, Preferences], occurrence: Occurrence) -> bool:
    """Whether a pause holds an occurrence back; the day of a deadline is never paused."""
    paused = chosen.get(occurrence.due.person, Preferences()).is_paused(unit.today)
    return paused and not (occurrence.mark == ON_THE_DAY and occurrence.send_on == unit.today)


def still_owed(db: Database, owed: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of a reminder: is one of the `reports`, each a period and a seat, or anything of tasks still owed?

    Or does one of the `drafts` still lie that it tells of. What is kept of tasks is as `dues.as_plain` keeps it.
    """
    return (
        any(_is_missing(db, period, seat) for period, seat in owed["reports"])
        or dues.any_owed(db, owed)
        or idle_drafts.still_lie(db, owed.get("drafts", ()))
    )


def note_delivery(unit: Unit, message: Message, state: OutboxState) -> None:
    """Record what became of what a morning's card reminds of, as its message ends.

    Of several accounts it is enough that one got it. What did not arrive, whether its time was over, the channel
    refused it or nobody could be reached, is sent again as long as it is owed.
    """
    topic = message.topic
    if topic is None or topic.kind is not TopicKind.REMINDER:
        return
    day = date.fromisoformat(topic.arguments["day"])
    if state is OutboxState.SENT:
        idle_drafts.note_told(unit, topic.arguments.get("drafts", ()))
    for occurrence in reminders.carried(unit.db, topic.arguments.get("occurrences", ()), day):
        if state is OutboxState.SENT:
            became = OccurrenceState.SENT
        else:
            became = OccurrenceState.EXPIRED if _is_owed(unit, occurrence.due) else OccurrenceState.SUPERSEDED
        reminders.mark(unit.db, [occurrence], became, unit.now)


def _is_owed(unit: Unit, due: Due) -> bool:
    return _is_missing(unit.db, due.subject, due.seat) if due.kind is Kind.REPORT else dues.is_owed(unit, due)


def _is_missing(db: Database, period: str, seat: int) -> bool:
    """What waits for approval is not owed by whoever wrote it, and whoever approves has a reminder of their own."""
    if reports.live_report(db, seat, period) or submissions.waiting_for(db, seat, period):
        return False
    return not seat_requests.is_excused(db, seat, period)


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
    if due.kind is not Kind.REPORT or occurrence.send_on > unit.today or not _is_owed(unit, due):
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


def _to_person(unit: Unit, person: int, found: list[Occurrence], lying: Sequence[Lying]) -> Sequence[Operation]:
    accounts = addressees.reachable_accounts(unit.db, person)
    if not accounts:
        reminders.mark(unit.db, found, OccurrenceState.SKIPPED, unit.now, SkipReason.UNREACHABLE)
        return []
    reminders.queue(unit.db, found, unit.today, unit.now)
    items = _items(unit, found)
    # A day off is disturbed for what is due on it alone.
    beside = _also_overdue(unit, person, items) if unit.rules.calendar.is_working(unit.today) else ()
    besides = [each for each in lying if each.going or not _names(items, each)]
    screen = wording.with_overdue(_screen(unit, items, idle_drafts.parts(unit, besides)), beside)
    kept = {"drafts": idle_drafts.as_plain(lying)} if lying else {}
    guard = Guard("still_owed", _owed(unit, [occurrence.due for occurrence in found]) | kept)
    keys = [occurrence.key for occurrence in found]
    recipients = [addressees.recipient(unit.db, account, unit.today) for account in accounts]
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "occurrences": keys, **kept})
    return [_message(unit, to, screen, topic, "card", guard) for to in recipients if to]


def _names(items: Sequence[ReportDue | OfTask], lying: Lying) -> bool:
    """Whether the card is a reminder of one report that names its draft by itself."""
    if len(items) != 1 or not isinstance(items[0], ReportDue):
        return False
    item, draft = items[0], lying.draft
    of_draft = (draft.kind, draft.seat, draft.subject)
    return bool(item.draft_items) and of_draft == (REPORT, item.seat.id, item.schedule.period.iso)


def _message(unit: Unit, to: To, screen: Screen, topic: Topic, name: str, guard: Guard | None = None) -> Send:
    until = datetime.combine(unit.today, SEND_UNTIL, VN)
    # One card of a name a morning for each account, however often the tick is tried.
    key = f"{name}:{to.account}:{unit.today.isoformat()}"
    return Send(to, screen, topic=topic, lane=Lane.BULK, key=key, guard=guard, expires_at=until)


def _owed(unit: Unit, found: Sequence[Due]) -> dict[str, Any]:
    reported = [[due.subject, due.seat] for due in found if due.kind is Kind.REPORT]
    return {"reports": reported, **dues.as_plain(unit, [due for due in found if due.kind is not Kind.REPORT])}


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


def _to_officer(unit: Unit, to: To) -> Sequence[Operation]:
    assert to.account is not None
    screen = desk_card(unit, to.account)
    if screen is None:
        return []
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "desk": True})
    return [_message(unit, to, screen, topic, "desk-card")]
