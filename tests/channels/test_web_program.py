"""The office's page as a part of the program: put together by main, started and stopped with the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from aiohttp import ClientSession, UnixConnector

from bot.config import Settings
from tests import world as worlds
from tests.world import World, running, say, until

PUBLIC_URL = "http://localhost:8020"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[World]:
    """A world whose program has a page, at a Unix socket."""

    def settings(**given: object) -> Settings:
        return Settings(**given, public_url=PUBLIC_URL, web_listen=f"unix:{tmp_path / 'web.sock'}")  # type: ignore[arg-type]

    with patch.object(worlds, "Settings", settings):
        world = World(tmp_path)
    world.import_roster()
    world.link("AN")
    yield world
    world.close()


@asynccontextmanager
async def browser(office: World) -> AsyncIterator[ClientSession]:
    """A browser with one jar of cookies."""
    path = office.path / "web.sock"
    await until(path.is_socket)
    async with ClientSession(
        "http://localhost", connector=UnixConnector(str(path)), headers={"Origin": PUBLIC_URL}
    ) as session:
        yield session


async def test_from_the_settings_in_one_way_to_the_conversation_on_the_page(office: World) -> None:
    async with running(office), browser(office) as session:
        an = office.phone("AN")
        await say(office, an, "/caidat", "[Mở trang cơ quan]")
        address = next(line for line in an.last.text.splitlines() if line.startswith(PUBLIC_URL))

        async with session.post(address.removeprefix(PUBLIC_URL)) as signed_in:
            assert signed_in.status == 200  # by way of its redirection, the page
            assert "<!doctype html" in (await signed_in.text()).lower()
        async with session.get("/web/state") as answer:
            state = await answer.json()
        assert (state["is_member"], state["me"]["name"]) == (True, "Nguyễn Văn An")
        key = f"{state['now']:013}-abcdefghijklmnop"
        async with session.post("/web/acts/text", json={"key": key, "seen": state["seq"], "text": "/batdau"}) as stored:
            assert (stored.status, await stored.json()) == (200, {"stored": True})
        await until(lambda: office.count("web_messages") == 2)
        async with session.get("/web/state") as answer:
            shown = (await answer.json())["messages"]
        assert [each["text"] for each in shown if each["from"] == "person"] == ["/batdau"]
        # A new account agrees to the notice before anything else is shown.
        assert "Đồng ý, tiếp tục" in str(shown[-1]["rows"])


async def test_every_route_of_the_conversation_is_behind_the_guards(office: World) -> None:
    async with running(office), browser(office) as session:
        for path in ("/web/state", "/web/events", "/web/files/1"):
            async with session.get(path) as answer:
                assert answer.status == 401, path
        for path in ("text", "command", "edit", "tap", "files"):
            async with session.post(f"/web/acts/{path}", json={}) as answer:
                assert answer.status == 401, path
        for path in ("/", "/web/strings?lang=vi", "/manifest.webmanifest", "/sw.js"):
            async with session.get(path) as answer:
                assert answer.status == 200, path
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_without_an_address_there_is_no_page_and_the_settings_offer_none_that_was_there(
    office: World, tmp_path: Path
) -> None:
    async with running(office), browser(office):
        await say(office, office.phone("AN"), "/caidat")
        assert "Mở trang cơ quan" in office.phone("AN").last.labels
    office.close()
    again = World(tmp_path, telegram=office.telegram)
    async with running(again):
        await say(again, again.phone("AN"), "/caidat")

        assert "Mở trang cơ quan" not in again.phone("AN").last.labels
    again.close()
