"""Turning the clock of a world, day by day."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.clock import VN
from tests.world import World

MORNING, CLOSE = time(8, 30), time(17)


async def turn_to(world: World, day: int, at: time = MORNING) -> None:
    """Turn the clock to a time in November 2026, run what is due by then, wait until it has been sent."""
    world.clock.set(datetime.combine(date(2026, 11, day), at, VN))
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()
