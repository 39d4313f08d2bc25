"""What the desk presses on what was sent, and on the papers of a period."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.periods import Period


@dataclass(frozen=True)
class AcceptAdhoc(Verb, wire="ua", access=Access.SECRETARIAT):
    """An ad hoc report for handling, by its code, in the version that the card shows."""

    report: str
    version: int | None = None


@dataclass(frozen=True)
class ShowAggregate(Verb, wire="t", access=Access.STANDING_BODY):
    """A period as it stands, or as it was frozen if it is closed; the oldest open one where none is named.

    With a number it is that frozen aggregate: 0 for the digest, else that of an addendum.
    """

    period: Period | None = None
    number: int | None = None


@dataclass(frozen=True)
class AskRelease(Verb, wire="ur", access=Access.SECRETARIAT):
    """Ask once more before the waiting papers of a period are released; `fingerprint` is of the figures shown."""

    period: Period
    fingerprint: int


@dataclass(frozen=True)
class ReleaseFigures(Verb, wire="uf", access=Access.SECRETARIAT):
    """Release the waiting papers of a period, if their figures are still those that were shown."""

    period: Period
    fingerprint: int


@dataclass(frozen=True)
class AskToShow(Verb, wire="uq", access=Access.SECRETARIAT):
    """Ask once more before the waiting papers of a period go to the leaders as a draft; `fingerprint` as above."""

    period: Period
    fingerprint: int


@dataclass(frozen=True)
class ShowToLeaders(Verb, wire="us", access=Access.SECRETARIAT):
    """Send the waiting papers of a period to the leaders, if their figures are still those that were shown."""

    period: Period
    fingerprint: int


@dataclass(frozen=True)
class SendToLeaders(Verb, wire="ul", access=Access.SECRETARIAT):
    """Send what was released to the leaders who have not got it."""

    period: Period
    number: int
