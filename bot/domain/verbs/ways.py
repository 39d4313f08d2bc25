"""What is pressed about the several ways in which somebody can be reached; a way is named by an account."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class ListWays(Verb, wire="bw", access=Access.LINKED):
    """The ways in which one is reached, in order."""


@dataclass(frozen=True)
class OpenWay(Verb, wire="bo", access=Access.LINKED):
    """One way, and what can be done with it."""

    account: int


@dataclass(frozen=True)
class PutWayFirst(Verb, wire="bi", access=Access.LINKED):
    """From now on this way is tried first."""

    account: int


@dataclass(frozen=True)
class AskRemoveWay(Verb, wire="bk", access=Access.LINKED):
    """Whether to be reached in this way no more, and what that means."""

    account: int


@dataclass(frozen=True)
class RemoveWay(Verb, wire="bz", access=Access.LINKED):
    """One is reached in this way no more."""

    account: int


@dataclass(frozen=True)
class AddWay(Verb, wire="bn", access=Access.LINKED):
    """A code with which one links another way."""
