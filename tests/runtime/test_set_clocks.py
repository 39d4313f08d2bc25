"""A machine's clock that is set back or forward while the program runs, or while it is down: no tick falls silent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import VN
from bot.domain.operations import Piece
from bot.runtime.ticker import Ticker
from bot.runtime.ticks import Tick, at
from storage import ledgers
from storage.unit import Unit
from tests.runtime.ticking import HOUR, MINUTE, Counting, greet, ticker
from tests.world import START, World

SECOND, DAY = timedelta(seconds=1), 24 * HOUR


class SetClock:
    """A clock that may be set to any time."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return 0.0


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock of the world's base, in other hands."""
    found = SetClock(START)
    monkeypatch.setattr(world, "clock", found)
    return found


async def pass_minutes(clock: SetClock, found: Ticker, minutes: int) -> None:
    for _ in range(minutes):
        clock.at += MINUTE
        await found.run_ticks(clock.at)


def local(found: Counting) -> list[str]:
    return [f"{ran.astimezone(VN):%d %H:%M}" for ran in found.ran]


@pytest.mark.parametrize("step", [-HOUR, -DAY, HOUR, DAY])
async def test_no_tick_is_silent_for_an_hour_after_a_step(world: World, clock: SetClock, step: timedelta) -> None:
    often, hourly = Counting("often"), Counting("hourly")
    found = ticker(world, Tick("often", at(minute="*/5"), often), Tick("hourly", at(minute=10), hourly))
    await pass_minutes(clock, found, 60)
    often.ran.clear()
    hourly.ran.clear()

    clock.at += step
    stepped = clock.at
    await pass_minutes(clock, found, 60)

    assert often.ran[0] <= stepped + 5 * MINUTE
    assert max(b - a for a, b in zip(often.ran, often.ran[1:], strict=False)) <= 5 * MINUTE
    assert hourly.ran[-1] > stepped


async def test_a_tick_of_a_day_runs_at_its_hour_after_the_clock_was_a_day_ahead(world: World, clock: SetClock) -> None:
    daily = Counting("at_nine")
    found = ticker(world, Tick("at_nine", at(hour=9), daily))
    await found.run_ticks(clock.at)
    clock.at += DAY
    await pass_minutes(clock, found, 60)

    clock.at -= DAY
    await pass_minutes(clock, found, 24 * 60)

    assert local(daily) == ["16 08:15", "17 08:16", "17 09:00", "16 09:16", "17 09:00"]


async def test_a_clock_that_is_set_back_by_seconds_runs_nothing_twice(world: World, clock: SetClock) -> None:
    daily = Counting("at_nine")
    found = ticker(world, Tick("at_nine", at(hour=9), daily))
    await pass_minutes(clock, found, 45)

    clock.at -= 30 * SECOND
    await pass_minutes(clock, found, 5)

    assert local(daily) == ["16 08:16", "16 09:00"]


async def test_what_a_slot_says_that_comes_again_is_said_at_once(world: World, clock: SetClock) -> None:
    """Not as a piece that fails because its message has the name of another one."""

    def service(unit: Unit) -> list[Piece]:
        return [Piece("An", lambda: greet(unit, "AN"))]

    found = ticker(world, Tick("greet", at(minute=0), service))
    await pass_minutes(clock, found, 45)
    clock.at -= HOUR + SECOND
    await pass_minutes(clock, found, 61)
    await world.settle()

    assert ledgers.tick_failures(world.read) == {}
    # When first seen, at nine, where the clock was set back, and at nine again.
    assert world.count("outbox", "kind = 'send'") == 4


async def test_what_failed_by_a_clock_that_was_ahead_is_not_waited_for(world: World, clock: SetClock) -> None:
    service = Counting("probe", ValueError("no"))
    found = ticker(world, Tick("probe", at(hour=17), service))
    await pass_minutes(clock, found, 60)
    service.error = None
    service.ran.clear()

    clock.at -= DAY
    await pass_minutes(clock, found, 1)

    assert len(service.ran) == 1
    assert ledgers.tick_failures(world.read) == {}
