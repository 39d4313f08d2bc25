"""What there is room for on the sandbox's page: every phone within reach, the chosen one in view, messages first."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.acceptance.browsing import NARROW, WIDE, in_the_browser, page_of, phone
from tests.sandbox.sandbox_world import PHONES, SECRETARY, World, sandbox_world

pytestmark = in_the_browser
SEAT = "Hiệp hội Chế biến nông sản – Hội đồng tư vấn"
_LEFT_AND_RIGHT = "phone => { const {left, right} = phone.getBoundingClientRect(); return [left, right]; }"

_TOP = "messages => messages.getBoundingClientRect().top"


async def _six(world: World, directory: Path) -> list[str]:
    """Give the sandbox six phones; return whose they are."""
    more = [{**PHONES[0], "user_id": 800000 + n, "name": f"Thành viên số {n}", "code": None} for n in range(3)]
    (directory / "phones.json").write_text(json.dumps([*PHONES, *more]), encoding="utf-8")
    await world.bot.get_updates()
    return [str(each["name"]) for each in [*PHONES, *more]]


async def test_six_phones_are_reached_without_sideways_scrolling_and_the_chosen_one_is_whole(
    chromium: Browser, tmp_path: Path
) -> None:
    async with sandbox_world(tmp_path) as world, page_of(chromium, world.address, WIDE) as page:
        names = await _six(world, tmp_path)
        tabs = page.get_by_role("navigation", name="Điện thoại")
        await expect(tabs.get_by_role("button")).to_have_count(6)
        for name in [*names, *reversed(names)]:
            await tabs.get_by_role("button", name=name).click()
            left, right = await phone(page, name).evaluate(_LEFT_AND_RIGHT)
            drawer = await page.locator("#drawer").evaluate("drawer => drawer.getBoundingClientRect().left")
            assert 0 <= left < right <= drawer
        await tabs.get_by_role("button", name=names[3]).click()
        await page.get_by_role("group", name="Hướng dẫn").get_by_role("button", name="Đóng").click()
        await expect(phone(page, names[3])).to_be_in_viewport(ratio=1)

        sideways = await page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('#tabs, #phones')]"
            ".filter(one => one.scrollWidth > one.clientWidth).map(one => one.id)"
        )

    assert sideways == []


async def test_on_a_phone_little_stands_above_the_messages_and_all_that_is_new_can_be_seen(
    chromium: Browser, tmp_path: Path
) -> None:
    async with sandbox_world(tmp_path) as world, page_of(chromium, world.address, NARROW, has_touch=True) as page:
        names = await _six(world, tmp_path)
        tabs = page.get_by_role("navigation", name="Điện thoại")
        await expect(tabs.get_by_role("button")).to_have_count(6)
        for user_id in (SECRETARY, 800000, 800001, 800002):
            await world.bot.send_message(user_id, "Chờ tiếp nhận")
        for name in (names[1], *names[3:]):
            badge = tabs.get_by_role("button", name=name).locator(".badge")
            await expect(badge).to_be_in_viewport(ratio=1)
        above = []
        for name in [*names[1:], names[0]]:
            await tabs.get_by_role("button", name=name).tap()
            above.append(
                await phone(page, name).locator(".messages").first.evaluate("m => m.getBoundingClientRect().top")
            )

        await expect(page.get_by_text(SEAT).first).to_be_hidden()
        await tabs.get_by_role("button", name=names[0]).tap()

        seat = phone(page, names[0]).get_by_text(SEAT)
        await expect(seat).to_be_in_viewport(ratio=1)
        assert await seat.evaluate("seat => getComputedStyle(seat.parentElement).overflow") == "visible"

    assert max(above) < 120


async def test_the_desks_group_says_what_it_is_for(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        desk = phone(page, "Phạm Thu Hà")
        await desk.get_by_role("button", name="Nhóm Cơ quan thường trực").click()

        await expect(desk.get_by_text("mỗi báo cáo một thẻ")).to_be_visible()


async def test_a_time_is_written_and_read_in_the_same_way_whatever_the_browsers_language(
    chromium: Browser, world: World
) -> None:
    async with page_of(chromium, world.address, timezone_id="America/New_York") as page:
        await page.locator("[data-panel=clock]").click()
        panel = page.get_by_role("group", name="Đồng hồ")
        field = panel.get_by_label("Ngày, giờ khác")
        await expect(field).to_have_value("08:15 16/11/2026")
        await field.fill("20/11")
        await panel.get_by_role("button", name="Chuyển", exact=True).click()
        await expect(panel.get_by_role("alert")).to_have_text(
            "Chưa hiểu. Mời ghi giờ và ngày như sau: 16:00 20/11/2026."
        )
        await expect(field).to_have_value("20/11")

        await field.fill("9:05 20/11/2026")
        await panel.get_by_role("button", name="Chuyển", exact=True).click()

        await expect(panel.get_by_text("Đang chuyển giờ đến 09:05 20/11/2026")).to_be_visible()
