"""What is pressed where a difficulty looks like that of another: by members who co-sign, by the desk that shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb


class Example(StrEnum):
    """What becomes of the words of an item in whose place a difficulty is co-signed; the value stands in buttons."""

    KEEP = "k"
    LEAVE_OUT = "o"


@dataclass(frozen=True)
class AskCosign(Verb, wire="lq", access=Access.MEMBER):
    """Whether a difficulty of another is co-signed in place of an item of a draft, at its revision `rev`."""

    draft: int
    rev: int
    item: int
    difficulty: str


@dataclass(frozen=True)
class CosignInstead(Verb, wire="lc", access=Access.MEMBER):
    """The difficulty that a draft showed at revision `rev` is co-signed."""

    draft: int
    rev: int
    example: Example


@dataclass(frozen=True)
class AskCosignBack(Verb, wire="lb", access=Access.MEMBER):
    """Whether a difficulty that a seat co-signed is to be co-signed no longer."""

    difficulty: str


@dataclass(frozen=True)
class TakeCosignBack(Verb, wire="lx", access=Access.MEMBER):
    """A difficulty is co-signed no longer."""

    difficulty: str


@dataclass(frozen=True)
class OpenSharing(Verb, wire="lh", access=Access.SECRETARIAT):
    """The form in which a headline of a difficulty is edited for every member."""

    difficulty: str


@dataclass(frozen=True)
class RevokeSharing(Verb, wire="lr", access=Access.SECRETARIAT):
    """The headline of a difficulty is shared no longer."""

    difficulty: str
