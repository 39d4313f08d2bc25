"""A push that does not arrive goes by the next way, in the shape of that way; it is told of as lost at the end."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest

from bot.domain.operations import Lane, Send
from bot.domain.texts import Choice, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.ways import for_account
from bot.runtime.ports import ChannelError, Failure, capabilities_of
from bot.runtime.postbox import enqueue
from storage import addressees, outbox
from tests.channels.plain import PlainChannel
from tests.runtime.stepping import METHOD, states
from tests.world import USERS, World, running, say

AN = str(USERS["AN"])


@pytest.fixture
def plain() -> PlainChannel:
    return PlainChannel()


@pytest.fixture
async def both(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world in which An has two ways: plain texts, then Telegram; Chi at the desk has Telegram alone."""
    world = World(tmp_path, others=[plain])
    world.import_roster()
    world.link("AN")
    world.link("AN", "plain")
    world.link("CHI")
    async with running(world):
        yield world
    world.close()


async def push(world: World, word: str) -> None:
    """Queue a push with a choice for An's first way."""
    sql = "SELECT id FROM accounts WHERE user_key = ? AND channel = 'plain'"
    to = addressees.recipient(world.read, world.read.conn.execute(sql, [AN]).fetchone()[0], world.unit().today)
    assert to is not None
    screen = Screen((Text("{text}", text=word),), ((Choice(Text("{text}", text="Mở"), ShowHome()),),))
    sends = [Send(to, screen, lane=Lane.BULK, key=f"{word}:{to.account}")]
    await world.writer.write(lambda db: enqueue(world.unit(db), sends, "test", capabilities_of(world.app.channels)))
    world.app.wake()
    await world.settle()


def of(world: World, word: str) -> list[str]:
    return [state for key, state in states(world).items() if key.startswith(f"{word}:")]


def told_of_as_lost(world: World) -> int:
    return world.count("outbox", "topic = 'undelivered'")


async def test_what_one_way_refuses_comes_by_the_next_with_its_buttons(both: World, plain: PlainChannel) -> None:
    plain.failures[AN] = deque([ChannelError(Failure.REFUSED)])

    await push(both, "một")

    assert both.phone("AN").last.text == "một"
    assert both.phone("AN").last.labels == ["Mở"]
    assert of(both, "một") == ["passed", "sent"]
    assert told_of_as_lost(both) == 0
    assert outbox.count_failed(both.read, both.clock.now()) == 0


async def test_where_the_first_way_takes_it_its_choices_are_numbers(both: World, plain: PlainChannel) -> None:
    await push(both, "một")

    assert plain.phone(AN).last.text.endswith("\n1. Mở")
    assert both.phone("AN").messages == []


async def test_when_no_way_is_left_the_desk_is_told_once(both: World, plain: PlainChannel) -> None:
    plain.failures[AN] = deque([ChannelError(Failure.REFUSED)])
    both.phone("AN").fails_with(TelegramBadRequest(METHOD, "Bad Request: message is too strange"))

    await push(both, "một")

    assert of(both, "một") == ["passed", "failed"]
    assert told_of_as_lost(both) == 1
    assert outbox.count_failed(both.read, both.clock.now()) == 1


async def test_an_answer_that_fails_is_sent_nowhere_else(both: World, plain: PlainChannel) -> None:
    plain.failures[AN] = deque([ChannelError(Failure.REFUSED)])

    await say(both, plain.phone(AN), "/batdau")

    assert both.phone("AN").messages == []
    assert both.count("outbox", "state = 'passed'") == 0


async def test_what_is_queued_twice_for_both_ways_comes_once(both: World, plain: PlainChannel) -> None:
    plain.failures[AN] = deque([ChannelError(Failure.REFUSED)])
    await push(both, "một")
    sql = "SELECT id FROM accounts WHERE user_key = ? AND channel = 'telegram'"
    other = both.read.conn.execute(sql, [AN]).fetchone()[0]

    assert outbox.known_keys(both.read, [f"một:{other}"]) == {f"một:{other}"}


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("desk:BC-2611-001:12", "desk:BC-2611-001:7"),
        ("broadcast:12:12:12:text", "broadcast:12:12:7:text"),
        ("broadcast:1:2:12:file-12", "broadcast:1:2:7:file-12"),
        ("card:12:2026-11-16:08:30", "card:7:2026-11-16:08:30"),
        ("closing:2026-11", "closing:2026-11>7"),
    ],
)
def test_a_name_is_what_it_would_be_for_the_other_account(name: str, there: str) -> None:
    assert for_account(name, 12, 7) == there
