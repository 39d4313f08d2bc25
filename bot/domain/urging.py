"""Urging those whose report is missing: who is reached, who is not and why, and what has come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.directory import DirectoryEntry, LinkState
from bot.domain.people import Duty, Seat
from bot.domain.periods import Period

PAGE = 6
"""Seats on one screen."""

Holder = tuple[DirectoryEntry, Duty]
"""Somebody who holds a duty on a seat."""


@dataclass(frozen=True)
class Urging:
    """An act of urging: whose, for which period, who was shown and who was left out, by the ids of seats."""

    id: int
    period: Period
    person: int
    account: int
    shown: frozenset[int]
    left_out: frozenset[int]
    sent_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True)
class Missing:
    """A seat whose report is still to come, as an urging sees it."""

    seat: Seat
    holders: Sequence[Holder]
    reminded: int
    """How often it was reminded or urged for the period."""
    urged_at: datetime | None
    """When it was urged today, if it was."""
    waiting: bool
    """Whether its report waits for the approval of its head, who has reminders of their own."""

    def is_reachable(self, now: datetime) -> bool:
        """Return whether somebody of the seat can be written to."""
        return any(entry.state(now) is LinkState.LINKED for entry, _ in self.holders)

    @property
    def may_be_urged(self) -> bool:
        """Return whether it may be urged today: once a day, and not for what waits for approval."""
        return self.urged_at is None and not self.waiting


class Arrival(StrEnum):
    """What has become of the messages to a seat."""

    SENT = "sent"
    """One arrived at least."""
    WAITING = "waiting"
    UNOPENED = "unopened"
    """None arrived for sure: a channel keeps one that was not opened in time."""
    GONE = "gone"
    """None arrived, since an account was blocked or closed."""
    LOST = "lost"
    """None arrived, or there was nobody to send one to."""
    NOT_NEEDED = "not_needed"
    """The report came before the message left."""


def arrival(states: Iterable[Arrival]) -> Arrival:
    """Return what has become of a seat of which each message has become this; of none, that it was lost."""
    found = set(states)
    order = (Arrival.SENT, Arrival.WAITING, Arrival.UNOPENED, Arrival.NOT_NEEDED, Arrival.GONE)
    return next((each for each in order if each in found), Arrival.LOST)


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))
