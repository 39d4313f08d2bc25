"""The page as a channel: a message is a row that open pages are told of, and an act is handed on by whoever asks."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import mimetypes
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.types import Update
from sqlite_utils import Database

from bot.channels.runs import text_of
from bot.channels.web import inbound, links
from bot.channels.web.capabilities import CAPABILITIES as CAPABILITIES
from bot.channels.web.pages import Pages
from bot.channels.web.uploads import Uploads
from bot.channels.web.waiting import Waiting
from bot.clock import Clock
from bot.domain.attachments import Attachment
from bot.domain.characters import utf16_length
from bot.domain.ways import RINGS
from bot.runtime.ports import ChannelError, Commands, Failure, Incoming, Shown
from storage import file_store, web_messages
from storage.database import Work, Writer
from storage.file_store import FILES
from storage.files import StoredFile, put_file
from storage.unit import Rules
from storage.web_messages import WebFile

log = logging.getLogger(__name__)

_SWEEP_SECONDS = 60.0
_TOLD_AGAIN = timedelta(days=1)
_PICTURES = ("image/jpeg", "image/png")
_PARTS = ("runs", "rows", "silent")
"""What is kept of a rendered screen."""

Opened = Callable[[str, Collection[str]], Awaitable[None]]
"""Told which messages of an address a page has shown for the first time."""


class WebChannel:
    """A `bot.runtime.ports.Channel` whose conversations stand in the base itself."""

    name = links.CHANNEL
    capabilities = CAPABILITIES

    def __init__(
        self,
        public_url: str,
        writer: Writer,
        reading: Database,
        clock: Clock,
        rules: Rules,
        directory: Path,
    ) -> None:
        self.way = f"at {public_url}"
        self.bot = Bot("0:web")  # the handlers' model wants one; nothing is called with it
        self.writer = writer
        self.reading = reading
        self.clock = clock
        self.rules = rules
        self.pages = Pages(clock.seconds)
        self.waiting_acts = Waiting()
        self.uploads = Uploads(directory)
        self.files = directory / FILES
        self._opened: Opened | None = None
        self._is_told = False
        """Whether all that was opened was said on: at a start nobody knows."""
        self._host = urlsplit(public_url).hostname or ""
        self.when_unasked: Callable[[], None] = lambda: None
        """Called whenever something has come unasked: whoever rings browsers looks then."""
        self.push_key = ""
        """To which key of ours browsers subscribe; empty where none is rung."""

    def when_opened(self, opened: Opened) -> None:
        """Say so from now on whenever a page has shown messages, also those of before; more than once does no harm."""
        self._opened = opened

    async def identify(self) -> str:
        return self._host

    async def waiting(self) -> int | None:
        return len(self.waiting_acts)

    async def take_over(self) -> str:
        return ""

    def invitation_link(self, bot_name: str, token: str) -> str:
        return links.invitation_link(bot_name, token)

    async def show_commands(self, address: str, commands: Commands, lang: str = "") -> None:
        """The page asks for its menu anew each time (`state`)."""

    async def describe(self, description: str, short: str, lang: str = "") -> None:
        """As the menu."""

    async def close(self) -> None:
        self.pages.close()

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        return await self.waiting_acts.fetch(stored)

    def read(self, raw: dict[str, Any]) -> Incoming:
        return inbound.read(raw)

    def parse(self, raw: dict[str, Any]) -> Update | None:
        """Return an act in the handlers' model (`handlers.dispatch.Inbound`)."""
        return inbound.parse(raw, self.bot)

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        _check(body, CAPABILITIES.text_limit)
        now, kept = self.second(), _kept(body)
        rings = bool(body.get(RINGS))
        number = await self._written(lambda db: web_messages.add(db, address, kept, now, rings=rings))
        self._came(address, rings=rings)
        return Shown(str(number), now, is_held=True)

    async def edit(self, address: str, message_id: str, body: dict[str, Any]) -> Shown:
        _check(body, CAPABILITIES.text_limit)
        now, kept, number = self.second(), _kept(body), _number(message_id)
        found = await self._written(lambda db: web_messages.edit(db, address, number, kept, now))
        if found is None:
            raise ChannelError(Failure.NO_MESSAGE, "message to edit not found")
        if not found:
            raise ChannelError(Failure.UNCHANGED, "message is not modified")
        self.pages.tell(address)
        return Shown(message_id, now, is_held=True)

    async def delete(self, address: str, message_id: str) -> None:
        now, number = self.second(), _number(message_id)
        found = await self._written(lambda db: web_messages.delete(db, address, number, now))
        if found is None:
            raise ChannelError(Failure.NO_MESSAGE, "message to delete not found")
        if found.file and found.file.ref:
            self.uploads.remove(found.file.ref)
        self.pages.tell(address)
        # What is deleted may be what must not lie here: it goes from the log too.
        await self.writer.checkpoint()

    async def leave(self, address: str) -> None:
        del address
        raise ChannelError(Failure.REFUSED, "there are no groups")

    async def send_file(self, address: str, name: str, data: bytes, body: dict[str, Any]) -> Shown:
        _check(body, CAPABILITIES.caption_limit)
        now, kept, file = self.second(), _kept(body), await asyncio.to_thread(_file, name, data)
        rings = bool(body.get(RINGS))
        stored = StoredFile(file.sha256, file_store.place_of(file.sha256), file.size, file.mime)

        def add(db: Database) -> int:
            put_file(db, stored, now)
            return web_messages.add(db, address, kept, now, file, rings=rings)

        # Named first and laid down then: what nothing names is swept away.
        number = await self._written(add)
        try:
            await asyncio.to_thread(file_store.put, self.files, data)
        except OSError as error:
            raise ChannelError(Failure.RETRY, type(error).__name__) from error
        await self._written(lambda db: web_messages.show(db, [number]))
        self._came(address, rings=rings)
        return Shown(str(number), now, is_held=True)

    def _came(self, address: str, *, rings: bool) -> None:
        self.pages.tell(address)
        if rings:
            self.when_unasked()

    async def send_stored(self, address: str, attachment: Attachment, body: dict[str, Any]) -> Shown:
        """What came in is kept no longer than it takes to fetch it: it goes out again from the bytes that are kept."""
        del address, attachment, body
        raise ChannelError(Failure.REFUSED, "the file is not kept here")

    async def download(self, file_ref: str, most_bytes: int) -> bytes:
        content = await asyncio.to_thread(self.uploads.read, file_ref, most_bytes)
        self.uploads.was_read(file_ref)
        return content

    async def toast(self, callback: str, text: str) -> None:
        user_key, _, key = callback.partition(":")
        # A press waits for the answer to its act alone: without words there is nothing to show.
        if text:
            self.pages.toast(user_key, key, text)

    async def tidy(self) -> None:
        """Delete the files that came in and are needed no more, now and then, until cancelled.

        And say once more what was opened of late where that failed, or the program died in between.
        """
        while True:
            try:
                if not self._is_told:
                    since = self.clock.now() - _TOLD_AGAIN
                    await self._tell_opened(web_messages.opened_since(self.reading, since))
                    self._is_told = True
                self.uploads.sweep(self.clock.now(), lambda ref: web_messages.waits_to_be_fetched(self.reading, ref))
            except Exception:
                log.exception("the page could not be tidied")
            await asyncio.sleep(_SWEEP_SECONDS)

    def second(self) -> datetime:
        """Return the present to the second, as channels tell times: what is compared is told alike."""
        return self.clock.now().replace(microsecond=0)

    async def show_own(self, user_key: str, numbers: Collection[int]) -> None:
        """What a person said is stored: all their pages show it."""
        await self.writer.write(lambda db: web_messages.show(db, numbers))
        self.pages.tell(user_key)

    async def open_all(self, user_key: str, upto: int) -> None:
        """A page has shown everything up to a change."""
        now = self.clock.now()
        numbers = await self.writer.write(lambda db: web_messages.open_all(db, user_key, upto, now))
        try:
            await self._tell_opened({user_key: numbers})
        except BaseException:  # the page may hang up in between, too
            self._is_told = False
            raise

    async def _tell_opened(self, opened: Mapping[str, Sequence[int]]) -> None:
        for user_key, numbers in opened.items():
            if numbers and self._opened is not None:
                await self._opened(user_key, [str(number) for number in numbers])

    async def _written(self, work: Work[Any]) -> Any:
        try:
            return await self.writer.write(work)
        except Exception as error:
            # The base takes nothing at present. Its words may quote what was to be written.
            raise ChannelError(Failure.RETRY, type(error).__name__) from error


def _check(body: dict[str, Any], limit: int) -> None:
    if utf16_length(text_of(body)) > limit:
        raise ChannelError(Failure.REFUSED, "message is too long")


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in _PARTS if name in body}


def _number(message_id: str) -> int:
    """A number that no message has stands for an id of any other form, as of another channel."""
    return int(message_id) if message_id.isascii() and message_id.isdecimal() else 0


def _file(name: str, data: bytes) -> WebFile:
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = "photo" if mime in _PICTURES else "document"
    return WebFile(kind, name, len(data), mime, sha256=hashlib.sha256(data).hexdigest())
