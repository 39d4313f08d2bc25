"""A person on the page answers a message, and sends what is neither text nor file."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import ChatMigrated

from tests.acceptance.browsing import (
    NARROW,
    SMALL,
    WIDE,
    box,
    in_the_browser,
    page_of,
    phone,
    picture,
    violations,
    write,
)
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, World

pytestmark = in_the_browser

REMINDER = "Nhắc báo cáo tháng 11/2026: hạn 17:00 ngày 20/11/2026"


async def remind(world: World, text: str = REMINDER) -> int:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Báo không phát sinh", callback_data="nil")]])
    return (await world.bot.send_message(MEMBER, text, reply_markup=keys)).message_id


async def told(world: World) -> list[Message]:
    return [update.message for update in await world.bot.get_updates() if update.message]


def answered(message: Message) -> int | None:
    return message.reply_to_message.message_id if message.reply_to_message else None


def reply(phone: Locator, text: str) -> Locator:
    """Return the control that answers the message which says `text`."""
    return phone.get_by_role("article").filter(has_text=text).get_by_role("button", name="Trả lời", exact=True)


async def test_an_answer_is_composed_under_what_it_answers_and_shows_it_afterwards(
    chromium: Browser, world: World
) -> None:
    asked = await remind(world)
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(reply(member, REMINDER)).to_have_css("opacity", "0")
        await member.get_by_text(REMINDER).hover()
        await expect(reply(member, REMINDER)).to_have_css("opacity", "1")
        await reply(member, REMINDER).click()
        await expect(box(member)).to_be_focused()
        await expect(box(member)).to_have_accessible_description(f"Đang trả lời tin nhắn {REMINDER}")
        await expect(member.locator(".answering")).to_contain_text(REMINDER)
        await write(member, "không")

        own = member.locator(".person")
        await expect(own.get_by_role("button", name=f"Trả lời tin: {REMINDER}")).to_be_visible()
        await expect(own.locator(".text")).to_have_text("không")
        await expect(member.locator(".answering")).to_be_hidden()
        await expect(box(member)).to_have_accessible_description("")
        await expect(member.locator(".bot .meta")).to_contain_text("đã trả lời")
        await write(member, "xin chào")
        await expect(own).to_have_count(2)

    assert [answered(message) for message in await told(world)] == [asked, None]


async def test_the_keyboard_alone_begins_and_leaves_an_answer_and_the_draft_stays(
    chromium: Browser, world: World
) -> None:
    await remind(world)
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await box(member).fill("không phát sinh")
        await member.locator(".messages").focus()
        await page.keyboard.press("Tab")
        await expect(reply(member, REMINDER)).to_be_focused()
        await expect(reply(member, REMINDER)).to_have_css("opacity", "1")
        await page.keyboard.press("Enter")
        await expect(member.locator(".answering")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(member.locator(".answering")).to_be_hidden()
        await reply(member, REMINDER).focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Shift+Tab")
        await expect(member.get_by_role("button", name="Không trả lời tin nhắn này nữa")).to_be_focused()
        await page.keyboard.press("Enter")

        await expect(box(member)).to_be_focused()
        await expect(box(member)).to_have_value("không phát sinh")
        await page.keyboard.press("Enter")
        await expect(member.locator(".person .text")).to_have_text("không phát sinh")

    assert [answered(message) for message in await told(world)] == [None]


async def test_files_and_what_has_no_words_answer_as_well(chromium: Browser, world: World) -> None:
    asked = await remind(world)
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        png = FilePayload(name="một.png", mimeType="image/png", buffer=picture())
        await reply(member, REMINDER).focus()
        await page.keyboard.press("Enter")
        await member.locator("input[type=file]").set_input_files(png)
        await write(member, "Ảnh chụp")
        await expect(member.locator(".person .quote")).to_have_count(1)
        for kind, number in (("Tin nhắn thoại", 2), ("Vị trí", 3), ("Danh thiếp cá nhân", 4)):
            await reply(member, REMINDER).focus()
            await page.keyboard.press("Enter")
            await _attach(member, page, kind)
            await expect(member.locator(".person .quote")).to_have_count(number)

        await expect(member.locator(".wordless")).to_have_text(
            ["Tin nhắn thoại, 7 giây", "Vị trí: 21.0368, 105.8346", "Danh thiếp của Nguyễn Minh Châu: +84900000000"]
        )

    messages = await told(world)
    assert [answered(message) for message in messages] == [asked] * 4
    assert [bool(content) for content in _wordless(messages[1:])] == [True] * 3


def _wordless(messages: list[Message]) -> list[Any]:
    voice, location, contact = messages
    return [voice.voice, location.location, contact.contact]


async def test_files_are_chosen_from_the_menu_of_attachments(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        async with page.expect_file_chooser() as choosing:
            await _attach(member, page, "Tệp hoặc ảnh")
        await (await choosing.value).set_files(FilePayload(name="a.png", mimeType="image/png", buffer=picture()))

        await expect(member.locator(".chosen .file-name")).to_have_text(["a.png"])
        await expect(box(member)).to_be_focused()


async def test_what_is_answered_follows_its_edits_and_ends_with_it(chromium: Browser, world: World) -> None:
    asked = await remind(world, "Bước 1/3")
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await reply(member, "Bước 1/3").focus()
        await page.keyboard.press("Enter")
        await box(member).fill("Đất đai")

        await world.bot.edit_message_text("Bước 2/3", MEMBER, asked)
        await expect(member.locator(".answering")).to_contain_text("Bước 2/3")
        await world.bot.delete_message(MEMBER, asked)

        await expect(member.locator(".answering")).to_be_hidden()
        await expect(box(member)).to_have_value("Đất đai")


async def test_a_correction_in_between_gives_the_draft_back_with_what_it_answers(
    chromium: Browser, world: World
) -> None:
    asked = await remind(world)
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Xin chao")
        await reply(member, REMINDER).focus()
        await page.keyboard.press("Enter")
        await box(member).fill("không")
        await member.locator(".person .bubble").hover()
        await member.get_by_role("button", name="Sửa hoặc xóa tin nhắn").click()
        await page.get_by_role("menuitem", name="Sửa").click()
        await expect(member.locator(".answering")).to_be_hidden()
        await write(member, "Xin chào")
        await expect(member.locator(".answering")).to_be_visible()
        await expect(box(member)).to_have_value("không")
        await box(member).press("Enter")

        await expect(member.locator(".person .text")).to_have_text(["Xin chào", "không"])

    assert [answered(message) for message in await told(world)] == [None, asked]


async def test_a_command_that_is_chosen_answers_nothing(chromium: Browser, world: World) -> None:
    await world.bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo")])
    await remind(world)
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await reply(member, REMINDER).focus()
        await page.keyboard.press("Enter")
        await box(member).press_sequentially("/b")
        await member.get_by_role("option", name="/baocao").click()

        await expect(member.locator(".person .text")).to_have_text("/baocao")
        await expect(member.locator(".answering")).to_be_visible()

    assert [answered(message) for message in await told(world)] == [None]


async def test_an_answer_that_could_not_be_sent_still_answers(chromium: Browser, world: World) -> None:
    asked = await remind(world)
    async with page_of(chromium, world.address, expected=("Failed to load",)) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await reply(member, REMINDER).focus()
        await page.keyboard.press("Enter")
        await page.route("**/phones/*/text", lambda route: route.abort())
        await write(member, "không")
        await expect(member.get_by_role("alert")).to_contain_text("Chưa gửi được")
        await expect(member.locator(".answering")).to_contain_text(REMINDER)
        await page.unroute("**/phones/*/text")
        await box(member).press("Enter")
        await expect(member.locator(".person .text")).to_have_text("không")

    assert [answered(message) for message in await told(world)] == [asked]


async def test_in_a_group_what_the_assistant_and_the_others_wrote_can_be_answered(
    chromium: Browser, world: World
) -> None:
    state = await world.get("sandbox/state")
    group = next(one for one in state["phones"] if one["user_id"] == SECRETARY)["groups"][0]
    asked = (await world.bot.send_message(group["chat_id"], "Báo cáo khẩn chờ tiếp nhận")).message_id
    async with page_of(chromium, world.address) as page:
        officer = phone(page, "Phạm Thu Hà")
        await officer.get_by_role("button", name=group["title"]).click()
        await reply(officer, "Báo cáo khẩn").focus()
        await page.keyboard.press("Enter")
        chat = officer.locator(".chat:visible")
        await write(chat, "Đã rõ")
        await expect(chat.locator(".person .quote")).to_have_text("Báo cáo khẩn chờ tiếp nhận")

    assert [answered(message) for message in await told(world)] == [asked]


async def test_what_was_written_before_a_group_moved_is_read_and_not_answered(chromium: Browser, world: World) -> None:
    state = await world.get("sandbox/state")
    group = next(one for one in state["phones"] if one["user_id"] == SECRETARY)["groups"][0]
    await world.bot.send_message(group["chat_id"], "Trước khi chuyển")
    await world.act("faults", {"kind": "migrate"})
    with pytest.raises(ChatMigrated) as caught:
        await world.bot.send_message(group["chat_id"], "Sau")
    await world.bot.send_message(caught.value.new_chat_id, "Sau khi chuyển")

    async with page_of(chromium, world.address) as page:
        officer = phone(page, "Phạm Thu Hà")
        await officer.get_by_role("button", name=group["title"]).click()
        await expect(reply(officer, "Sau khi chuyển")).to_have_count(1)
        await expect(officer.get_by_text("Trước khi chuyển")).to_be_visible()

        await expect(reply(officer, "Trước khi chuyển")).to_have_count(0)


async def test_touched_messages_have_the_control_in_sight_and_nothing_reaches_over_the_edge(
    chromium: Browser, world: World
) -> None:
    await remind(world, f"{REMINDER} " * 12)
    async with page_of(chromium, world.address, NARROW, has_touch=True, is_mobile=True) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(reply(member, REMINDER)).to_have_css("opacity", "1")
        await reply(member, REMINDER).tap()
        await expect(member.locator(".answering span")).to_have_text(f"{REMINDER} " * 2 + f"{REMINDER[:-1]}…")
        small = await page.evaluate(SMALL)
        await member.get_by_role("button", name="Đính kèm").tap()
        await expect(page.get_by_role("menu", name="Đính kèm")).to_be_in_viewport(ratio=1)
        small += await page.evaluate(SMALL)
        sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        await page.get_by_role("menuitem", name="Tin nhắn thoại").tap()
        await expect(member.locator(".wordless")).to_be_visible()

    assert small == []
    assert sideways <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_axe_finds_nothing_serious_while_an_answer_is_composed_and_sent(
    chromium: Browser, world: World, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    await remind(world)
    found: list[str] = []
    async with page_of(chromium, world.address, size, scheme) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await reply(member, REMINDER).focus()
        found += await violations(page, "control")
        await page.keyboard.press("Enter")
        await box(member).fill("không")
        found += await violations(page, "composer")
        await _attach(member, page, "Vị trí")
        await expect(member.locator(".wordless")).to_be_visible()
        await member.get_by_role("button", name="Đính kèm").click()
        found += await violations(page, "menu")

    assert found == []


async def _attach(phone: Locator, page: Page, choice: str) -> None:
    await phone.get_by_role("button", name="Đính kèm").click()
    await page.get_by_role("menuitem", name=choice).click()
