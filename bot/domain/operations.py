"""What a handler returns: messages to be sent, by anchor and never by message id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import To
from bot.domain.texts import Screen, Text

INTERACTIVE = "interactive"
"""Answers to a person's own act: not paced."""
BULK = "bulk"
"""Everything else: paced, and behind the answers."""


STORED_FILE = "file:"
"""Begins the reference of a file that a member attached."""


@dataclass(frozen=True)
class Send:
    """A new message. `key` makes it unique where the update it answers does not.

    `anchor` names the message for later; `subject` says what it is about.
    """

    to: To
    screen: Screen
    anchor: str = ""
    subject: str = ""
    lane: str = INTERACTIVE
    key: str = ""
    guard: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Replace:
    """The message of `anchor` shows this screen from now on; a new one where it cannot be edited."""

    to: To
    screen: Screen
    anchor: str
    subject: str = ""


@dataclass(frozen=True)
class Strip:
    """The message of `anchor` keeps its words and loses its choices."""

    to: To
    anchor: str


@dataclass(frozen=True)
class SendFile:
    """A file: `ref` is `make:NAME:KIND:NUMBER`, built when it is sent, or `file:ID`, a member's that is sent on."""

    to: To
    ref: str
    name: str
    caption: Text
    lane: str = INTERACTIVE
    key: str = ""


@dataclass(frozen=True)
class Toast:
    """A short remark over the button that was pressed; dropped if it cannot be shown at once."""

    text: Text


Operation = Send | Replace | Strip | SendFile | Toast


@dataclass(frozen=True)
class Piece:
    """A part of what a tick does that may fail without stopping the others.

    `about` names it to the desk (a person, a period, a report); `work` does it and returns what is to be sent.
    """

    about: str | Text
    work: Callable[[], Sequence[Operation]]


def screen_anchor(account: int) -> str:
    """Return the anchor of an account's live form or menu."""
    return f"screen:{account}"
