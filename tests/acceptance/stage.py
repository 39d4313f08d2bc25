"""The program on its sandbox as people have it before them: phones, the page's clock, what comes and is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import ClientSession

from bot.sandbox.client import Phone
from tests.acceptance.phones import Json, phone_in, states
from tests.acceptance.program import START_SECONDS, program
from tests.acceptance.test_turning import troubles
from tests.acceptance.turned import ask, reached


@dataclass(frozen=True)
class Stage:
    """The running program on its sandbox, seen from the page."""

    page: ClientSession
    address: str

    def phone(self, user_id: int) -> Phone:
        """Return somebody's phone."""
        return Phone(self.page, self.address, user_id)

    async def turn(self, to: datetime) -> None:
        """Turn the clock, right before what bears its time."""
        await ask(self.page, to)
        await reached(self.page)

    async def say(self, phone: Phone, *what: str) -> None:
        """Send texts and press `[Labels]`, waiting after each until there is an answer."""
        for act in what:
            if act.startswith("["):
                await phone.tap(act[1:-1], START_SECONDS)
                await phone.wait_for("", START_SECONDS)
            else:
                await phone.send(act)
                await self.until(phone, answered_below)

    async def until(self, phone: Phone, found: Callable[[list[Json]], Json | None]) -> Json:
        """Return what is found among the messages on a phone, once it is there."""
        async with asyncio.timeout(START_SECONDS):
            async for state in states(self.page, self.address):
                if seen := found(phone_in(state, phone.user_id)["messages"]):
                    return seen
        raise AssertionError

    async def file(self, phone: Phone, name: str) -> tuple[bytes, str]:
        """Return a file that comes to a phone, and what is written under it."""
        seen = await self.until(phone, partial(_with_file, name))
        return await phone.download(seen["document"]["file_id"]), str(seen["text"])

    async def code(self, user_id: int) -> str:
        """Return the invitation code that stands on a phone."""
        async for state in states(self.page, self.address):
            return str(phone_in(state, user_id)["code"])
        raise AssertionError


def answered_below(messages: list[Json]) -> Json | None:
    """Return the newest message if it is the bot's."""
    return messages[-1] if messages[-1]["from"] == "bot" else None


def _with_file(name: str, messages: list[Json]) -> Json | None:
    return next((each for each in messages if each["document"] and each["document"]["name"] == name), None)


@asynccontextmanager
async def running(data: Path, **settings: str) -> AsyncIterator[Stage]:
    """Run the program on its sandbox with these settings; it ends well and has had no trouble."""
    async with program(data, "run", "--sandbox", "--port", "0", python=(), **settings) as started:
        address = await started.sandbox()
        async with ClientSession(address) as page:
            yield Stage(page, address)
        started.interrupt()
        assert await started.ended() == 0
    assert troubles(started) == []
