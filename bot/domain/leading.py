"""What a leader looks at: which part of a list, and how the figures of a period are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.calendars import Calendar
from bot.domain.difficulties import UNRESOLVED, DifficultyEvent, DifficultyState, current_state
from bot.domain.periods import Period, SeatState
from bot.domain.reconciling import Figures, Line

SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)
NIL = (SeatState.NIL, SeatState.NIL_LATE)
UNSENT = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)
"""States of members that have sent a report, that nothing new arose, or nothing so far."""


class Breakdown(StrEnum):
    """By what the difficulties of a period are told apart; the value stands in buttons."""

    FIELD = "f"
    AGENCY = "a"


@dataclass(frozen=True)
class LeaderView:
    """A page of the difficulties of one field or agency of a period; `value` is its mark."""

    by: Breakdown
    value: int
    page: int
    period: Period


def card_day(today: date, weekday: int, calendar: Calendar) -> date | None:
    """Return the day of this week's card: the first working day from a weekday on, 1 being Monday; None without one.

    Weeks are those of ISO 8601.
    """
    days = (date.fromisocalendar(*today.isocalendar()[:2], number) for number in range(weekday, 8))
    return next((day for day in days if calendar.is_working(day)), None)


@dataclass(frozen=True)
class Went:
    """How difficulties went in a span of time: how many came in, how many ended."""

    new: int
    ended: int


def went(ways: Iterable[Sequence[DifficultyEvent]], since: datetime, until: datetime) -> Went:
    """Count, of difficulties by all that happened to them, those first sent in a span and those that ended in it.

    What is merged goes on with its head, and has not ended.
    """
    found = [way for way in ways if way]
    return Went(
        sum(since <= way[0].at < until for way in found),
        sum(_has_ended(way) and since <= _stands_since(way) < until for way in found),
    )


def _has_ended(way: Sequence[DifficultyEvent]) -> bool:
    return current_state(way) not in UNRESOLVED | {DifficultyState.MERGED}


def _stands_since(way: Sequence[DifficultyEvent]) -> datetime:
    """When a difficulty came to stand where it stands."""
    states = [current_state(way[:number]) for number in range(1, len(way) + 1)]
    others = [number for number, state in enumerate(states) if state is not states[-1]]
    return way[others[-1] + 1 if others else 0].at


def most_repeated(figures: Figures, most: int) -> list[Line]:
    """Return the open lines behind which several members stand, the most first, then in the order of the papers."""
    found = [line for line in figures.lines if line.weight > 1 and line.course.now in UNRESOLVED]
    return sorted(found, key=lambda line: -line.weight)[:most]


def open_codes(figures: Figures) -> Sequence[str]:
    """Return the codes of the lines that are being followed."""
    return [line.code for line in figures.lines if "open" in line.course.terms]


def counted(figures: Figures, states: Collection[SeatState]) -> int:
    """Return how many members stand in one of these states."""
    return sum(figures.states.get(state, 0) for state in states)
