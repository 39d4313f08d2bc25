"""Working days: the week, and the days that differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is to an office that works from Monday to Friday."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    """A Saturday or Sunday worked in exchange for a day off."""


@dataclass(frozen=True)
class Day:
    """What is known of one day: its kind, the name it goes by and who says so.

    `source` is the number and date of a document, the name of a package, or empty for the plain week.
    """

    kind: DayKind
    name: str = ""
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the plain week; `decided_through` is the last year an authority has decided."""

    days: Mapping[date, Day]
    decided_through: int

    def day(self, day: date) -> Day:
        """Return what `day` is."""
        return self.days.get(day) or Day(DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKING)

    def is_provisional(self, day: date) -> bool:
        """Whether the days off of the year of `day` are computed, not yet decided ("dự kiến")."""
        return day.year > self.decided_through

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self.day(day).kind in (DayKind.WORKING, DayKind.MAKE_UP)

    def previous_working(self, day: date) -> date:
        """Return `day` if it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= _ONE_DAY
        return day

    def next_working_after(self, day: date) -> date:
        """Return the first working day after `day`, never `day` itself."""
        day += _ONE_DAY
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """Return the working day that is so many of them after `day`; `day` itself for none."""
        for _ in range(count):
            day = self.next_working_after(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; 0 if `end` is not later."""
        if end <= start:
            return 0
        # Only days that differ are looked at, and weeks are counted: a deadline may lie years back.
        differing = (day for day in self.days if start < day <= end)
        return (
            _weekdays(end) - _weekdays(start) + sum(self.is_working(d) - (d.weekday() < _SATURDAY) for d in differing)
        )


def _weekdays(day: date) -> int:
    """The Mondays to Fridays up to and including `day` since 01/01/0001, a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
