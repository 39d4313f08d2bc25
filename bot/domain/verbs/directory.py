"""What is pressed on the list of members."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act
from bot.domain.requests import RosterScope


@dataclass(frozen=True)
class ListMembers(Verb, wire="m", access=Access.DIRECTORY):
    """A screen of the list of members, the first one where none is named."""

    view: DirectoryView | None = None


@dataclass(frozen=True)
class ShowMember(Verb, wire="mi", access=Access.DIRECTORY):
    """One person of the list."""

    person: int
    view: DirectoryView


@dataclass(frozen=True)
class IssueInvitation(Verb, wire="mc", access=Access.DIRECTORY):
    """An invitation code for a person whose newest invitation is `newest`, 0 where there is none."""

    person: int
    newest: int
    view: DirectoryView


@dataclass(frozen=True)
class AskUnlink(Verb, wire="mu", access=Access.DIRECTORY):
    """Whether to end the link of a person."""

    person: int
    view: DirectoryView


@dataclass(frozen=True)
class Unlink(Verb, wire="mx", access=Access.DIRECTORY):
    """The end of the link of a person whose newest account is `account`."""

    person: int
    account: int
    view: DirectoryView


@dataclass(frozen=True)
class ShowCallList(Verb, wire="ml", access=Access.DIRECTORY):
    """A screen of the seats whose people have to be called, since nothing reaches them."""

    page: int


@dataclass(frozen=True)
class OpenAddition(Verb, wire="ma", access=Access.DIRECTORY):
    """The form that puts a person on the roster, or gives one who is on it another duty."""

    person: int | None = None


@dataclass(frozen=True)
class OpenHandover(Verb, wire="mh", access=Access.DIRECTORY):
    """The form that hands the seat of a duty over to a successor."""

    duty: int


@dataclass(frozen=True)
class AnswerDirectory(Verb, wire="mf", access=Access.DIRECTORY):
    """A choice of the screen that a form about the roster showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int


@dataclass(frozen=True)
class AskEndDuty(Verb, wire="me", access=Access.DIRECTORY):
    """Whether to end a duty, and what ends with it."""

    duty: int
    view: DirectoryView


@dataclass(frozen=True)
class EndDuty(Verb, wire="mz", access=Access.DIRECTORY):
    """The end of a duty."""

    duty: int
    view: DirectoryView


@dataclass(frozen=True)
class ShowRequest(Verb, wire="mr", access=Access.ADMIN):
    """What a request about the roster asks for."""

    request: int


@dataclass(frozen=True)
class ShowRosterFile(Verb, wire="mv", access=Access.ADMIN):
    """What a roster file that was sent would change, whole or adding alone."""

    request: int
    scope: RosterScope


@dataclass(frozen=True)
class ApplyRosterFile(Verb, wire="mk", access=Access.ADMIN):
    """A roster file is applied as it was shown to its sender, or a second administrator is asked."""

    request: int
    scope: RosterScope


@dataclass(frozen=True)
class ConfirmRequest(Verb, wire="my", access=Access.ADMIN):
    """A request about the roster is agreed to, and done, by a second administrator."""

    request: int


@dataclass(frozen=True)
class RefuseRequest(Verb, wire="mn", access=Access.ADMIN):
    """A request about the roster is refused, or taken back by whoever made it."""

    request: int
