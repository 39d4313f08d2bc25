"""Working days: the week, and the days that differ from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, combinations

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is to an office that works from Monday to Friday."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    """A Saturday or Sunday worked in exchange for a day off."""


class Feast(StrEnum):
    """A feast whose days off are laid around it anew each year, by a decision that comes months before."""

    TET = "tet"
    NATIONAL_DAY = "national_day"


_MARGINS = {Feast.TET: 2, Feast.NATIONAL_DAY: 1}
"""How many working days on either side of the computed days off of a feast a decision may still make days off."""
_NEAR = timedelta(days=14)
"""Further from a feast no working day is that near to it: longer than days off have ever lasted."""


@dataclass(frozen=True)
class Day:
    """What is known of one day: its kind, the name it goes by and who says so.

    `source` is the number and date of a document, the name of a package, or empty for the plain week; `feast` is the
    one that a day off belongs to, where that moves.
    """

    kind: DayKind
    name: str = ""
    source: str = ""
    feast: Feast | None = None


_WORKING, _WEEKEND = Day(DayKind.WORKING), Day(DayKind.WEEKEND)
"""The days of the plain week, of which thousands are looked at."""


@dataclass(frozen=True)
class Provisional:
    """A day, or an instant (aware), of a year whose days off are computed, not yet decided: shown as "dự kiến"."""

    at: date


@dataclass(frozen=True)
class WorkingDays:
    """The distance of two days; `provisional` where days of a year that nobody has decided were counted."""

    count: int
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the plain week; `decided_through` is the last year an authority has decided."""

    days: Mapping[date, Day]
    decided_through: int

    def day(self, day: date) -> Day:
        """Return what `day` is."""
        return self.days.get(day) or (_WEEKEND if day.weekday() >= _SATURDAY else _WORKING)

    def is_provisional(self, day: date) -> bool:
        """Whether the days off of the year of `day` are computed, not yet decided ("dự kiến")."""
        return day.year > self.decided_through

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self.day(day).kind in (DayKind.WORKING, DayKind.MAKE_UP)

    def may_change(self, day: date) -> bool:
        """Whether a decision may still make a day off of a working day, or have a day off worked.

        In a decided year no day. In a computed one the first and the last day off of a feast that moves, the working
        days around them, and a single working day between two days off, one of them a holiday: that is exchanged for a
        Saturday.
        """
        if not self.is_provisional(day):
            return False
        if not self.is_working(day):
            return self._is_end_of_feast(day)
        return self._is_bridge(day) or self._is_beside_feast(day)

    def is_sure(self, day: date) -> bool:
        """Whether offices work on `day`, whatever is decided."""
        return self.is_working(day) and not self.may_change(day)

    def last_sure(self, day: date) -> date:
        """Return `day` if offices surely work on it, else the last such day before it."""
        while not self.is_sure(day):
            day -= _ONE_DAY
        return day

    def guesses(self, first: date, last: date) -> Iterator[Calendar]:
        """Return the calendars that a decision may make of this one: one or two near days of these turn out otherwise.

        Only days from `first` to `last` are changed.
        """
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        changing = [day for day in span if self.may_change(day)]
        pairs = ((a, b) for a, b in combinations(changing, 2) if b - a <= _NEAR)
        for turned in (*((day,) for day in changing), *pairs):
            yield replace(self, days={**self.days, **{day: self._otherwise(day) for day in turned}})

    def _otherwise(self, day: date) -> Day:
        return Day(DayKind.HOLIDAY if self.is_working(day) else DayKind.WORKING)

    def _is_end_of_feast(self, day: date) -> bool:
        around = (self.day(day - _ONE_DAY).feast, self.day(day + _ONE_DAY).feast)
        return self.day(day).feast is not None and None in around and day.weekday() < _SATURDAY

    def _is_bridge(self, day: date) -> bool:
        around = (self.day(day - _ONE_DAY).kind, self.day(day + _ONE_DAY).kind)
        return DayKind.HOLIDAY in around and all(kind in (DayKind.HOLIDAY, DayKind.WEEKEND) for kind in around)

    def _is_beside_feast(self, day: date) -> bool:
        near = ((at, found.feast) for at, found in self.days.items() if found.feast and abs(at - day) <= _NEAR)
        # `day` itself is worked and the day of the feast is not, so counting from the day before counts `day`.
        return any(self.working_days_between(min(day - _ONE_DAY, at), max(day, at)) <= _MARGINS[f] for at, f in near)

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

    def working_day_after(self, day: date, number: int) -> date:
        """Return the working day that is `number` working days after `day`."""
        for _ in range(number):
            day = self.next_working_after(day)
        return day

    def working_day_before(self, day: date, number: int) -> date:
        """Return the working day that is `number` working days before `day`."""
        for _ in range(number):
            day = self.previous_working(day - _ONE_DAY)
        return day

    def distance(self, today: date, day: date) -> WorkingDays:
        """Return how far a deadline is from today, ahead or behind, in the one unit in which screens count days."""
        first, last = sorted((today, day))
        return WorkingDays(self.working_days_between(first, last), self.is_provisional(last))

    def working_days_between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; 0 if `end` is not later."""
        return self._working_until(end) - self._working_until(start) if start < end else 0

    def _working_until(self, day: date) -> int:
        """The working days up to and including `day` since 01/01/0001: weeks are counted, whatever lies between."""
        differing, more = self._differing
        return _weekdays(day) + more[bisect_right(differing, day)]

    @cached_property
    def _differing(self) -> tuple[Sequence[date], Sequence[int]]:
        """The days that differ, in order; and how many more than in plain weeks are worked until before each of them.

        The latter has one number more: that of all.
        """
        days = sorted(self.days)
        return days, [0, *accumulate(self.is_working(day) - (day.weekday() < _SATURDAY) for day in days)]


def _weekdays(day: date) -> int:
    """The Mondays to Fridays up to and including `day` since 01/01/0001, a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
