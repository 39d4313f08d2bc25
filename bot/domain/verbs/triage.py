"""What the desk presses on the queue of difficulties, and to take one on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.triage import QueueFilter, QueueView


@dataclass(frozen=True)
class ShowQueue(Verb, wire="j", access=Access.SECRETARIAT):
    """A screen of the difficulties of which something is to be done; the whole queue where no part is named."""

    view: QueueView | None = None


@dataclass(frozen=True)
class AskQueueFilter(Verb, wire="jf", access=Access.SECRETARIAT):
    """The values by which the queue can be narrowed down, a page of them."""

    which: QueueFilter
    values: int
    view: QueueView


@dataclass(frozen=True)
class OpenQueueItem(Verb, wire="jo", access=Access.SECRETARIAT):
    """One difficulty, and the part of the queue to go back to."""

    difficulty: str
    view: QueueView


@dataclass(frozen=True)
class ClaimDifficulty(Verb, wire="jc", access=Access.SECRETARIAT):
    """The presser takes on a difficulty that nobody has taken on."""

    difficulty: str
    view: QueueView | None = None


@dataclass(frozen=True)
class TakeOverDifficulty(Verb, wire="jt", access=Access.SECRETARIAT):
    """The presser takes a difficulty over from whoever made `claim`."""

    difficulty: str
    claim: int
    view: QueueView | None = None


@dataclass(frozen=True)
class ReleaseDifficulty(Verb, wire="jr", access=Access.SECRETARIAT):
    """The presser no longer takes care of a difficulty, as long as that is by `claim`."""

    difficulty: str
    claim: int
    view: QueueView | None = None
