"""The office's page with the program behind it: from the invitation, and from a link, to the conversation."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import patch

import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlite_utils import Database

from bot.config import Settings
from bot.services.people import signing_in
from storage import people
from tests import world as worlds
from tests.acceptance.browsing import NARROW, WIDE, in_the_browser, page_of, violations
from tests.world import World, running, until

pytestmark = in_the_browser

FAILED = ("Failed to load resource",)


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """A program with a page on a free port of this machine, and a roster in it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    def settings(**given: object) -> Settings:
        return Settings(**given, public_url=f"http://localhost:{port}", web_listen=f"127.0.0.1:{port}")  # type: ignore[arg-type]

    with patch.object(worlds, "Settings", settings):
        world = World(tmp_path)
    world.import_roster()
    async with running(world):
        await until(lambda: _is_served(port))
        yield world
    world.close()


def _is_served(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


async def _write(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Tin nhắn")
    await box.fill(words)
    await box.press("Enter")


async def _link(office: World, code: str) -> str:
    def work(db: Database) -> str:
        person = people.person_by_code(db, code)
        assert person is not None
        return signing_in.issue(office.unit(db), person, "test").token

    token: str = office.write_now(work)
    return f"{office.settings.public_url}{signing_in.PATH}{token}"


async def test_whoever_has_an_invitation_joins_on_the_page_and_is_there_a_member(
    chromium: Browser, office: World
) -> None:
    code = office.invite("AN").code
    async with page_of(chromium, office.settings.public_url, NARROW, expected=FAILED) as page:
        await page.get_by_role("button", name="Bắt đầu").click()
        await expect(page.get_by_text("Mời nhập mã mời")).to_be_visible()
        await _write(page, code)
        await page.get_by_role("button", name="Xác nhận đúng").last.click()
        await page.get_by_role("button", name="Đồng ý, tiếp tục").last.click()

        await expect(page.get_by_text("Đã liên kết tài khoản")).to_be_visible()
        await expect(page.locator("#me")).to_contain_text("Nguyễn Văn An")
        await expect(page.get_by_role("button", name="Danh sách lệnh")).to_be_visible()
        assert await violations(page, "joined") == []


async def test_a_link_leads_to_the_conversation_and_what_is_written_there_is_stored_once(
    chromium: Browser, office: World
) -> None:
    office.link("AN")
    async with page_of(chromium, await _link(office, "AN"), WIDE, expected=FAILED) as page:
        await page.get_by_role("button").click()
        await expect(page.locator("#me")).to_contain_text("Nguyễn Văn An")
        await page.evaluate("navigator.serviceWorker.ready")

        await page.context.set_offline(True)
        await _write(page, "/trogiup")
        await expect(page.locator("article.person")).to_contain_text("chưa gửi được, sẽ gửi lại")
        await page.context.set_offline(False)

        await expect(page.locator("article.bot").first).to_be_visible()
        await expect(page.locator("article.person")).to_have_count(1)
        await expect(page.get_by_text("chưa gửi được")).to_have_count(0)

    assert office.count("inbox", "channel = 'web'") == 1
