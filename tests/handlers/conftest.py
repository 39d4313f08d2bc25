"""Worlds in which something has begun."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.acts import SENT
from tests.handlers.searched import REPORT, tell
from tests.handlers.working_group import MEMBERS, import_tasks, link
from tests.task_world import TASKS
from tests.telegram import Phone
from tests.world import ROSTER, World, running


@pytest.fixture
async def joining(still_world: World) -> AsyncIterator[World]:
    """A running world in which only Chi at the desk is linked."""
    still_world.link("CHI")
    async with running(still_world):
        yield still_world


@pytest.fixture(params=["vpcp-2023", "btp-2026"])
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A running world in which Giáp and Hoa of the working group are linked, and Chi at the desk; tasks are known."""
    world = World(tmp_path, profile=request.param)
    world.import_roster(ROSTER + MEMBERS)
    import_tasks(world)
    for code, user in (("GIAP", 201), ("HOA", 202), ("AN", 101), ("CHI", 104)):
        link(world, code, user)
    async with running(world):
        yield world
    world.close()


@pytest.fixture
def giap(group: World) -> Phone:
    return group.telegram.phone(201)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An and Bích have reported for November, each in another field, and there are tasks. It is told once."""
    return tell(tmp_path_factory.mktemp("story"), TASKS, {"AN": SENT, "BICH": REPORT})


@pytest.fixture
async def searchable(story: World, tmp_path: Path) -> AsyncIterator[World]:
    """A running world of its own in which all that was told."""
    world = story.copied(tmp_path)
    async with running(world):
        await world.settle()
        yield world
    world.close()
