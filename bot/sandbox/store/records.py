"""The records of the sandbox's database, as the rest of the sandbox handles them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Json = dict[str, Any]

Entity = Json
"""A MessageEntity of the Bot API: a range of a text, in UTF-16 units, and what it is."""


@dataclass(frozen=True)
class Chat:
    """A private chat or a group as the bot's side knows it.

    `bot` is the bot's status: member, left or kicked; in a private chat kicked means that the person blocked it.
    `moved_to` is the supergroup that a group has become.
    """

    chat_id: int
    name: str
    type: str = "private"
    members: tuple[int, ...] = ()
    bot: str = "member"
    moved_to: int | None = None


@dataclass(frozen=True)
class StoredMessage:
    """A message as it is kept: `json_text` is the Bot API's Message object as JSON."""

    message_id: int
    json_text: str
    from_bot: bool
    silent: bool
    changed: int

    @cached_property  # allowed on a frozen class: it writes into __dict__, past __setattr__
    def body(self) -> Json:
        """The Bot API's Message object."""
        body: Json = json.loads(self.json_text)
        return body


@dataclass(frozen=True)
class File:
    """A file that was sent. `kind` is photo (then with its size in pixels), document or voice."""

    file_id: str
    name: str
    mime: str
    content: bytes
    kind: str = "document"
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """The id by which the file is recognised but cannot be fetched."""
        return f"u{self.file_id[:12]}"


def new_file_id() -> str:
    """Return a new file id."""
    return secrets.token_urlsafe(18)


@dataclass(frozen=True)
class Query:
    """A pressed button that waits for the bot's answer, or has it. `asked_at` is real time in seconds."""

    query_id: str
    chat_id: int
    message_id: int
    data: str
    user_id: int
    asked_at: float


@dataclass(frozen=True)
class Toast:
    """A line the bot shows for a moment (or, as an alert, until it is closed)."""

    toast_id: int
    text: str
    alert: bool
    changed: int
