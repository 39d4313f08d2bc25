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
_MEMBER, _SECRETARY, _STRANGER = "Nguyễn Minh Châu", "Lê Quang Huy", "Người lạ"
_ANSWER_MS = 20_000
"""Longer than the program takes to start on a busy machine."""


class Story:
    """What three people do on their phones. Every step waits until its answer can be seen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.member = self._phone(_MEMBER)
        self.secretary = self._phone(_SECRETARY)
        self.stranger = self._phone(_STRANGER)

    def _phone(self, name: str) -> Locator:
        return self._page.get_by_role("region", name=name)

    async def a_stranger_tries(self) -> None:
        """Somebody who is on no roster is shown nothing."""
        await _press(self.stranger, "Bắt đầu")
        await _sees(self.stranger, "Kênh này dành cho thành viên")

    async def the_member_joins(self) -> None:
        """With the code that the page shows above the phone."""
        await expect(self._page.locator("#notice")).to_have_text("", timeout=_ANSWER_MS)
        code = await self.member.get_by_label("Mã mời", exact=True).inner_text()
        await _press(self.member, "Bắt đầu")
        await _sees(self.member, "Mời nhập mã mời")
        await _type(self.member, code)
        await _press(self.member, "Xác nhận đúng", "Đồng ý, tiếp tục", "Giữ trung tính")
        await _sees(self.member, "Đã liên kết tài khoản")

    async def the_member_writes_a_report(self) -> None:
        """One difficulty, up to the screen on which it is checked."""
        await _press(self.member, "Gửi báo cáo", "Báo cáo tháng 11", "Khai vướng mắc", "Thuế, hải quan")
        await _press(self.member, "Không rõ thủ tục")
        await _sees(self.member, "Mô tả cụ thể khó khăn, vướng mắc")
        await _type(self.member, CONTENT)
        await _press(self.member, "Bỏ qua")
        await _sees(self.member, "Kiến nghị, đề xuất phương án xử lý")
        await _type(self.member, PROPOSAL)
        await _press(self.member, "Không kèm tệp", "Xem lại, gửi")
        await _sees(self.member, "Kiểm tra trước khi gửi")

    async def the_member_sends_it(self) -> None:
        """The receipt comes to the member, the report to the desk."""
        await _press(self.member, "Gửi báo cáo")
        await _sees(self.member, "Đã nhận báo cáo BC-2611-")
        await _sees(self.secretary, CONTENT)

    async def the_secretary_asks_for_the_aggregate(self) -> None:
        """The draft report and the annex follow as files."""
        await _type(self.secretary, "/tonghop")
        await _sees(self.secretary, "Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026")
        await expect(self.secretary.locator("a.document")).to_have_count(2, timeout=_ANSWER_MS)

    async def the_secretary_downloads(self, extension: str, directory: Path) -> Path:
        """Save the file with this extension as the browser does."""
        async with self._page.expect_download() as download:
            await self.secretary.locator("a.document", has_text=extension).click()
        saved = await download.value
        path = directory / saved.suggested_filename
        await saved.save_as(path)
        return path


async def _type(phone: Locator, text: str) -> None:
    box = phone.get_by_role("textbox")
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
