"""What is pressed while a report is chosen, written and sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.forms import Act
from bot.domain.periods import Period


@dataclass(frozen=True)
class ChooseReport(Verb, wire="k", access=Access.MEMBER):
    """Which report to send."""


@dataclass(frozen=True)
class OpenReport(Verb, wire="n", access=Access.MEMBER):
    """The report of a seat for a period."""

    seat: int
    period: Period


@dataclass(frozen=True)
class OpenNilReport(Verb, wire="z", access=Access.MEMBER):
    """The report of a seat for a period where it says that nothing new arose."""

    seat: int
    period: Period


@dataclass(frozen=True)
class OpenAdhoc(Verb, wire="u", access=Access.MEMBER):
    """An ad hoc report; who has several seats names one first."""

    seat: int | None = None


@dataclass(frozen=True)
class ContinueDraft(Verb, wire="d", access=Access.MEMBER):
    """A draft where it was left."""

    draft: int


@dataclass(frozen=True)
class MoveDraft(Verb, wire="p", access=Access.MEMBER):
    """A draft into the next period."""

    draft: int


@dataclass(frozen=True)
class DropKept(Verb, wire="kd", access=Access.MEMBER):
    """What was typed while nothing was open is not kept any longer.

    `units` are the UTF-16 units of what is to be discarded: so many as were shown where that was confirmed. Without
    them it is asked.
    """

    units: int | None = None


@dataclass(frozen=True)
class AnswerForm(Verb, wire="f", access=Access.MEMBER):
    """A choice of the screen that a draft showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int
