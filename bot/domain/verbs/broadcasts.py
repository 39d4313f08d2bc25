"""What is pressed on an announcement: by the desk that makes it, by those whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.broadcasts import State
from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class OpenBroadcast(Verb, wire="ka", access=Access.SECRETARIAT):
    """The form of an announcement: a draft that is there, or the one that is of no other."""

    draft: int | None = None


@dataclass(frozen=True)
class ShowAudience(Verb, wire="kb", access=Access.SECRETARIAT):
    """A page of those whom a draft would go to."""

    draft: int
    page: int


@dataclass(frozen=True)
class ListBroadcasts(Verb, wire="kc", access=Access.SECRETARIAT):
    """A page of the announcements, newest first."""

    page: int


@dataclass(frozen=True)
class ShowBroadcast(Verb, wire="ke", access=Access.SECRETARIAT):
    """An announcement: how many stand where."""

    broadcast: int


@dataclass(frozen=True)
class ShowBroadcastState(Verb, wire="kf", access=Access.SECRETARIAT):
    """A page of the recipients in one state."""

    broadcast: int
    state: State
    page: int


@dataclass(frozen=True)
class StopBroadcast(Verb, wire="kg", access=Access.SECRETARIAT):
    """What has not been sent is sent no more."""

    broadcast: int


@dataclass(frozen=True)
class RepeatBroadcast(Verb, wire="kh", access=Access.SECRETARIAT):
    """The preview of the same announcement to those who have not confirmed it."""

    broadcast: int


@dataclass(frozen=True)
class ConfirmBroadcast(Verb, wire="ki", access=Access.LINKED):
    """Whoever got an announcement confirms it."""

    broadcast: int
