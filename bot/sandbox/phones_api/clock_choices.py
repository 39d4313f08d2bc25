"""The instants that the page offers to turn the clock to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import VN
from bot.domain.calendars import Calendar
from bot.domain.periods import Schedule, accepting
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Text

_MORNING = time(8, 30)
"""When reminders go out."""
_BEFORE_DUE = time(16)
_JUST_PAST = timedelta(minutes=1)
"""After an instant of a period, so that what happens at it is to be seen when the clock stands there."""
_DUE_DAY = 20


@dataclass(frozen=True)
class ClockChoice:
    """An instant (aware, UTC) with the key it is asked by."""

    key: str
    label: Text
    at: datetime


def clock_choices(now: datetime, profile: Profile, calendar: Calendar) -> list[ClockChoice]:
    """Return what can be chosen at `now`: instants later than that, none of an earlier period than the oldest open."""
    found = [*_of_calendar(now.astimezone(VN), calendar), *_of_period(open_schedules(now, profile, calendar)[0])]
    return [choice for choice in found if choice.at > now]


def open_schedules(now: datetime, profile: Profile, calendar: Calendar) -> list[Schedule]:
    """Return every period in which a report can be sent at `now`, of all cadences; the one due first comes first."""
    cadences = {body.cadence for body in profile.bodies.values()}
    found = [schedule for each in cadences for schedule in accepting(now, each, profile.periods, calendar)]
    return sorted(found, key=lambda schedule: (schedule.due_at, schedule.period.cadence))


def _of_calendar(now: datetime, calendar: Calendar) -> Iterator[ClockChoice]:
    today = now.date()
    # Thirty-one days after the first of a month it is the next one, however long the month is.
    next_month = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    twentieth = _at(today.replace(day=_DUE_DAY), _MORNING)
    if twentieth <= now:
        twentieth = _at(next_month.replace(day=_DUE_DAY), _MORNING)
    yield ClockChoice("hour", Text(N_("One hour later")), now.astimezone(UTC) + timedelta(hours=1))
    yield ClockChoice(
        "working_day", Text(N_("08:30 on the next working day")), _at(calendar.next_working_after(today), _MORNING)
    )
    yield ClockChoice("day_20", Text(N_("08:30 on the next 20th")), twentieth)
    yield ClockChoice("month", Text(N_("08:30 on the first day of next month")), _at(next_month, _MORNING))


def _of_period(schedule: Schedule) -> Iterator[ClockChoice]:
    period = schedule.period
    due = _at(schedule.due_on, _BEFORE_DUE)
    yield ClockChoice("due", Text(N_("Last hour to report: {period}"), period=period), due)
    yield ClockChoice("digest", Text(N_("Aggregate made: {period}"), period=period), schedule.digest_at + _JUST_PAST)
    yield ClockChoice("stop", Text(N_("Period closed: {period}"), period=period), schedule.stop_at + _JUST_PAST)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, VN).astimezone(UTC)
