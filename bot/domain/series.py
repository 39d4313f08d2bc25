"""Recurring tasks: a series, and the occurrences that it makes, one for each of its periods.

An occurrence is a task of its own; what a series itself says is never due. Periods are months and quarters of the
calendar, and begin on their first day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.calendars import Calendar
from bot.domain.characters import key
from bot.domain.courses import Course, Stage
from bot.domain.deadlines import DeadlineKind, Recurrence, counted_on, due_on
from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Task

BY_REPORT = "report"
"""What can fulfil a series besides its leads: the periodic report of each."""
SERIES = "series"
"""The key under which an event of an occurrence names the event of its series that it follows."""

_CADENCES: Mapping[Recurrence, Cadence] = {Recurrence.MONTHLY: Cadence.MONTH, Recurrence.QUARTERLY: Cadence.QUARTER}
_ONE_DAY = timedelta(days=1)
_TO_STANDING_BODY = re.compile(r"\b(?:gui(?: (?:ve|cho|den|toi))?|bao cao(?: [^.;]*)?) co quan thuong truc\b")


def may_count_reports(recurrence: Recurrence, cadences: Collection[Cadence | None]) -> bool:
    """Return whether periodic reports may fulfil a task that recurs so: everybody who leads it reports as often.

    `cadences` says how often each lead reports, None for one that does not.
    """
    each = _CADENCES.get(recurrence)
    return each is not None and bool(cadences) and all(cadence is each for cadence in cadences)


def is_reported(title: str) -> bool:
    """Return whether the words of a task are likely to mean the periodic report: what goes to the Standing Body."""
    return _TO_STANDING_BODY.search(key(title)) is not None


def period_at(series: Task, day: date) -> Period:
    """Return the period of a series that a day is in. Raises KeyError for what does not recur."""
    cadence = _CADENCES[series.recurrence]
    return Period(day.year, (day.month - 1) * cadence.per_year // 12 + 1, cadence)


def begins_on(period: Period) -> date:
    """Return the first day of a period in the calendar."""
    return date(period.year, (period.number - 1) * (12 // period.cadence.per_year) + 1, 1)


def ends_on(period: Period) -> date:
    """Return the last day of a period in the calendar."""
    return begins_on(period.next()) - _ONE_DAY


def due_in(series: Task, period: Period) -> date:
    """Return the day of a series in one of its periods, as it is named: it may be a day off."""
    day = due_on(DeadlineKind.RECURRING, series.deadline, series.recurrence, begins_on(period))
    assert day is not None
    return day


def next_after(series: Task, last: Period) -> Period:
    """Return the first period of a series that begins once `last` has ended, also where that was of another length."""
    after = ends_on(last) + _ONE_DAY
    period = period_at(series, after)
    return period if begins_on(period) >= after else period.next()


def to_begin_with(series: Task, last: Period | None, today: date, calendar: Calendar) -> Period | None:
    """Return the period that a series begins with that is assigned, or taken up again, today; None where it has begun.

    It is the first whose day has not passed: nobody is late with what was assigned today.
    """
    if last and ends_on(last) >= today:
        return None
    period = period_at(series, today)
    while (last and begins_on(period) <= ends_on(last)) or _has_passed(series, period, today, calendar):
        period = period.next()
    return period


def missing(series: Task, last: Period | None, today: date, calendar: Calendar) -> Iterator[Period]:
    """Yield the periods of a series that have begun and have no occurrence, in order: as many as were slept through.

    `last` is the period of its latest occurrence. One that never had any begins now.
    """
    period = next_after(series, last) if last else to_begin_with(series, None, today, calendar)
    if last is None and period:
        yield period
        return
    while period and begins_on(period) <= today:
        yield period
        period = period.next()


def _has_passed(series: Task, period: Period, today: date, calendar: Calendar) -> bool:
    return counted_on(DeadlineKind.RECURRING, due_in(series, period), calendar) < today


def occurrence(series: Task, period: Period, code: str, title: str, today: date) -> Task:
    """Return the occurrence of a series in a period: an ordinary task with the same parts, not stored yet."""
    return replace(
        series,
        id=0,
        code=code,
        title=title,
        deadline_kind=DeadlineKind.DAY,
        deadline=f"{due_in(series, period):%d/%m/%Y}",
        recurrence=Recurrence.NONE,
        assigned_on=today,
        done_on=None,
        result="",
        courses=(),
        series=series.id,
        period=period.iso,
        fulfilled_by="",
    )


def with_receipt(course: Course, of_series: Course | None) -> Course:
    """Return a course of an occurrence as it is once its lead has confirmed that it has the series."""
    if course.stage is not Stage.NEW or of_series is None or of_series.received_at is None:
        return course
    return replace(course, stage=Stage.RECEIVED, received_at=of_series.received_at)
