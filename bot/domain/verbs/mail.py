"""What is pressed about the address of e-mail at which somebody is told that something waits."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class ShowMail(Verb, wire="bj", access=Access.LINKED):
    """The address, and what can be done with it."""


@dataclass(frozen=True)
class EnterMail(Verb, wire="be", access=Access.LINKED):
    """The form in which an address is given."""


@dataclass(frozen=True)
class SendMailCode(Verb, wire="bs", access=Access.LINKED):
    """A code is sent to the address that is to be confirmed."""


@dataclass(frozen=True)
class EnterMailCode(Verb, wire="bt", access=Access.LINKED):
    """The form in which the code is typed."""


@dataclass(frozen=True)
class RemoveMail(Verb, wire="by", access=Access.LINKED):
    """No address is kept any more."""
