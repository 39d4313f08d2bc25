"""What comes from Zalo: both shapes, whatever they lack; and the webhook, which stores before it answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo import inbound
from bot.runtime.ports import UnparseableError
from tests.channels.zalo_server import WatchedZalo, ZaloServer
from tests.world import World, running

PRIVATE = {"id": "an", "chat_type": "PRIVATE"}
MESSAGE = {"message_id": "m1", "date": 1794791700000, "chat": PRIVATE, "from": {"id": "an", "display_name": "An"}}


def event(kind: str = "text", sender: dict[str, Any] | None = None, /, **content: Any) -> dict[str, Any]:
    message = {**MESSAGE, **content, **({} if sender is None else {"from": sender})}
    return {"event_name": f"message.{kind}.received", "message": message}


def taken(payload: object) -> dict[str, Any]:
    found = inbound.event_of(payload)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (event(text="một"), {"text": "một"}),
        (event("link", url="https://vidu.vn"), {"text": "https://vidu.vn"}),
        (event("image", photo_url="https://a.vn/1", caption="ảnh"), {"caption": "ảnh"}),
        (event("image", photo="https://a.vn/1"), {}),
        (event("sticker", sticker="x", url="https://a.vn/s"), {}),
        (event("unsupported"), {}),
        (event("hologram", text="một"), {}),
        (event("text"), {}),
    ],
)
def test_an_event_means_the_same_in_both_shapes(said: dict[str, Any], shown: dict[str, str]) -> None:
    update = inbound.parse(taken(said))

    assert taken({"ok": True, "result": said}) == taken(said)
    assert update is not None
    assert update.message is not None
    assert {name: words for name in ("text", "caption") if (words := getattr(update.message, name))} == shown
    pictures = ["https://a.vn/1"] if "image" in said["event_name"] else []
    assert [photo.file_id for photo in update.message.photo or ()] == pictures


def test_a_voice_message_is_told_from_other_kinds() -> None:
    update = inbound.parse(taken(event("voice", voice_url="https://a.vn/1.aac")))

    assert update is not None
    assert update.message is not None
    assert update.message.voice is not None


def test_names_of_people_are_not_kept() -> None:
    assert "display_name" not in json.dumps(taken(event(text="một")))


def test_an_event_without_an_id_is_known_by_what_it_holds() -> None:
    nameless = {key: value for key, value in MESSAGE.items() if key != "message_id"}
    one, again, two = (
        inbound.read(taken({"event_name": "message.text.received", "message": {**nameless, "text": text}})).id
        for text in ("một", "một", "hai")
    )

    assert one == again
    assert len({one, two, ""}) == 3


@pytest.mark.parametrize(
    "said",
    [
        event(text="một", chat={"id": "g", "chat_type": "GROUP"}),
        event(text="một", chat={"id": "g"}),
        event("text", {"id": "bot", "is_bot": True}, text="một"),
        event("text", {}, text="một"),
    ],
)
def test_what_is_said_in_groups_or_by_bots_has_nobody_to_be_answered(said: dict[str, Any]) -> None:
    assert inbound.read(taken(said)).user_key == ""
    assert inbound.parse(taken(said)) is None


@pytest.mark.parametrize("date", [None, "1794791700000", -1, 10**18, True])
def test_what_has_no_time_cannot_be_handled(date: object) -> None:
    with pytest.raises(UnparseableError):
        inbound.parse(taken(event(text="một", date=date)))


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JUNK = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(
        ["ok", "result", "event_name", "message", "from", "chat", "id", "text", "date", "chat_type", "photo"]), inner)
)  # fmt: skip


@given(JUNK)
def test_whatever_comes_can_be_read_and_is_handled_or_said_not_to_be(payload: object) -> None:
    found = inbound.event_of(payload)
    for raw in [found] if found else [payload] if isinstance(payload, dict) else []:
        inbound.read(raw)
        with suppress(UnparseableError):
            inbound.parse(raw)


@pytest.fixture
async def server() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as server:
        yield server


@pytest.fixture
async def hooked(server: ZaloServer) -> AsyncIterator[WatchedZalo]:
    channel = server.channel(hooked=True)
    await server.hook(channel)
    await channel.take_over()
    yield channel
    await channel.close()


async def held(channel: WatchedZalo) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        return list(await channel.fetch(""))


async def test_an_event_is_answered_well_only_once_it_is_stored(server: ZaloServer, hooked: WatchedZalo) -> None:
    async with asyncio.TaskGroup() as group:
        posted = group.create_task(server.post(event(text="một")))
        (raw,) = await held(hooked)
        again = await held(hooked)
        waited = not posted.done()
        fetching = group.create_task(hooked.fetch(hooked.read(raw).id))
        status = await posted
        fetching.cancel()

    assert again == [raw]
    assert waited
    assert status == 200


async def test_an_event_that_comes_twice_at_once_is_one(server: ZaloServer, hooked: WatchedZalo) -> None:
    async with asyncio.TaskGroup() as group:
        posted = [group.create_task(server.post(shape)) for shape in (event(text="một"), {"result": event(text="một")})]
        (raw,) = await held(hooked)
        fetching = group.create_task(hooked.fetch(hooked.read(raw).id))
        statuses = [await each for each in posted]
        fetching.cancel()

    assert statuses == [200, 200]


async def test_an_event_that_is_not_stored_in_time_is_to_come_again(
    server: ZaloServer, hooked: WatchedZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo.client._STORED_SECONDS", 0.01)

    assert await server.post(event(text="một")) == 503
    assert len(await held(hooked)) == 1


@pytest.mark.parametrize("secret", ["", "khác", "bi-mat-cua-van-phong", "ö" * 64])
async def test_who_does_not_know_the_secret_is_not_listened_to(
    server: ZaloServer, hooked: WatchedZalo, secret: str
) -> None:
    assert hooked.door.token not in secret

    assert await server.post(event(text="một"), secret) == 403
    assert not await _anything(hooked)


async def _anything(channel: WatchedZalo) -> bool:
    try:
        async with asyncio.timeout(0):
            return bool(await channel.fetch(""))
    except TimeoutError:
        return False


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b" " * 200_000, 413),
        (b"[]", 200),
        (b"5", 200),
        (b'{"event_name":"user.follow"}', 200),
        (b'{"ok":true,"result":{"event_name":"message.text.received","message":5}}', 200),
    ],
)
async def test_what_is_no_event_is_answered_and_forgotten(
    server: ZaloServer, hooked: WatchedZalo, payload: bytes, status: int
) -> None:
    assert await server.post(payload) == status
    assert not await _anything(hooked)


async def test_what_is_said_in_a_group_is_not_even_stored(server: ZaloServer, hooked: WatchedZalo) -> None:
    assert await server.post(event(text="một", chat={"id": "g", "chat_type": "GROUP"})) == 200
    assert not await _anything(hooked)


@pytest.fixture
async def world(tmp_path: Path, server: ZaloServer) -> AsyncIterator[World]:
    """The running program, which asks Zalo for events; An is linked there."""
    world = World(tmp_path, others=[server.channel()])
    world.import_roster()
    world.link("AN", "zalo")
    async with running(world):
        yield world
    world.close()


async def test_what_comes_again_or_in_another_order_is_handled_once(server: ZaloServer, world: World) -> None:
    an = server.phone("101")
    first, second = an.event("text", text="/batdau"), an.event("text", text="/caidat")

    for said in (second, first, second, {"ok": True, "result": first}, second):
        server.deliver(said)
        await world.settle()

    assert world.count("inbox") == 2
    assert len(an.messages) == 2


async def test_an_event_without_a_time_is_set_aside_and_keeps_nobody_from_the_next(
    server: ZaloServer, world: World
) -> None:
    an = server.phone("101")
    broken = an.event("text", text="/batdau")
    del broken["message"]["date"]
    server.deliver(broken)
    server.deliver({"event_name": "message.text.received"})

    an.send("/batdau")
    await world.settle()

    assert world.count("inbox", "state = 'quarantined'") == 1
    assert "Báo cáo" in an.last.text
