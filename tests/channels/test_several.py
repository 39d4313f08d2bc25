"""Several channels in one program: who is written to where, and that none stands in another's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.operations import Send
from bot.domain.people import Role, To
from bot.domain.texts import Screen, Text
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import enqueue
from handlers.dispatch import Dispatch
from storage import addressees, people
from tests.channels.plain import PlainChannel
from tests.world import USERS, World, running, say

OFFICERS = frozenset({Role.SECRETARIAT})
CHI = str(USERS["CHI"])


@pytest.fixture
def plain() -> PlainChannel:
    return PlainChannel()


@pytest.fixture
async def both(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world with two channels; Chi is linked in both, in the second after the first."""
    world = World(tmp_path, senders=2, others=[plain])
    world.import_roster()
    world.link("AN")
    world.link("CHI")
    world.link("CHI", "plain")
    async with running(world):
        yield world
    world.close()


def where(world: World) -> list[str]:
    return [to.channel for to in addressees.recipients(world.read, OFFICERS, world.unit().today)]


async def write(world: World, sql: str, *values: Any) -> None:
    await world.writer.write(lambda db: db.conn.execute(sql, values))


async def test_who_is_linked_in_two_channels_is_written_to_once_in_the_one_linked_last(both: World) -> None:
    assert where(both) == ["plain"]


async def test_the_preferred_channel_goes_before_the_one_linked_last(both: World) -> None:
    await write(both, "INSERT INTO ways SELECT id, 'telegram', 0 FROM persons WHERE code = 'CHI'")

    assert where(both) == ["telegram"]
    (person,) = [p.id for p in people.all_persons(both.read, both.unit().today) if p.code == "CHI"]
    (account,) = addressees.reachable_accounts(both.read, person)
    to = addressees.recipient(both.read, account, both.unit().today)
    assert to is not None
    assert to.channel == "telegram"


@pytest.mark.parametrize("preferred", ["", "plain", "zalo"])
async def test_where_one_channel_does_not_reach_a_person_another_does(both: World, preferred: str | None) -> None:
    await write(both, "INSERT INTO ways SELECT id, ?, 0 FROM persons WHERE code = 'CHI'", preferred)

    await write(both, "UPDATE accounts SET reach = 'blocked' WHERE channel = 'plain'")

    assert where(both) == ["telegram"]


async def test_two_accounts_in_one_channel_are_both_written_to(both: World) -> None:
    await write(
        both,
        "UPDATE accounts SET channel = 'plain', user_key = 'second' WHERE channel = 'telegram' AND user_key = '104'",
    )

    assert where(both) == ["plain", "plain"]


async def test_the_copy_of_a_report_comes_once(both: World, plain: PlainChannel) -> None:
    await say(both, both.phone("AN"), "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")

    assert len([note for note in plain.phone(CHI).messages if "BC-2611-001" in note.text]) == 1
    assert both.phone("CHI").messages == []


async def test_whoever_writes_is_answered_where_he_writes(both: World, plain: PlainChannel) -> None:
    await say(both, both.phone("CHI"), "/batdau")

    assert len(both.phone("CHI").messages) == 1
    assert plain.phone(CHI).messages == []


async def test_menus_stand_in_every_channel_that_has_any(both: World) -> None:
    await both.app.menus[0].show()

    assert len(both.app.menus) == 1
    assert (CHI, "") in both.telegram.menus


async def test_a_channel_that_does_not_answer_takes_no_senders_from_another(
    both: World, plain: PlainChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answers = [], asyncio.Event()

    async def hangs(address: str, _body: dict[str, Any]) -> str:
        asked.append(address)
        await answers.wait()
        return "1"

    monkeypatch.setattr(plain, "send", hangs)
    screen = Screen((Text("{text}", text="một"),))
    sends = [Send(To("plain", f"chat-{n}"), screen) for n in range(5)]
    able = capabilities_of(both.app.channels)
    await both.writer.write(lambda db: enqueue(both.unit(db), sends, "test", able))
    both.app.wake()
    async with asyncio.timeout(10):
        while len(asked) < 2:
            await asyncio.sleep(0)

    both.phone("AN").send("/batdau")

    async with asyncio.timeout(10):
        while not both.phone("AN").messages:
            await asyncio.sleep(0)
    assert len(asked) == 2
    answers.set()


async def test_what_is_for_a_channel_that_is_not_set_up_waits_and_keeps_nobody_busy(both: World) -> None:
    sends = [Send(To("zalo", "5"), Screen((Text("{text}", text="một"),)))]
    able = capabilities_of(both.app.channels)
    await both.writer.write(lambda db: enqueue(both.unit(db), sends, "test", able))

    await say(both, both.phone("AN"), "/batdau")

    assert both.app.idle
    assert both.count("outbox", "channel = 'zalo' AND state = 'queued'") == 1
    assert len(both.phone("AN").messages) == 1


async def test_at_the_start_the_log_names_a_channel_that_is_waited_for_and_not_set_up(
    still_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sends = [Send(To(name, "5"), Screen((Text("{text}", text="một"),))) for name in ("zalo", "telegram")]
    able = capabilities_of(still_world.app.channels)
    still_world.write_now(lambda db: enqueue(still_world.unit(db), sends, "test", able))

    async with running(still_world) as world:
        await world.settle()

    assert [record.message for record in caplog.records if "not set up" in record.message] == [
        "messages wait for the channel zalo, which is not set up"
    ]


async def test_people_with_the_same_key_in_two_channels_do_not_wait_for_each_other(
    both: World, plain: PlainChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = Dispatch.handle

    def fails_for_telegram(dispatch: Dispatch, unit: Any, channel: str, raw: dict[str, Any]) -> Any:
        if channel == "telegram":
            raise RuntimeError
        return handle(dispatch, unit, channel, raw)

    monkeypatch.setattr(Dispatch, "handle", fails_for_telegram)
    both.phone("CHI").send("/batdau")
    await both.settle()
    assert both.count("inbox", "state = 'new' AND attempts = 1") == 1

    await say(both, plain.phone(CHI), "/batdau")

    assert len(plain.phone(CHI).messages) == 1
