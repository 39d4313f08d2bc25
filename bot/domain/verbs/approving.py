"""What is pressed where a member's head approves its reports, and where the desk enters one in a member's place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.forms import Act
from bot.domain.origins import Source
from bot.domain.periods import Period
from bot.domain.questions import ReportPart


@dataclass(frozen=True)
class ShowApprovals(Verb, wire="aa", access=Access.MEMBER):
    """How the reports of the presser's seats are approved, and what waits."""


@dataclass(frozen=True)
class RequireApproval(Verb, wire="ar", access=Access.MEMBER):
    """The reports of a seat need approval from now on."""

    seat: int


@dataclass(frozen=True)
class ReleaseApproval(Verb, wire="as", access=Access.MEMBER):
    """The reports of a seat need no approval any more."""

    seat: int


@dataclass(frozen=True)
class OpenDelegation(Verb, wire="ad", access=Access.MEMBER):
    """The form in which the approval for a seat is delegated."""

    seat: int


@dataclass(frozen=True)
class StopDelegation(Verb, wire="ax", access=Access.MEMBER):
    """What was delegated ends at once."""

    delegation: int


@dataclass(frozen=True)
class ShowSubmission(Verb, wire="av", access=Access.MEMBER):
    """A report that waits for approval."""

    submission: int


@dataclass(frozen=True)
class ReadSubmission(Verb, wire="af", access=Access.MEMBER):
    """All of a report that waits for approval, or one answer about one of its items, the first being 1."""

    submission: int
    item: int | None = None
    part: ReportPart | None = None


@dataclass(frozen=True)
class CompareSubmission(Verb, wire="ag", access=Access.MEMBER):
    """What an amendment that waits for approval changes of what was sent."""

    submission: int


@dataclass(frozen=True)
class ApproveReport(Verb, wire="ay", access=Access.MEMBER):
    """A report is approved and sent, with the content that was `shown` (`bot.domain.approving.shown`)."""

    submission: int
    shown: int


@dataclass(frozen=True)
class ReturnReport(Verb, wire="an", access=Access.MEMBER):
    """The form in which it is said why a report is returned."""

    submission: int


@dataclass(frozen=True)
class TakeOver(Verb, wire="ae", access=Access.MEMBER):
    """Who approves goes on writing a report that waits."""

    submission: int


@dataclass(frozen=True)
class TakeBack(Verb, wire="ab", access=Access.MEMBER):
    """Whoever submitted a report takes it back."""

    submission: int


@dataclass(frozen=True)
class RemindApprover(Verb, wire="am", access=Access.MEMBER):
    """Whoever submitted a report has its approval reminded of."""

    submission: int


@dataclass(frozen=True)
class SendUnapproved(Verb, wire="au", access=Access.MEMBER):
    """A draft at revision `rev` is sent without approval, since nobody who approves can be reached."""

    draft: int
    rev: int


@dataclass(frozen=True)
class ListProxySeats(Verb, wire="al", access=Access.SECRETARIAT):
    """A page of the members in whose place a report can be entered."""

    page: int


@dataclass(frozen=True)
class ChooseProxy(Verb, wire="ac", access=Access.SECRETARIAT):
    """Which report is entered in the place of a seat."""

    seat: int


@dataclass(frozen=True)
class OpenProxy(Verb, wire="ao", access=Access.SECRETARIAT):
    """The report of a seat for a period, entered by the desk; an ad hoc one where no period is named."""

    seat: int
    period: Period | None = None


@dataclass(frozen=True)
class ContinueProxy(Verb, wire="ai", access=Access.SECRETARIAT):
    """A draft of the desk's, where it was left."""

    draft: int


@dataclass(frozen=True)
class AnswerProxy(Verb, wire="ap", access=Access.SECRETARIAT):
    """A choice of the screen that a draft of the desk's showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int


@dataclass(frozen=True)
class AskOrigin(Verb, wire="aq", access=Access.SECRETARIAT):
    """By what way a report came that the desk enters, by its draft."""

    draft: int


@dataclass(frozen=True)
class ChooseOrigin(Verb, wire="at", access=Access.SECRETARIAT):
    """It came by this way."""

    draft: int
    source: Source
