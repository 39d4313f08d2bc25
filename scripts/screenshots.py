"""Plays the story in the sandbox's page with a browser and takes the pictures of the README.

`python scripts/screenshots.py` starts a program of its own on a new base; with an address it uses the one that runs
there, which must not have been used yet. The acceptance test plays the same story.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import ConsoleMessage, Locator, Page, ViewportSize, async_playwright, expect

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = Path("/usr/bin/chromium")
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)

CONTENT = (
    "Từ tháng 9/2026, khi làm thủ tục xuất khẩu, hội viên phải nộp lại bản giấy của chứng từ đã có trên"
    " hệ thống một cửa quốc gia. Mỗi lô hàng chậm thêm khoảng 03 ngày."
)
PROPOSAL = "Đề nghị sử dụng chứng từ điện tử đã có, bãi bỏ yêu cầu nộp lại bản giấy."

_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MEMBER, SECRETARY, STRANGER = "Nguyễn Minh Châu", "Lê Quang Huy", "Người lạ"
_ANSWER_MS = 20_000
"""Longer than the program takes to start on a busy machine."""
_TURNED_MS = 180_000
"""Longer than a month takes to be walked through."""


class Story:
    """What three people do on their phones. Every step waits until its answer can be seen.

    On a narrow page one phone is seen at a time: each step turns to the phone it is about.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.member = self._phone(MEMBER)
        self.secretary = self._phone(SECRETARY)
        self.stranger = self._phone(STRANGER)

    def _phone(self, name: str) -> Locator:
        return self._page.get_by_role("region", name=name)

    async def the_tour_is_closed(self) -> None:
        """The phones have the whole page."""
        await expect(self._page.locator(".phone").first).to_be_attached(timeout=_ANSWER_MS)
        strip, tour = self._page.locator("#tour-strip"), self._page.get_by_role("group", name="Hướng dẫn")
        if await strip.is_visible():
            await strip.click()
        if await tour.is_visible():
            await tour.get_by_role("button", name="Đóng").click()

    async def turns_to(self, name: str) -> Locator:
        """Bring this person's phone to the front, where only one is seen; gives the phone."""
        await expect(self._page.locator(".phone").first).to_be_attached(timeout=_ANSWER_MS)
        phone = self._phone(name)
        if not await phone.is_visible():
            await self._page.get_by_role("navigation", name="Điện thoại").get_by_role("button", name=name).click()
        return phone

    async def a_stranger_tries(self) -> None:
        """Somebody who is on no roster is shown nothing."""
        phone = await self.turns_to(STRANGER)
        await _press(phone, "Bắt đầu")
        await _sees(phone, "Kênh này dành cho thành viên")

    async def the_member_joins(self) -> None:
        """With the code that the page shows above the phone."""
        phone = await self.turns_to(MEMBER)
        await expect(self._page.locator("#notice")).to_have_text("", timeout=_ANSWER_MS)
        code = await phone.get_by_label("Mã mời", exact=True).inner_text()
        await _press(phone, "Bắt đầu")
        await _sees(phone, "Mời nhập mã mời")
        await _type(phone, code)
        await _press(phone, "Xác nhận đúng", "Đồng ý, tiếp tục", "Giữ trung tính")
        await _sees(phone, "Đã liên kết tài khoản")

    async def the_member_writes_a_report(self) -> None:
        """One difficulty, up to the screen on which it is checked."""
        phone = await self.turns_to(MEMBER)
        await _press(phone, "Gửi báo cáo", "Báo cáo tháng 11", "Khai vướng mắc", "Thuế, hải quan")
        await _press(phone, "Không rõ thủ tục")
        await _sees(phone, "Mô tả cụ thể khó khăn, vướng mắc")
        await _type(phone, CONTENT)
        await _press(phone, "Bỏ qua")
        await _sees(phone, "Kiến nghị, đề xuất phương án xử lý")
        await _type(phone, PROPOSAL)
        await _press(phone, "Không kèm tệp", "Xem lại, gửi")
        await _sees(phone, "Kiểm tra trước khi gửi")

    async def the_member_sends_it(self) -> None:
        """The receipt comes to the member, the report to the desk."""
        phone = await self.turns_to(MEMBER)
        await _press(phone, "Gửi báo cáo")
        await _sees(phone, "Đã nhận báo cáo BC-2611-")
        await _sees(await self.turns_to(SECRETARY), CONTENT)

    async def the_secretary_asks_for_the_aggregate(self) -> None:
        """The draft report and the annex follow as files."""
        phone = await self.turns_to(SECRETARY)
        await _type(phone, "/tonghop")
        await _sees(phone, "Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026")
        await expect(phone.locator("a.document")).to_have_count(2, timeout=_ANSWER_MS)

    async def the_secretary_downloads(self, extension: str, directory: Path) -> Path:
        """Save the file with this extension as the browser does."""
        phone = await self.turns_to(SECRETARY)
        async with self._page.expect_download() as download:
            await phone.locator("a.document", has_text=extension).click()
        saved = await download.value
        path = directory / saved.suggested_filename
        await saved.save_as(path)
        return path

    async def sends_files(self, name: str, *files: Path, caption: str = "") -> None:
        """A person sends files, the caption with the first."""
        phone = await self.turns_to(name)
        await phone.locator("input[type=file]").first.set_input_files(files)
        await _type(phone, caption)
        await expect(phone.locator(".chosen li")).to_have_count(0)

    async def the_clock_is_turned(self, choice: str) -> None:
        """Turn the program's time by one of the buttons, wait until it is there, and return to the phones."""
        opener = self._page.locator("[data-panel=clock]")
        await opener.click()
        panel = self._page.get_by_role("group", name="Đồng hồ")
        await panel.get_by_role("button", name=choice).click()
        await expect(panel.get_by_role("progressbar")).to_be_visible(timeout=_ANSWER_MS)
        await expect(panel.get_by_role("progressbar")).to_be_hidden(timeout=_TURNED_MS)
        await opener.click()


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


@contextmanager
def program(data: Path) -> Iterator[str]:
    """Run the program with its sandbox on the directory `data`; gives the address of the page."""
    command = [sys.executable, "main.py", "run", "--sandbox", "--port", "0"]
    environment = {**os.environ, "DATA_DIR": str(data)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as running:  # noqa: S603
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip().rpartition(" ")[2]
        finally:
            running.send_signal(signal.SIGINT)


@asynccontextmanager
async def page(address: str, size: ViewportSize = WIDE) -> AsyncIterator[Page]:
    """Open the page. Raises AssertionError at the end if the browser complained of anything."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)
        opened = await browser.new_page(viewport=size, locale="vi-VN", device_scale_factor=1, color_scheme="light")
        opened.on("console", note)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.goto(address)
        yield opened
        await browser.close()
    assert not complaints, complaints


async def take_pictures(address: str) -> None:
    """Play the story and write the pictures."""
    async with page(address) as wide, page(address, NARROW) as narrow:
        story = Story(wide)
        await story.the_tour_is_closed()
        await Story(narrow).the_tour_is_closed()
        await story.a_stranger_tries()
        await story.the_member_joins()
        await story.the_member_writes_a_report()
        await expect(narrow.get_by_text("Kiểm tra trước khi gửi").last).to_be_visible()
        await narrow.screenshot(path=IMAGES / "dien-thoai.png")
        await story.the_member_sends_it()
        await story.the_secretary_asks_for_the_aggregate()
        await wide.screenshot(path=IMAGES / "sandbox.png")


def main() -> int:
    """Write the pictures into docs/images and say where."""
    if len(sys.argv) > 1:
        asyncio.run(take_pictures(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as data, program(Path(data)) as address:
            asyncio.run(take_pictures(address))
    for path in sorted(IMAGES.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
