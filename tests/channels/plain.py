"""A channel of plain texts: no buttons, no editing, no files, ids that are no numbers. It stands for any such channel.

What every channel has is here too: the calls, what comes in, what is shown, what its refusals mean.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.types import Chat, Message, MessageOriginHiddenUser, Update, User

from bot.domain.characters import utf16_length
from bot.runtime.ports import Capabilities, ChannelError, Failure, Incoming, Opened, Shown, UnparseableError

NAME = "plain"
CAPABILITIES = Capabilities(
    text_limit=2000,
    caption_limit=2000,
    bulk_per_second=5.0,
    chat_burst=2,
    chat_per_second=0.5,
    buttons=False,
    weights=False,
    edit=False,
    files=False,
    toasts=False,
    commands=False,
    deletes_for=timedelta(0),
)


READS_FOR = 60
"""Seconds for which a person reads before writing."""


@dataclass(frozen=True)
class Note:
    """A message of the bot as a phone shows it."""

    id: str
    text: str


class PlainChannel:
    """The channel and, in memory, the server behind it. `failures[address]` are raised, one a call."""

    name = NAME
    capabilities = CAPABILITIES
    way = "in memory"

    def __init__(self) -> None:
        self.bot = Bot("1:plain")
        self.chats: dict[str, list[Note]] = {}
        self.failures: dict[str, deque[ChannelError]] = {}
        self.contents: dict[str, bytes] = {}
        """The files that people sent, by the names the server gave them."""
        self.keeps: set[str] = set()
        """Addresses where messages are kept until their reader looks (`PlainPhone.open`)."""
        self._opened: Opened | None = None
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._count = 0
        self.now = 1794791700  # 08:15 on 16/11/2026 in Viet Nam

    def phone(self, user: str) -> PlainPhone:
        """Return a person's phone."""
        return PlainPhone(self, user)

    def deliver(self, raw: dict[str, Any]) -> None:
        """Queue an update."""
        self._count += 1
        self._updates.append({"id": f"u-{self._count:x}", **raw})
        self._arrived.set()

    @property
    def all_confirmed(self) -> bool:
        """Whether the program has taken every update and confirmed it."""
        return not self._updates

    async def identify(self) -> str:
        return "tro-ly"

    async def waiting(self) -> int | None:
        return None

    async def take_over(self) -> str:
        return ""

    def invitation_link(self, bot_name: str, token: str) -> str:
        return ""

    async def close(self) -> None:
        pass

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        known = [raw["id"] for raw in self._updates]
        if stored in known:
            del self._updates[: known.index(stored) + 1]
        while not self._updates:
            self._arrived.clear()
            await self._arrived.wait()
        return list(self._updates)

    def read(self, raw: dict[str, Any]) -> Incoming:
        user, update = raw.get("from"), raw.get("id")
        user = user if isinstance(user, str) else ""
        return Incoming(id=update if isinstance(update, str) else "", user_key=user, address=user, lang="vi")

    def parse(self, raw: dict[str, Any]) -> Update | None:
        text, at = raw.get("text"), raw.get("at")
        if not isinstance(text, str) or not isinstance(at, int):
            raise UnparseableError
        message = Message(
            message_id=0,
            date=datetime.fromtimestamp(at, UTC),
            chat=Chat(id=0, type="private"),
            from_user=User(id=0, is_bot=False, first_name=""),
            text=text,
            forward_origin=MessageOriginHiddenUser(date=datetime.fromtimestamp(at, UTC), sender_user_name="")
            if raw.get("forwarded")
            else None,
        )
        return Update(update_id=0, message=message)

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        if self.failures.get(address):
            raise self.failures[address].popleft()
        assert not body.get("rows"), "choices come as lines"
        text = "".join(piece for _, piece in body["runs"])
        if utf16_length(text) > CAPABILITIES.text_limit:
            raise ChannelError(Failure.REFUSED, "too long")
        notes = self.chats.setdefault(address, [])
        notes.append(Note(f"n-{address}-{len(notes)}", text))
        return Shown(notes[-1].id, datetime.fromtimestamp(self.now, UTC), is_held=address in self.keeps)

    def when_opened(self, opened: Opened) -> None:
        self._opened = opened

    async def open(self, address: str, ids: Collection[str]) -> None:
        """Let a page show messages."""
        assert self._opened is not None
        await self._opened(address, ids)

    async def leave(self, address: str) -> None:
        raise AssertionError("there are no groups")

    async def download(self, file_ref: str, most_bytes: int) -> bytes:
        content = self.contents.get(file_ref)
        if content is None or len(content) > most_bytes:
            raise ChannelError(Failure.REFUSED, "no such file, or too large")
        return content

    async def _cannot(self, *_: object) -> Any:
        raise AssertionError("asked for what the channel cannot do")

    edit = delete = send_file = send_stored = toast = show_commands = describe = _cannot


@dataclass
class PlainPhone:
    """One person's phone; a choice is made by typing its number."""

    channel: PlainChannel
    user: str
    at: int = 1794791700  # 08:15 on 16/11/2026 in Viet Nam

    @property
    def messages(self) -> list[Note]:
        """Everything the bot has sent here, oldest first."""
        return self.channel.chats.setdefault(self.user, [])

    @property
    def last(self) -> Note:
        """The newest message."""
        return self.messages[-1]

    async def open(self) -> None:
        """Look at everything that is there."""
        await self.channel.open(self.user, [note.id for note in self.messages])

    def send(self, text: str, *, forwarded: bool = False) -> None:
        """Type a text, or pass on somebody else's."""
        self.at = self.channel.now = max(self.at, self.channel.now) + READS_FOR
        self.channel.deliver({"from": self.user, "text": text, "at": self.at, "forwarded": forwarded})

    def tap(self, label: str) -> None:
        """Type what stands beside a label of the newest message that has it."""
        self.send(number_beside(self.messages, label))


def number_beside(messages: Sequence[Note], label: str) -> str:
    """Return what is typed to choose a label of the newest message that has it."""
    for note in reversed(messages):
        for line in note.text.splitlines():
            mark, _, rest = line.partition(". ")
            if rest == label:
                return mark
            if line == f"“{label}”":
                return label
    raise AssertionError(f"no choice {label!r} in {messages[-1].text!r}")
