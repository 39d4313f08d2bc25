"""Starting and stopping the program."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetMe, SendMessage

from bot.channels.telegram.client import RawGetUpdates
from bot.errors import BotError
from bot.runtime import app as app_module
from storage import ledgers
from tests.runtime.stepping import METHOD, states, until
from tests.world import World, say

LINK = "invitation_link:telegram"


@pytest.fixture
def linked(still_world: World) -> World:
    for code in ("AN", "BICH", "CHI"):
        still_world.link(code)
    return still_world


class Gate:
    """Holds every message back on its way until it is opened; `fails` says what raises instead."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting = 0
        self.open = asyncio.Event()
        self.fails: dict[type, Exception] = {}
        self.real = world.telegram.make_request
        monkeypatch.setattr(world.telegram, "make_request", self.make_request)

    async def make_request(self, bot: Any, method: Any, timeout: int | None = None) -> Any:
        for kind, error in self.fails.items():
            if isinstance(method, kind):
                raise error
        if isinstance(method, SendMessage):
            self.waiting += 1
            await self.open.wait()
        return await self.real(bot, method, timeout)


@pytest.fixture
def gate(linked: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    return Gate(linked, monkeypatch)  # type: ignore[return-value]


async def run_until_stopped(world: World) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(world.app.run())


async def test_what_is_on_its_way_when_the_program_stops_arrives_and_is_marked(linked: World, gate: Gate) -> None:
    before = asyncio.all_tasks()
    running = await run_until_stopped(linked)
    for code in ("AN", "BICH"):
        linked.phone(code).send("/batdau")
    await until(lambda: gate.waiting == 2)

    linked.app.stop()
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.wait_for(running, 5)

    assert set(states(linked).values()) == {"sent"}
    assert len(linked.phone("AN").messages) == len(linked.phone("BICH").messages) == 1
    assert asyncio.all_tasks() == before


async def test_a_call_that_never_ends_does_not_keep_the_program_from_stopping(
    linked: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "_LAST_DELIVERIES_SECONDS", 0.01)
    before = asyncio.all_tasks()
    running = await run_until_stopped(linked)
    linked.phone("AN").send("/batdau")
    await until(lambda: gate.waiting == 1)

    linked.app.stop()
    await asyncio.wait_for(running, 5)

    assert list(states(linked).values()) == ["sent", "sending"]  # and is sent once more after the next start
    assert linked.count("outbox", "state = 'sending' AND kind = 'send'") == 1
    assert asyncio.all_tasks() == before


async def test_stopping_an_idle_program_leaves_nothing_running(linked: World) -> None:
    before = asyncio.all_tasks()
    running = await run_until_stopped(linked)
    await say(linked, linked.phone("AN"), "/batdau")

    linked.app.stop()
    await asyncio.wait_for(running, 5)

    assert asyncio.all_tasks() == before


async def test_an_update_that_came_while_stopping_is_stored_or_not_confirmed(linked: World, gate: Gate) -> None:
    running = await run_until_stopped(linked)
    linked.phone("AN").send("/batdau")
    await until(lambda: gate.waiting == 1)
    linked.app.stop()
    linked.phone("BICH").send("/batdau")
    gate.open.set()

    await asyncio.wait_for(running, 5)

    stored = linked.count("inbox") == 2
    assert stored or not linked.telegram.all_confirmed


async def test_a_token_that_is_refused_ends_the_program_and_leaves_nothing_running(linked: World, gate: Gate) -> None:
    error = TelegramUnauthorizedError(METHOD, "Unauthorized")
    gate.fails = {RawGetUpdates: error, GetMe: error}
    before = asyncio.all_tasks()

    with pytest.raises(BaseExceptionGroup) as ended:
        await asyncio.wait_for(await run_until_stopped(linked), 5)

    (raised,) = ended.value.exceptions
    assert isinstance(raised, BotError)
    assert raised.code == "token_refused"
    assert asyncio.all_tasks() == before


async def test_how_an_invitation_link_looks_is_kept_as_soon_as_the_bots_name_is_known(world: World) -> None:
    await until(lambda: ledgers.fact(world.read, LINK))

    assert ledgers.fact(world.read, LINK) == "https://t.me/tro_ly_bot?start={token}"


async def test_a_name_that_cannot_be_learnt_or_kept_holds_nothing_up(
    linked: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    real = ledgers.put_fact

    def put_fact(db: Any, name: str, content: str) -> None:
        tried.append(name)
        if len(tried) == 1:
            raise sqlite3.OperationalError("database or disk is full")
        real(db, name, content)

    monkeypatch.setattr(ledgers, "put_fact", put_fact)
    monkeypatch.setattr(app_module, "_IDENTIFY_AGAIN_SECONDS", 0.0)
    gate.open.set()
    gate.fails = {GetMe: ConnectionResetError()}
    running = await run_until_stopped(linked)
    await say(linked, linked.phone("AN"), "/batdau")
    gate.fails = {}

    await until(lambda: ledgers.fact(linked.read, LINK))
    linked.app.stop()
    await asyncio.wait_for(running, 5)

    assert linked.phone("AN").messages
    assert len(tried) == 2
