"""Every channel keeps the contract."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from bot.channels.telegram.client import TelegramChannel
from bot.runtime.ports import ChannelError, Failure
from tests.channels.contract import ALONE, IN_THE_PROGRAM, AnyChannel, Bench, Claim, Phone
from tests.channels.plain import PlainChannel
from tests.channels.zalo_server import ZaloServer
from tests.runtime.stepping import METHOD
from tests.telegram import MemoryTelegram
from tests.world import TOKEN, World, running


class TelegramBench:
    """Telegram, with the Bot API in memory."""

    def __init__(self) -> None:
        self.telegram, self.other = MemoryTelegram(), PlainChannel()
        self.channel: AnyChannel = TelegramChannel(TOKEN, "", "", self.telegram)

    def phone(self, user: str) -> Phone:
        return self.telegram.phone(int(user))

    def shown(self, user: str) -> list[str]:
        return [seen.text for seen in self.telegram.chats.get(int(user), [])]

    def keeps(self, content: bytes, stated: int) -> str:
        file = f"file{self.telegram.number()}"
        self.telegram.contents[file], self.telegram.stated_sizes[file] = content, stated
        return file

    def fails(self, user: str, failure: Failure) -> None:
        errors = {
            Failure.RETRY: TelegramNetworkError(METHOD, "no network"),
            Failure.THROTTLED: TelegramRetryAfter(METHOD, "Too Many Requests", 5),
            Failure.GONE: TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"),
            Failure.REFUSED: TelegramBadRequest(METHOD, "Bad Request: message is too long"),
        }
        self.telegram.failures.setdefault(int(user), deque()).append(errors[failure])


class PlainBench:
    """A channel of plain texts."""

    def __init__(self) -> None:
        self.telegram, self.other = MemoryTelegram(), PlainChannel()
        self.channel: AnyChannel = self.other

    def phone(self, user: str) -> Phone:
        return self.other.phone(user)

    def shown(self, user: str) -> list[str]:
        return [note.text for note in self.other.chats.get(user, [])]

    def keeps(self, content: bytes, stated: int) -> str:
        del stated  # this server says nothing of a size
        file = f"n{len(self.other.contents)}"
        self.other.contents[file] = content
        return file

    def fails(self, user: str, failure: Failure) -> None:
        error = ChannelError(failure, failure.name, retry_after=5.0)
        self.other.failures.setdefault(user, deque()).append(error)


class ZaloBench:
    """Zalo over HTTP; `hooked`: it calls the program, and is not asked."""

    def __init__(self, server: ZaloServer, *, hooked: bool) -> None:
        self.telegram, self.server = MemoryTelegram(), server
        self.other = server.channel(hooked=hooked)
        self.channel: AnyChannel = self.other

    def phone(self, user: str) -> Phone:
        return self.server.phone(user)

    def shown(self, user: str) -> list[str]:
        return [note.text for note in self.server.chats.get(user, [])]

    def keeps(self, content: bytes, stated: int) -> str:
        name = f"f{len(self.server.files)}"
        self.server.files[name] = (content, stated == len(content))
        return f"{self.server.url}/files/{name}"

    def fails(self, user: str, failure: Failure) -> None:
        self.server.failures.setdefault(user, deque()).append(failure)


AnyBench = TelegramBench | PlainBench | ZaloBench


@asynccontextmanager
async def zalo(*, hooked: bool, wrapped: bool) -> AsyncIterator[AnyBench]:
    async with ZaloServer(wrapped=wrapped) as server, asyncio.TaskGroup() as group:
        bench = ZaloBench(server, hooked=hooked)
        calling = None
        if hooked:
            await server.hook(bench.other)
            await bench.other.take_over()
            calling = group.create_task(server.call_hook())
        yield bench
        await bench.other.close()
        if calling is not None:
            # It may be waiting for what nobody will store any more.
            calling.cancel()
        server.stop()


@asynccontextmanager
async def in_memory(made: Callable[[], AnyBench]) -> AsyncIterator[AnyBench]:
    yield made()


BENCHES: dict[str, Callable[[], AbstractAsyncContextManager[AnyBench]]] = {
    "telegram": partial(in_memory, TelegramBench),
    "plain": partial(in_memory, PlainBench),
    "zalo": partial(zalo, hooked=False, wrapped=True),
    "zalo_hooked": partial(zalo, hooked=True, wrapped=False),
}


@pytest.fixture(params=BENCHES)
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[AnyBench]:
    async with BENCHES[request.param]() as made:
        yield made


@pytest.fixture
async def program(bench: AnyBench, tmp_path: Path) -> AsyncIterator[World]:
    """The running program with both channels; An and Chi are linked in the one that is looked at."""
    world = World(tmp_path, telegram=bench.telegram, others=[bench.other])
    world.import_roster()
    for code in ("AN", "CHI"):
        world.link(code, bench.channel.name)
    async with running(world):
        yield world
    world.close()


@pytest.mark.parametrize("claim", ALONE, ids=lambda claim: claim.__name__)
async def test_a_channel_alone(claim: Claim, bench: Bench) -> None:
    await claim(bench)


@pytest.mark.parametrize("claim", IN_THE_PROGRAM, ids=lambda claim: claim.__name__)
async def test_a_channel_in_the_program(claim: Claim, bench: Bench, program: World) -> None:
    await claim(bench, program)
