"""What the desk presses on difficulties that were sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.classifying import Criterion, Matter
from bot.domain.handling import DeskAct
from bot.domain.triage import QueueView


@dataclass(frozen=True)
class AcceptDifficulty(Verb, wire="ha", access=Access.SECRETARIAT):
    """A difficulty for handling; `number` is that of the newest event the screen shows.

    `view`, here and below: the part of the queue to go back to, where it was opened from one.
    """

    difficulty: str
    number: int
    view: QueueView | None = None


@dataclass(frozen=True)
class AcceptAll(Verb, wire="hr", access=Access.SECRETARIAT):
    """Every difficulty of a report that waits for it, in the version that the screen shows."""

    report: str
    version: int


@dataclass(frozen=True)
class OpenAct(Verb, wire="hw", access=Access.SECRETARIAT):
    """The form of an act that needs words; `number` is that of the newest event the screen shows."""

    difficulty: str
    act: DeskAct
    number: int
    view: QueueView | None = None


@dataclass(frozen=True)
class UndoAct(Verb, wire="hu", access=Access.SECRETARIAT):
    """Event `number` of a difficulty, the first being 1: nobody has been told of it yet."""

    difficulty: str
    number: int
    view: QueueView | None = None


@dataclass(frozen=True)
class UndoAll(Verb, wire="hv", access=Access.SECRETARIAT):
    """The acceptance of all difficulties of a report at once."""

    report: str


@dataclass(frozen=True)
class ShowNotes(Verb, wire="hn", access=Access.SECRETARIAT):
    """A page of the notes of the desk on a difficulty."""

    difficulty: str
    page: int
    view: QueueView | None = None


@dataclass(frozen=True)
class OpenCorrection(Verb, wire="hc", access=Access.SECRETARIAT):
    """How a difficulty is classified, and what can be corrected."""

    difficulty: str


@dataclass(frozen=True)
class CorrectMatter(Verb, wire="hk", access=Access.SECRETARIAT):
    """The form that corrects a matter; `number` is that of the newest event the screen shows."""

    difficulty: str
    matter: Matter
    number: int


@dataclass(frozen=True)
class MarkCriterion(Verb, wire="hm", access=Access.SECRETARIAT):
    """A criterion of a difficulty made by rules: marked where it is not, else no longer; `number` as above."""

    difficulty: str
    criterion: Criterion
    number: int


@dataclass(frozen=True)
class TakeAgency(Verb, wire="hg", access=Access.SECRETARIAT):
    """The agency that the screen suggests, by the mark of its code, is in charge; `number` as above."""

    difficulty: str
    agency: int
    number: int
