"""What comes to people whom nobody answers is what the forecast of the first day had said, card by card."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.clock import VN
from tests.handlers.forecasting import cards, forecast_of, left_alone, people_it
from tests.world import World, running

_LAST = time(23, 59)


@pytest.mark.parametrize(
    ("profile", "until", "at_least"),
    [("vpcp-2023", date(2027, 2, 28), 300), ("btp-2026", date(2026, 12, 6), 40)],
    ids=["a_quarter_over_tet", "three_weeks"],
)
async def test_what_comes_is_the_forecast_card_by_card(
    tmp_path: Path, profile: str, until: date, at_least: int
) -> None:
    world = World(tmp_path, profile=profile)
    people_it(world)

    said = cards(forecast_of(world, until).pushes)
    async with running(world):
        came = await left_alone(world, datetime.combine(until, _LAST, VN))
    world.close()

    assert (came - said, said - came) == ({}, {})
    assert came.total() >= at_least
