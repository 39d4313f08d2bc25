"""What whoever watches the program from outside is told."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.config import Settings
from bot.errors import BotError
from bot.runtime.health_server import HealthServer
from bot.runtime.inbox import last_poll_fact
from bot.runtime.supervising import supervised
from bot.runtime.vital_signs import VitalSigns
from storage import inbox, ledgers, outbox, push
from storage.inbox import Arrival
from storage.ledgers import TickFailure
from storage.rotation import file_name
from storage.rows import iso
from tests.runtime.stepping import envelope, until
from tests.world import START, World

WELL = VitalSigns(lag=0.0, writing=0.0, unlooked=0.0)


class Watcher:
    """Somebody who asks."""

    def __init__(self, world: World, port: int = 0) -> None:
        self.signs = WELL
        self.server = HealthServer(
            port, world.path, world.path / "backups", world.read, world.clock, ["telegram"], lambda: self.signs
        )

    async def ask(self, path: str) -> tuple[int, str]:
        async with ClientSession() as session, session.get(f"{self.server.address}{path}") as answer:
            return answer.status, await answer.text()

    async def metrics(self) -> dict[tuple[str, str], float]:
        """Return every figure by its name and its label's value."""
        _, text = await self.ask("/metrics")
        return {
            (sample.name.removeprefix("tthc_"), "".join(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@asynccontextmanager
async def watching(world: World) -> AsyncIterator[Watcher]:
    watcher = Watcher(world)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(watcher.server.run())
        await until(lambda: watcher.server.address)
        try:
            yield watcher
        finally:
            task.cancel()


@pytest.fixture
async def watcher(still_world: World) -> AsyncIterator[Watcher]:
    still_world.link("AN")
    polled = iso(still_world.clock.now())
    still_world.write_now(lambda db: ledgers.put_fact(db, last_poll_fact("telegram"), polled))
    async with watching(still_world) as found:
        yield found


async def test_a_program_that_is_well_says_so(watcher: Watcher) -> None:
    assert await watcher.ask("/healthz") == (200, "well\n")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"lag": 7.0}, "the loop is 7 s late"),
        ({"writing": 45.0}, "the database has not taken anything for 45 s: check the disk"),
        ({"unlooked": 300.0}, "what happens at a time of day was not looked at for 300 s"),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(watcher: Watcher, wrong: dict[str, float], sentence: str) -> None:
    watcher.signs = replace(WELL, **wrong)

    assert await watcher.ask("/healthz") == (503, f"{sentence}\n")


async def test_a_channel_that_does_not_answer_is_no_health(watcher: Watcher, still_world: World) -> None:
    still_world.clock.set(START + timedelta(minutes=3))
    before = await watcher.ask("/healthz")

    still_world.clock.set(START + timedelta(minutes=3, seconds=1))

    assert before[0] == 200
    assert await watcher.ask("/healthz") == (503, "telegram has not answered for 181 s: see the log\n")


async def test_two_things_that_are_wrong_are_two_lines(watcher: Watcher) -> None:
    watcher.signs = VitalSigns(lag=6.0, writing=31.0, unlooked=0.0)

    status, text = await watcher.ask("/healthz")

    assert (status, len(text.splitlines())) == (503, 2)


async def test_push_services_that_take_nothing_any_more_are_no_health(watcher: Watcher, still_world: World) -> None:
    def note(*outcomes: str) -> None:
        still_world.clock.set(still_world.clock.now() + timedelta(seconds=1))
        now = still_world.clock.now()
        for outcome in outcomes:
            still_world.write_now(partial(push.note, day=START.date(), outcome=outcome, now=now))

    note("sent")
    note("refused", "unanswered", "later", "refused")
    assert await watcher.ask("/healthz") == (200, "well\n")

    note("unanswered")
    assert await watcher.ask("/healthz") == (503, "push services take no notifications to browsers: see doctor\n")
    assert (await watcher.metrics())["nudges", "refused"] == 2

    note("sent")
    assert await watcher.ask("/healthz") == (200, "well\n")
    assert (await watcher.metrics())["push_subscriptions", ""] == 0


async def test_before_the_first_answer_of_a_channel_it_is_not_well(still_world: World) -> None:
    async with watching(still_world) as watcher:
        assert await watcher.ask("/healthz") == (503, "telegram has not answered yet: see the log\n")


async def test_the_figures_are_those_of_the_tables(watcher: Watcher, still_world: World) -> None:
    world = still_world
    arrivals = [Arrival(str(n), "h", str(n), "{}") for n in range(3)]
    world.write_now(lambda db: inbox.take_in(db, "telegram", arrivals, START))
    world.write_now(lambda db: inbox.quarantine(db, 3, "SC-261116-01", START))
    world.write_now(lambda db: outbox.put(db, envelope(world, 101, "a"), START))
    world.write_now(lambda db: ledgers.record_slot(db, "plan", START, START))
    world.write_now(lambda db: ledgers.put_tick_failure(db, "morning", TickFailure(4, START, START)))
    (world.path / "backups").mkdir()
    (world.path / "backups" / file_name(START)).touch()
    world.clock.set(START + timedelta(seconds=90))
    watcher.signs = replace(WELL, lag=0.25)

    found = await watcher.metrics()

    wanted = {
        "inbox_depth": 2,
        "inbox_oldest_age_seconds": 90,
        "outbox_depth": 1,
        "outbox_oldest_age_seconds": 90,
        "updates_set_aside": 1,
        "loop_lag_seconds": 0.25,
        "last_update_timestamp_seconds": START.timestamp(),
        "last_tick_timestamp_seconds": START.timestamp(),
        "last_backup_timestamp_seconds": START.timestamp(),
    }
    assert {name: found[name, ""] for name in wanted} == wanted
    assert found["last_poll_timestamp_seconds", "telegram"] == START.timestamp()
    assert found["tick_failures", "morning"] == 4
    assert found["database_bytes", ""] > 0
    assert 0 < found["disk_free_bytes", ""] < found["disk_bytes", ""]


async def test_of_an_empty_base_there_are_figures_too(empty_world: World) -> None:
    async with watching(empty_world) as watcher:
        found = await watcher.metrics()

    assert found["inbox_depth", ""] == 0
    assert ("last_update_timestamp_seconds", "") not in found
    assert ("last_backup_timestamp_seconds", "") not in found


async def test_it_answers_on_this_machine_only(watcher: Watcher) -> None:
    assert watcher.server.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("port", "parts"), [(None, 1), (9100, 2)])
def test_nothing_listens_unless_a_port_is_set(still_world: World, port: int | None, parts: int) -> None:
    world, settings = still_world, Settings(metrics_port=port)

    found = supervised(settings, world.path, world.writer, world.app.ticker, world.read, world.clock, ["telegram"])

    assert len(found) == parts


async def test_a_port_that_is_taken_is_said_with_its_setting(still_world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BotError) as refused:
            await Watcher(still_world, taken.getsockname()[1]).server.run()

    assert refused.value.code == "metrics_port_taken"
