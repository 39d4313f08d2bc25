"""What happens at a time of day."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.clock import VN
from bot.domain.operations import Piece
from bot.runtime import ticker as ticker_module
from bot.runtime.ticks import Tick, at, slots_between
from storage import inbox, ledgers
from storage.inbox import Arrival
from storage.unit import Unit
from tests.runtime.ticking import HOUR, MINUTE, Counting, counted, greet, ticker
from tests.world import START, World


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's zone is not Viet Nam's."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("abroad")
def test_a_time_of_day_is_viet_nams_wherever_the_machine_stands() -> None:
    found = slots_between(Tick("t", at(hour=8, minute=0), Counting(), coalesce=False), START, START + 48 * HOUR)

    assert [slot.astimezone(UTC).strftime("%d %H:%M") for slot in found] == ["17 01:00", "18 01:00"]


def test_days_of_the_week_are_meant_by_name() -> None:
    (found,) = slots_between(Tick("t", at(day_of_week="mon", hour=8), Counting()), START, START + 24 * 8 * HOUR)

    assert found.astimezone(VN).strftime("%A %d/%m") == "Monday 23/11"


def test_the_last_day_of_a_month_is_found_in_every_month() -> None:
    tick = Tick("t", at(day="last", hour=8), Counting(), coalesce=False)
    found = slots_between(tick, datetime(2027, 1, 1, tzinfo=VN), datetime(2027, 4, 1, tzinfo=VN))

    assert [f"{slot:%d/%m}" for slot in found] == ["31/01", "28/02", "31/03"]


class Asked(CronTrigger):  # type: ignore[misc]  # APScheduler 3 says nothing of its types
    """Counts how often it is asked for a slot."""

    times = 0

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        self.times += 1
        found: datetime | None = super().get_next_fire_time(previous_fire_time, now)
        return found


def test_the_latest_of_months_of_slots_is_found_without_walking_them_all() -> None:
    trigger = Asked(minute="*/5", timezone=VN)

    (found,) = slots_between(Tick("t", trigger, Counting()), START, START + 180 * 24 * HOUR)

    assert timedelta(0) <= START + 180 * 24 * HOUR - found < timedelta(minutes=5)
    assert trigger.times < 300


def test_the_slot_that_was_run_is_not_found_again_and_the_present_one_is() -> None:
    tick = Tick("t", at(minute=0), Counting(), coalesce=False)
    nine, ten = datetime(2026, 11, 16, 9, tzinfo=VN), datetime(2026, 11, 16, 10, tzinfo=VN)

    assert slots_between(tick, nine, ten) == [ten]
    assert slots_between(tick, ten, ten) == []
    assert slots_between(tick, ten, nine) == []


async def test_a_tick_runs_once_when_it_is_first_seen_and_then_at_its_slots(world: World) -> None:
    service = Counting()
    found = ticker(world, Tick("count", at(minute=0), service))

    for minutes in (0, 0, 44, 1, 0, 59, 1):
        world.clock.set(world.clock.now() + timedelta(minutes=minutes))
        await found.run_ticks(world.clock.now())

    assert [f"{ran.astimezone(VN):%H:%M}" for ran in service.ran] == ["08:15", "09:00", "10:00"]
    assert counted(world) == 3


@pytest.mark.parametrize(("coalesce", "runs"), [(True, 1), (False, 5)])
async def test_slots_that_passed_while_the_program_was_down_are_caught_up(
    world: World, coalesce: bool, runs: int
) -> None:
    service = Counting()
    found = ticker(world, Tick("count", at(minute=0), service, coalesce=coalesce))
    await found.run_ticks(world.clock.now())
    service.ran.clear()

    world.clock.set(START + 5 * HOUR)
    await found.run_ticks(world.clock.now())
    await found.run_ticks(world.clock.now())

    assert len(service.ran) == runs


async def test_slots_of_several_ticks_are_run_in_order_of_time(world: World) -> None:
    order: list[str] = []

    def service(name: str) -> Callable[[Unit], Iterable[Piece]]:
        return lambda _unit: order.append(name) or []  # type: ignore[func-returns-value]

    found = ticker(
        world,
        Tick("late", at(minute=50), service("late"), coalesce=False),
        Tick("early", at(minute=10), service("early"), coalesce=False),
    )
    await found.run_ticks(world.clock.now())
    order.clear()

    world.clock.set(START + 2 * HOUR)
    await found.run_ticks(world.clock.now())

    assert order == ["late", "early", "late", "early"]


async def test_what_ran_but_was_not_recorded_is_undone_and_runs_again_exactly_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Counting()
    found = ticker(world, Tick("count", at(minute=0), service))

    def crash(*_args: object) -> None:
        raise OSError("crash")

    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "record_slot", crash)
        await found.run_ticks(world.clock.now())
    after_crash = counted(world)
    world.clock.set(START + MINUTE)
    await found.run_ticks(world.clock.now())
    await found.run_ticks(world.clock.now())

    assert after_crash == 0
    assert counted(world) == 1


async def test_a_slot_with_nothing_to_do_passes_without_a_commit(world: World) -> None:
    service, wanted = Counting(), [False]
    found = ticker(world, Tick("count", at(minute=0), service, wanted=lambda _db: wanted[0]))

    await found.run_ticks(world.clock.now())
    recorded = ledgers.last_slot(world.read, "count")
    wanted[0] = True
    await found.run_ticks(world.clock.now())

    assert recorded is None
    assert len(service.ran) == 1


async def test_the_next_slot_is_the_earliest_of_those_with_something_to_do(world: World) -> None:
    found = ticker(
        world,
        Tick("often", at(minute="*/5"), Counting(), wanted=lambda _db: False),
        Tick("hourly", at(minute=40), Counting()),
        Tick("daily", at(hour=8, minute=30), Counting()),
    )

    first = found.next_slot(START)
    second = found.next_slot(first)

    assert [f"{slot.astimezone(VN):%d %H:%M}" for slot in (first, second)] == ["16 08:30", "16 08:40"]


async def test_without_ticks_there_is_no_next_slot(world: World) -> None:
    assert ticker(world).next_slot(START).year == 9999


async def test_two_wake_ups_at_once_run_a_slot_once(world: World) -> None:
    service = Counting()
    found = ticker(world, Tick("count", at(minute=0), service))
    await found.run_ticks(world.clock.now())
    world.clock.set(START + HOUR)

    await asyncio.gather(*(found.run_ticks(world.clock.now()) for _ in range(3)))

    assert counted(world) == 2


async def test_what_a_tick_wants_said_is_sent_once(world: World) -> None:
    def service(unit: Unit) -> Iterable[Piece]:
        return [Piece("An", lambda: greet(unit, "AN"))]

    found = ticker(world, Tick("greet", at(minute=0), service))

    await found.run_ticks(world.clock.now())
    await found.run_ticks(world.clock.now())
    await world.settle()

    assert [seen.text for seen in world.phone("AN").messages] == ["xin chào"]


async def test_what_follows_a_tick_happens_after_the_commit(world: World) -> None:
    seen: list[int] = []

    async def after() -> None:
        seen.append(counted(world))

    await ticker(world, Tick("count", at(minute=0), Counting(), after=after)).run_ticks(world.clock.now())

    assert seen == [1]


async def test_the_hourly_cleaning_takes_what_was_said_off_the_disk(still_world: World) -> None:
    """Only the writer runs: nobody else writes the log back, and what follows a tick is waited for."""
    world, text = still_world, "chim hoang yen 7Q2X"
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(world.writer.run())
        await world.app.ticker.run_ticks(world.clock.now())
        said = Arrival("999", "hash", "1", text)
        await world.writer.write(lambda db: inbox.take_in(db, "x", [said], world.clock.now()))
        await world.writer.write(lambda db: inbox.end(db, 1, world.clock.now()))
        before = text.encode() in world.path.joinpath("bot.db-wal").read_bytes()

        world.clock.set(START + HOUR)
        await world.app.ticker.run_ticks(world.clock.now())
        writing.cancel()

    assert before
    assert not any(text.encode() in path.read_bytes() for path in world.path.iterdir())


class Machine:
    """A machine whose wall clock can be set; it runs a second per look."""

    def __init__(self, *steps: float) -> None:
        self.wall, self.up = 1_794_791_700.0, 1000.0
        self.steps = list(steps)
        self.looks = 0

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.up

    async def sleep(self, seconds: float) -> None:
        self.looks += 1
        self.wall += seconds + (self.steps.pop(0) if self.steps else 0.0)
        self.up += seconds


async def test_a_clock_that_is_set_is_noticed_at_once_and_one_that_drifts_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    noticed = []
    for steps in ((0, 0, 3600), (0, -3600), (0, 0, 0, 0, 6), (1, 1, 1, 1, -4, 0, 0, 7200)):
        machine = Machine(*steps)
        with monkeypatch.context() as patch:
            patch.setattr(ticker_module, "time", machine)
            patch.setattr(ticker_module, "asyncio", SimpleNamespace(sleep=machine.sleep, Lock=asyncio.Lock))
            await ticker(world)._watch_for_step()
        noticed.append(machine.looks)

    assert noticed == [3, 2, 5, 8]


async def test_a_step_of_the_clock_wakes_the_scheduler(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, woken, stepped = ticker(world), asyncio.Event(), asyncio.Event()
    wake_ups: list[int] = []

    async def wake_up() -> None:
        wake_ups.append(1)
        if len(wake_ups) == 2:
            woken.set()

    async def watch() -> None:
        await stepped.wait()
        stepped.clear()

    monkeypatch.setattr(found, "catch_up", wake_up)
    monkeypatch.setattr(found, "_watch_for_step", watch)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(found.run())
        while not wake_ups:
            await asyncio.sleep(0)
        stepped.set()
        async with asyncio.timeout(5):  # the interval alone would take 15 seconds
            await woken.wait()
        running.cancel()

    assert len(wake_ups) == 2


def test_the_interval_is_as_short_as_was_promised() -> None:
    found: dict[str, Any] = vars(ticker_module)

    assert found["_EVERY_SECONDS"] <= 30
