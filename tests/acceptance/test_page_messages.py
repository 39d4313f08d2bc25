"""What stands on the phones: every kind of message, what is new, and text that would like to be more than text."""

from __future__ import annotations

import json

from playwright.async_api import Browser, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from tests.acceptance.browsing import NARROW, box, in_the_browser, page_of, phone, picture, write
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, World, answering

pytestmark = in_the_browser

HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "javascript:alert(3)",
    "\u202etxet desrever\u202c \u2067isolated",
    "\N{GRINNING FACE}" * 2048,
    "ă" * 4096,
)


async def test_hostile_text_is_shown_as_it_is_and_breaks_nothing(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address, NARROW) as page:
        member = phone(page, "Nguyễn Minh Châu")
        for text in HOSTILE:
            await world.phone().send(text)
            await world.bot.send_message(MEMBER, text)
        await expect(member.get_by_role("article")).to_have_count(2 * len(HOSTILE))

        shown = await member.locator(".text").all_text_contents()
        wide = await page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => e.scrollWidth > innerWidth).map(e => e.className)"
        )
        made = await member.locator(".messages").locator("img, script, iframe, a").count()
        overlap = await page.evaluate(_RIGHT_OF_THE_SCREEN)

    assert shown == [text for text in HOSTILE for _ in range(2)]
    assert (wide, made, overlap) == ([], 0, 0)


async def test_4096_typed_emoji_go_as_two_messages_and_the_longest_answer_is_shown_whole(
    chromium: Browser, world: World
) -> None:
    emoji = "\N{GRINNING FACE}"
    await world.bot.get_updates()
    async with page_of(chromium, world.address, NARROW) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, emoji * 4096)
        await expect(member.locator(".person .text")).to_have_text([emoji * 2048] * 2)
        await expect(box(member)).to_have_value("")

        await world.bot.send_message(MEMBER, emoji * 2048)
        await expect(member.locator(".bot .text")).to_have_text(emoji * 2048)
        overlap = await page.evaluate(_RIGHT_OF_THE_SCREEN)
        sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        told = [update.message and update.message.text for update in await world.bot.get_updates()]

    assert (overlap, sideways) == (0, 0)
    assert told == [emoji * 2048] * 2


_RIGHT_OF_THE_SCREEN = (
    "[...document.querySelectorAll('.bubble, .meta, .composer')]"
    ".filter(e => e.getBoundingClientRect().right > innerWidth).length"
)


async def test_hostile_names_and_labels_are_text_as_well(chromium: Browser, world: World) -> None:
    people = json.loads((world.data / "phones.json").read_text())
    people[0]["name"], people[0]["seat"] = "<b>Châu</b> \u202egnp.exe", "w" * 300
    (world.data / "phones.json").write_text(json.dumps(people))
    key = InlineKeyboardButton("<i>" + "x" * 60, callback_data="x")
    await world.bot.send_document(MEMBER, b"1", filename="\u202excod.exe", reply_markup=InlineKeyboardMarkup([[key]]))

    async with page_of(chromium, world.address, NARROW) as page:
        first = page.get_by_role("region").first
        await expect(first.get_by_role("heading")).to_have_text("<b>Châu</b> \u202egnp.exe")
        await expect(first.get_by_role("button", name="<i>xxx")).to_be_visible()
        await expect(first.locator(".file-name")).to_have_text("\u202excod.exe")

        sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert sideways <= 0


async def test_a_link_leads_to_the_web_or_nowhere(chromium: Browser, world: World) -> None:
    await world.bot.send_message(MEMBER, '<a href="https://example.org/a">Văn bản</a> https://example.org/b', "HTML")
    await world.bot.send_message(MEMBER, '<a href="javascript:alert(1)">Mở</a>', "HTML")

    async with page_of(chromium, world.address) as page:
        messages = phone(page, "Nguyễn Minh Châu").locator(".messages")
        await expect(messages.get_by_text("Mở")).to_be_visible()
        targets = await messages.locator("a").evaluate_all("all => all.map(a => a.protocol)")

    assert set(targets) <= {"https:"}
    assert targets != []


async def test_an_album_is_a_grid_whose_pictures_open_large(chromium: Browser, world: World) -> None:
    await world.bot.send_media_group(MEMBER, [InputMediaPhoto(picture()) for _ in range(4)], caption="Bốn trang")

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(member.get_by_role("article")).to_have_count(1)
        await expect(member.get_by_text("Bốn trang")).to_be_visible()
        await member.get_by_role("button", name="Ảnh 3 trên 4").click()
        preview = page.get_by_role("dialog", name="Ảnh 3 trên 4")
        await expect(preview.get_by_role("img")).to_have_js_property("naturalWidth", 64)
        async with page.expect_download() as download:
            await preview.get_by_role("link", name="Lưu ảnh").click()
        await page.keyboard.press("Escape")
        await expect(preview).to_be_hidden()

    assert (await download.value).suggested_filename


async def test_silent_edited_answering_and_deleted_messages_look_it(chromium: Browser, world: World) -> None:
    question = await world.bot.send_message(MEMBER, "Nội dung cần làm rõ", disable_notification=True)
    answer = await world.bot.send_message(MEMBER, "Đề nghị bổ sung", reply_to_message_id=question.message_id)
    last = await world.bot.send_message(MEMBER, "Tin gửi nhầm")

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        articles = member.get_by_role("article")
        await expect(articles.nth(0)).to_contain_text("không báo chuông")
        await expect(articles.nth(1).get_by_role("button", name="Trả lời tin: Nội dung cần làm rõ")).to_be_visible()

        await world.bot.edit_message_text("Đề nghị bổ sung căn cứ", MEMBER, answer.message_id)
        await world.bot.delete_message(MEMBER, last.message_id)

        await expect(articles.nth(1)).to_contain_text("đã sửa")
        await expect(articles).to_have_count(2)


async def test_dots_show_that_the_assistant_writes(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(member.get_by_role("button", name="Bắt đầu")).to_be_visible()
        await world.bot.send_chat_action(MEMBER, "typing")
        await expect(member.get_by_text("Trợ lý đang soạn tin")).to_be_attached()

        await world.bot.send_message(MEMBER, "Xong")

        await expect(member.get_by_text("Trợ lý đang soạn tin")).to_have_count(0)


async def test_who_reads_above_is_not_pulled_down_but_told_what_is_new(chromium: Browser, world: World) -> None:
    for number in range(40):
        await world.bot.send_message(MEMBER, f"Tin số {number}")

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await expect(member.get_by_text("Tin số 39")).to_be_in_viewport()
        await member.locator(".messages").evaluate("box => (box.scrollTop = 0)")
        await expect(member.get_by_role("button", name="Đến tin mới nhất")).to_be_visible()

        await world.bot.send_message(MEMBER, "Nhắc: còn 03 ngày")

        jump = member.get_by_role("button", name="Đến tin mới nhất, có 1 tin chưa xem")
        await expect(jump).to_be_visible()
        await expect(member.get_by_text("Tin số 0", exact=True)).to_be_in_viewport()
        await jump.click()
        await expect(member.get_by_text("Nhắc: còn 03 ngày")).to_be_in_viewport()
        await expect(member.get_by_text("Tin mới", exact=True)).to_be_visible()
        await expect(jump).to_be_hidden()


async def test_an_alert_waits_until_it_is_closed(chromium: Browser, world: World) -> None:
    key = InlineKeyboardButton("Thu hồi báo cáo", callback_data="x")
    await world.bot.send_message(MEMBER, "Báo cáo", reply_markup=InlineKeyboardMarkup([[key]]))

    async def refuse(update: object) -> None:
        await update.callback_query.answer("Kỳ báo cáo đã đóng.", show_alert=True)  # type: ignore[attr-defined]

    async with answering(world.bot, refuse), page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await member.get_by_role("button", name="Thu hồi báo cáo").click()
        alert = member.get_by_role("alertdialog", name="Kỳ báo cáo đã đóng.")
        await expect(alert).to_be_visible()
        await expect(alert.get_by_role("button", name="Đóng")).to_be_focused()

        await page.keyboard.press("Escape")

        await expect(alert).to_be_hidden()
        await expect(member.get_by_role("button", name="Thu hồi báo cáo")).to_be_focused()


async def test_the_keyboards_place_is_kept_when_a_pressed_button_goes(chromium: Browser, world: World) -> None:
    keys = [[InlineKeyboardButton(label, callback_data=label)] for label in ("Bỏ qua", "Xem lại, gửi")]
    sent = await world.bot.send_message(MEMBER, "Kiến nghị", reply_markup=InlineKeyboardMarkup(keys))

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await member.get_by_role("button", name="Xem lại, gửi").focus()
        await page.keyboard.press("Enter")
        await expect(member.get_by_role("button", name="Xem lại, gửi")).to_have_attribute("aria-busy", "true")
        await expect(member.get_by_role("button", name="Xem lại, gửi")).to_be_focused()

        await world.bot.edit_message_text("Đã gửi", MEMBER, sent.message_id)

        await expect(member.get_by_text("Đã gửi")).to_be_visible()
        await expect(box(member)).to_be_focused()


async def test_the_desks_group_is_a_second_chat_of_its_people(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        officer = phone(page, "Phạm Thu Hà")
        chats = officer.get_by_role("group", name="Cuộc trò chuyện")
        await expect(phone(page, "Nguyễn Minh Châu").get_by_role("group", name="Cuộc trò chuyện")).to_have_count(0)
        await expect(chats).to_be_visible()  # what came before the page was there counts as read
        state = await world.get("sandbox/state")
        group = next(one for one in state["phones"] if one["user_id"] == SECRETARY)["groups"][0]

        await world.bot.send_message(group["chat_id"], "Báo cáo khẩn chờ tiếp nhận")
        place = chats.get_by_role("button", name=group["title"])
        await expect(place).to_contain_text("1")
        await place.click()
        await expect(officer.get_by_text("Báo cáo khẩn chờ tiếp nhận")).to_be_visible()
        await box(officer).fill("/tonghop")
        await box(officer).press("Enter")

        await expect(officer.locator(".person .text")).to_have_text("/tonghop")
        await chats.get_by_role("button", name="Trợ lý").click()
        await expect(officer.get_by_text("Báo cáo khẩn chờ tiếp nhận")).to_be_hidden()


async def test_only_what_has_changed_is_drawn_again_among_hundreds_of_messages(chromium: Browser, world: World) -> None:
    for number in range(199):
        await world.bot.send_message(MEMBER, f"Tin số {number}")
    key = InlineKeyboardMarkup([[InlineKeyboardButton("Gửi", callback_data="x")]])
    last = await world.bot.send_message(MEMBER, "Mời chọn", reply_markup=key)

    async with page_of(chromium, world.address) as page:
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Mời chọn")).to_be_visible()
        await page.evaluate(_WATCH)
        await world.bot.edit_message_text("Đã chọn", MEMBER, last.message_id)
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Đã chọn")).to_be_visible()
        after_edit = await page.evaluate("drawn.splice(0)")
        await world.bot.send_message(MEMBER, "Tin cuối")
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("Tin cuối")).to_be_visible()
        after_new = await page.evaluate("drawn.splice(0)")

    assert len(after_edit) == 1
    assert len(after_new) <= 2  # the new one, and the oldest changes once the one before it is gone


_WATCH = """() => {
  window.drawn = [];
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes)
      if (node.matches?.("article")) drawn.push(node.textContent);
  }).observe(document.getElementById("phones"), {childList: true, subtree: true});
}"""
