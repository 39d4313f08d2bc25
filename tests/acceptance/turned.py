"""A world whose clock is turned by the page of its sandbox, from one act of its people to the next."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.clock import SandboxClock, begin_at
from bot.config import Settings, load_key
from bot.sandbox.clock_advancer import ClockAdvancer
from bot.sandbox.server import sandbox
from bot.services.rules import load_rules
from bot.verbs.opening import database
from main import build_app
from storage.database import migrate, open_for_reading, open_for_writing
from tests.acceptance.played import SENDERS, Fate, KeptTelegram, MortalWriter, Played
from tests.world import TOKEN, running

TURN_SECONDS = 90


class Watched(KeptTelegram):
    """A Telegram that notes what comes by the sandbox's clock."""

    def __init__(self, file: Path, fate: Fate, start: datetime, clock: SandboxClock) -> None:
        self._clock = clock
        super().__init__(file, fate, start)

    @property
    def now(self) -> datetime:
        return self._clock.now()

    @now.setter
    def now(self, now: datetime) -> None:
        """The clock says what time it is; what is kept is only looked at."""
        self.__dict__["now"] = now

    def keep(self) -> None:
        self.now = self._clock.now()
        super().keep()


class Turned(Played):
    """A played world on a real sandbox's clock, new or as it was left. Acts at one moment follow each other at once."""

    def __init__(self, path: Path, fate: Fate | None = None) -> None:
        fate = fate or Fate()
        self.path = path
        self.settings = Settings(bot_token=TOKEN, senders=SENDERS)
        new = bool(migrate(database(path)))
        if new:
            begin_at(path / "clock.json", self.start)
        self.turned = SandboxClock(path / "clock.json")
        self.clock = self.turned  # type: ignore[assignment]
        self.telegram = self.kept = Watched(path / "telegram", fate, self.start, self.turned)
        self.others = ()
        self.rules = load_rules(self.profile, load_key(path), self.start.date())
        self.writer = MortalWriter(open_for_writing(database(path)), lambda: fate.point(self.kept.now))
        self.read = open_for_reading(database(path))
        if new:
            self.write_now(self._begin)
        self.app = build_app(self.settings, path, self.clock, self.rules, self.writer, self.telegram)

    async def live(self) -> None:
        async with (
            sandbox(self.path) as address,
            ClientSession(address) as page,
            running(self),
            asyncio.TaskGroup() as group,
        ):
            turning = group.create_task(ClockAdvancer(self.app, self.turned, address).run())
            for moment in sorted({*(act.at for act in self.acts), self.end}):
                if moment > self.clock.now():
                    await ask(page, moment)
                    await reached(page)
                await self._act()
            turning.cancel()
        self.kept.keep()


async def ask(page: ClientSession, moment: datetime) -> None:
    async with page.post("/sandbox/clock", json={"to": moment.isoformat()}, raise_for_status=True):
        pass


async def reached(page: ClientSession) -> None:
    """Wait until the clock is where it was asked to be."""
    async with asyncio.timeout(TURN_SECONDS):
        await passes(page, lambda clock: clock["target"] is None)


async def passes(page: ClientSession, found: Any) -> None:
    """Wait until the page shows a clock that is `found`; it never goes back meanwhile."""
    shown = ""
    while True:
        async with page.get("/sandbox/state", raise_for_status=True) as response:
            state = await response.json()
        assert state["clock"]["now"] >= shown
        shown = state["clock"]["now"]
        if found(state["clock"]):
            return
        async with page.get(f"/sandbox/events?after={state['seq']}", raise_for_status=True) as response:
            await response.read()
