"""What the runtime expects of a channel and of the handlers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from bot.domain.attachments import Attachment
from bot.domain.operations import Operation
from bot.errors import BotError
from storage.unit import Unit

Commands = tuple[tuple[str, str], ...]
"""Names of commands with their descriptions, in their reader's language."""


class Failure(Enum):
    """Why a call to a channel failed, as far as it matters to whoever called."""

    RETRY = auto()
    """Not now: the network, the server, or nobody knows."""
    THROTTLED = auto()
    """Too many; `retry_after` seconds from now."""
    GONE = auto()
    """Nobody can be reached at this address any more."""
    MOVED = auto()
    """The chat has the new address `moved_to`."""
    NO_MESSAGE = auto()
    """The message to be edited is not there or cannot be edited."""
    UNCHANGED = auto()
    """The message shows this already."""
    REFUSED = auto()
    """It will never be taken as it is."""
    UNAUTHORISED = auto()
    """The token is not valid (any more)."""
    CONFLICT = auto()
    """Another program asks for this bot's updates."""


LONGEST_RETRY_AFTER = 3600.0
"""Seconds. A channel has asked for days, and for ages; one call an hour to see whether it means it harms nobody."""


class ChannelError(Exception):
    """A call to a channel that failed. The text is the channel's own and holds no secret."""

    def __init__(
        self,
        failure: Failure,
        text: str = "",
        *,
        retry_after: float = 0.0,
        everywhere: bool = False,
        moved_to: str = "",
    ) -> None:
        super().__init__(text)
        self.failure = failure
        self.retry_after = max(0.0, min(LONGEST_RETRY_AFTER, retry_after))
        self.everywhere = everywhere
        self.moved_to = moved_to


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do. Paces are in messages; buckets hold `burst` and refill at `per_second`."""

    text_limit: int
    caption_limit: int
    bulk_per_second: float
    chat_burst: int
    chat_per_second: float


class Channel(Protocol):
    """A way to people. Bodies are rendered screens (see `bot.i18n.Rendered`)."""

    name: str
    capabilities: Capabilities

    async def identify(self) -> str:
        """Return the bot's user name. Raises ChannelError."""
        ...

    async def show_commands(self, address: str, commands: Commands, lang: str = "") -> None:
        """Make this the menu of a chat; without commands it has none of its own. Raises ChannelError.

        Without an address: of every private chat that has none of its own, where the person's app speaks `lang`
        (empty: any language for which nothing else was shown).
        """
        ...

    async def describe(self, description: str, short: str, lang: str = "") -> None:
        """Say what the program is for, at length and in short, before a chat begins. Raises ChannelError."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def fetch(self, offset: int | None) -> Sequence[dict[str, Any]]:
        """Wait for updates, raw; an offset confirms all before it. Raises ChannelError."""
        ...

    def user_key(self, raw: dict[str, Any]) -> str:
        """Return who an update is from, or an empty string."""
        ...

    async def send(self, address: str, body: dict[str, Any]) -> str:
        """Send a message; return its id. Raises ChannelError."""
        ...

    async def edit(self, address: str, message_id: str, body: dict[str, Any]) -> None:
        """Make a message show something else. Raises ChannelError."""
        ...

    async def send_file(self, address: str, name: str, data: bytes, body: dict[str, Any]) -> str:
        """Send a file with a caption; return the message's id. Raises ChannelError."""
        ...

    async def send_stored(self, address: str, attachment: Attachment, body: dict[str, Any]) -> str:
        """Send on a file that came in through this channel; return the message's id. Raises ChannelError."""
        ...

    async def toast(self, callback: str, text: str) -> None:
        """Answer the press of a button; an empty text only ends its waiting. Raises ChannelError."""
        ...


@dataclass(frozen=True)
class Handled:
    """What an update led to, and the press of a button it was, if it was one."""

    operations: Sequence[Operation]
    callback: str = ""
    lang: str = "vi"


class UnparseableError(Exception):
    """An update that is not of any form the channel documents; trying again would not help."""


class Handlers(Protocol):
    """What the program makes of updates. Synchronous: it runs inside a transaction."""

    def handle(self, unit: Unit, raw: dict[str, Any]) -> Handled:
        """Do what an update asks for. Raises BotError for what a person must be told, UnparseableError."""
        ...

    def explain(self, unit: Unit, raw: dict[str, Any], error: BotError) -> Handled:
        """Say what was wrong, after what `handle` did has been undone."""
        ...

    def apologise(self, unit: Unit, raw: dict[str, Any], incident: str) -> Handled:
        """Say that an update could not be handled, to its sender and to the desk."""
        ...
