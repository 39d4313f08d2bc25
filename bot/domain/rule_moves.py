"""What a change of the rules moves: which reminders that are not sent yet go, come, or come at another hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.reminder_rules import Ruleset
from bot.domain.reminders import Occurrence


class Becomes(StrEnum):
    """What a change makes of a reminder."""

    DROPPED = "dropped"
    ADDED = "added"
    MOVED = "moved"
    """It comes on another day or at another hour."""


@dataclass(frozen=True)
class Move:
    """A reminder that a change concerns; of one that goes it is the one that was planned."""

    occurrence: Occurrence
    becomes: Becomes

    @property
    def day(self) -> date:
        """The day on which it comes, or would have come."""
        return self.occurrence.send_on


def moves(before: Iterable[Occurrence], after: Iterable[Occurrence], old: Ruleset, new: Ruleset) -> list[Move]:
    """Compare what is to be sent by the rules in force with what would be by others; the earliest day first."""
    was, will = {each.key: each for each in before}, {each.key: each for each in after}
    found = [Move(each, Becomes.DROPPED) for key, each in was.items() if key not in will]
    for key, each in will.items():
        kind = each.due.kind
        if key not in was:
            found.append(Move(each, Becomes.ADDED))
        elif (was[key].send_on, old.of(kind).hour) != (each.send_on, new.of(kind).hour):
            found.append(Move(each, Becomes.MOVED))
    return sorted(found, key=lambda move: (move.day, move.occurrence.due.person, move.occurrence.key))


def counted(found: Sequence[Move], becomes: Becomes) -> int:
    """Return how many reminders become this."""
    return sum(move.becomes is becomes for move in found)


def persons(found: Sequence[Move]) -> int:
    """Return how many people a change concerns."""
    return len({move.occurrence.due.person for move in found})


def by_day(found: Sequence[Move]) -> list[tuple[date, Sequence[Move]]]:
    """Return them by day, the earliest first."""
    days: dict[date, list[Move]] = {}
    for move in found:
        days.setdefault(move.day, []).append(move)
    return sorted(days.items())
