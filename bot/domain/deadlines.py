"""Deadlines as documents state them, and the day that each of them names."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar
from bot.domain.characters import key

_ONE_DAY = timedelta(days=1)
_DAY = re.compile("([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})")
_ISO_DAY = re.compile("(20[0-9]{2})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile("([0-9]{1,2})/(20[0-9]{2})")
_ISO_MONTH = re.compile("(20[0-9]{2})-([0-9]{2})")
_QUARTER = re.compile("(IV|I{1,3}|[1-4])/(20[0-9]{2})")
_ISO_QUARTER = re.compile("(20[0-9]{2})-Q([1-4])")
_YEAR = re.compile("20[0-9]{2}")
_DAY_OF_MONTH = re.compile("[0-9]{1,2}")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_LONGEST_MONTH = 31


class DeadlineKind(StrEnum):
    """How a document states a deadline. The rule for each is in `due_on`."""

    DAY = "day"
    BEFORE_DAY = "before_day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RECURRING = "recurring"
    NONE = "none"


class Recurrence(StrEnum):
    """How often a recurring task is due."""

    NONE = ""
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


def parse_day(text: str) -> date:
    """Read "30/11/2026" or "2026-11-30". Raises ValueError for anything else, 30 February included."""
    if iso := _ISO_DAY.fullmatch(text):
        return date(*map(int, iso.groups()))
    day, month, year = map(int, _matched(_DAY, text).groups())
    return date(year, month, day)


def due_on(
    kind: DeadlineKind, deadline: str, recurrence: Recurrence = Recurrence.NONE, today: date = date.min
) -> date | None:
    """Return the last day on which a task is in time, or None where it has no deadline.

    A day is itself; "before a day" is the day before it (the cautious reading); a month, quarter or year is its last
    day. A recurring task is due on a day of each month, or of each quarter's last month (the last one where it names
    no day or the month is shorter): the first such day that is not before `today`.
    Raises ValueError for a text that is not a deadline of this kind, years outside 2000-2099 included.
    """
    if recurrence and kind is not DeadlineKind.RECURRING:
        raise ValueError(recurrence)
    match kind:
        case DeadlineKind.DAY:
            return parse_day(deadline)
        case DeadlineKind.BEFORE_DAY:
            return parse_day(deadline) - _ONE_DAY
        case DeadlineKind.MONTH:
            return _last_day(*_month(deadline))
        case DeadlineKind.QUARTER:
            return _last_day(*_quarter(deadline))
        case DeadlineKind.YEAR:
            return date(int(_matched(_YEAR, deadline)[0]), 12, 31)
        case DeadlineKind.RECURRING:
            return _next_occurrence(deadline, recurrence, today)
        case DeadlineKind.NONE:
            if deadline:
                raise ValueError(deadline)
            return None


def counted_on(kind: DeadlineKind, stated: date, calendar: Calendar) -> date:
    """Return the working day that a last day counts as: itself, else the next one; of "before a day" the one before."""
    if kind is DeadlineKind.BEFORE_DAY or calendar.is_working(stated):
        return calendar.previous_working(stated)
    return calendar.next_working_after(stated)


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found


def _month(text: str) -> tuple[int, int]:
    if iso := _ISO_MONTH.fullmatch(text):
        return int(iso[1]), int(iso[2])
    month, year = map(int, _matched(_MONTH, text).groups())
    return year, month


def _quarter(text: str) -> tuple[int, int]:
    """The year and the last month of a quarter."""
    if iso := _ISO_QUARTER.fullmatch(text.upper()):
        return int(iso[1]), int(iso[2]) * 3
    # As documents write it: "Quý IV/2026", with or without marks.
    number, year = _matched(_QUARTER, key(text).upper().removeprefix("QUY ")).groups()
    return int(year), (_ROMAN.get(number) or int(number)) * 3


def _last_day(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=monthrange(year, month)[1])


def _next_occurrence(deadline: str, recurrence: Recurrence, today: date) -> date:
    if recurrence is Recurrence.NONE:
        raise ValueError(deadline)
    day = int(_matched(_DAY_OF_MONTH, deadline)[0]) if deadline else _LONGEST_MONTH
    if not 1 <= day <= _LONGEST_MONTH:
        raise ValueError(deadline)
    step = 3 if recurrence is Recurrence.QUARTERLY else 1
    months = today.year * 12 + today.month - 1
    months += -(today.month) % step  # the last month of the quarter
    while (found := _clamped(months, day)) < today:
        months += step
    return found


def _clamped(months: int, day: int) -> date:
    last = _last_day(months // 12, months % 12 + 1)
    return min(last, last.replace(day=min(day, last.day)))
