"""Fixtures: a world without anybody, and one in which the program runs and the cast is linked."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from tests.world import World, running

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""How long an example takes says how busy the machine is."""

LONGEST = ("tests/acceptance/", "tests/golden/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every worker begin with its share of what takes longest, so that short tests are left for the end.

    Workers are given the tests in equal parts, one after the other.
    """
    workers = int(getattr(config, "workerinput", {"workercount": 1})["workercount"])
    long = [item for item in items if item.nodeid.startswith(LONGEST)]
    short = [item for item in items if not item.nodeid.startswith(LONGEST)]
    ends = [len(short) * number // workers for number in range(workers + 1)]
    items[:] = [
        item for number in range(workers) for item in (*long[number::workers], *short[ends[number] : ends[number + 1]])
    ]


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """No test takes the power away, so none needs its files on the disk."""
    with patch("os.fsync", lambda _: None):
        yield


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


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is imported out of every collection of garbage to come: it stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
