"""What leaders press: how things stand, what is late, and what they say of a difficulty."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.forms import Act
from bot.domain.leading import Breakdown, LeaderView
from bot.domain.periods import Period


@dataclass(frozen=True)
class ShowSituation(Verb, wire="y", access=Access.LEADER):
    """How the periods that run stand."""


@dataclass(frozen=True)
class ShowUnsent(Verb, wire="ym", access=Access.LEADER):
    """A page of the members whose report of a period is missing."""

    period: Period
    page: int


@dataclass(frozen=True)
class ShowLate(Verb, wire="yv", access=Access.LEADER):
    """A page of the tasks and difficulties that are late, the worst first."""

    page: int


@dataclass(frozen=True)
class ShowBreakdown(Verb, wire="yb", access=Access.LEADER):
    """A page of the difficulties of a period by field, or by agency in charge."""

    period: Period
    by: Breakdown
    page: int


@dataclass(frozen=True)
class ShowLines(Verb, wire="yl", access=Access.LEADER):
    """A page of the difficulties of one field or of one agency in charge."""

    view: LeaderView


@dataclass(frozen=True)
class OpenLine(Verb, wire="yx", access=Access.LEADER):
    """A difficulty, and the list to go back to."""

    difficulty: str
    view: LeaderView


@dataclass(frozen=True)
class OpenLate(Verb, wire="yk", access=Access.LEADER):
    """A task or a difficulty that is late, by its code, and the page to go back to."""

    code: str
    page: int


@dataclass(frozen=True)
class ListOpinions(Verb, wire="yo", access=Access.LEADER):
    """A page of the difficulties that wait for an opinion."""

    page: int


@dataclass(frozen=True)
class ShowOpinion(Verb, wire="yq", access=Access.LEADER):
    """What the desk proposes about a difficulty, and what can be said of it."""

    difficulty: str


@dataclass(frozen=True)
class AgreeToProposal(Verb, wire="ya", access=Access.LEADER):
    """Agreement to what the desk proposed; `number` is that of the newest event the screen shows."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class OpenDirection(Verb, wire="yw", access=Access.LEADER):
    """The form in which a leader says what is to be done; `number` as above."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class UrgeDifficulty(Verb, wire="yu", access=Access.LEADER):
    """A difficulty that is late is to be urged by the desk; `number` as above."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class UndoDirection(Verb, wire="yz", access=Access.LEADER):
    """The leader's own direction, event `number`: the desk has not been told of it yet."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class AnswerDirection(Verb, wire="yd", access=Access.LEADER):
    """A choice of the screen that a leader's form showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int
