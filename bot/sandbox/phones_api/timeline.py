"""What the program has sent of its own accord and what is coming, read beside it: who and what kind, never contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from aiohttp import web
from sqlite_utils import Database

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain.calendars import Calendar
from bot.domain.forecasts import Forecast
from bot.domain.operations import TopicKind
from bot.domain.people import Reader
from bot.domain.periods import Period, Schedule, schedule
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.sandbox.language import reader_of, translate
from bot.sandbox.phones_api.clock_choices import open_schedules
from bot.sandbox.phones_api.clock_control import CLOCK
from bot.sandbox.phones_api.desk_calendar import calendar_at
from bot.sandbox.phones_api.message_view import day_in_words
from bot.sandbox.store.records import Json
from bot.screens import forecasting
from bot.screens.errors import sentence
from bot.screens.matters import reminder
from storage import addressees, forecasts, outbox, people, reminders
from storage.database import reading
from storage.in_force import calendar_in_force

PAST = timedelta(days=30)
"""As long as the program keeps what it sent."""
MOST = 300
"""Rows of what was sent, and as many of what is planned."""
_MORNING = time(8, 30)

_ANSWERS = (TopicKind.DRAFT, TopicKind.TASK, TopicKind.PROVISIONAL)
"""What is an answer to somebody's act, and left out."""


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
        return [*_sent(db, now), *_given_up(db, now), *_ahead(db, now)]


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
        return forecasting.aggregate(period, number=number, is_file=message.kind == "file")
    return Text(forecasting.KINDS.get(topic.kind, forecasting.NOTICE))


def _given_up(db: Database, now: datetime) -> Iterator[Row]:
    """Reminders that did not arrive in time, where a nearer one came or the period closed before they could."""
    for occurrence, at in reminders.given_up(db, now - PAST)[-MOST:]:
        what = Text(N_("Not delivered: {what}"), what=reminder(occurrence.due.kind, occurrence.due.subject))
        yield Row(at, "skipped", people.person_by_id(db, occurrence.due.person).full_name, what)


def _ahead(db: Database, now: datetime) -> Iterator[Row]:
    """What the desk's newest forecast says of the days it reaches to, and the plan of the reminders beyond, so far."""
    newest = forecasts.newest(db)
    until = newest[1].until if newest else None
    if newest:
        yield Row(newest[1].made_at, "period", "", Text(N_("Forecast worked out")))
        yield from _forecast(db, newest[1], now)
    yield from (row for row in _planned(db, now) if until is None or row.at.astimezone(VN).date() > until)


def _forecast(db: Database, found: Forecast, now: datetime) -> Iterator[Row]:
    """What is still to come of it: a reminder that people have answered meanwhile is not."""
    coming = [push for push in found.pushes if push.at > now][:MOST]
    ended = forecasts.ended(db, [matter.key for push in coming for matter in push.matters])
    names = people.persons_by_id(db, {push.person for push in coming if push.person})
    for push in coming:
        left = replace(push, matters=tuple(each for each in push.matters if each.key not in ended))
        who = names[push.person].full_name if push.person else ""
        if left.matters or not push.matters:
            yield from (Row(push.at, "planned", who, what) for what in forecasting.what(left))


def _planned(db: Database, now: datetime) -> Iterator[Row]:
    """Reminders to those who have joined; nobody else is sent any. What was missed comes on the next morning."""
    today, again = now.astimezone(VN).date(), _next_morning(db, now)
    coming = [(datetime.combine(o.send_on, _MORNING, VN), o) for o in reminders.unsent(db, today)]
    later = [(at if at > now else again, o) for at, o in coming if addressees.reachable_accounts(db, o.due.person)]
    for at, occurrence in sorted(later, key=lambda pair: pair[0])[:MOST]:
        due = occurrence.due
        yield Row(at, "planned", people.person_by_id(db, due.person).full_name, reminder(due.kind, due.subject))


def _next_morning(db: Database, now: datetime) -> datetime:
    today = now.astimezone(VN).date()
    calendar, this = calendar_in_force(db, calendar_around(today)), datetime.combine(today, _MORNING, VN)
    if calendar.is_working(today) and now < this:
        return this
    return datetime.combine(calendar.next_working_after(today), _MORNING, VN)


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
