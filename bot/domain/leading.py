"""What a leader looks at: which part of a list, and how the figures of a period are read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.difficulties import UNRESOLVED
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
