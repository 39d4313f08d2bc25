"""The bell as a part of the program: put together by main where a contact is set, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.channels.web.push.vapid import Vapid
from bot.config import Settings
from tests import world as worlds
from tests.channels.push_service import Device
from tests.channels.test_web_program import PUBLIC_URL, browser
from tests.world import World, running, say

CONTACT = "mailto:vanphong@coquan.gov.vn"


@pytest.fixture(params=[CONTACT, ""])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world whose program has a page, with and without a bell."""
    page: dict[str, Any] = {"public_url": PUBLIC_URL, "web_listen": f"unix:{tmp_path / 'web.sock'}"}

    def settings(**given: Any) -> Settings:
        return Settings(**given, **page, web_push_contact=request.param)

    with patch.object(worlds, "Settings", settings):
        world = World(tmp_path)
    world.settings = settings()
    world.import_roster()
    world.link("AN")
    yield world
    world.close()


async def test_the_page_offers_its_bell_to_members_where_there_is_one(office: World) -> None:
    rings = bool(office.settings.web_push_contact)
    key = Vapid(office.rules.key, CONTACT).public_key if rings else None
    subscription = {**Device("").subscription, "endpoint": "https://push.example.vn/a"}
    async with running(office), browser(office) as session:
        for path, post in (("/web/push", False), ("/web/push", True), ("/web/push/end", True)):
            async with session.request("POST" if post else "GET", path, json={} if post else None) as answer:
                assert answer.status == 401, path
        await session.post("/web/begin")
        async with session.get("/web/state") as answer:
            assert (await answer.json())["push_key"] is None
        await session.post("/web/end")
        an = office.phone("AN")
        await say(office, an, "/caidat", "[Mở trang cơ quan]")
        address = next(line for line in an.last.text.splitlines() if line.startswith(PUBLIC_URL))
        await session.post(address.removeprefix(PUBLIC_URL))

        async with session.get("/web/state") as answer:
            assert (await answer.json())["push_key"] == key
        async with session.post("/web/push", json=subscription) as answer:
            assert answer.status == (200 if rings else 404)
        async with session.get("/web/push") as answer:
            assert (answer.status, (await answer.json()).get("on")) == ((200, True) if rings else (404, None))
