"""A report in a real browser against the real program: from the code of an invitation to what was received."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.clock import FixedClock, SystemClock
from bot.config import Settings
from tests import world as worlds
from tests.acceptance.browsing import NARROW, in_the_browser, page_of
from tests.handlers.acts import CONTENT, SENT
from tests.world import START, World, running

pytestmark = in_the_browser


class GoingClock(SystemClock):
    """A clock that begins on the morning of the cast and goes on; reading takes time."""

    def __init__(self) -> None:
        self._ahead = START - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def read(self) -> None:
        """Let as much time pass as it takes to read a question and to answer it."""
        self._ahead += timedelta(minutes=1)


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """A running program with a page of its own on a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{found.getsockname()[1]}"

    def settings(**given: object) -> Settings:
        return Settings(**given, public_url=f"http://{place}", web_listen=place)  # type: ignore[arg-type]

    with patch.object(worlds, "Settings", settings):
        world = World(tmp_path, clock=cast("FixedClock", GoingClock()))
    world.import_roster()
    async with running(world):
        yield world
    world.close()


SHOWN = "() => [...document.querySelectorAll('article.bot .bubble')].map((each) => each.textContent).join()"
"""What the program shows."""


async def do(page: Page, world: World, *acts: str) -> None:
    """Write texts and press buttons in turn, each once what came before is answered: `[Label]` is a button."""
    for act in acts:
        before = await page.evaluate(SHOWN)
        cast("GoingClock", world.clock).read()
        if act.startswith("["):
            await page.get_by_role("button", name=act[1:-1], exact=True).last.click()
        else:
            box = page.get_by_role("textbox", name="Tin nhắn")
            await box.fill(act)
            await box.press("Enter")
        await page.wait_for_function(f"(before) => ({SHOWN})() !== before", arg=before, timeout=60_000)
        await page.wait_for_function("() => !document.querySelector('.pending, [aria-busy=true]')", timeout=60_000)


async def test_a_member_joins_with_a_code_and_sends_a_report(chromium: Browser, office: World) -> None:
    code = office.invite("AN").code
    async with page_of(chromium, office.settings.public_url, NARROW, expected=("401",)) as page:
        await page.get_by_role("button", name="Bắt đầu").click()
        await expect(page.get_by_text("Mời nhập mã mời")).to_be_visible()
        await do(page, office, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", *SENT)
        await expect(page.get_by_text("Đã nhận báo cáo BC-2611-001").first).to_be_visible()

        await page.reload()

        await expect(page.get_by_text("Đã nhận báo cáo BC-2611-001").first).to_be_visible()
        await expect(page.locator("article.person", has_text=CONTENT)).to_have_count(1)
    assert office.count("reports") == 1
    assert office.count("difficulties", f"content = '{CONTENT}'") == 1
