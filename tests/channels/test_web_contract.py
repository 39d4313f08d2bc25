"""The office's page keeps the contract of every channel, through its real routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.contract import (
    ALONE,
    IN_THE_PROGRAM,
    Claim,
    a_file_has_arrived_when_words_have,
    a_file_is_shown_as_a_message_is,
)
from tests.channels.web_bench import alone, in_the_program


@pytest.mark.parametrize("claim", ALONE, ids=lambda claim: claim.__name__)
async def test_the_page_alone(claim: Claim, tmp_path: Path) -> None:
    async with alone(tmp_path) as bench:
        await claim(bench)


@pytest.mark.parametrize("claim", IN_THE_PROGRAM, ids=lambda claim: claim.__name__)
async def test_the_page_in_the_program(claim: Claim, tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN", "CHI") as (bench, world):
        await claim(bench, world)


async def test_a_file_is_held_by_the_page_as_a_message_is(tmp_path: Path) -> None:
    async with alone(tmp_path) as bench:
        bench.channel.pages_lie_open = False
        await a_file_is_shown_as_a_message_is(bench)


async def test_a_file_has_arrived_when_words_have_though_no_page_lies_open(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        bench.channel.pages_lie_open = False
        await a_file_has_arrived_when_words_have(bench, world)
