"""What is compared with the golden files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.golden import story
from tests.golden.stage import Stage
from tests.world import running


async def screens(place: Path) -> Mapping[str, str]:
    """Play the story; return every message by the name of the file it is kept in."""
    stage = Stage(place, "vpcp-2023")
    stage.seed()
    try:
        async with running(stage.world):
            await story.first(stage)
            await story.second(stage)
    finally:
        stage.world.close()
    return {"screens.txt": stage.text()}
