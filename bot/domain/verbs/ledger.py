"""What the desk presses on the ledger of a period, and to urge those whose report is missing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.periods import Period, SeatState


@dataclass(frozen=True)
class ShowLedger(Verb, wire="js", access=Access.SECRETARIAT):
    """How many seats stand where in a period; the oldest open month where none is named."""

    period: Period | None = None


@dataclass(frozen=True)
class ShowLedgerState(Verb, wire="jl", access=Access.SECRETARIAT):
    """A page of the seats in one state."""

    period: Period
    state: SeatState
    page: int


@dataclass(frozen=True)
class ShowLedgerSeat(Verb, wire="ji", access=Access.SECRETARIAT):
    """One seat in a period: where it stands, whom it has, what can be done."""

    period: Period
    seat: int


@dataclass(frozen=True)
class ExcuseSeat(Verb, wire="jz", access=Access.SECRETARIAT):
    """The form in which the desk excuses a seat from the report for a period."""

    seat: int
    period: Period


@dataclass(frozen=True)
class AskUrge(Verb, wire="ju", access=Access.SECRETARIAT):
    """Whom an urging would reach and whom not."""

    period: Period


@dataclass(frozen=True)
class ShowUrging(Verb, wire="jv", access=Access.SECRETARIAT):
    """An urging that was begun: what it would do, or what has come of it."""

    urging: int


@dataclass(frozen=True)
class ShowUrgeWords(Verb, wire="jw", access=Access.SECRETARIAT):
    """What members would read."""

    urging: int


@dataclass(frozen=True)
class ChooseUrged(Verb, wire="jb", access=Access.SECRETARIAT):
    """A page of those whom an urging would reach, to leave some out."""

    urging: int
    page: int


@dataclass(frozen=True)
class LeaveOut(Verb, wire="jx", access=Access.SECRETARIAT):
    """A seat is left out of an urging, or taken in again; and the page to go back to."""

    urging: int
    seat: int
    page: int


@dataclass(frozen=True)
class SendUrging(Verb, wire="jy", access=Access.SECRETARIAT):
    """Those who are shown are urged."""

    urging: int


@dataclass(frozen=True)
class ShowUnsent(Verb, wire="yn", access=Access.SECRETARIAT):
    """A page of the reminders that were not sent and will not be, with the reason of each."""

    page: int
