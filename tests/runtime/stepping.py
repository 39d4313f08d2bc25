"""Time by hand, and waiting for something other than rest."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

from aiogram.methods import GetMe, TelegramMethod

from bot.domain.operations import Lane
from bot.runtime.ports import Handled
from bot.runtime.worker import Quota
from storage import outbox
from storage.outbox import Envelope
from tests.world import World, running

METHOD = GetMe()
"""What aiogram's errors want to be told; it plays no part."""


@dataclass
class Monotonic:
    """A monotonic clock that stands still."""

    seconds: float = field(default_factory=lambda: float(ceil(time.monotonic())))
    """It goes on from the machine's, in whole seconds: what is added and taken away again leaves nothing behind."""

    def __call__(self) -> float:
        return self.seconds


class Hands:
    """Moves a world's clocks, program time and monotonic time together."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.monotonic = Monotonic()
        world.clock.monotonic = self.monotonic
        world.quota.monotonic = self.monotonic

    def let_pass(self, seconds: float) -> None:
        """Let time pass and wake whoever sleeps by it."""
        self.world.clock.set(self.world.clock.now() + timedelta(seconds=seconds))
        self.monotonic.seconds += seconds
        self.world.app.wake()

    async def step(self, seconds: float) -> None:
        """Let time pass, and wait until what became due has been done."""
        self.let_pass(seconds)
        await self.world.settle()

    def waits(self, table: str, where: str) -> float:
        """Return in how many seconds a row is due."""
        sql = f"SELECT (julianday(next_at) - julianday(?)) * 86400 FROM {table} WHERE {where}"
        now = self.world.clock.now().isoformat()
        return round(float(self.world.read.conn.execute(sql, [now]).fetchone()[0]), 2)


def as_shipped(world: World) -> Quota:
    """Let a world's people do as much at a time as they may with the program as it is shipped."""
    world.quota.most = Quota.most
    return world.quota


@asynccontextmanager
async def few_senders(path: Path, senders: int) -> AsyncIterator[World]:
    """A world that sends so many messages at a time at most."""
    world = World(path, senders=senders)
    world.import_roster()
    for code in ("AN", "BICH", "CHI", "LAN"):
        world.link(code)
    try:
        async with running(world):
            yield world
    finally:
        world.close()


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that is not rest."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)


async def turns(count: int = 50) -> None:
    """Give everybody the chance to do what they must not."""
    for _ in range(count):
        await asyncio.sleep(0)


def calls_to(world: World, user_id: int) -> list[TelegramMethod[Any]]:
    """Return the calls made to a chat."""
    return [call for call in world.telegram.calls if getattr(call, "chat_id", None) == user_id]


def account_of(world: World, user_id: int) -> int:
    """Return the account of somebody of the cast."""
    sql = "SELECT id FROM accounts WHERE user_key = ?"
    return int(world.read.conn.execute(sql, [str(user_id)]).fetchone()[0])


def envelope(world: World, user_id: int, key: str, **fields: Any) -> Envelope:
    """Return a plain message to somebody of the cast, as it stands in the outbox."""
    plain = {"lane": Lane.INTERACTIVE, "kind": "send", "body": {"runs": [["", key]], "rows": []}}
    return Envelope(
        dedupe_key=key,
        channel="telegram",
        address=str(user_id),
        account=account_of(world, user_id),
        **{**plain, **fields},
    )


async def queue(world: World, *envelopes: Envelope) -> None:
    """Put messages into the outbox in one transaction and wake the sender."""

    def work(db: Any) -> None:
        for each in envelopes:
            outbox.put(db, each, world.clock.now())

    await world.writer.write(work)
    world.app.wake()


def states(world: World) -> dict[str, str]:
    """Return the state of every message by its key."""
    return {r["dedupe_key"]: r["state"] for r in world.read.conn.execute("SELECT dedupe_key, state FROM outbox")}


class Recorder:
    """Handlers that only keep what reached them."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def handle(self, unit: Any, channel: str, raw: dict[str, Any]) -> Handled:
        self.texts.append(raw["message"]["text"])
        return Handled([])

    explain = apologise = None
