"""Things that go wrong on demand: each once (or as often as asked), only where it was asked, until it is cleared."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ServerDisconnectedError

from bot.clock import FixedClock
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.hub import Waits
from tests.sandbox.sandbox_world import MEMBER, STRANGER, TOKEN, World, sandbox_world

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path, waits=Waits(held=0.01)) as world:
        yield world


async def send(world: World, chat: int = MEMBER) -> tuple[int, dict[str, Any]]:
    return await world.api("sendMessage", chat_id=chat, text="Nhắc")


async def fault(world: World, kind: str, **more: Any) -> None:
    status, answer = await world.act("faults", {"kind": kind, **more})
    assert status == 200, answer


async def shown(world: World) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = (await world.get("sandbox/state"))["faults"]
    return faults


async def texts(world: World) -> list[str]:
    return [message["text"] for message in await world.phone().messages()]


async def test_a_fault_strikes_as_often_as_asked_and_is_shown_meanwhile(world: World) -> None:
    await fault(world, "error_500", times=2)

    before = await shown(world)
    statuses = [(await send(world))[0] for _ in range(3)]

    assert before == [{"kind": "error_500", "left": 2, "chat": None, "method": None, "until": None}]
    assert statuses == [500, 500, 200]
    assert await shown(world) == []
    assert await texts(world) == ["Nhắc"]


async def test_too_many_calls_are_told_how_long_to_wait_also_in_the_header(world: World) -> None:
    await fault(world, "too_many", retry_after=7)

    async with world.session.post(f"{world.address}bot{TOKEN}/sendMessage", json={"chat_id": MEMBER}) as response:
        answer = await response.json()

    assert (response.status, response.headers["Retry-After"]) == (429, "7")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


async def test_a_fault_of_one_chat_leaves_the_others_alone(world: World) -> None:
    await fault(world, "too_many", chat=STRANGER)

    assert (await send(world, MEMBER))[0] == 200
    assert (await send(world, STRANGER))[0] == 429


async def test_a_fault_of_one_method_leaves_the_others_alone(world: World) -> None:
    await fault(world, "error_500", method="getFile")

    assert (await send(world))[0] == 200
    assert (await world.api("getfile", file_id="x"))[0] == 500


async def test_a_poll_does_not_use_up_what_is_meant_for_an_act(world: World) -> None:
    await fault(world, "error_500")

    polled, _ = await world.api("getUpdates")

    assert polled == 200
    assert (await send(world))[0] == 500


async def test_a_poll_is_struck_when_it_is_meant(world: World) -> None:
    await fault(world, "error_500", method="getUpdates")

    assert (await world.api("getUpdates"))[0] == 500


@pytest.mark.parametrize(("kind", "done"), [("timeout_before", []), ("timeout_after", ["Nhắc"]), ("drop", [])])
async def test_a_line_that_breaks_says_nothing_of_whether_the_call_was_done(
    world: World, kind: str, done: list[str]
) -> None:
    await fault(world, kind)

    with pytest.raises(ServerDisconnectedError):
        await send(world)

    assert await texts(world) == done
    assert (await send(world))[0] == 200


async def test_a_call_that_is_held_holds_up_nobody_else(tmp_path: Path) -> None:
    async with sandbox_world(tmp_path, waits=Waits(held=600)) as world:
        await fault(world, "timeout_before", chat=STRANGER)

        async with asyncio.timeout(10):
            held = asyncio.gather(send(world, STRANGER), return_exceptions=True)
            while await shown(world):
                pass
            others = await send(world)

        assert others[0] == 200
        assert not held.done()
        held.cancel()


async def test_in_an_outage_nothing_answers_until_it_is_cleared(world: World) -> None:
    polling = asyncio.gather(world.api("getUpdates", timeout=20), return_exceptions=True)
    await fault(world, "outage", minutes=30)

    statuses = [await status_of(world, path) for path in (f"bot{TOKEN}/getMe", f"file/bot{TOKEN}/documents/x")]
    (ended,) = await polling
    (outage,) = await shown(world)
    async with world.session.delete(f"{world.address}sandbox/faults") as response:
        assert response.status == 200

    assert statuses == [502, 502]
    assert isinstance(ended, Exception)
    assert outage["until"]
    assert (await send(world))[0] == 200


async def status_of(world: World, path: str) -> int:
    async with world.session.get(world.address + path) as response:
        await response.read()
        return response.status


def test_an_outage_ends_by_itself_and_not_before() -> None:
    clock = FixedClock(NOW)
    faults = Faults(clock)
    faults.add(Fault("outage", until=NOW + timedelta(minutes=2)))

    clock.set(NOW + timedelta(minutes=1, seconds=59))
    before = faults.outage
    clock.set(NOW + timedelta(minutes=2))

    assert (before, faults.outage, faults.active()) == (True, False, ())


async def test_the_next_update_is_given_twice(world: World) -> None:
    await world.phone().send("một")
    await world.phone().send("hai")
    await fault(world, "duplicate")

    first = await received(world)

    assert first == ["một", "một", "hai"]
    assert await received(world) == ["một", "hai"]


async def test_the_next_two_updates_change_places_and_the_first_waits_for_the_second(world: World) -> None:
    await fault(world, "reorder")
    await world.phone().send("một")

    alone = await received(world)
    await world.phone().send("hai")
    await world.phone().send("ba")

    assert alone == []
    assert await received(world) == ["hai", "một", "ba"]
    assert await received(world) == ["một", "hai", "ba"]


async def test_an_update_of_one_chat_is_given_twice_and_the_others_once(world: World) -> None:
    await fault(world, "duplicate", chat=STRANGER)
    await world.phone().send("một")
    await world.phone(STRANGER).send("hai")
    await world.phone().send("ba")

    assert await received(world) == ["một", "hai", "hai", "ba"]
    assert await received(world) == ["một", "hai", "ba"]


async def test_the_updates_of_one_chat_change_places_and_the_others_stay(world: World) -> None:
    await fault(world, "reorder", chat=MEMBER)
    await world.phone().send("một")
    await world.phone(STRANGER).send("hai")
    await world.phone().send("ba")

    assert await received(world) == ["ba", "hai", "một"]


async def test_an_update_that_waits_for_its_second_holds_nobody_up_and_is_not_lost(world: World) -> None:
    await fault(world, "reorder", chat=MEMBER)
    await world.phone().send("một")
    await world.phone(STRANGER).send("hai")

    _, others = await world.api("getUpdates")
    await world.api("getUpdates", offset=others["result"][-1]["update_id"] + 1)
    await world.phone().send("ba")

    assert [update["message"]["text"] for update in others["result"]] == ["hai"]
    assert await received(world) == ["ba", "một"]


async def test_a_fault_of_one_chat_finds_it_in_a_pressed_button_and_minds_no_malformed_update(world: World) -> None:
    faults = Faults(FixedClock(NOW))
    faults.add(Fault("duplicate", chat=MEMBER))
    tap = {"update_id": 2, "callback_query": {"message": {"chat": {"id": MEMBER}}}}

    given = faults.arrange([{"update_id": 1, "message": "x", "poll": {"chat": 5}}, tap])

    assert [update["update_id"] for update in given] == [1, 2, 2]


async def received(world: World) -> list[str]:
    _, answer = await world.api("getUpdates")
    return [update["message"]["text"] for update in answer["result"]]


async def test_a_block_from_nowhere_is_said_once(world: World) -> None:
    await fault(world, "blocked")

    assert (await send(world))[1]["description"] == "Forbidden: bot was blocked by the user"
    assert (await send(world))[0] == 200


@pytest.mark.parametrize("kind", ["blocked", "timeout_after"])
async def test_what_befalls_messages_is_not_used_up_by_other_calls(world: World, kind: str) -> None:
    await fault(world, kind)

    statuses = [
        (await world.api("sendChatAction", chat_id=MEMBER, action="typing"))[0],
        (await world.api("setMyCommands", commands=[]))[0],
        (await world.api("answerCallbackQuery", callback_query_id="1"))[0],
    ]

    assert statuses == [200, 200, 400]
    assert len(await shown(world)) == 1


async def test_a_private_chat_never_moves(world: World) -> None:
    await fault(world, "migrate")

    assert (await send(world))[0] == 200
    assert len(await shown(world)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "flood"},
        {"kind": ["drop"]},
        {"kind": "drop", "times": 0},
        {"kind": "drop", "times": "2"},
        {"kind": "drop", "times": True},
        {"kind": "drop", "chat": "x"},
        {"kind": "drop", "method": 5},
        {"kind": "too_many", "retry_after": 3601},
        {"kind": "outage", "minutes": 0},
        {"kind": "outage", "minutes": "10"},
        {"kind": "outage", "minutes": 1441},
        {"kind": "outage", "chat": MEMBER},
    ],
)
async def test_a_fault_that_cannot_be_is_refused(world: World, body: dict[str, Any]) -> None:
    status, answer = await world.act("faults", body)

    assert status == 400
    assert "must" in answer["error"]
    assert await shown(world) == []
