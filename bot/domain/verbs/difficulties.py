"""What is pressed on a difficulty after it was sent, and on what a seat has filed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.handling import Verdict
from bot.domain.periods import Period


@dataclass(frozen=True)
class SayOfResult(Verb, wire="oc", access=Access.MEMBER):
    """What event `number` of a difficulty, a result or a close, has come to in practice; the first is 1."""

    difficulty: str
    number: int
    verdict: Verdict


@dataclass(frozen=True)
class AddToDifficulty(Verb, wire="os", access=Access.MEMBER):
    """The form that adds something to a difficulty, by its code."""

    difficulty: str


@dataclass(frozen=True)
class ShowWay(Verb, wire="ow", access=Access.READER):
    """A page of what happened to a difficulty."""

    difficulty: str
    page: int


@dataclass(frozen=True)
class ShowEvent(Verb, wire="oe", access=Access.READER):
    """One thing that happened to a difficulty, in full, below; the first is 1."""

    difficulty: str
    number: int


@dataclass(frozen=True)
class ListDossiers(Verb, wire="ol", access=Access.MEMBER):
    """A page of the periods for which a member can have what was filed, as files."""

    page: int


@dataclass(frozen=True)
class MakeDossier(Verb, wire="of", access=Access.MEMBER):
    """What a seat filed in a period, with what came of it, as files."""

    seat: int
    period: Period


@dataclass(frozen=True)
class SendResultFiles(Verb, wire="og", access=Access.READER):
    """The files that go with event `number` of a difficulty, a result; the first is 1."""

    difficulty: str
    number: int
