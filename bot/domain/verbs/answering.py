"""What is pressed under a reminder: that it was seen, and that it be sent once more later."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.periods import Period
from bot.domain.snoozing import Moment


@dataclass(frozen=True)
class AcknowledgeReport(Verb, wire="kq", access=Access.MEMBER):
    """Somebody has seen that a report of their seat is overdue; `due` is the day of its deadline, counted from 1."""

    seat: int
    period: Period
    due: int


@dataclass(frozen=True)
class AcknowledgeTask(Verb, wire="kt", access=Access.MEMBER):
    """Somebody has seen that a task of their seat is overdue; `due` is the day of its deadline, counted from 1."""

    seat: int
    task: int
    due: int


@dataclass(frozen=True)
class AskSnooze(Verb, wire="kz", access=Access.MEMBER):
    """When to be reminded once more of what a card says: that of a day, counted from 1, and of an hour, in minutes."""

    day: int
    slot: int


@dataclass(frozen=True)
class Snooze(Verb, wire="ks", access=Access.MEMBER):
    """The moment at which a card is to come once more."""

    moment: Moment
    day: int
    slot: int


@dataclass(frozen=True)
class CancelSnooze(Verb, wire="kx", access=Access.MEMBER):
    """A card is not to come once more."""

    day: int
    slot: int
