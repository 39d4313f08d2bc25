"""What comes to people whom nobody answers is what the forecast of the first day had said, card by card."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.clock import VN
from tests.handlers.forecasting import cards, forecast_of, left_alone, people_it
from tests.world import World, running


@pytest.mark.parametrize("profile", ["vpcp-2023", "btp-2026"])
async def test_a_quarter_that_passes_is_the_forecast_card_by_card(tmp_path: Path, profile: str) -> None:
    """From 16/11/2026 over the year's end and Tết."""
    world = World(tmp_path, profile=profile)
    people_it(world)

    said = forecast_of(world, date(2027, 2, 28))
    async with running(world):
        came = await left_alone(world, datetime(2027, 2, 28, 23, 59, tzinfo=VN))
    world.close()

    assert said.persons == 12
    assert came - cards(said.pushes) == cards(said.pushes) - came
    assert came.total() > 300
