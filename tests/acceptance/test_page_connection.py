"""The page stays open while the sandbox or the bot goes and comes, and beside another page."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from bot.sandbox.server import sandbox
from tests.acceptance.browsing import box, in_the_browser, page_of, phone, write
from tests.acceptance.program import no_sandbox_left, program
from tests.sandbox.sandbox_world import MEMBER, PHONES, sandbox_world

pytestmark = in_the_browser

_REFUSED = ("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "ERR_SOCKET_NOT_CONNECTED")
"""What a browser says by itself of a server that is away."""
PATIENCE_MS = 30_000
"""More than the program needs to start."""


async def test_an_open_page_comes_back_with_the_sandbox_and_keeps_what_was_typed(
    chromium: Browser, tmp_path: Path
) -> None:
    (tmp_path / "phones.json").write_text(json.dumps(PHONES), encoding="utf-8")
    async with AsyncExitStack() as server:
        address = await server.enter_async_context(sandbox(tmp_path))
        async with page_of(chromium, address, expected=_REFUSED) as page:
            member = phone(page, "Nguyễn Minh Châu")
            await write(member, "Trước khi dừng")
            await expect(member.get_by_role("article")).to_have_count(1)
            await server.aclose()
            await expect(page.locator("#notice")).to_contain_text("Mất kết nối")
            await write(member, "Nội dung chưa gửi")
            await expect(member.get_by_role("alert")).to_contain_text("Chưa gửi")
            await expect(box(member)).to_have_value("Nội dung chưa gửi")

            async with sandbox(tmp_path, urlsplit(address).port or 0):
                await expect(page.locator("#notice")).not_to_contain_text("Mất kết nối")
                await expect(member.locator(".person .text")).to_have_text("Trước khi dừng")
                await box(member).press("Enter")
                await expect(member.locator(".person .text").last).to_have_text("Nội dung chưa gửi")
                await page.goto("about:blank")


async def test_an_open_page_says_that_the_program_was_killed_and_goes_on_with_the_one_started_again(
    chromium: Browser, tmp_path: Path
) -> None:
    run = ("run", "--sandbox", "--port", "0")
    with no_sandbox_left(tmp_path / "data"):
        async with AsyncExitStack() as stack:
            killed = await stack.enter_async_context(program(tmp_path / "data", *run))
            address = await killed.sandbox()
            page = await stack.enter_async_context(page_of(chromium, address))
            stranger = phone(page, "Người lạ")
            answers, notice = stranger.locator(".bot .text"), page.locator("#notice")
            await write(stranger, "/start")
            await expect(answers).to_have_count(1, timeout=PATIENCE_MS)
            before = await answers.all_text_contents()
            killed.kill()
            await expect(notice).to_contain_text("Chương trình trợ lý chưa chạy", timeout=PATIENCE_MS)
            await write(stranger, "/trogiup")
            await expect(stranger.locator(".person .text")).to_have_count(2)

            again = await stack.enter_async_context(program(tmp_path / "data", *run))
            assert await again.sandbox() == address
            await expect(answers).to_have_count(2, timeout=PATIENCE_MS)
            await expect(notice).to_be_empty()
            after = await answers.all_text_contents()
            await page.goto("about:blank")

    assert after[:1] == before


async def test_two_pages_show_the_same(chromium: Browser, tmp_path: Path) -> None:
    async with (
        sandbox_world(tmp_path) as world,
        page_of(chromium, world.address) as one,
        page_of(chromium, world.address) as other,
    ):
        await write(phone(one, "Nguyễn Minh Châu"), "Xin chào")
        await expect(phone(other, "Nguyễn Minh Châu").locator(".person .text")).to_have_text("Xin chào")

        await world.bot.send_message(MEMBER, "Kính gửi Quý thành viên")

        for page in (one, other):
            await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Kính gửi Quý")).to_be_visible()


async def test_many_people_stand_in_a_row_with_their_names_above(chromium: Browser, tmp_path: Path) -> None:
    async with sandbox_world(tmp_path) as world:
        more = [{**PHONES[0], "user_id": 800000 + n, "name": f"Thành viên số {n}", "code": None} for n in range(9)]
        (tmp_path / "phones.json").write_text(json.dumps([*PHONES, *more]), encoding="utf-8")
        await world.bot.get_updates()
        async with page_of(chromium, world.address) as page:
            tabs = page.get_by_role("navigation", name="Điện thoại")
            await expect(tabs.get_by_role("button")).to_have_count(12)
            await expect(phone(page, "Thành viên số 8")).not_to_be_in_viewport()

            await tabs.get_by_role("button", name="Thành viên số 8").click()

            await expect(phone(page, "Thành viên số 8")).to_be_in_viewport(ratio=0.95)
