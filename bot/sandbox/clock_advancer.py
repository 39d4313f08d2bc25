"""Turning the program's clock: from one instant at which something is to be done to the next, as if time had passed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import SandboxClock

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 0.5
_CALL_SECONDS = 60.0
"""Longer than the sandbox lets a call wait."""


class Program(Protocol):
    """What has things to do as time passes."""

    def next_instant(self, after: datetime) -> datetime:
        """Return when, later than `after`, there is something to be done."""
        ...

    async def catch_up(self) -> None:
        """Do what is due by now, to the end."""
        ...


class ClockAdvancer:
    """Waits until the sandbox at `address` wants the clock turned, and turns it.

    `arrived()` is awaited when the clock stands where it was wanted, before the sandbox hears of it.
    """

    def __init__(
        self, program: Program, clock: SandboxClock, address: str, arrived: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._program = program
        self._clock = clock
        self._address = address
        self._arrived = arrived

    async def run(self) -> None:
        """Turn the clock whenever it is wanted, until cancelled."""
        async with ClientSession(self._address, timeout=ClientTimeout(_CALL_SECONDS)) as session:
            while True:
                try:
                    await self._turn(session)
                except (ClientError, TimeoutError) as error:
                    log.info("the sandbox does not answer (%s)", type(error).__name__)
                    await asyncio.sleep(_AGAIN_SECONDS)
                except Exception:
                    log.exception("the clock could not be turned and will be tried again")
                    await asyncio.sleep(_AGAIN_SECONDS)

    async def _turn(self, session: ClientSession) -> None:
        """Wait for a wish and fulfil it. After each step the sandbox is asked: without it, time must not go on."""
        target = await self._wanted(session)
        if target:
            await self._program.catch_up()  # what is due already must not be done at a later time
        while target:
            self._clock.set(min(self._program.next_instant(self._clock.now()), target))
            await self._program.catch_up()
            if self._arrived and self._clock.now() >= target:
                await self._arrived()
            target = await self._reached(session)

    async def _wanted(self, session: ClientSession) -> datetime | None:
        async with session.get("/sandbox/clock/wanted", raise_for_status=True) as response:
            return _target(await response.json())

    async def _reached(self, session: ClientSession) -> datetime | None:
        body = {"now": self._clock.now().isoformat()}
        async with session.post("/sandbox/clock/reached", json=body, raise_for_status=True) as response:
            return _target(await response.json())


def _target(answer: dict[str, str | None]) -> datetime | None:
    target = answer["target"]
    return datetime.fromisoformat(target) if target else None
