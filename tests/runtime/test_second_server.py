"""Ids of updates that come again: another server counts from 1, or Telegram begins anew after a quiet week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import housekeeping
from tests.runtime.stepping import Hands
from tests.world import World, say


def count_from_one(world: World, later: timedelta) -> None:
    """From now on another server hands over the updates; its own begin at 1."""
    world.telegram._updates.clear()
    world.telegram._numbers = iter(range(1, 1_000_000))
    world.clock.set(world.clock.now() + later)


def text_of(world: World, date: int, text: str = "/batdau") -> dict[str, Any]:
    message = {**world.phone("AN")._message(), "message_id": 1, "date": date, "text": text}
    return {"update_id": 1, "message": message}


@pytest.mark.parametrize("hours", [1, 47, 49, 24 * 29])
async def test_a_second_server_that_counts_from_one_loses_nothing_and_doubles_nothing(world: World, hours: int) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, "/batdau", "/trogiup", "/baocao")
    answered, updates = len(an.messages), world.count("inbox")
    count_from_one(world, timedelta(hours=hours))
    an.date += hours * 3600

    await say(world, an, "/batdau", "/trogiup", "/baocao")
    await say(world, bich, "/batdau")

    assert len(an.messages) == 2 * answered
    assert len(bich.messages) == 1
    assert world.count("inbox") == 2 * updates + 1
    assert world.count("inbox", "state <> 'done'") == 0
    assert world.count("outbox", "state NOT IN ('sent', 'superseded')") == 0


@pytest.mark.parametrize("hours", [49, 24 * 29])
async def test_an_update_whose_id_comes_again_after_its_key_is_gone_gets_its_answer(
    world: World, hands: Hands, hours: int
) -> None:
    world.telegram.deliver(text_of(world, 1))
    await world.settle()
    hands.let_pass(hours * 3600)
    await world.writer.write(lambda db: housekeeping.clean_up(world.unit(db)))
    assert world.count("inbox") == 0

    world.telegram.deliver(text_of(world, 2))
    await world.settle()

    assert len(world.phone("AN").messages) == 2


async def test_the_same_update_handed_over_twice_is_handled_once_and_another_with_its_id_is_too(world: World) -> None:
    for date in (1, 1, 2, 2, 1):
        world.telegram.deliver(text_of(world, date))
        await world.settle()

    assert len(world.phone("AN").messages) == 2


async def test_an_answer_that_finds_its_key_taken_is_an_error_that_is_told(
    world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(world, world.phone("AN"), "/batdau")
    with monkeypatch.context() as same_keys:
        same_keys.setattr("bot.runtime.worker.answer_key", lambda _update: "update:1")
        await say(world, world.phone("BICH"), "/batdau")
        for pause in (1, 2, 4, 8):
            await hands.step(pause)

    assert world.count("inbox", "state = 'quarantined'") == 1
    assert "SC-261116-01" in world.phone("BICH").last.text
    assert "SC-261116-01" in world.phone("CHI").last.text
