"""The office's page keeps the contract of every channel, through its real routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.contract import ALONE, IN_THE_PROGRAM, Claim
from tests.channels.web_bench import alone, in_the_program


@pytest.mark.parametrize("claim", ALONE, ids=lambda claim: claim.__name__)
async def test_the_page_alone(claim: Claim, tmp_path: Path) -> None:
    async with alone(tmp_path) as bench:
        await claim(bench)


@pytest.mark.parametrize("claim", IN_THE_PROGRAM, ids=lambda claim: claim.__name__)
async def test_the_page_in_the_program(claim: Claim, tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN", "CHI") as (bench, world):
        await claim(bench, world)
