"""What a person does on a phone of the page: write, choose commands, send files, correct, delete, block."""

from __future__ import annotations

from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from telegram import BotCommand

from tests.acceptance.browsing import NARROW, box, in_the_browser, page_of, phone, picture, write
from tests.sandbox.sandbox_world import MEMBER, World

pytestmark = in_the_browser


async def test_enter_sends_and_shift_enter_begins_a_line(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await box(member).fill("Dòng một")
        await box(member).press("Shift+Enter")
        await box(member).press_sequentially("Dòng hai")
        await box(member).press("Enter")

        await expect(member.locator(".person .text")).to_have_text("Dòng một\nDòng hai")
        await expect(box(member)).to_have_value("")
        await box(member).press("Enter")
        await expect(member.get_by_role("article")).to_have_count(1)


async def test_commands_are_offered_while_a_slash_is_typed_and_by_the_button(chromium: Browser, world: World) -> None:
    await world.bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo"), BotCommand("trogiup", "Xem hướng dẫn")])

    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        commands = member.get_by_role("listbox", name="Danh sách lệnh")
        await member.get_by_role("button", name="Danh sách lệnh").click()
        await expect(commands.get_by_role("option")).to_have_text(["/baocaoGửi báo cáo", "/trogiupXem hướng dẫn"])
        await box(member).press("Escape")
        await expect(commands).to_be_hidden()

        await box(member).press_sequentially("/t")
        await expect(commands.get_by_role("option")).to_have_count(1)
        await box(member).press("Enter")
        await expect(member.locator(".person .text").last).to_have_text("/trogiup")
        await box(member).press_sequentially("/")
        await box(member).press("ArrowUp")
        await box(member).press("ArrowUp")
        await box(member).press("Tab")
        await expect(box(member)).to_have_value("/baocao ")
        await expect(commands).to_be_hidden()
        await box(member).fill("")
        await member.get_by_role("button", name="Danh sách lệnh").click()
        await commands.get_by_role("option", name="/baocao").click()

        await expect(member.locator(".person .text").last).to_have_text("/baocao")


async def test_files_can_be_looked_at_and_taken_back_before_they_are_sent_with_a_caption(
    chromium: Browser, world: World
) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await _choose(member, _png("một.png"), _png("hai.png"), _png("ba.png"))
        await expect(member.locator(".chosen img")).to_have_count(3)
        await expect(member.locator(".chosen img").first).to_have_js_property("naturalWidth", 64)
        await member.get_by_role("button", name="Bỏ tệp hai.png").click()
        await expect(member.get_by_role("button", name="Bỏ tệp ba.png")).to_be_focused()
        await write(member, "Hai trang đầu")

        await expect(member.locator(".photo")).to_have_count(2)
        await expect(member.get_by_role("article")).to_have_count(1)
        await expect(member.locator(".person .text")).to_have_text("Hai trang đầu")
        await expect(member.locator(".chosen li")).to_have_count(0)
        await _choose(member, _png("bốn.png"))
        await member.get_by_role("checkbox", name="Gửi ảnh dưới dạng tệp").check()
        await member.get_by_role("button", name="Gửi", exact=True).click()

        await expect(member.get_by_role("link", name="Tải tệp bốn.png")).to_be_visible()


async def test_files_are_taken_by_drop_and_by_paste(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await _hand_over(page, member.locator(".messages"), "drop", "dataTransfer", "công văn.pdf")
        await _hand_over(page, box(member), "paste", "clipboardData", "bảng.xlsx")
        await expect(member.locator(".chosen .file-name")).to_have_text(["công văn.pdf", "bảng.xlsx"])

        await box(member).press("Enter")

        await expect(member.locator("a.document .file-name")).to_have_text(["công văn.pdf", "bảng.xlsx"])


async def test_an_empty_file_is_left_out_with_a_sentence(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")

        await _choose(member, FilePayload(name="rỗng.txt", mimeType="text/plain", buffer=b""))

        await expect(member.get_by_role("alert")).to_contain_text("không có nội dung")
        await expect(member.locator(".chosen li")).to_have_count(0)


async def test_an_own_message_is_corrected_while_the_draft_is_kept(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Mỗi lô hàng chậm 3 ngày")
        await expect(member.get_by_role("article")).to_have_count(1)
        await box(member).fill("Đang viết dở")
        await _own_menu(member, page, "Sửa")
        await expect(box(member)).to_have_value("Mỗi lô hàng chậm 3 ngày")
        await write(member, "Mỗi lô hàng chậm 03 ngày")

        await expect(member.locator(".person .text")).to_have_text("Mỗi lô hàng chậm 03 ngày")
        await expect(member.get_by_role("article")).to_contain_text("đã sửa")
        await expect(box(member)).to_have_value("Đang viết dở")
        updates = await world.bot.get_updates()

    assert updates[-1].edited_message is not None
    assert updates[-1].edited_message.text == "Mỗi lô hàng chậm 03 ngày"


async def test_a_command_that_is_chosen_ends_a_correction_and_gives_the_draft_back(
    chromium: Browser, world: World
) -> None:
    await world.bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo")])
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Mỗi lô hàng chậm 3 ngày")
        await expect(member.get_by_role("article")).to_have_count(1)
        await box(member).fill("Đang viết dở")
        await _own_menu(member, page, "Sửa")
        await box(member).fill("")
        await box(member).press_sequentially("/b")
        await member.get_by_role("option", name="/baocao").click()

        await expect(member.locator(".person .text")).to_have_text(["Mỗi lô hàng chậm 3 ngày", "/baocao"])
        await expect(member.locator(".correcting")).to_be_hidden()
        await expect(box(member)).to_have_value("Đang viết dở")


async def test_a_correction_takes_no_files(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Mỗi lô hàng chậm 3 ngày")
        await _own_menu(member, page, "Sửa")
        await _hand_over(page, member.locator(".messages"), "drop", "dataTransfer", "công văn.pdf")
        await _choose(member, _png("một.png"))
        await box(member).press("Escape")

        await _choose(member, _png("hai.png"))

        await expect(member.locator(".chosen .file-name")).to_have_text(["hai.png"])


async def test_an_own_message_is_deleted_only_when_that_is_confirmed(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Gửi nhầm")
        await _own_menu(member, page, "Xóa")
        await page.get_by_role("button", name="Giữ lại").click()
        await expect(member.get_by_role("article")).to_have_count(1)
        await _own_menu(member, page, "Xóa")
        await page.get_by_role("button", name="Xóa tin nhắn", exact=True).click()

        await expect(member.get_by_role("article")).to_have_count(0)


async def test_a_person_blocks_the_assistant_and_lets_it_in_again(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Xin chào")
        await member.get_by_role("button", name="Việc khác trên điện thoại").click()
        await page.get_by_role("menuitem", name="Chặn trợ lý").click()
        await expect(member.get_by_text("đang chặn trợ lý")).to_be_visible()
        await expect(box(member)).to_be_hidden()
        status, _ = await world.api("sendMessage", chat_id=MEMBER, text="Nhắc")
        await member.get_by_role("button", name="Bỏ chặn trợ lý").click()
        await expect(box(member)).to_be_visible()

    assert status == 403


async def test_touched_messages_have_their_menu_in_sight(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address, NARROW, has_touch=True, is_mobile=True) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Xin chào")

        await member.get_by_role("button", name="Sửa hoặc xóa tin nhắn").tap()

        await expect(page.get_by_role("menuitem", name="Sửa")).to_be_visible()


async def _own_menu(phone: Locator, page: Page, choice: str) -> None:
    await phone.locator(".person .bubble").last.hover()
    await phone.get_by_role("button", name="Sửa hoặc xóa tin nhắn").last.click()
    await page.get_by_role("menuitem", name=choice).click()


async def _choose(phone: Locator, *files: FilePayload) -> None:
    await phone.locator("input[type=file]").first.set_input_files(files)


def _png(name: str) -> FilePayload:
    return FilePayload(name=name, mimeType="image/png", buffer=picture())


async def _hand_over(page: Page, target: Locator, event: str, holder: str, name: str) -> None:
    """Drop or paste one file as the browser does it."""
    data = await page.evaluate_handle(
        """(name) => {
          const data = new DataTransfer();
          data.items.add(new File(["content"], name, {type: "application/octet-stream"}));
          return data;
        }""",
        name,
    )
    await target.evaluate(
        """(element, {event, holder, data}) => {
          const kind = event === "paste" ? ClipboardEvent : DragEvent;
          element.dispatchEvent(new kind(event, {[holder]: data, bubbles: true, cancelable: true}));
        }""",
        {"event": event, "holder": holder, "data": data},
    )
