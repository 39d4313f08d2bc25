"""Answers to the office's page that are cut off: half of one is none, and what was cut off is asked for again."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.acceptance.browsing import NARROW, in_the_browser, page_of
from tests.acceptance.test_office_page import FAILED, WAITING
from tests.acceptance.web_stub import Stub
from tests.world import until

pytestmark = in_the_browser


@pytest.mark.parametrize("what", ["GET /web/state", "GET /web/strings?lang=vi", "GET /web/strings?lang=en"])
async def test_an_answer_of_which_half_arrived_is_asked_for_again(chromium: Browser, stub: Stub, what: str) -> None:
    stub.lang, stub.halves = "en", [what]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await expect(page.locator("#me")).to_have_text("Nguyễn Minh Châu · Hiệp hội Chế biến nông sản")
        await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
        assert await page.evaluate("localStorage.getItem('who')") == stub.who

    assert stub.halves == []


async def test_an_act_of_whose_answer_half_arrived_is_sent_once_more_and_stored_once(
    chromium: Browser, stub: Stub
) -> None:
    stub.halves = ["POST /web/acts/text"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        box = page.get_by_role("textbox", name="Tin nhắn")
        await box.fill("Chỉ một lần")
        await box.press("Enter")
        await until(lambda: len(stub.attempts) == 2)
        await expect(page.get_by_text(WAITING)).to_have_count(0)
        await expect(page.locator("article.person")).to_have_count(1)

    assert [act["text"] for act in stub.acts] == ["Chỉ một lần"]
    assert len(set(stub.attempts)) == 1


async def test_the_key_for_the_codes_is_asked_for_again_where_it_did_not_arrive(chromium: Browser, stub: Stub) -> None:
    stub.needs, stub.halves = "totp_setup", ["GET /web/totp"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("JBSW Y3DP EHPK 3PXP")).to_be_visible()
        await expect(page.locator("#notice")).to_have_text("")


async def test_a_code_that_was_taken_and_not_answered_is_asked_for_no_more(chromium: Browser, stub: Stub) -> None:
    stub.needs, stub.halves = "totp", ["POST /web/totp"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        code = page.get_by_label("Sáu chữ số")
        await code.fill("123456")
        await code.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Mời kiểm tra kết nối rồi nhập lại mã")
        await code.press("Enter")

        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()


async def test_a_stream_that_breaks_off_again_and_again_is_taken_up_a_second_later_each_time(
    chromium: Browser, stub: Stub
) -> None:
    async with page_of(chromium, "about:blank", NARROW, expected=FAILED) as page:
        await page.clock.install()
        await page.goto(stub.address)
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        stub.says("Đã nối")
        await expect(page.get_by_text("Đã nối")).to_be_visible()
        await page.clock.pause_at(await page.evaluate("Date.now() / 1000 + 1"))
        for _ in range(4):
            stub.breaks_off()
            await expect(page.locator("#notice")).to_contain_text("Mất kết nối")

            await page.clock.run_for(1000)

            await expect(page.locator("#notice")).to_have_text("")


async def test_what_opens_the_page_without_a_network_is_asked_for_again_where_it_was_cut_off(
    chromium: Browser, stub: Stub
) -> None:
    stub.needs, stub.halves = "totp", ["GET /page/shell.json"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await until(lambda: stub.halves == [])
        code = page.get_by_label("Sáu chữ số")
        await code.fill("123456")
        await code.press("Enter")

        assert await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
