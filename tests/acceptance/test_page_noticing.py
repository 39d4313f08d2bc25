"""What a person's look and press change on the page: what counts as read, and a button that was answered."""

from __future__ import annotations

from playwright.async_api import Browser, Route, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.acceptance.browsing import NARROW, in_the_browser, page_of, phone
from tests.sandbox.sandbox_world import MEMBER, World

pytestmark = in_the_browser
KEY = InlineKeyboardMarkup([[InlineKeyboardButton("Báo không phát sinh", callback_data="n:1")]])


async def test_what_came_behind_a_panel_of_a_narrow_page_is_read_once_the_phone_is_seen_again(
    chromium: Browser, world: World
) -> None:
    async with page_of(chromium, world.address, NARROW) as page:
        tab = page.get_by_role("navigation", name="Điện thoại").get_by_role("button", name="Nguyễn Minh Châu")
        clock = page.locator("[data-panel=clock]")
        await world.bot.send_message(MEMBER, "Mời chọn")
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Mời chọn")).to_be_visible()
        await clock.click()
        await world.bot.send_message(MEMBER, "Hôm nay là thời hạn")
        await expect(tab).to_contain_text("1")

        await clock.click()

        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Hôm nay là thời hạn")).to_be_visible()
        await expect(tab).not_to_contain_text("1")


async def test_a_button_that_was_answered_before_the_page_looked_can_be_pressed_again(
    chromium: Browser, world: World
) -> None:
    await world.bot.send_message(MEMBER, "Hôm nay là thời hạn", reply_markup=KEY)
    presses = 0

    async def answered_at_once(route: Route) -> None:
        nonlocal presses
        presses += 1
        await route.fulfill(json={})

    async with page_of(chromium, world.address) as page:
        await page.route("**/sandbox/phones/*/tap", answered_at_once)
        member = phone(page, "Nguyễn Minh Châu")
        key = member.get_by_role("button", name="Báo không phát sinh")
        async with page.expect_response("**/tap"):
            await key.click()
        await world.bot.send_message(MEMBER, "Đã nhận báo cáo")
        await expect(member.get_by_text("Đã nhận báo cáo")).to_be_visible()
        await expect(key).not_to_have_attribute("aria-busy", "true")

        await key.click()

        await expect(key).to_have_attribute("aria-busy", "true")

    assert presses == 2


async def test_a_long_timeline_scrolls_in_its_panel_and_never_takes_the_page_along(
    chromium: Browser, world: World
) -> None:
    days = [f"2026-11-{day:02}T08:30:00+07:00" for day in range(1, 31)]
    rows = [
        {"at": at, "time": "08:30", "day": at[:10], "state": "sent", "who": f"Người {number}", "what": "Tin nhắc việc"}
        for at in days
        for number in range(3)
    ]
    async with page_of(chromium, world.address) as page:
        await page.route(
            "**/sandbox/timeline*", lambda route: route.fulfill(json={"now": "2026-11-16T12:00:00+07:00", "rows": rows})
        )

        await page.get_by_role("button", name="Dòng thời gian").click()

        await expect(page.locator("#drawer .now")).to_be_in_viewport()
        room = await page.evaluate("document.documentElement.scrollHeight - innerHeight")
        moved = await page.evaluate("document.documentElement.scrollTop + document.body.scrollTop")

    assert (room, moved) == (0, 0)


async def test_of_answers_that_came_at_once_every_alert_and_the_last_line_are_shown(
    chromium: Browser, world: World
) -> None:
    said = [("Đã lưu", False), ("Đã quá thời hạn", True), ("Chưa đủ nội dung", True), ("Đã ghi nhận", False)]
    toasts = [
        {"id": number, "text": text, "alert": alert, "changed": 0} for number, (text, alert) in enumerate(said, 1)
    ]

    async def answered(route: Route) -> None:
        state = await (await route.fetch()).json()
        state["phones"][0]["toasts"] = toasts if state["phones"][0]["messages"] else []
        await route.fulfill(json=state)

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await page.route("**/sandbox/state*", answered)
        await page.reload()
        await expect(member).to_be_visible()
        await world.bot.send_message(MEMBER, "Mời chọn")
        alert, line = member.get_by_role("alertdialog"), member.locator(".toast")
        await expect(line).to_have_text("Đã ghi nhận")
        await expect(alert).to_contain_text("Đã quá thời hạn")
        await alert.get_by_role("button").click()
        await expect(alert).to_contain_text("Chưa đủ nội dung")
        await alert.get_by_role("button").click()

        await expect(alert).to_be_hidden()
