"""Days that an office has set itself: which may be set, and the calendar they make of the one that ships."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.calendars import Calendar, Day, DayKind

FIRST_DECIDED, LAST_DECIDED = 2022, 2099
_SATURDAY = 5
_ON_WORKING_DAYS, _ON_WEEKENDS = frozenset({DayKind.WORKING}), frozenset({DayKind.WEEKEND, DayKind.MAKE_UP})


@dataclass(frozen=True)
class DaysSet:
    """Days that differ, each with its name and source, and the last year that is decided; None says nothing of it.

    `decided_source` is the document by which that year was decided.
    """

    days: Mapping[date, Day] = field(default_factory=dict)
    decided_through: int | None = None
    decided_source: str = ""

    def over(self, shipped: Calendar) -> Calendar:
        """Return a calendar in which these days stand in place of those it has."""
        through = shipped.decided_through if self.decided_through is None else self.decided_through
        return replace(shipped, days={**shipped.days, **self.days}, decided_through=through)

    def with_days(self, days: Mapping[date, Day]) -> DaysSet:
        """Return these days and others, which stand in place of those of the same date."""
        return replace(self, days={**self.days, **days})

    def decided(self, year: int, source: str) -> DaysSet:
        """Return these days, the days off of a year being decided."""
        return replace(self, decided_through=year, decided_source=source)

    def undecided(self) -> DaysSet:
        """Return these days; up to which year is decided is as it ships."""
        return replace(self, decided_through=None, decided_source="")

    def without(self, day: date) -> DaysSet:
        """Return these days as if a day, and the one it was swapped with, had never been set."""
        gone = {day, self.partner(day)}
        return replace(self, days={each: kept for each, kept in self.days.items() if each not in gone})

    def partner(self, day: date) -> date | None:
        """Return the day with which a day was swapped: by the same document, each named in the name of the other."""
        found = self.days[day]
        for other, each in self.days.items():
            named = f"{day:%d/%m/%Y}" in each.name and f"{other:%d/%m/%Y}" in found.name
            if other != day and named and each.source == found.source:
                return other
        return None


def may_be(day: date, kind: DayKind) -> bool:
    """Whether a day of the week can be of a kind: a Saturday or Sunday is worked as a make-up day alone."""
    return kind is DayKind.HOLIDAY or kind in (_ON_WEEKENDS if day.weekday() >= _SATURDAY else _ON_WORKING_DAYS)


def days_off(first: date, last: date, name: str, source: str, calendar: Calendar) -> dict[date, Day]:
    """Return the days from `first` to `last` on which offices would have worked, as days off."""
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: Day(DayKind.HOLIDAY, name, source) for day in span if calendar.is_working(day)}


Naming = Callable[[DayKind, date], str]
"""Returns the name of a day of a kind that was swapped with another day, which the name says in figures."""


def swapped(off: date, worked: date, source: str, named: Naming) -> dict[date, Day]:
    """Return a working day as a day off, and a Saturday or Sunday on which offices work in its place."""
    return {
        off: Day(DayKind.HOLIDAY, named(DayKind.HOLIDAY, worked), source),
        worked: Day(DayKind.MAKE_UP, named(DayKind.MAKE_UP, off), source),
    }


def differing(calendar: Calendar, year: int) -> Iterator[tuple[date, Day]]:
    """Yield the days of a year that differ from the plain week, in order."""
    for day, found in sorted(calendar.days.items()):
        plain = Calendar({}, calendar.decided_through).day(day).kind
        if day.year == year and found.kind is not plain:
            yield day, found


def as_plain(found: DaysSet) -> dict[str, Any]:
    """Return days as plain JSON, for `of_plain`."""
    days = {
        day.isoformat(): {"kind": each.kind.value, "name": each.name, "source": each.source}
        for day, each in sorted(found.days.items())
    }
    return {"days": days, "decided_through": found.decided_through, "decided_source": found.decided_source}


def of_plain(plain: Mapping[str, Any]) -> DaysSet:
    """Read what `as_plain` returned."""
    days = {
        date.fromisoformat(day): Day(DayKind(row["kind"]), row["name"], row["source"])
        for day, row in plain["days"].items()
    }
    return DaysSet(days, plain["decided_through"], plain["decided_source"])
