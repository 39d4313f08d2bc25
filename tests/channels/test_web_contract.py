"""The office's page keeps the contract of every channel, through its real routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.contract import ALONE, IN_THE_PROGRAM, Claim
from tests.channels.web_bench import Bench, BenchChannel, serving
from tests.world import World, running


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Bench]:
    """The channel on a base with its writer; nobody asks it for acts but the test."""
    channel = BenchChannel(tmp_path)
    world = World(tmp_path, others=[channel])
    channel.attach(world)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(world.writer.run())
        async with serving(channel) as bench:
            yield bench
        writing.cancel()
    world.close()


@pytest.mark.parametrize("claim", ALONE, ids=lambda claim: claim.__name__)
async def test_the_page_alone(claim: Claim, alone: Bench) -> None:
    await claim(alone)


@pytest.mark.parametrize("claim", IN_THE_PROGRAM, ids=lambda claim: claim.__name__)
async def test_the_page_in_the_program(claim: Claim, tmp_path: Path) -> None:
    channel = BenchChannel(tmp_path)
    world = World(tmp_path, others=[channel])
    channel.attach(world)
    world.import_roster()
    for code in ("AN", "CHI"):
        world.link(code, channel.name)
    async with running(world), serving(channel) as bench:
        await claim(bench, world)
    world.close()
