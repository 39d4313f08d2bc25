"""The telephone exchange: what the bot's side and the people's side share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.clock import SandboxClock
from bot.sandbox.phones import Phones
from bot.sandbox.store import Store

ONLINE_SECONDS = 60.0
"""How long after its last getUpdates the bot counts as present; real time."""


def always_open(_code: str) -> bool:
    """Show every code."""
    return True


class Exchange:
    """Store, phones and clock of one sandbox, and those who wait for something to happen in it.

    `is_open(code)` says whether an invitation code is still to be shown on its phone.
    """

    def __init__(self, data: Path, is_open: Callable[[str], bool] = always_open) -> None:
        self.data = data
        self.is_open = is_open
        self.clock = SandboxClock(data / "clock.json")
        self.store = Store(data / "sandbox.db", self._wake)
        self.phones = Phones(data / "phones.json")
        self.closing = False
        self._changed = asyncio.Event()
        self._poller: object | None = None
        self._last_poll: float | None = None
        self._was_online = False
        self.refresh()

    def refresh(self) -> None:
        """Notice what happens outside the database: other phones, a bot that fell silent."""
        if self.phones.refresh():
            self.store.know({phone.user_id: phone.name for phone in self.phones})
        if self.online != self._was_online:
            self._was_online = self.online
            self.store.touch()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, after `seconds` at the latest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._changed.wait()

    @property
    def online(self) -> bool:
        """Whether a bot is there: it polls, or did so within `ONLINE_SECONDS`."""
        if self._poller is not None:
            return True
        return self._last_poll is not None and _monotonic() - self._last_poll < ONLINE_SECONDS

    def poll_begins(self) -> object:
        """Return a mark for a new getUpdates call; the one before it is no longer current."""
        self._poller = mark = object()
        self.refresh()
        self._wake()
        return mark

    def is_current(self, mark: object) -> bool:
        return self._poller is mark

    def poll_ends(self, mark: object, *, hung_up: bool) -> None:
        """Note the end of a getUpdates call; a caller who hung up is gone at once."""
        if self._poller is mark:
            self._poller = None
            self._last_poll = None if hung_up else _monotonic()
            self.refresh()

    def close(self) -> None:
        """Let everybody who waits go home."""
        self.closing = True
        self._wake()

    def _wake(self) -> None:
        event, self._changed = self._changed, asyncio.Event()
        event.set()


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
