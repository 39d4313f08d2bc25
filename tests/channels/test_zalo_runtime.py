"""The program on a channel where nothing may be sent twice, and whose quota nobody knows."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.operations import Lane, Operation, Replace, Send, screen_anchor
from bot.domain.people import To
from bot.domain.texts import Screen, Text
from bot.runtime.ports import Failure, capabilities_of
from bot.runtime.postbox import enqueue
from storage import figures, sent
from tests.channels.zalo_server import CUT, HTML, ZaloServer
from tests.runtime.stepping import Hands
from tests.world import USERS, World, running, say

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])


@pytest.fixture
async def server() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as server:
        yield server


@pytest.fixture
def still(tmp_path: Path, server: ZaloServer) -> World:
    """A world that does not run yet; An is linked on Zalo, Chi on Telegram."""
    world = World(tmp_path, others=[server.channel()])
    world.import_roster()
    world.link("AN", "zalo")
    world.link("CHI")
    return world


@pytest.fixture
async def world(still: World) -> AsyncIterator[World]:
    async with running(still):
        yield still
    still.close()


def message(text: str, address: str = AN) -> Operation:
    return Send(To("zalo", address), Screen((Text("{text}", text=text),)), lane=Lane.BULK)


async def queue(world: World, *operations: Operation, key: str = "test") -> None:
    able = capabilities_of(world.app.channels)
    await world.writer.write(lambda db: enqueue(world.unit(db), list(operations), key, able))
    world.app.wake()
    await world.settle()


def shown(server: ZaloServer, user: str = AN) -> list[str]:
    return [note.text for note in server.chats.get(user, [])]


def to_desk(world: World) -> list[str]:
    return [each.text for each in world.phone("CHI").messages]


@pytest.mark.parametrize("cut", [CUT, HTML])
async def test_a_message_that_may_have_arrived_is_not_sent_again_and_the_desk_is_told_so(
    world: World, server: ZaloServer, cut: str
) -> None:
    server.failures[AN] = deque([cut])
    await queue(world, message("một"))

    await Hands(world).step(7200)

    assert shown(server) == ["một"]
    assert world.count("outbox", "state = 'failed' AND error = 'may have arrived'") == 1
    assert any("có thể đã đến" in text for text in to_desk(world))
    assert sent.count_uncertain(world.read, world.clock.now().replace(hour=0)) == 1


async def test_what_was_being_sent_as_the_program_died_is_not_sent_again(still: World, server: ZaloServer) -> None:
    able = capabilities_of(still.app.channels)
    operations = [message("một"), Send(To("telegram", AN), Screen((Text("{text}", text="hai"),)))]
    still.write_now(lambda db: enqueue(still.unit(db), operations, "test", able))
    still.write_now(lambda db: db.conn.execute("UPDATE outbox SET state = 'sending', attempts = 1"))

    async with running(still) as world:
        await world.settle()

        assert shown(server) == []
        assert [each.text for each in world.phone("AN").messages] == ["hai"]
        assert world.count("outbox", "state = 'failed' AND error = 'may have arrived'") == 1
        assert any("có thể đã đến" in text for text in to_desk(world))
    still.close()


async def test_a_quota_that_is_used_up_holds_the_channel_and_the_desk_is_told_once(
    world: World, server: ZaloServer
) -> None:
    hands = Hands(world)
    server.failures[AN] = deque([Failure.THROTTLED, Failure.THROTTLED])

    await queue(world, message("một"), message("hai", "another"))
    held = (shown(server), shown(server, "another"))
    waiting = sent.is_throttled(world.read, "zalo")
    await hands.step(901)
    await hands.step(901)

    assert held == ([], ["hai"]) or held == ([], [])
    assert waiting
    assert shown(server) == ["một"]
    assert shown(server, "another") == ["hai"]
    assert len([text for text in to_desk(world) if "hết hạn mức" in text]) == 1
    assert not sent.is_throttled(world.read, "zalo")


async def test_of_what_one_act_would_change_the_answer_alone_is_sent_anew(world: World, server: ZaloServer) -> None:
    (account,) = world.read.conn.execute("SELECT id FROM accounts WHERE channel = 'zalo'").fetchone()
    an = To("zalo", AN, account=account)
    cards = [Replace(an, Screen((Text("{text}", text=f"thẻ {n}"),)), f"card:{n}") for n in range(2)]
    answer = Replace(an, Screen((Text("{text}", text="trả lời"),)), screen_anchor(account))

    await queue(world, cards[0], answer, cards[1], key="with an answer")
    await queue(world, *cards, key="without")

    assert shown(server) == ["trả lời", "thẻ 1"]


async def test_what_a_channel_has_taken_today_is_counted(world: World, server: ZaloServer) -> None:
    await say(world, server.phone(AN), "/batdau", "/caidat")

    assert figures.read(world.read, world.clock.now()).sent_today == {"zalo": 2}
