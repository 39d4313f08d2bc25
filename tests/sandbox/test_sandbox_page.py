"""The page with the phones, as its files and in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from yarl import URL

from bot.conversation.words import WORDS
from bot.sandbox.page.strings import STRINGS
from tests.acceptance.browsing import NARROW, browser, needs_browser, page_of
from tests.sandbox.sandbox_world import CODE, MEMBER, SECRETARY, STRANGER, World, answering, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


async def test_a_browser_is_told_to_fetch_and_run_nothing_from_elsewhere(world: World) -> None:
    async with world.session.get(world.address) as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()

    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:;"
        " form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "http:" not in text
    assert "https:" not in text


async def test_also_an_error_page_carries_the_policy(world: World) -> None:
    async with world.session.get(f"{world.address}nowhere") as response:
        assert response.status == 404
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_every_word_of_the_page_is_vietnamese_or_english(world: World) -> None:
    vi = await world.get("sandbox/strings")
    en = await world.get("sandbox/strings?lang=en")

    assert vi.keys() == en.keys() == STRINGS.keys() | WORDS.keys() | {"lang"}
    assert [key for key in STRINGS.keys() | WORDS if vi[key] == en[key]] == []
    assert STRINGS.keys() & WORDS.keys() == set()
    assert vi["messages_of"] == "Tin nhắn của {name}"


def script(world: World) -> Callable[[Update], Awaitable[None]]:
    """A bot that says what the real one would in the first minutes."""

    def rows(*labels: tuple[str, ...]) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in labels]
        )

    async def answer(update: Update) -> None:
        query, message = update.callback_query, update.message
        if query and query.data == "Báo cáo tháng 11":
            await query.edit_message_text(
                "<b>Báo cáo tháng 11/2026</b> (số liệu từ 15/10 đến 14/11/2026)\n"
                "Trong kỳ, Hiệp hội Chế biến nông sản có ghi nhận khó khăn, vướng mắc mới về TTHC không?",
                parse_mode="HTML",
                reply_markup=rows(("Khai vướng mắc", "Báo không phát sinh"), ("‹ Quay lại",)),
            )
            await query.answer("Đã chọn kỳ tháng 11/2026")
        elif query and query.data == "Báo không phát sinh":
            await query.edit_message_reply_markup(None)
            await query.answer()
            await world.bot.send_document(
                MEMBER,
                b"content" * 4000,
                filename="Báo cáo BC-2611-008 – Hiệp hội Chế biến nông sản.docx",
                caption="<b>Đã nhận báo cáo</b> <code>BC-2611-008</code> – không phát sinh vướng mắc, tháng 11/2026.\n"
                "Thời điểm nhận: 08:15 thứ Hai, ngày 16/11/2026 (đúng hạn).",
                parse_mode="HTML",
            )
            await world.bot.send_message(
                SECRETARY, "Chờ tiếp nhận: 01 báo cáo (<code>BC-2611-008</code>).", "HTML", disable_notification=True
            )
        elif message and message.chat_id == STRANGER:
            await world.bot.send_message(
                STRANGER,
                "<b>Trợ lý Tổ công tác cải cách thủ tục hành chính</b>\nKênh này dành cho thành viên Tổ công tác và "
                "Hội đồng tư vấn cải cách thủ tục hành chính (TTHC).\nMời nhập mã mời do Cơ quan thường trực cấp, "
                "ví dụ: MOI-7K2Q-94XM-3P.",
                "HTML",
                reply_markup=rows(("Hỏi cách lấy mã", "Use English")),
            )
        elif message:
            await world.bot.send_message(
                MEMBER,
                "<b>Gửi báo cáo</b>\nMời Quý thành viên chọn loại báo cáo:",
                "HTML",
                reply_markup=rows(("Báo cáo tháng 11",), ("Báo cáo đột xuất",), ("‹ Quay lại",)),
            )

    return answer


@needs_browser
async def test_people_use_the_page_as_their_phones(world: World, tmp_path: Path) -> None:
    async with browser() as chromium, answering(world.bot, script(world)), page_of(chromium, world.address) as page:
        member = page.get_by_role("region", name="Nguyễn Minh Châu")
        stranger = page.get_by_role("region", name="Đỗ Quang Vinh")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Trợ lý cải cách thủ tục hành chính")
        await expect(member.get_by_text(CODE)).to_be_visible()

        await member.get_by_role("textbox", name="Tin nhắn").fill("/baocao")
        await member.get_by_role("button", name="Gửi", exact=True).click()
        await member.get_by_role("button", name="Báo cáo tháng 11").click()
        await expect(member.get_by_role("status")).to_have_text("Đã chọn kỳ tháng 11/2026")
        await page.screenshot(path=tmp_path / "wide-toast.png")
        await member.get_by_role("button", name="Báo không phát sinh").click()
        async with page.expect_download() as download:
            await member.get_by_role("link", name="Tải tệp Báo cáo BC-2611-008").click()
        await stranger.get_by_role("button", name="Bắt đầu").click()
        await expect(stranger.get_by_role("button", name="Hỏi cách lấy mã")).to_be_visible()
        await stranger.get_by_role("textbox", name="Tin nhắn").fill("<img src=x onerror=alert(1)>")
        await stranger.get_by_role("textbox", name="Tin nhắn").press("Enter")
        await expect(stranger.locator(".person .text").last).to_have_text("<img src=x onerror=alert(1)>")
        await page.screenshot(path=tmp_path / "wide.png")

    assert (await download.value).suggested_filename == "Báo cáo BC-2611-008 – Hiệp hội Chế biến nông sản.docx"


@needs_browser
async def test_a_narrow_page_shows_one_phone_and_where_news_are(world: World, tmp_path: Path) -> None:
    async with browser() as chromium, page_of(chromium, world.address, NARROW, "dark") as page:
        tabs = page.get_by_role("navigation", name="Điện thoại")
        await expect(page.get_by_role("region")).to_have_count(1)

        await world.bot.send_message(SECRETARY, "Chờ tiếp nhận: 01 báo cáo.")

        await expect(tabs.get_by_role("button", name="Phạm Thu Hà")).to_contain_text("1 tin mới")
        await page.screenshot(path=tmp_path / "narrow-start.png")
        await tabs.get_by_role("button", name="Phạm Thu Hà").click()
        await expect(page.get_by_text("Chờ tiếp nhận: 01 báo cáo.")).to_be_visible()
        await expect(tabs.get_by_text("tin mới")).to_have_count(0)
        await page.screenshot(path=tmp_path / "narrow.png")


@needs_browser
async def test_the_page_says_that_the_bot_is_away_and_notices_its_return(world: World) -> None:
    async with browser() as chromium, page_of(chromium, world.address) as page:
        notice = page.locator("#notice")
        await expect(notice).to_contain_text("Chương trình trợ lý chưa chạy")

        await world.bot.get_updates()

        await expect(notice).to_have_text("")


@pytest.mark.parametrize("name", ["x" * 300, "..%2froutes.py", "%00", "khong-co.js"])
async def test_a_file_that_is_not_the_pages_is_not_found(world: World, name: str) -> None:
    async with world.session.get(URL(f"{world.address}page/{name}", encoded=True)) as response:
        assert response.status == 404
