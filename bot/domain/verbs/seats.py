"""What is pressed on a seat that is excused, stood in for, or handed over."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.periods import Period


@dataclass(frozen=True)
class ChooseExcuse(Verb, wire="ec", access=Access.MEMBER):
    """From which report a seat is to be excused."""


@dataclass(frozen=True)
class AskExcuse(Verb, wire="ea", access=Access.MEMBER):
    """That a seat be excused from the report for a period."""

    seat: int
    period: Period


@dataclass(frozen=True)
class WithdrawSeatRequest(Verb, wire="ew", access=Access.MEMBER):
    """A request for a seat is taken back."""

    request: int


@dataclass(frozen=True)
class AskAbsence(Verb, wire="eb", access=Access.MEMBER):
    """That somebody stands in; who has several seats names one first."""

    seat: int | None = None


@dataclass(frozen=True)
class ListSeatRequests(Verb, wire="eq", access=Access.SECRETARIAT):
    """What members ask for their seats and the desk has not decided."""


@dataclass(frozen=True)
class ShowSeatRequest(Verb, wire="ei", access=Access.SECRETARIAT):
    """One request for a seat."""

    request: int


@dataclass(frozen=True)
class GrantSeatRequest(Verb, wire="eg", access=Access.SECRETARIAT):
    """A request for a seat is granted."""

    request: int


@dataclass(frozen=True)
class DeclineSeatRequest(Verb, wire="er", access=Access.SECRETARIAT):
    """The form in which the desk says why a request for a seat is not granted."""

    request: int


@dataclass(frozen=True)
class OpenSubstitute(Verb, wire="em", access=Access.DIRECTORY):
    """The form in which somebody is named who stands in for the holder of a duty."""

    duty: int


@dataclass(frozen=True)
class ShowTurn(Verb, wire="ev", access=Access.MEMBER):
    """What somebody has taken over."""

    turn: int


@dataclass(frozen=True)
class ReceiveTurn(Verb, wire="eh", access=Access.MEMBER):
    """Somebody says that they have taken over."""

    turn: int


@dataclass(frozen=True)
class CancelTurn(Verb, wire="ek", access=Access.DIRECTORY):
    """A handover that has not begun is undone, or somebody stands in no longer."""

    turn: int
