"""Every channel keeps the contract."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
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
from tests.runtime.stepping import METHOD
from tests.telegram import MemoryTelegram
from tests.world import TOKEN, World, running


class TelegramBench:
    """Telegram, with the Bot API in memory."""

    def __init__(self) -> None:
        self.telegram, self.plain = MemoryTelegram(), PlainChannel()
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
        self.telegram, self.plain = MemoryTelegram(), PlainChannel()
        self.channel: AnyChannel = self.plain

    def phone(self, user: str) -> Phone:
        return self.plain.phone(user)

    def shown(self, user: str) -> list[str]:
        return [note.text for note in self.plain.chats.get(user, [])]

    def keeps(self, content: bytes, stated: int) -> str:
        del stated  # this server says nothing of a size
        file = f"n{len(self.plain.contents)}"
        self.plain.contents[file] = content
        return file

    def fails(self, user: str, failure: Failure) -> None:
        error = ChannelError(failure, failure.name, retry_after=5.0)
        self.plain.failures.setdefault(user, deque()).append(error)


BENCHES: dict[str, Callable[[], TelegramBench | PlainBench]] = {"telegram": TelegramBench, "plain": PlainBench}


@pytest.fixture(params=BENCHES)
def bench(request: pytest.FixtureRequest) -> TelegramBench | PlainBench:
    return BENCHES[request.param]()


@pytest.fixture
async def program(bench: TelegramBench | PlainBench, tmp_path: Path) -> AsyncIterator[World]:
    """The running program with both channels; An and Chi are linked in the one that is looked at."""
    world = World(tmp_path, telegram=bench.telegram, others=[bench.plain])
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
