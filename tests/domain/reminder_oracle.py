"""What is said on a day, asked of that day alone: written from the documents, not from the plan.

The plan computes the day of each mark. Here each day is asked which mark falls on it, so that an error in the one is
not the same error in the other. What days are off is data that both read; what may still become a day off is reckoned
here by walking, as the record of provisional days says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import VN
from bot.domain.calendars import Day, DayKind, Feast

ONE = timedelta(days=1)
HOUR = time(17)
SHIPPED = {
    "report": ("open", "d7", "d3", "d1", "d0", "o1"),
    "closing": ("d0",),
    "approval": ("w1", "d0"),
    "task": ("d7", "d3", "d1", "d0", "o1", "o3", "o7"),
    "joint": ("d3", "d0"),
    "receipt": ("r1",),
    "receipt_principal": ("r2",),
    "receipt_desk": ("r3",),
}
"""What is said of what, in order of time."""
LATE = {
    "report": 5,
    "closing": 0,
    "approval": 1,
    "task": 5,
    "joint": 3,
    "receipt": 5,
    "receipt_principal": 5,
    "receipt_desk": 10,
}
"""For how many working days after its day each may still be said."""


@dataclass(frozen=True)
class Office:
    """The days on which offices work; days of years after `decided` may still be laid otherwise."""

    days: Mapping[date, Day]
    decided: int

    def works(self, day: date) -> bool:
        known = self.days.get(day)
        if known is not None and known.kind in (DayKind.WORKING, DayKind.MAKE_UP):
            return True
        return known is None and day.weekday() < 5

    def is_sure(self, day: date) -> bool:
        """Whether nothing that may still be decided makes a working day a day off."""
        if not self.works(day) or day.year <= self.decided:
            return self.works(day)
        near_tet, near_national_day = self._near(day, Feast.TET, 2), self._near(day, Feast.NATIONAL_DAY, 1)
        return not (near_tet or near_national_day or self._is_between(day))

    def _near(self, day: date, feast: Feast, margin: int) -> bool:
        """Whether fewer than `margin` other working days lie between a day and a day off of the feast."""
        for way in (-ONE, ONE):
            at, passed = day, 0
            while passed < margin:
                at += way
                known = self.days.get(at)
                if known is not None and known.kind is DayKind.HOLIDAY and known.feast is feast:
                    return True
                passed += self.works(at)
        return False

    def _is_between(self, day: date) -> bool:
        """Whether it stands alone between two days off, one of them a holiday."""
        around = (day - ONE, day + ONE)
        holiday = any(at in self.days and self.days[at].kind is DayKind.HOLIDAY for at in around)
        return holiday and not any(self.works(at) for at in around)

    def worked_since(self, start: date, day: date) -> int:
        """Return how many working days there are after `start` up to and including `day`."""
        return sum(self.works(start + ONE * n) for n in range(1, (day - start).days + 1))

    def is_last_sure(self, day: date, until: date) -> bool:
        """Whether no sure working day comes after `day` up to `until`, and it is one."""
        later = (day + ONE * n for n in range(1, (until - day).days + 1))
        return day <= until and self.is_sure(day) and not any(self.is_sure(at) for at in later)


@dataclass(frozen=True)
class Deadline:
    """What is owed by the end of a day; `opening` is that on which it is announced, or since which it is waited for."""

    kind: str
    day: date
    opening: date | None = None


def said_on(day: date, owed: Deadline, office: Office) -> str | None:
    """Return the mark that is said of something on a day: of several the one that comes last."""
    # Whoever is asked on a day is not reminded of it on the same day.
    if owed.kind == "approval" and owed.opening is not None and day <= owed.opening:
        return None
    found = [mark for mark in SHIPPED[owed.kind] if _falls_on(day, mark, owed, office)]
    return found[-1] if found else None


def _falls_on(day: date, mark: str, owed: Deadline, office: Office) -> bool:
    if mark == "open":
        return owed.opening is not None and office.is_last_sure(day, owed.opening)
    side, number = mark[0], int(mark[1:])
    match side:
        case "d":
            return day == owed.day if number == 0 else office.is_last_sure(day, owed.day - ONE * number)
        case "w":
            days = (owed.day - ONE * n for n in range(1, 40))
            own = next(
                at for at in days if office.works(at) and office.worked_since(at - ONE, owed.day - ONE) == number
            )
            return office.is_last_sure(day, own)
        case "o":
            return _falls_after(day, owed.day, number, office)
        case "r":
            return _falls_after(day, owed.opening or owed.day, number, office)
    raise AssertionError(mark)


def _falls_after(day: date, start: date, number: int, office: Office) -> bool:
    """The last sure day after `start` up to the working day of that number; where there is none, that day."""
    if day <= start:
        return False
    own = next(at for at in _days(start + ONE) if office.works(at) and office.worked_since(start, at) == number)
    if any(office.is_sure(at) for at in _days(start + ONE, own)):
        return office.is_last_sure(day, own)
    return day == own


def _days(first: date, last: date | None = None) -> Iterator[date]:
    while last is None or first <= last:
        yield first
        first += ONE


@dataclass(frozen=True)
class Month:
    """The days of a period whose last month this is, as the rules on reporting state them."""

    opening: date
    due: date
    digest: date
    stop: date

    @property
    def stop_at(self) -> datetime:
        return datetime.combine(self.stop, HOUR, VN)


def month(year: int, number: int, office: Office) -> Month:
    """Return the days of a period that ends with a month: found by looking, not by counting back and forth."""

    def before(day: int) -> date:
        return max(at for at in _days(date(year, number, 1), date(year, number, day)) if office.works(at))

    def after(day: date) -> date:
        return next(at for at in _days(day + ONE) if office.works(at))

    due = max(before(20), after(date(year, number, 14)))
    digest = max(before(22), after(due))
    return Month(after(date(year, number, 9)), due, digest, max(before(25), digest))


def last_day_late(day: date, mark: str, owed: Deadline, office: Office) -> date:
    """Return the last day on which what belongs to `day` may be said; what belongs before a deadline not after it."""
    if LATE[owed.kind]:
        last = next(
            at for at in _days(day + ONE) if office.works(at) and office.worked_since(day, at) == LATE[owed.kind]
        )
    else:
        last = day
    is_ahead = mark == "open" or mark[0] == "w" or (mark[0] == "d" and mark != "d0")
    return min(last, owed.day) if is_ahead else last
