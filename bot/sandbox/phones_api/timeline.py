"""What the program has sent of its own accord and what is coming, read beside it: who and what kind, never contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from aiohttp import web
from sqlite_utils import Database

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain.calendars import Calendar
from bot.domain.operations import TopicKind
from bot.domain.people import Reader
from bot.domain.periods import Period, Schedule, schedule
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Occurrence
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.sandbox.language import reader_of, translate
from bot.sandbox.phones_api.clock_choices import open_schedules
from bot.sandbox.phones_api.clock_control import CLOCK
from bot.sandbox.phones_api.desk_calendar import calendar_at
from bot.sandbox.phones_api.message_view import day_in_words
from bot.sandbox.store.records import Json
from bot.screens.errors import sentence
from storage import addressees, outbox, people, reminders
from storage.database import reading
from storage.in_force import calendar_in_force

PAST = timedelta(days=30)
"""As long as the program keeps what it sent."""
MOST = 300
"""Rows of what was sent, and as many of what is planned."""
_MORNING = time(8, 30)

_KINDS = {
    TopicKind.RECEIPT: N_("Receipt of a report"),
    TopicKind.REMINDER: N_("Reminder"),
    TopicKind.DESK_COPY: N_("Copy of a report to the desk"),
    TopicKind.ATTACHMENT: N_("Copy of a report to the desk"),
    TopicKind.ESCALATION: N_("Urgent report brought to the leaders"),
    TopicKind.HANDLING: N_("Notice of how an urgent report is handled"),
    TopicKind.COSIGNED: N_("Notice of an outcome to those who co-signed"),
    TopicKind.DAILY: N_("Afternoon card of the desk"),
    TopicKind.WEEKLY: N_("Weekly card of the leaders"),
    TopicKind.URGE: N_("Urging for a report"),
    TopicKind.BROADCAST: N_("Announcement of the desk"),
    TopicKind.CLOSING: N_("Notice that a period is closed"),
}
_NOTICE = N_("Notice")
"""What is of no other kind; an answer to somebody's act is left out."""
_ANSWERS = (TopicKind.DRAFT, TopicKind.TASK, TopicKind.PROVISIONAL)


@dataclass(frozen=True)
class Row:
    """One line: `who` is empty where it concerns everybody."""

    at: datetime
    state: str
    who: str
    what: Text


async def timeline(request: web.Request) -> web.Response:
    """Answer with what was sent in the past days and what is coming, oldest first."""
    clock, reader = request.app[CLOCK], reader_of(request)
    now = clock.hub.clock.now()
    try:
        found = [
            *_of_base(clock.hub.data / "bot.db", now),
            *_coming(now, clock.profile, calendar_at(clock.hub.data, now)),
        ]
    except BotError as error:
        return web.json_response({"error": translate(sentence(error), reader)}, status=503)
    rows = [_json(row, reader) for row in sorted(found, key=lambda row: row.at)]
    return web.json_response({"now": now.astimezone(VN).isoformat(), "rows": rows})


def routes() -> list[web.RouteDef]:
    """Return the timeline's route."""
    return [web.get("/sandbox/timeline", timeline)]


def _of_base(path: Path, now: datetime) -> list[Row]:
    if not path.exists():
        return []
    with reading(path) as db:
        return [*_sent(db, now), *_given_up(db, now), *_planned(db, now)]


def _sent(db: Database, now: datetime) -> Iterator[Row]:
    for message in outbox.sent_since(db, now - PAST, MOST):
        what = _what(message)
        if what:
            who = people.person_of_account(db, message.account).full_name if message.account else ""
            yield Row(message.at, "sent", who, what)


def _what(message: outbox.Ended) -> Text | None:
    topic = message.topic
    if topic is None or topic.kind in _ANSWERS:
        return None
    if topic.kind is TopicKind.AGGREGATE:
        period, number = Period.parse(topic.arguments["period"]), topic.arguments["number"]
        return _aggregate(period, number=number, is_file=message.kind == "file")
    return Text(_KINDS.get(topic.kind, _NOTICE))


def _aggregate(period: Period, *, number: int, is_file: bool) -> Text:
    if number:
        msgid = N_("Addendum, file: {period}") if is_file else N_("Addendum: {period}")
    else:
        msgid = N_("Aggregate, file: {period}") if is_file else N_("Aggregate: {period}")
    return Text(msgid, period=period)


def _given_up(db: Database, now: datetime) -> Iterator[Row]:
    """Reminders that did not arrive in time, where a nearer one came or the period closed before they could."""
    for occurrence, at in reminders.given_up(db, now - PAST)[-MOST:]:
        what = Text(N_("Not delivered: {what}"), what=_reminder(occurrence))
        yield Row(at, "skipped", people.person_by_id(db, occurrence.due.person).full_name, what)


def _planned(db: Database, now: datetime) -> Iterator[Row]:
    """Reminders to those who have joined; nobody else is sent any. What was missed comes on the next morning."""
    today, again = now.astimezone(VN).date(), _next_morning(db, now)
    coming = [(datetime.combine(o.send_on, _MORNING, VN), o) for o in reminders.unsent(db, today)]
    later = [(at if at > now else again, o) for at, o in coming if addressees.reachable_accounts(db, o.due.person)]
    for at, occurrence in sorted(later, key=lambda pair: pair[0])[:MOST]:
        yield Row(at, "planned", people.person_by_id(db, occurrence.due.person).full_name, _reminder(occurrence))


def _next_morning(db: Database, now: datetime) -> datetime:
    today = now.astimezone(VN).date()
    calendar, this = calendar_in_force(db, calendar_around(today)), datetime.combine(today, _MORNING, VN)
    if calendar.is_working(today) and now < this:
        return this
    return datetime.combine(calendar.next_working_after(today), _MORNING, VN)


def _reminder(occurrence: Occurrence) -> Text:
    subject = occurrence.due.subject
    match occurrence.due.kind:
        case Kind.REPORT | Kind.CLOSING:
            return Text(N_("Reminder to report: {period}"), period=Period.parse(subject))
        case Kind.APPROVAL:
            return Text(N_("Reminder to approve the report: {period}"), period=Period.parse(subject))
        case Kind.QUESTION | Kind.CONFIRMATION:
            return Text(N_("Reminder of difficulty {code}"), code=subject)
        case Kind.DRAFT:
            return Text(N_("Reminder of a draft"))
    return Text(N_("Reminder of task {code}"), code=subject)


def _coming(now: datetime, profile: Profile, calendar: Calendar) -> Iterator[Row]:
    """The instants still to come of the open periods and of those that follow them."""
    opened = [found.period for found in open_schedules(now, profile, calendar)]
    for period in {*opened, *(period.next() for period in opened)}:
        for at, what in _instants(schedule(period, profile.periods, calendar)):
            if at > now:
                yield Row(at, "period", "", what)


def _instants(days: Schedule) -> Iterator[tuple[datetime, Text]]:
    period = days.period
    yield days.opens_at, Text(N_("Reports can be sent: {period}"), period=period)
    yield days.due_at, Text(N_("Reports are due: {period}"), period=period)
    yield days.digest_at, Text(N_("Aggregate is made: {period}"), period=period)
    yield days.stop_at, Text(N_("Period closes: {period}"), period=period)


def _json(row: Row, reader: Reader) -> Json:
    return {
        "at": row.at.astimezone(VN).isoformat(),
        "day": day_in_words(row.at.astimezone(VN).date(), reader),
        "time": f"{row.at.astimezone(VN):%H:%M}",
        "state": row.state,
        "who": row.who,
        "what": translate(row.what, reader),
    }
