"""What leads to a screen that everybody has."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class ShowHome(Verb, wire="h", access=Access.LINKED):
    """The main screen."""


@dataclass(frozen=True)
class ShowHelp(Verb, wire="g", access=Access.LINKED):
    """What can be done."""
