"""A channel over Zalo's Bot API."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.types import Update

from bot.channels.zalo import inbound, links
from bot.channels.zalo.arrivals import Arrivals
from bot.channels.zalo.capabilities import CAPABILITIES
from bot.channels.zalo.downloads import Downloads
from bot.channels.zalo.failures import NothingYetError
from bot.channels.zalo.markup import text_of
from bot.channels.zalo.session import OFFICIAL, Calls
from bot.runtime.ports import ChannelError, Failure, Incoming, Shown

_CALL_SECONDS = 20.0
_POLL_SECONDS = 25
_LOOK_SECONDS = 120.0
"""So often it is asked whether events still come here, where none have come."""
_STORED_SECONDS = 20.0
"""Longer than the poller pauses after a question in vain."""
_LATEST = 32503680000000


@dataclass(frozen=True)
class Door:
    """Where events come in: the address of the office's page, and the secret by which Zalo is known.

    Without an address of the internet they are asked for, one by one, which is for trials.
    """

    page: str = ""
    secret: str = ""

    @property
    def is_open(self) -> bool:
        """Whether Zalo may call: it takes no address without TLS."""
        return self.page.startswith("https://")

    @property
    def path(self) -> str:
        """The path of the webhook, which nobody finds by trying."""
        return f"/zalo/{hmac.digest(self.secret.encode(), b'path', 'sha256').hex()[:32]}"

    @property
    def token(self) -> str:
        """What every call of Zalo's bears in its header; 64 letters, whatever the secret is made of."""
        return sha256(f"header:{self.secret}".encode()).hexdigest()

    @property
    def url(self) -> str:
        """The address that Zalo calls."""
        return f"{self.page}{self.path}"


class ZaloChannel:
    """A `bot.runtime.ports.Channel` over the Bot API at `base` (the official server if empty)."""

    name = links.CHANNEL

    def __init__(self, token: str, base: str = "", door: Door = Door(), downloads: Downloads | None = None) -> None:
        self.bot = Bot("1:zalo")  # what the handlers' model is made with; it makes no call
        self.capabilities = replace(CAPABILITIES, page=door.page)
        host = urlsplit(base or OFFICIAL).hostname
        self.way = f"through {host} (ZALO_API_BASE)" if base else "directly"
        self.door = door
        self._calls = Calls(token, base)
        self._downloads = downloads or Downloads()
        self._arrivals = Arrivals()
        self._in_doubt = False
        """Whether the last message was cut off."""

    async def close(self) -> None:
        await self._calls.close()

    async def identify(self) -> str:
        found = await self._calls.call("getMe", _CALL_SECONDS)
        named = found.get("account_name") or found.get("id") if isinstance(found, dict) else ""
        return str(named or "")

    async def waiting(self) -> int | None:
        return None

    async def webhook(self) -> str:
        """Return where events are sent, empty where they are asked for. Raises ChannelError."""
        try:
            found = await self._calls.call("getWebhookInfo", _CALL_SECONDS)
        except ChannelError as error:
            if error.failure is Failure.REFUSED:
                return ""  # none was ever set
            raise
        url = found.get("url") if isinstance(found, dict) else ""
        return url if isinstance(url, str) else ""

    async def take_over(self) -> str:
        there = await self.webhook()
        if self.door.is_open:
            if there != self.door.url:
                await self._set_webhook()
            return ""
        if not there:
            return ""
        await self._calls.call("deleteWebhook", _CALL_SECONDS)
        # The path may hold a secret.
        return f"a webhook at {urlsplit(there).hostname}"

    async def _set_webhook(self) -> None:
        try:
            await self._calls.call("setWebhook", _CALL_SECONDS, url=self.door.url, secret_token=self.door.token)
        except ChannelError as error:
            doubt = error.doubt or "the webhook was refused: check that PUBLIC_URL can be reached from the internet"
            raise ChannelError(Failure.RETRY, str(error), doubt=doubt) from error

    def invitation_link(self, bot_name: str, token: str) -> str:
        del bot_name, token  # nothing opens a chat with words in it: people type their code
        return ""

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        self._arrivals.confirm(stored)
        if not self._arrivals.all:
            await (self._listen() if self.door.is_open else self._ask())
        return self._arrivals.all

    async def take(self, payload: object) -> bool:
        """Hold what came in and wait until it is stored; return False where that takes too long. Raises FullError.

        What holds no event that is of use is done with at once.
        """
        event = _of_use(payload)
        if event is None:
            return True
        return await self._arrivals.put_and_wait(inbound.read(event).id, event, _STORED_SECONDS)

    async def _listen(self) -> None:
        await self._arrivals.wait(_LOOK_SECONDS)
        if not self._arrivals.all and await self.webhook() != self.door.url:
            await self._set_webhook()

    async def _ask(self) -> None:
        """Ask for one event: read once, it does not come again, and is held until it is stored."""
        seconds = _POLL_SECONDS + _CALL_SECONDS
        try:
            found = await self._calls.call("getUpdates", seconds, timeout=str(_POLL_SECONDS))
        except NothingYetError:
            return
        for payload in found if isinstance(found, list) else [found]:
            event = _of_use(payload)
            if event is not None:
                self._arrivals.put(inbound.read(event).id, event)

    def read(self, raw: dict[str, Any]) -> Incoming:
        return inbound.read(raw)

    def parse(self, raw: dict[str, Any]) -> Update | None:
        """Return an update in the handlers' model (`handlers.dispatch.Inbound`)."""
        return inbound.parse(raw)

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        # After a message that was cut off a question is asked first, of which nothing can come twice: while nobody
        # answers, messages wait, and are not lost one by one.
        if self._in_doubt:
            await self._calls.call("getMe", _CALL_SECONDS)
            self._in_doubt = False
        try:
            result = await self._calls.call(
                "sendMessage", _CALL_SECONDS, acts=True, chat_id=address, text=text_of(body)
            )
        except ChannelError as error:
            self._in_doubt = error.failure is Failure.UNKNOWN
            raise
        return _shown(result)

    async def _cannot(self, *_: object) -> Any:
        raise ChannelError(Failure.REFUSED, "this channel cannot do that")

    edit = delete = leave = send_file = send_stored = toast = show_commands = describe = _cannot

    async def download(self, file_ref: str, most_bytes: int) -> bytes:
        return await self._downloads.fetch(file_ref, most_bytes)


def _of_use(payload: object) -> dict[str, Any] | None:
    """The event that somebody caused in private; what is said in groups is not even stored."""
    event = inbound.event_of(payload)
    return event if event is not None and inbound.read(event).user_key else None


def _shown(result: object) -> Shown:
    """An answer that does not hold what it should is a message all the same: it says that it was taken."""
    found = result if isinstance(result, dict) else {}
    date, message_id = found.get("date"), found.get("message_id")
    at = datetime.fromtimestamp(date / 1000, UTC) if type(date) is int and 0 < date < _LATEST else None
    return Shown(str(message_id or "unknown"), at)
