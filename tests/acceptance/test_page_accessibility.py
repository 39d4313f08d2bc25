"""The page for people who cannot see it well or do not use a mouse, checked by axe-core."""

from __future__ import annotations

from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, ViewportSize, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from tests.acceptance.browsing import NARROW, SMALL, WIDE, box, in_the_browser, page_of, phone, picture, violations
from tests.sandbox.sandbox_world import MEMBER, World

pytestmark = in_the_browser

ZOOMED = ViewportSize(width=720, height=450)
"""What is left of 1440 x 900 at 200 %."""


@pytest_asyncio.fixture(loop_scope="session")
async def furnished(world: World) -> World:
    await world.bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo"), BotCommand("trogiup", "Xem hướng dẫn")])
    await world.phone().send("Kính gửi Cơ quan thường trực")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Gửi báo cáo", callback_data="x")]])
    await world.bot.send_message(MEMBER, "<b>Mời chọn</b>", "HTML", reply_markup=keys, disable_notification=True)
    await world.bot.send_document(MEMBER, b"draft", filename="Dự thảo.docx", caption="Dự thảo")
    await world.bot.send_photo(MEMBER, picture(), caption="Ảnh")
    return world


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious_on_a_wide_page_with_each_panel_and_dialog(
    chromium: Browser, furnished: World, scheme: Literal["light", "dark"]
) -> None:
    found: list[str] = []
    async with page_of(chromium, furnished.address, WIDE, scheme) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(member.get_by_text("Mời chọn")).to_be_visible()
        for panel in ("Đồng hồ", "Dòng thời gian", "Giả định sự cố", "Hướng dẫn"):
            await _open_panel(page, panel)
            found += await violations(page, panel)

        await member.get_by_role("button", name="Danh sách lệnh").click()
        found += await violations(page, "commands")
        await box(member).press("Escape")
        await member.locator("input[type=file]").set_input_files([_file("ảnh.png"), _file("bảng.xlsx")])
        found += await violations(page, "files to be sent")
        await member.get_by_role("button", name="Việc khác trên điện thoại").click()
        found += await violations(page, "menu")
        await page.keyboard.press("Escape")
        await member.get_by_role("button", name="Ảnh. Trợ lý").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        found += await violations(page, "picture")

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["narrow", "zoomed"])
async def test_axe_finds_nothing_serious_on_a_narrow_or_enlarged_page(
    chromium: Browser, furnished: World, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    found: list[str] = []
    async with page_of(chromium, furnished.address, size, scheme, has_touch=True) as page:
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Mời chọn")).to_be_visible()
        found += await violations(page, "phone")
        for panel in ("Đồng hồ", "Dòng thời gian", "Giả định sự cố", "Hướng dẫn"):
            await _open_panel(page, panel)
            found += await violations(page, panel)
        sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert found == []
    assert sideways <= 0


async def test_every_control_is_large_enough_for_a_finger(chromium: Browser, furnished: World) -> None:
    async with page_of(chromium, furnished.address, NARROW, has_touch=True, is_mobile=True) as page:
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Mời chọn")).to_be_visible()
        small = await page.evaluate(SMALL)
        await _open_panel(page, "Giả định sự cố")
        small += await page.evaluate(SMALL)

    assert small == []


async def test_the_keyboard_alone_reaches_and_presses_everything(chromium: Browser, furnished: World) -> None:
    async with page_of(chromium, furnished.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(member.get_by_text("Mời chọn")).to_be_visible()

        await member.get_by_role("button", name="Việc khác trên điện thoại").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitem", name="Gửi nhãn dán")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitem", name="Chặn trợ lý")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(member.get_by_role("button", name="Việc khác trên điện thoại")).to_be_focused()
        await member.get_by_role("button", name="Ảnh. Trợ lý").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(member.get_by_role("button", name="Ảnh. Trợ lý")).to_be_focused()
        await page.get_by_role("button", name="Dòng thời gian").focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Dòng thời gian")).to_be_focused()


async def test_a_screen_reader_hears_the_phone_in_use_and_only_how_much_came_to_another(
    chromium: Browser, furnished: World
) -> None:
    async with page_of(chromium, furnished.address) as page:
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Mời chọn")).to_be_visible()
        voice = page.locator("#voice")
        await box(phone(page, "Phạm Thu Hà")).focus()
        await furnished.bot.send_message(MEMBER, "Đã nhận báo cáo BC-2611-001")
        await expect(voice).to_have_text("Nguyễn Minh Châu: 1 tin mới.")

        await box(phone(page, "Nguyễn Minh Châu")).focus()
        await furnished.bot.send_message(MEMBER, "Đã nhận báo cáo BC-2611-002")

        await expect(voice).to_have_text("Đã nhận báo cáo BC-2611-002")


async def test_nothing_moves_for_who_asked_for_less_motion(chromium: Browser, furnished: World) -> None:
    async with page_of(chromium, furnished.address, reduced_motion="reduce") as page:
        await phone(page, "Nguyễn Minh Châu").get_by_role("button", name="Gửi báo cáo").click()

        moving = await page.evaluate(
            "document.getAnimations().filter(a => a.effect.getComputedTiming().activeDuration > 100).length"
        )

    assert moving == 0


async def _open_panel(page: Page, name: str) -> None:
    opener = page.locator(f"[data-panel={_PANELS[name]}]")
    if await opener.get_attribute("aria-expanded") == "false":
        await opener.click()
    await expect(page.get_by_role("group", name=name)).to_be_visible()


_PANELS = {"Đồng hồ": "clock", "Dòng thời gian": "timeline", "Giả định sự cố": "faults", "Hướng dẫn": "tour"}


def _file(name: str) -> FilePayload:
    if name.endswith(".png"):
        return FilePayload(name=name, mimeType="image/png", buffer=picture())
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=b"content")
