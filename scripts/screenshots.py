"""Plays the story in the sandbox's page with a browser and takes the pictures of the README and the docs.

`python -m scripts.screenshots` starts a program of its own on a new base; with an address it uses the one that runs
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
from typing import Literal

from playwright.async_api import ConsoleMessage, Page, ViewportSize, async_playwright, expect

from scripts.page_story import DUE_DAY, LEADER, MEMBER, Story, people_read_first

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = Path("/usr/bin/chromium")
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)

expect.set_options(timeout=60_000)
"""Milliseconds: a guard against hanging, not a measure of the machine."""

_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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
async def page(
    address: str, size: ViewportSize = WIDE, scheme: Literal["light", "dark"] = "light"
) -> AsyncIterator[Page]:
    """Open the page. Raises AssertionError at the end if the browser complained of anything."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)
        opened = await browser.new_page(viewport=size, locale="vi-VN", device_scale_factor=1, color_scheme=scheme)
        opened.on("console", note)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await people_read_first(opened)
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
        await wide.screenshot(path=IMAGES / "sandbox.png")
        await Story(narrow).the_secretary_opens_the_first_item()
        await narrow.screenshot(path=IMAGES / "can-bo.png")
        await _take_the_due_day(wide, story)


async def _take_the_due_day(wide: Page, story: Story) -> None:
    """In the evening's colours: the clock beside the first phones, the timeline beside who is reminded."""
    await story.the_ministry_joins()
    await story.the_ministry_asks_urgently()
    await story.the_secretary_accepts()
    await story.the_chamber_joins()
    await wide.emulate_media(color_scheme="dark")
    await story.the_clock_is_turned(DUE_DAY)
    await story.the_chamber_is_reminded()
    await wide.locator("[data-panel=clock]").click()
    await _bring_to_front(wide, MEMBER)
    await wide.screenshot(path=IMAGES / "dong-ho.png")
    await wide.locator("[data-panel=timeline]").click()
    await _bring_to_front(wide, LEADER)
    await expect(wide.locator("#drawer .now")).to_be_in_viewport()
    await wide.screenshot(path=IMAGES / "dong-thoi-gian.png")


async def _bring_to_front(wide: Page, name: str) -> None:
    """Show this person's phone, and what is next to it."""
    await wide.get_by_role("navigation", name="Điện thoại").get_by_role("button", name=name).click()
    await expect(wide.get_by_role("region", name=name)).to_be_in_viewport(ratio=1)
    await wide.mouse.move(0, 0)


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
