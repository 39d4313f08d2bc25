"""What the people of the demonstration do on the sandbox's page, told as steps for a browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Locator, Page, Route, expect

from bot.domain import questions
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import translate
from scripts.papers import PHOTO, TABLE, Papers

MEMBER, SECRETARY, STRANGER = "Nguyễn Minh Châu", "Lê Quang Huy", "Người lạ"
CHAMBER, MINISTRY, LEADER = "Emily Carter", "Đặng Minh Quân", "Phạm Thu Hà"

PHOTO_SAYS = "Bộ chứng từ phải nộp lại"
CONTENT = (
    "Từ tháng 9/2026, khi làm thủ tục xuất khẩu, hội viên phải nộp lại bản giấy của chứng từ đã có trên"
    " hệ thống một cửa quốc gia. Mỗi lô hàng chậm thêm khoảng 03 ngày."
)
PROPOSAL = "Đề nghị sử dụng chứng từ điện tử đã có, bãi bỏ yêu cầu nộp lại bản giấy."
SECOND_CONTENT = (
    "Cơ sở nuôi ở hai tỉnh phải khai nguồn gốc con giống hai lần trong một vụ: một lần trên phần mềm của tỉnh,"
    " một lần bằng sổ giấy nộp cho xã."
)
SECOND_PROPOSAL = "Đề nghị công nhận bản khai trên phần mềm, bỏ sổ giấy."
URGENT_CONTENT = (
    "Từ sáng 16/11/2026, hệ thống tiếp nhận hồ sơ đất đai của 04 tỉnh không chuyển được dữ liệu về Bộ;"
    " khoảng 300 hồ sơ có nguy cơ quá hạn."
)
URGENT_PROPOSAL = "Đề nghị cho phép tạm nhận kết quả bằng văn bản điện tử đến khi hệ thống hoạt động trở lại."

HOUR_LATER = "+1 giờ"
DUE_DAY = "08:30 ngày 20 tới"
AGGREGATED = "Đã lập bản tổng hợp tháng 11/2026"

_ANSWER_MS = 60_000
"""Longer than the program takes to start on a busy machine."""
_READING_SECONDS = 30
_TURNED_MS = 180_000
"""Longer than a month takes to be walked through."""

_DROP = """(element, [name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type }));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    element.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: files }));
  }
}"""


async def people_read_first(page: Page) -> None:
    """Let everything that is typed be dated as by somebody who has read what is there; a browser types at once."""

    async def later(route: Route) -> None:
        body = {**(route.request.post_data_json or {}), "reading": _READING_SECONDS}
        await route.continue_(post_data=json.dumps(body))

    await page.route("**/sandbox/phones/*/text", later)


class Story:
    """What six people do on their phones. Every step waits until its answer can be seen.

    On a narrow page one phone is seen at a time: each step turns to the phone it is about.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def phone(self, name: str) -> Locator:
        """Return a person's phone."""
        return self._page.get_by_role("region", name=name)

    async def turns_to(self, name: str) -> Locator:
        """Bring this person's phone to the front, where only one is seen; gives the phone."""
        await expect(self._page.locator(".phone").first).to_be_attached(timeout=_ANSWER_MS)
        phone = self.phone(name)
        if not await phone.is_visible():
            await self._page.get_by_role("navigation", name="Điện thoại").get_by_role("button", name=name).click()
        return phone

    async def the_tour_is_closed(self) -> None:
        """The phones have the whole page."""
        await expect(self._page.locator(".phone").first).to_be_attached(timeout=_ANSWER_MS)
        strip, tour = self._page.locator("#tour-strip"), self._page.get_by_role("group", name="Hướng dẫn")
        if await strip.is_visible():
            await strip.click()
        if await tour.is_visible():
            await tour.get_by_role("button", name="Đóng").click()

    # who comes in

    async def a_stranger_tries(self) -> None:
        """Somebody who is on no roster is shown nothing."""
        phone = await self.turns_to(STRANGER)
        await _press(phone, "Bắt đầu")
        await _sees(phone, "Kênh này dành cho thành viên")

    async def the_member_joins(self) -> None:
        """With the code that the page shows above the phone; how to be addressed is asked."""
        phone = await self._types_the_code(MEMBER)
        await _press(phone, "Xác nhận đúng", "Đồng ý, tiếp tục", "Giữ trung tính")
        await _sees(phone, "Đã liên kết tài khoản")

    async def the_ministry_joins(self) -> None:
        """The member of the working group is asked nothing that the roster says."""
        phone = await self._types_the_code(MINISTRY)
        await _press(phone, "Xác nhận đúng", "Đồng ý, tiếp tục")
        await _sees(phone, "Đã liên kết tài khoản")

    async def the_chamber_joins(self) -> None:
        """In English from the first screen on: so her phone speaks."""
        phone = await self._types_the_code(CHAMBER, "Please enter the invitation code")
        await _press(phone, "Confirm", "Agree and continue")
        await _sees(phone, f"The account of {CHAMBER} was linked")

    async def _types_the_code(self, name: str, asked: str = "Mời nhập mã mời") -> Locator:
        phone = await self.turns_to(name)
        await expect(self._page.locator("#notice")).to_have_text("", timeout=_ANSWER_MS)
        code = await phone.get_by_label("Mã mời", exact=True).inner_text()
        await _press(phone, "Bắt đầu")
        await _sees(phone, asked)
        await _type(phone, code)
        return phone

    # a report

    async def the_member_writes_a_report(self) -> None:
        """Two difficulties, the first with a photo and a file, up to the screen on which all is checked."""
        phone = await self.turns_to(MEMBER)
        await _press(phone, "Gửi báo cáo", "Báo cáo tháng 11", "Khai vướng mắc", "Thuế, hải quan")
        await _describes(phone, CONTENT, PROPOSAL)
        await self._the_member_sends_files()
        await _press(phone, "Gửi tệp xong", "Thêm vướng mắc", "Xem lĩnh vực khác", "Nông, thủy sản")
        await _describes(phone, SECOND_CONTENT, SECOND_PROPOSAL)
        await _press(phone, "Không kèm tệp")
        await _sees(phone, "Kiểm tra trước khi gửi")

    async def _the_member_sends_files(self) -> None:
        """A photo is picked, a file dropped."""
        phone = self.phone(MEMBER)
        browser = self._page.context.browser
        assert browser is not None
        papers = await Papers.draw(browser)
        await phone.locator("input[type=file]").set_input_files(
            {"name": PHOTO, "mimeType": "image/jpeg", "buffer": papers.photo}
        )
        await _type(phone, PHOTO_SAYS)
        await _sees(phone, f'Đã nhận 01 tệp: Ảnh 1 – "{PHOTO_SAYS}".')
        content = base64.b64encode(papers.table).decode()
        await phone.locator(".messages").evaluate(_DROP, [TABLE, "application/pdf", content])
        await expect(phone.locator(".chosen .file-name")).to_have_text(TABLE)
        await _type(phone, "")
        await _sees(phone, f'Đã nhận 02 tệp: Ảnh 1 – "{PHOTO_SAYS}"; {TABLE}.')

    async def the_member_sends_it(self) -> None:
        """The receipt comes to the member; to the desk the report and its files, once it cannot be withdrawn."""
        phone = await self.turns_to(MEMBER)
        await _press(phone, "Gửi báo cáo")
        await _sees(phone, "Đã nhận báo cáo BC-2611-")
        await _sees(phone, "02 tệp")
        await self.the_clock_is_turned(HOUR_LATER)
        desk = await self.turns_to(SECRETARY)
        await _sees(desk, CONTENT)
        await expect(desk.locator("a.document", has_text=TABLE)).to_be_visible(timeout=_ANSWER_MS)
        await expect(desk.locator(".photo")).to_be_visible(timeout=_ANSWER_MS)

    async def the_secretary_opens_the_first_item(self) -> None:
        """All that the desk can do with a difficulty stands below it."""
        desk = await self.turns_to(SECRETARY)
        await _press(desk, "Mở mục 1")
        await _sees(desk, "Thời hạn chuyển cơ quan có thẩm quyền")
        await desk.get_by_role("button", name="Về màn hình chính").last.scroll_into_view_if_needed()

    # an urgent report

    async def the_ministry_asks_urgently(self) -> None:
        """An ad hoc report leaves at once."""
        phone = await self.turns_to(MINISTRY)
        await _press(phone, "Gửi báo cáo", "Báo cáo đột xuất", "Đề nghị xử lý khẩn", "Đất đai")
        await _sees(phone, "bước 2/4")
        await _type(phone, URGENT_CONTENT)
        await _sees(phone, "bước 3/4")
        await _type(phone, URGENT_PROPOSAL)
        await _press(phone, "Không kèm tệp", "Gửi khẩn")
        await _sees(phone, "Đã nhận báo cáo đột xuất DX-2611-001")

    async def the_secretary_accepts(self) -> None:
        """The sender is told who handles it."""
        desk = await self.turns_to(SECRETARY)
        await _sees(desk, URGENT_CONTENT)
        await _press(desk, "Tiếp nhận")
        phone = await self.turns_to(MINISTRY)
        await _sees(phone, "Báo cáo DX-2611-001 đã được tiếp nhận lúc")
        await _sees(phone, f"Người tiếp nhận: {SECRETARY}")

    # time passes

    async def the_clock_is_turned(self, choice: str) -> None:
        """Turn the program's time by one of the buttons, wait until it is there, and return to the phones."""
        opener = self._page.locator("[data-panel=clock]")
        await opener.click()
        panel = self._page.get_by_role("group", name="Đồng hồ")
        await panel.get_by_role("button", name=choice).click()
        await expect(panel.get_by_role("progressbar")).to_be_visible(timeout=_ANSWER_MS)
        await expect(panel.get_by_role("progressbar")).to_be_hidden(timeout=_TURNED_MS)
        await opener.click()

    async def the_chamber_is_reminded(self) -> None:
        """On the due day, whoever has not reported is told so."""
        phone = await self.turns_to(CHAMBER)
        await _sees(phone, "Today is the deadline for the November 2026 report")

    async def the_chamber_has_nothing_new(self) -> None:
        """The reminder leads to the report in two presses."""
        phone = await self.turns_to(CHAMBER)
        await _press(phone, "Report nothing new", "Send report")
        await _sees(phone, "Report BC-2611-007 received")

    # the documents

    async def the_aggregate_is_there(self, name: str) -> None:
        """The summary and its two files stand on a person's phone."""
        phone = await self.turns_to(name)
        await _sees(phone, "Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026")
        for extension in (".docx", ".xlsx"):
            await expect(phone.locator("a.document", has_text=extension)).to_be_visible(timeout=_ANSWER_MS)

    async def the_secretary_downloads(self, extension: str, directory: Path) -> Path:
        """Save the file with this extension as the browser does."""
        phone = await self.turns_to(SECRETARY)
        async with self._page.expect_download() as download:
            await phone.locator("a.document", has_text=extension).click()
        saved = await download.value
        path = directory / saved.suggested_filename
        await saved.save_as(path)
        return path


async def _describes(phone: Locator, content: str, proposal: str) -> None:
    """Answer the questions about a difficulty up to its files."""
    await _press(phone, "Không rõ thủ tục")
    await _sees(phone, "Mô tả cụ thể khó khăn, vướng mắc")
    await _type(phone, content)
    for question in _between("content", "proposal"):
        assert question.periodic is not None
        await _sees(phone, translate(question.periodic.words[0], Reader()))  # each has the same button to skip it
        await _press(phone, translate(Text(question.skip), Reader()))
    await _sees(phone, "Kiến nghị, đề xuất phương án xử lý")
    await _type(phone, proposal)


def _between(first: str, last: str) -> Sequence[questions.Question]:
    """Return what the form asks between two questions."""
    names = [question.name for question in questions.periodic()]
    return questions.periodic()[names.index(first) + 1 : names.index(last)]


async def _type(phone: Locator, text: str) -> None:
    box = phone.get_by_role("textbox", name="Tin nhắn")
    await box.fill(text)
    await box.press("Enter")


async def _press(phone: Locator, *labels: str) -> None:
    """Press buttons in turn; of several with the same words, the newest."""
    for label in labels:
        await phone.get_by_role("button", name=label).last.click(timeout=_ANSWER_MS)


async def _sees(phone: Locator, text: str) -> None:
    await expect(phone.get_by_text(text).last).to_be_visible(timeout=_ANSWER_MS)
