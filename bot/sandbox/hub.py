"""What the bot's side and the people's side share, and where each waits for something the other does."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web
from telegram import User

from bot.clock import SandboxClock, SystemClock
from bot.sandbox import groups
from bot.sandbox.bot_profile import bot_user
from bot.sandbox.faults import Faults
from bot.sandbox.invitations import Known, Knows, program_of
from bot.sandbox.phones import Phones
from bot.sandbox.store.database import Store
from bot.sandbox.store.records import Chat, Json, Query
from bot.sandbox.telegram_objects.updates import KINDS, NOT_BY_DEFAULT, membership_update


@dataclass(frozen=True)
class Waits:
    """How long things last, in seconds of real time.

    `online`: how long after its last getUpdates the bot counts as present. `typing`: how long the dots stand.
    `query`: how long a pressed button waits for its answer. `held`: how long a call that times out is kept.
    `retry`, `retry_most`: the first and the longest pause after a webhook refused an update. `standing`: after how long
    without a step the turning clock counts as standing still.
    """

    online: float = 60.0
    typing: float = 5.0
    query: float = 15.0
    held: float = 90.0
    retry: float = 1.0
    retry_most: float = 60.0
    standing: float = 5.0


class Hub:
    """Store, phones and clock of one sandbox, and those who wait for something to happen in it.

    `knows(phones)` says what the program knows of them; the program whose base stands in `data`, if no other is given.
    """

    def __init__(self, data: Path, knows: Knows | None = None, waits: Waits | None = None) -> None:
        self.data = data
        self._knows = knows or program_of(data)
        self.waits = waits or Waits()
        self.clock = SandboxClock(data / "clock.json")
        # Outages, and how long a pressed button waits, last real time, also while the program's clock is turned.
        self.machine = SystemClock()
        self.store = Store(data / "sandbox.db", self._notify)
        self.phones = Phones(data / "phones.json")
        self.faults = Faults(self.machine)
        self.closing = False
        self._changed = asyncio.Event()
        self._poller: object | None = None
        self._last_poll: float | None = None
        self._typing: dict[int, float] = {}
        self._last_shown: object = None
        self.refresh()

    def known(self) -> Known:
        """Return what the program knows of the phones at this moment."""
        return self._knows(tuple(self.phones))

    def refresh(self) -> None:
        """Notice what happens outside the database: other phones, a bot that fell silent, time that ran out."""
        if self.phones.refresh():
            self.store.put_private_chats({phone.user_id: phone.name for phone in self.phones})
            groups.keep_desk_group(self.store, self.phones)
        shown = (self.online, self.typing(), self.faults.active(), len(self.open_queries()))
        if shown != self._last_shown:
            self._last_shown = shown
            self.store.touch()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, after `seconds` at the latest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._changed.wait()

    async def pause(self, seconds: float) -> None:
        """Return after `seconds`, or when the sandbox closes."""
        end = _monotonic() + seconds
        while not self.closing and _monotonic() < end:
            await self.wait(end - _monotonic())

    # Whether the bot is there

    @property
    def bot(self) -> User | None:
        """The bot that called last, None as long as none has."""
        known = self.store.setting("bot_id")
        return bot_user(known) if known else None

    def register_bot(self, bot_id: int) -> User:
        """Note which bot calls; return it."""
        if self.store.setting("bot_id") != bot_id:
            self.store.set("bot_id", bot_id)
        return bot_user(bot_id)

    @property
    def online(self) -> bool:
        """Whether a bot is there: it polls, or did so a moment ago, or has a webhook that takes what it is given."""
        if self._poller is not None:
            return True
        webhook = self.store.setting("webhook")
        if webhook:
            return "last_error_message" not in webhook
        return self._last_poll is not None and _monotonic() - self._last_poll < self.waits.online

    def begin_poll(self) -> object:
        """Return a mark for a new getUpdates call; the one before it is no longer current."""
        self._poller = mark = object()
        self.refresh()
        self._notify()  # the call before this one wakes, sees that it is no longer current and ends with a conflict
        return mark

    def is_current_poll(self, mark: object) -> bool:
        return self._poller is mark

    def end_poll(self, mark: object, *, hung_up: bool) -> None:
        """Note the end of a getUpdates call; a caller who hung up is gone at once."""
        if self._poller is mark:
            self._poller = None
            self._last_poll = None if hung_up else _monotonic()
            self.refresh()

    def set_bot_status(self, chat: Chat, status: str, by: User) -> None:
        """Give the bot another status in a chat and tell it who did so; nothing happens where it has that status."""
        if chat.bot == status:
            return
        changed = replace(chat, bot=status)
        self.store.put_chat(changed)
        bot = self.bot
        if bot and self.wants("my_chat_member"):
            update_id, now = self.store.next_update_id(), self.clock.now()
            self.store.queue(membership_update(update_id, changed, by, bot, now, before=chat.bot))

    # Updates

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind; without a wish it gets the usual ones."""
        return kind in (self.store.setting("allowed_updates") or KINDS - NOT_BY_DEFAULT)

    def allow(self, kinds: object) -> None:
        """Remember which updates the bot wants from now on; what is no list of names changes nothing."""
        if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
            known = sorted({kind.lower() for kind in kinds} & KINDS)
            if known != (self.store.setting("allowed_updates") or []):
                self.store.set("allowed_updates", known)

    def updates_to_give(self, offset: int, limit: int) -> list[Json]:
        """Return the updates that are to be given now, as the faults leave them.

        One that is held back while later ones are given goes behind them: to confirm those would confirm it too.
        """
        pending = self.store.pending(offset, limit)
        given = self.faults.arrange(pending)
        if given:
            for held in (update for update in pending if update not in given):
                self.store.requeue(held)
        return given

    # What lasts for a moment

    def typing(self) -> frozenset[int]:
        """The chats where the bot is typing."""
        return frozenset(chat for chat, until in self._typing.items() if until > _monotonic())

    def start_typing(self, chat_id: int) -> None:
        """Show the dots in a chat for a while."""
        self._typing[chat_id] = _monotonic() + self.waits.typing
        self.refresh()

    def stop_typing(self, chat: Chat) -> None:
        """Take the dots away: the message has come."""
        self._typing.pop(chat.chat_id, None)

    def open_queries(self) -> list[Query]:
        """Return the pressed buttons that can still be answered."""
        return self.store.open_queries(self.machine.now().timestamp() - self.waits.query)

    def close(self) -> None:
        """End every wait: the server is about to close."""
        self.closing = True
        self._notify()

    def _notify(self) -> None:
        # A new event for those who wait from now on; whoever waits already holds the old one, which stays set.
        event, self._changed = self._changed, asyncio.Event()
        event.set()


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


HUB: web.AppKey[Hub] = web.AppKey("hub", Hub)
"""Where the routes of all rooms find the hub of their application."""
