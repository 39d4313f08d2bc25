"""What is pressed about the wording of a difficulty for the document, and about the remarks of a period's paper."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.periods import Period
from bot.domain.wordings import Agreement


@dataclass(frozen=True)
class OpenWording(Verb, wire="wb", access=Access.SECRETARIAT):
    """The form that words a difficulty; `number` is that of the newest event the screen shows."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class SendWording(Verb, wire="ws", access=Access.SECRETARIAT):
    """The wording of a difficulty to its member, to be confirmed; `number` as above."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class AnswerWording(Verb, wire="wy", access=Access.MEMBER):
    """What the member says of a wording that event `number` asked about, the first being 1."""

    difficulty: str
    number: int
    answer: Agreement


@dataclass(frozen=True)
class OpenRemarks(Verb, wire="wr", access=Access.SECRETARIAT):
    """The form that changes the remarks of a period's paper, which waits for its release."""

    period: Period
