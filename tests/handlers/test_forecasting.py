"""The desk looks at what will be sent in the coming days, and cancels or moves something of it."""

from __future__ import annotations

from bot.domain.forecasts import Forecast
from storage import forecasts
from tests.world import World, say, until


async def shown(world: World) -> None:
    """Chi has the forecast worked out and waits for it."""
    await say(world, world.phone("CHI"), "/dubao")
    await until(lambda: world.count("forecasts", "made_at IS NOT NULL OR failed_at IS NOT NULL"))
    await world.settle()


def newest(world: World) -> Forecast:
    found = forecasts.newest(world.read)
    assert found is not None
    return found[1]


async def test_the_desk_is_told_that_it_is_being_made_and_shown_it_on_the_same_screen(world: World) -> None:
    await shown(world)

    chi = world.phone("CHI")
    text = chi.screen.text
    print(chi.screen)
