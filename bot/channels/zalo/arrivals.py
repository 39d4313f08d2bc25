"""Events that have arrived and are not yet known to be on the disk."""

from __future__ import annotations

import asyncio
from typing import Any

_MOST = 1000


class FullError(Exception):
    """More waits than is held: whoever sends shall come again."""


class Arrivals:
    """Holds events in their order until they are stored."""

    def __init__(self) -> None:
        self._events: dict[str, dict[str, Any]] = {}
        self._stored: dict[str, asyncio.Event] = {}
        self._arrived = asyncio.Event()

    @property
    def all(self) -> list[dict[str, Any]]:
        """What is held, oldest first."""
        return list(self._events.values())

    def put(self, name: str, event: dict[str, Any]) -> asyncio.Event:
        """Hold an event; return what is set once it is stored. One that is held already is held once."""
        if name not in self._events:
            if len(self._events) >= _MOST:
                raise FullError
            self._events[name], self._stored[name] = event, asyncio.Event()
            self._arrived.set()
        return self._stored[name]

    async def put_and_wait(self, name: str, event: dict[str, Any], seconds: float) -> bool:
        """Hold an event; return whether it was stored within some seconds. Raises FullError."""
        stored = self.put(name, event)
        try:
            async with asyncio.timeout(seconds):
                await stored.wait()
        except TimeoutError:
            return False
        return True

    def confirm(self, name: str) -> None:
        """An event is stored, and all before it."""
        if name not in self._events:
            return
        for each in list(self._events):
            del self._events[each]
            self._stored.pop(each).set()
            if each == name:
                return

    async def wait(self, seconds: float) -> None:
        """Wait until something is held, but not longer than this."""
        self._arrived.clear()
        if self._events:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            pass
