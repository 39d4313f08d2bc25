"""A real browser that looks at the sandbox's page, and what a browser may not complain of."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, async_playwright, expect

from scripts.page_story import people_read_first

CHROMIUM = Path("/usr/bin/chromium")
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

expect.set_options(timeout=60_000)
"""Milliseconds until what does not come is missed: a guard against hanging, not a measure."""

needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"no browser at {CHROMIUM}"
)
in_the_browser = [needs_browser, pytest.mark.asyncio(loop_scope="session")]
"""The marks of a module whose tests share the session's browser."""


@asynccontextmanager
async def browser(*options: str) -> AsyncIterator[Browser]:
    """Start one; `options` are its own, beside those of all."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*_OPTIONS, *options])
        yield started
        await started.close()


@asynccontextmanager
async def page_of(
    browser: Browser,
    address: str,
    size: ViewportSize = WIDE,
    scheme: Literal["light", "dark"] = "light",
    expected: tuple[str, ...] = (),
    **options: Any,
) -> AsyncIterator[Page]:
    """Open the page; afterwards nothing but what contains one of `expected` may have been complained about."""
    complaints: list[str] = []
    context = await browser.new_context(viewport=size, locale="vi-VN", color_scheme=scheme, **options)
    page = await context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in expected):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    await people_read_first(page)
    await page.goto(address)
    yield page
    await context.close()
    assert complaints == [], complaints


def phone(page: Page, name: str) -> Locator:
    """Return a person's phone."""
    return page.get_by_role("region", name=name)


def box(phone: Locator) -> Locator:
    """Return where the person writes."""
    return phone.get_by_role("textbox", name="Tin nhắn")


async def write(phone: Locator, words: str) -> None:
    await box(phone).fill(words)
    await box(phone).press("Enter")


def picture(width: int = 64, height: int = 48) -> bytes:
    """Return a small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((40, 110, 160)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SMALL = """() => [...document.querySelectorAll("button, select, textarea, input, a.key")]
  .filter((element) => element.checkVisibility() && !element.matches(".photo, .quote"))
  .map((element) => ({name: element.textContent || element.ariaLabel, at: element.getBoundingClientRect()}))
  .filter(({at}) => at.width > 0 && (at.width < 43.5 || at.height < 43.5))
  .map(({name, at}) => `${name}: ${at.width} x ${at.height}`)"""
"""The controls that are too small for a finger, with their sizes."""

_STILL = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations === 1)
  .map((one) => one.finished))"""


async def violations(page: Page, where: str) -> list[str]:
    """Return what axe-core finds serious; `where` is what is looked at."""
    await page.evaluate(_STILL)  # colours are measured once nothing fades in any more
    results = await Axe().run(page)
    return [
        f"{where}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
