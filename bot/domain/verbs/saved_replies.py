"""What the desk presses on the words it keeps to use again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.handling import DeskAct


@dataclass(frozen=True)
class SaveReply(Verb, wire="ho", access=Access.SECRETARIAT):
    """The words of the draft of an act, to be kept under a name."""

    draft: int


@dataclass(frozen=True)
class ListReplies(Verb, wire="hl", access=Access.SECRETARIAT):
    """What is kept for an act."""

    act: DeskAct


@dataclass(frozen=True)
class ShowReply(Verb, wire="hi", access=Access.SECRETARIAT):
    """One of them, whole."""

    reply: int


@dataclass(frozen=True)
class RenameReply(Verb, wire="hj", access=Access.SECRETARIAT):
    """Another name for one of them."""

    reply: int


@dataclass(frozen=True)
class AskDeleteReply(Verb, wire="hq", access=Access.SECRETARIAT):
    """Whether one of them is to be deleted."""

    reply: int


@dataclass(frozen=True)
class DeleteReply(Verb, wire="hx", access=Access.SECRETARIAT):
    """One of them is deleted."""

    reply: int
