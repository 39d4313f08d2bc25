"""What the runtime expects of a channel and of the handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Protocol, runtime_checkable

from bot.domain.attachments import Attachment
from bot.domain.operations import Operation
from bot.errors import BotError
from bot.services.beside import BesideError
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
    UNKNOWN = auto()
    """Nobody knows whether it was done, and what was done must not be done again."""


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
        doubt: str = "",
    ) -> None:
        super().__init__(text)
        self.failure = failure
        self.retry_after = max(0.0, min(LONGEST_RETRY_AFTER, retry_after))
        self.everywhere = everywhere
        self.moved_to = moved_to
        self.doubt = doubt
        """What the operator may look at, naming the setting, for the log; empty where it is no matter of settings."""


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do. Paces are in messages; buckets hold `burst` and refill at `per_second`."""

    text_limit: int
    """UTF-16 units of a message."""
    caption_limit: int
    """UTF-16 units of the words under a file."""
    bulk_per_second: float
    chat_burst: int
    chat_per_second: float
    buttons: bool
    """Without them choices are numbered lines, and a number or a label that is typed is the press."""
    weights: bool
    """Whether a button can look as weighty as its press is."""
    edit: bool
    """Whether a message can be changed; without it what replaces a message is a new one."""
    files: bool
    """Whether files can be sent; without it a sentence says which file there is and who has it."""
    toasts: bool
    """Whether a few words can be shown over a button; without it they are a message."""
    commands: bool
    """Whether chats have a menu of commands, and the bot an introduction."""
    deletes_for: timedelta
    """How long after it was sent a message can be deleted, be it the program's or the person's; nothing: never."""
    group_mark: str = ""
    """How the addresses of groups begin, so that they are told from those of persons; empty: it has no groups."""
    group_burst: int = 1
    group_per_second: float = 1.0
    """What a group takes, answers too: there a channel counts what everybody in it has caused."""
    repeats: bool = True
    """Whether a message that may have arrived is sent once more; else it has ended with that."""
    patience: timedelta = timedelta(0)
    """How long a message is tried at least, where single addresses may take none for hours."""
    rings: bool = False
    """Whether it rings by itself for what comes unasked: then the body of such a message says so (`RINGS`)."""
    page: str = ""
    """Where what this channel cannot carry is to be had and can be given: the address of the office's page, if any."""


PLAINEST = Capabilities(
    text_limit=1000,
    caption_limit=1000,
    bulk_per_second=1.0,
    chat_burst=1,
    chat_per_second=1.0,
    buttons=False,
    weights=False,
    edit=False,
    files=False,
    toasts=False,
    commands=False,
    deletes_for=timedelta(0),
)
"""For messages to a channel that is not set up at present: they wait for it, and stop nobody else's."""


class Standing(Enum):
    """What the bot is in a group."""

    IN = auto()
    """It can write there."""
    MUTE = auto()
    """It is there and may not write."""
    OUT = auto()
    """It is not there."""


@dataclass(frozen=True)
class Incoming:
    """What is read of a raw update before anything in it is believed or parsed; what cannot be told is empty."""

    id: str = ""
    """The channel's own; without it an update cannot be confirmed."""
    user_key: str = ""
    """Its sender, if that is a person."""
    address: str = ""
    """Where its sender is answered: in private, wherever the update came from."""
    lang: str = ""
    """The language of the sender's app, ISO 639-1."""
    group: str = ""
    """The address of the group in which it was sent, of its topic where it has topics."""
    whole: str = ""
    """The address of that group as a whole."""
    moved_from: str = ""
    moved_to: str = ""
    """The addresses of a group that has another one from now on; what says so says nothing else."""
    standing: Standing | None = None
    """What the bot is in the group from now on, where that is what the update says."""
    callback: str = ""
    """The press of a button, to be answered with a toast."""
    pressed: str = ""
    """The message whose button was pressed."""
    album: str = ""
    """What files that were sent at once have in common, and no others of their sender."""
    is_unique: bool = False
    """Whether the id never comes again for anything else, so that what comes with it once more is the same act."""


@dataclass(frozen=True)
class Shown:
    """A message as a channel has shown it: its id, and when, by the channel's own clock; None where it does not say."""

    message_id: str
    at: datetime | None = None
    is_held: bool = False
    """Whether the channel keeps it until its reader opens it, of which it tells (`Sender.opened`)."""


class Outlet(Protocol):
    """Where messages go out. Bodies are rendered screens (see `bot.i18n.Rendered`) where it does not say otherwise; ids
    are whatever it calls them.
    """

    name: str
    capabilities: Capabilities

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        """Send a message. Raises ChannelError."""
        ...

    async def edit(self, address: str, message_id: str, body: dict[str, Any]) -> Shown:
        """Make a message show something else. Raises ChannelError."""
        ...

    async def delete(self, address: str, message_id: str) -> None:
        """Delete a message of a chat, whoever sent it. Raises ChannelError."""
        ...

    async def leave(self, address: str) -> None:
        """Leave a group. Raises ChannelError."""
        ...

    async def send_file(self, address: str, name: str, data: bytes, body: dict[str, Any]) -> Shown:
        """Send a file with a caption. Raises ChannelError."""
        ...

    async def send_stored(self, address: str, attachment: Attachment, body: dict[str, Any]) -> Shown:
        """Send on a file that came in through this channel. Raises ChannelError."""
        ...


class Channel(Outlet, Protocol):
    """A way to people and from them. What the handlers read (`handlers.dispatch.Inbound`) is part of it too."""

    way: str
    """How calls go out, for the log: naming the settings, without what is secret in them."""

    async def identify(self) -> str:
        """Return the bot's user name. Raises ChannelError."""
        ...

    async def waiting(self) -> int | None:
        """Return how many updates wait at the channel's side; None where it does not say. Raises ChannelError."""
        ...

    async def take_over(self) -> str:
        """Take off what keeps updates from being fetched; return what that was, for the log. Raises ChannelError."""
        ...

    def invitation_link(self, bot_name: str, token: str) -> str:
        """Return the link that opens a chat and hands in `token`; empty where the channel has none."""
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

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        """Wait for updates, raw, oldest first. `stored` is the last that is safe, which confirms it and all before.

        Empty: none is known to be. Raises ChannelError.
        """
        ...

    def read(self, raw: dict[str, Any]) -> Incoming:
        """Return what can be told of an update, whatever it holds."""
        ...

    async def download(self, file_ref: str, most_bytes: int) -> bytes:
        """Return the bytes of a file that came in through this channel. Raises ChannelError.

        Its size is asked first and counted as it comes: one of more than `most_bytes`, and one that there is not,
        is REFUSED.
        """
        ...

    async def toast(self, callback: str, text: str) -> None:
        """Answer the press of a button; an empty text only ends its waiting. Raises ChannelError."""
        ...


Opened = Callable[[str, Collection[str]], Awaitable[None]]
"""Told of an address, and of the ids of messages held there that a page has shown."""


@runtime_checkable
class Keeper(Protocol):
    """A channel that keeps messages until a page of their reader shows them, and answers `Shown.is_held`."""

    def when_opened(self, opened: Opened) -> None:
        """Say so from now on whenever a page has shown messages, also those of before; more than once does no harm."""
        ...


Channels = Mapping[str, Channel]
"""Every channel that is set up, by its name."""
Outlets = Mapping[str, Outlet]
"""Everything by which messages go out, by its name."""


def capabilities_of(channels: Outlets) -> Mapping[str, Capabilities]:
    """Return what each channel can do, by its name."""
    return {name: channel.capabilities for name, channel in channels.items()}


@dataclass(frozen=True)
class Handled:
    """What an update led to, and the press of a button it was, if it was one."""

    operations: Sequence[Operation]
    callback: str = ""
    lang: str = "vi"
    is_secret: bool = False
    """Whether what was said must be gone from the disk at once."""
    asked: BesideError | None = None
    """What has to be reckoned beside before the update can be handled; so far nothing of it is done."""


class UnparseableError(Exception):
    """An update of which not even what is needed can be read; trying again would not help."""


class Handlers(Protocol):
    """What the program makes of updates. Synchronous: it runs inside a transaction."""

    def handle(self, unit: Unit, channel: str, raw: dict[str, Any]) -> Handled:
        """Do what an update of a channel asks for. Raises BotError for what a person must be told, UnparseableError."""
        ...

    def explain(self, unit: Unit, channel: str, raw: dict[str, Any], error: BotError) -> Handled:
        """Say what was wrong, after what `handle` did has been undone."""
        ...

    def meanwhile(self, unit: Unit, channel: str, raw: dict[str, Any], *, looked_for: bool) -> Handled:
        """Say that what an update asks for is being made, or looked for; it is handled once it is."""
        ...

    def is_secret(self, raw: dict[str, Any]) -> bool:
        """Return whether an update that cannot be handled may not be kept."""
        ...

    def apologise(self, unit: Unit, channel: str, raw: dict[str, Any], incident: str) -> Handled:
        """Say that an update could not be handled, to its sender and to the desk."""
        ...
