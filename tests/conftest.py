"""Fixtures: a world without anybody, and one in which the program runs and the cast is linked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.world import World, running


@pytest.fixture
def empty_world(tmp_path: Path) -> Iterator[World]:
    """A world with an empty base; the program is not running."""
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def still_world(empty_world: World) -> World:
    """A world with the roster imported; the program is not running and nobody is linked."""
    empty_world.import_roster()
    return empty_world


@pytest.fixture
async def world(still_world: World) -> AsyncIterator[World]:
    """A running world in which An, Bích, Bình, Chi and Lan are linked."""
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        still_world.link(code)
    async with running(still_world):
        yield still_world
