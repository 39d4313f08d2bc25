"""What moves with the calendar: days of periods, deadlines of people, reminders that are not sent yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import TypeVar

from bot.domain.calendars import Calendar
from bot.domain.periods import Cadence, Period, PeriodRules
from bot.domain.provisional import Step, period_days
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due, Occurrence

_AHEAD = timedelta(days=366)
"""So far ahead periods are looked at."""
_DEADLINES = frozenset({Kind.REPORT, Kind.TASK, Kind.JOINT, Kind.QUESTION, Kind.CONFIRMATION, Kind.APPROVAL})
"""Kinds whose day is a deadline of the person who is reminded."""


@dataclass(frozen=True)
class PeriodMove:
    """A day of a period, before and after a change."""

    period: Period
    step: Step
    before: date
    after: date


@dataclass(frozen=True)
class DeadlineMove:
    """A deadline of one person for one seat, before and after a change."""

    kind: Kind
    subject: str
    person: int
    seat: int
    before: date
    after: date

    @property
    def is_earlier(self) -> bool:
        """Whether there is less time than before."""
        return self.after < self.before


@dataclass(frozen=True)
class ReminderMove:
    """A reminder to one person: on which day before and after; None where there is none any more, or was none."""

    kind: Kind
    subject: str
    person: int
    before: date | None
    after: date | None


def period_moves(
    cadences: Iterable[Cadence], rules: PeriodRules, before: Calendar, after: Calendar, today: date
) -> Iterator[PeriodMove]:
    """Yield the days from today on that are others; of every period that is open or begins within a year."""
    for cadence in dict.fromkeys(cadences):
        # The one before can still be open.
        period, last = Period.containing(today, cadence).previous(), Period.containing(today + _AHEAD, cadence)
        while period <= last:
            now, then = period_days(period, rules, before), period_days(period, rules, after)
            for step, day in now.items():
                if day != then[step] and max(day, then[step]) >= today:
                    yield PeriodMove(period, step, day, then[step])
            period = period.next()


def deadline_moves(before: Iterable[Due], after: Iterable[Due]) -> list[DeadlineMove]:
    """Return the deadlines that are others, those first that come earlier, then in order of the day."""

    def by_matter(dues: Iterable[Due]) -> Mapping[tuple[Kind, str, int, int], list[date]]:
        return _grouped(
            ((due.kind, due.subject, due.person, due.seat), due.due_on) for due in dues if due.kind in _DEADLINES
        )

    was, will = by_matter(before), by_matter(after)
    found = [
        DeadlineMove(*matter, old, new)
        for matter, days in was.items()
        for old, new in zip(days, will.get(matter, ()), strict=False)
        if old != new
    ]
    return sorted(found, key=lambda move: (not move.is_earlier, move.after, move.person, move.subject))


def reminder_moves(before: Iterable[Occurrence], after: Iterable[Occurrence]) -> list[ReminderMove]:
    """Return the reminders that go out on another day, in order of the day."""

    def by_mark(found: Iterable[Occurrence]) -> Mapping[tuple[Kind, str, int, int, str], list[date]]:
        return _grouped(((o.due.kind, o.due.subject, o.due.person, o.due.seat, str(o.mark)), o.send_on) for o in found)

    was, will = by_mark(before), by_mark(after)
    moves = [
        ReminderMove(mark[0], mark[1], mark[2], old, new)
        for mark in dict.fromkeys([*was, *will])
        for old, new in zip_longest(was.get(mark, ()), will.get(mark, ()))
        if old != new
    ]
    return sorted(moves, key=lambda m: (m.before or m.after or date.max, m.after or date.max, m.person, m.subject))


K = TypeVar("K", bound=Hashable)


def _grouped(pairs: Iterable[tuple[K, date]]) -> Mapping[K, list[date]]:
    found: dict[K, list[date]] = defaultdict(list)
    for key, day in pairs:
        found[key].append(day)
    return {key: sorted(days) for key, days in found.items()}


@dataclass(frozen=True)
class Moves:
    """All that moves with a change of the calendar."""

    periods: Sequence[PeriodMove]
    deadlines: Sequence[DeadlineMove]
    reminders: Sequence[ReminderMove]

    @property
    def persons(self) -> Mapping[int, Sequence[DeadlineMove]]:
        """Those whose own deadline moves, each with what does, one line for one matter."""
        found: dict[int, dict[tuple[str, int, date], DeadlineMove]] = defaultdict(dict)
        for move in self.deadlines:
            found[move.person].setdefault((move.subject, move.seat, move.before), move)
        return {person: list(moves.values()) for person, moves in found.items()}
