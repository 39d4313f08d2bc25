"""What is pressed on the way from an invitation to a linked account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb


class JoinStep(StrEnum):
    """What a stranger chooses on the way in."""

    HOW = "h"
    ENTER = "e"
    CONFIRM = "y"
    DENY = "n"
    BACK = "b"
    LOCK = "k"
    NO_REASON = "s"
    AGREE = "a"
    LATER = "l"
    NOTICE = "r"


class Address(StrEnum):
    """The forms of address in the order in which they are offered."""

    COMRADE = "0"
    MR = "1"
    MS = "2"
    NEUTRAL = "3"


@dataclass(frozen=True)
class Join(Verb, wire="i", access=Access.STRANGER):
    """A step from an invitation to a linked account."""

    step: JoinStep


@dataclass(frozen=True)
class ChooseAddress(Verb, wire="x", access=Access.LINKED):
    """How to be addressed."""

    address: Address


@dataclass(frozen=True)
class AskAddress(Verb, wire="xa", access=Access.LINKED):
    """The forms of address to choose from."""
