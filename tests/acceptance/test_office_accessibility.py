"""The office's page for everybody: at any width, in either language, without a mouse, with a finger."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.channels.web.page.strings import STRINGS
from bot.conversation.words import WORDS
from tests.acceptance.browsing import NARROW, SMALL, WIDE, in_the_browser, page_of, violations
from tests.acceptance.web_stub import Stub

pytestmark = in_the_browser

FAILED = ("Failed to load resource",)
"""What a browser says of a request that got no answer."""
HALFWAY = ViewportSize(width=720, height=900)


@pytest.mark.parametrize(("lang", "scheme"), [("vi", "light"), ("en", "dark")])
async def test_axe_finds_nothing_serious_at_any_width_and_nothing_leads_sideways(
    chromium: Browser, stub: Stub, lang: str, scheme: Literal["light", "dark"]
) -> None:
    stub.lang = lang
    stub.before = ["cut"] * 1000
    found: list[str] = []
    async with page_of(chromium, stub.address, WIDE, scheme, expected=FAILED) as page:
        box = page.get_by_role("textbox", name="Tin nhắn" if lang == "vi" else "Message")
        await box.fill("Chưa gửi")
        await box.press("Enter")
        await expect(page.locator(".is-pending")).to_be_visible()
        await expect(page.get_by_role("complementary").get_by_role("button")).to_have_count(3)
        for size in (WIDE, HALFWAY, NARROW):
            await page.set_viewport_size(size)
            found += await violations(page, f"{lang} {size['width']}")
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    assert found == []


async def test_on_a_phone_every_control_is_large_enough_and_weights_can_be_seen(chromium: Browser, stub: Stub) -> None:
    async with page_of(chromium, stub.address, NARROW, has_touch=True, is_mobile=True) as page:
        send, delete = page.get_by_role("button", name="Gửi báo cáo"), page.get_by_role("button", name="Xóa dự thảo")
        await expect(send).to_have_attribute("data-style", "primary")
        await expect(delete).to_have_attribute("data-style", "danger")
        grounds = [
            await each.evaluate("each => getComputedStyle(each).backgroundColor")
            for each in (send, delete, page.get_by_role("button", name="Sửa", exact=True))
        ]
        small = await page.evaluate(SMALL)
        header = await page.locator("#place").evaluate("place => place.getBoundingClientRect().top")

    assert len(set(grounds)) == 3
    assert small == []
    assert header < 120


async def test_every_word_of_the_page_is_there_in_both_languages(chromium: Browser, stub: Stub) -> None:
    async with page_of(chromium, stub.address) as page:
        vi, en = [
            await (await page.request.get(f"{stub.address}web/strings?lang={lang}")).json() for lang in ("vi", "en")
        ]

    assert vi.keys() == en.keys() == STRINGS.keys() | WORDS.keys() | {"lang"}
    assert [key for key in vi if vi[key] == en[key]] == []
