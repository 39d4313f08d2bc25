"""A webhook: what is posted, in which order, how often; and which updates a bot asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram.error import Conflict

from bot.sandbox.hub import Waits
from tests.sandbox.sandbox_world import World, sandbox_world

Json = dict[str, Any]


class Receiver:
    """A bot that is posted to. It answers with `statuses` first, then always with 200."""

    def __init__(self, *statuses: int) -> None:
        self.url = ""
        self.statuses = list(statuses)
        self.secrets: list[str | None] = []
        self.updates: list[Json] = []
        self._came = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Receiver]:
        app = web.Application()
        app.add_routes([web.post("/hook", self._take)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield self
        await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(await request.json())
        self._came.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def texts(self, count: int) -> list[str]:
        """Wait for that many posts; return the texts they brought."""
        async with asyncio.timeout(10):
            while len(self.updates) < count:
                self._came.clear()
                await self._came.wait()
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path, waits=Waits(retry=0.01, retry_most=0.02)) as world:
        yield world


async def none_pending(world: World) -> Json:
    """Wait until everything was taken; return what getWebhookInfo says then."""
    async with asyncio.timeout(10):
        while True:
            _, answer = await world.api("getWebhookInfo")
            if not answer["result"]["pending_update_count"]:
                info: Json = answer["result"]
                return info


async def test_updates_are_posted_in_order_with_the_secret(world: World) -> None:
    await world.phone().send("một")
    async with Receiver().listening() as receiver:
        await world.bot.set_webhook(receiver.url, secret_token="Bi-mat_1")
        await world.phone().send("hai")

        assert await receiver.texts(2) == ["một", "hai"]

    assert receiver.secrets == ["Bi-mat_1"] * 2
    assert receiver.updates[1]["update_id"] == receiver.updates[0]["update_id"] + 1


async def test_an_update_that_is_not_taken_is_posted_again_before_the_next(world: World) -> None:
    async with Receiver(500, 503, 302).listening() as receiver:
        await world.bot.set_webhook(receiver.url)
        await world.phone().send("một")
        await world.phone().send("hai")

        assert await receiver.texts(5) == ["một"] * 4 + ["hai"]
        info = await none_pending(world)

    assert "last_error_message" not in info
    assert receiver.secrets == [None] * 5


async def test_a_receiver_that_is_not_there_is_reported_and_gets_everything_when_it_comes(world: World) -> None:
    async with Receiver().listening() as receiver:
        url = receiver.url
    await world.bot.set_webhook(url)
    await world.phone().send("một")

    async with asyncio.timeout(10):
        while not (info := await world.bot.get_webhook_info()).last_error_message:
            pass
    online = (await world.get("sandbox/state"))["bot"]["online"]
    async with Receiver().listening() as receiver:
        await world.bot.set_webhook(receiver.url)
        texts = await receiver.texts(1)

    assert (info.last_error_message, info.pending_update_count, info.url) == ("Connection refused", 1, url)
    assert online is False
    assert texts == ["một"]


async def test_while_a_webhook_is_set_nobody_polls(world: World) -> None:
    polling = asyncio.gather(world.bot.get_updates(timeout=20), return_exceptions=True)
    async with asyncio.timeout(5):
        while not (await world.get("sandbox/state"))["bot"]["online"]:
            pass

    async with Receiver().listening() as receiver:
        await world.bot.set_webhook(receiver.url)
        (ended,) = await polling
        with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
            await world.bot.get_updates()
        await world.bot.delete_webhook()

    assert isinstance(ended, Conflict)
    assert str(ended) == "Conflict: terminated by setWebhook request"
    assert await world.bot.get_updates() == ()


async def test_an_empty_address_takes_the_webhook_away_and_may_drop_what_waits(world: World) -> None:
    await world.bot.set_webhook("http://127.0.0.1:9/")
    await world.phone().send("một")

    await world.bot.set_webhook("", drop_pending_updates=True)

    assert (await world.bot.get_webhook_info()).url == ""
    assert await world.bot.get_updates() == ()


async def test_a_webhook_outlives_a_restart(tmp_path: Path) -> None:
    async with Receiver().listening() as receiver:
        async with sandbox_world(tmp_path) as world:
            await world.bot.set_webhook(receiver.url, max_connections=3, allowed_updates=["message"])
        async with sandbox_world(tmp_path) as world:
            await world.phone().send("một")

            assert await receiver.texts(1) == ["một"]
            info = await world.bot.get_webhook_info()

    assert (info.max_connections, info.allowed_updates) == (3, ("message",))


async def test_in_an_outage_nothing_is_posted(world: World) -> None:
    async with Receiver().listening() as receiver:
        await world.bot.set_webhook(receiver.url)
        await world.act("faults", {"kind": "outage"})
        await world.phone().send("một")
        await world.get("sandbox/state")
        before = list(receiver.updates)
        async with world.session.delete(f"{world.address}sandbox/faults") as response:
            assert response.status == 200

        assert await receiver.texts(1) == ["một"]

    assert before == []


async def test_a_bot_gets_only_the_kinds_it_asked_for_and_the_wish_is_remembered(world: World) -> None:
    phone = world.phone()
    await world.bot.get_updates(allowed_updates=["edited_message"])

    await phone.send("một")
    await phone.edit((await phone.messages())[0]["id"], "hai")

    (update,) = await world.bot.get_updates()
    assert update.edited_message


async def test_an_empty_list_asks_for_the_usual_kinds(world: World) -> None:
    await world.api("getUpdates", allowed_updates=["callback_query"])
    await world.phone().send("một")
    await world.api("getUpdates", allowed_updates=[])
    await world.phone().send("hai")

    _, answer = await world.api("getUpdates")

    assert [update["message"]["text"] for update in answer["result"]] == ["hai"]


@pytest.mark.parametrize("nonsense", ["message", 5, [5], {"a": 1}])
async def test_a_wish_that_is_no_list_of_names_changes_nothing(world: World, nonsense: object) -> None:
    await world.api("getUpdates", allowed_updates=["edited_message"])

    await world.api("setWebhook", url="http://127.0.0.1:9/", allowed_updates=nonsense)

    assert (await world.bot.get_webhook_info()).allowed_updates == ("edited_message",)


async def test_an_address_that_cannot_be_posted_to_is_reported_and_the_sandbox_goes_on(world: World) -> None:
    await world.api("setWebhook", url="http://user:pä一ss@127.0.0.1:9/h")
    await world.phone().send("một")

    async with asyncio.timeout(10):
        while not (info := await world.bot.get_webhook_info()).last_error_message:
            pass

    assert info.pending_update_count == 1
    assert len(await world.phone().messages()) == 1


async def test_an_address_without_a_scheme_is_one_of_https(world: World) -> None:
    await world.bot.set_webhook("127.0.0.1:9/hook")

    assert (await world.bot.get_webhook_info()).url == "https://127.0.0.1:9/hook"
