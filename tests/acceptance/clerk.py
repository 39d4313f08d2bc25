"""A clerk who has nothing but a phone: what is pressed in the browser is counted, what is shown is measured."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.acceptance.phones import Json, phone_in, states
from tests.acceptance.program import START_SECONDS
from tests.acceptance.stage import Stage

FINGER = 40
"""Pixels: how high a button has to be at least."""
LONG_MS = 60_000

_MISSHAPEN = """(phone, [message, narrow, finger]) => {
  const found = [];
  const article = phone.querySelector(`[data-key="message ${message}"]`);
  const list = article.closest(".messages");
  const view = list.getBoundingClientRect();
  for (const one of [document.documentElement, list]) {
    if (one.scrollWidth > one.clientWidth) found.push(`${one.className || "page"} scrolls sideways`);
  }
  if (view.right > narrow) found.push(`the chat ends at ${view.right}`);
  const bubble = article.querySelector(".bubble").getBoundingClientRect();
  if (bubble.left < view.left || bubble.right > view.right) found.push("the message is cut");
  for (const key of article.querySelectorAll(".key")) {
    const name = key.textContent;
    key.scrollIntoView({ block: "nearest", behavior: "instant" });
    const at = key.getBoundingClientRect();
    const on = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
    if (key.scrollWidth > key.clientWidth || key.scrollHeight > key.clientHeight) found.push(`${name}: is cut`);
    if (at.left < view.left || at.right > view.right) found.push(`${name}: out of the view`);
    if (at.top < view.top - 1 || at.bottom > view.bottom + 1) found.push(`${name}: cannot be scrolled to`);
    if (!key.contains(on) && !on?.closest(".toast")) found.push(`${name}: is covered by ${on?.className}`);
    if (at.height < finger) found.push(`${name}: ${at.height} high`);
    const words = document.createRange();
    words.selectNodeContents(key);
    const tops = new Set([...words.getClientRects()].map((each) => Math.round(each.top)));
    if (tops.size > 1) found.push(`${name}: takes ${tops.size} lines`);
  }
  list.scrollTop = list.scrollHeight;
  return found;
}"""
"""What of the message that is looked at cannot be read or pressed on this screen."""


@dataclass
class Clerk:
    """The desk officer on the page. What is pressed stands on the message that is looked at, never further up."""

    page: Page
    stage: Stage
    user_id: int
    name: str
    misshapen: list[str] = field(default_factory=list)
    taps: int = 0
    texts: int = 0
    message: int = 0
    """The message that is looked at."""
    screens: int = 0
    """How many were measured."""
    said: str = ""
    """The words of the message that is looked at."""

    @property
    def phone(self) -> Locator:
        return self.page.get_by_role("region", name=self.name)

    @property
    def article(self) -> Locator:
        return self.phone.locator(f'[data-key="message {self.message}"]')

    def key(self, label: str) -> Locator:
        """Return a button of the message that is looked at."""
        return self.article.locator(".keyboard").get_by_role("button", name=label, exact=True)

    async def do(self, *what: str) -> None:
        """Press `[Labels]` and type texts; each `…words` is waited for, and looked at."""
        for act, shown in zip(what[::2], what[1::2], strict=True):
            since = await self._seq()
            if act.startswith("["):
                self.taps += 1
                await self.key(act[1:-1]).tap(timeout=LONG_MS)
            else:
                self.texts += 1
                box = self.phone.get_by_role("textbox", name="Tin nhắn")
                await box.fill(act)
                await self.phone.get_by_role("button", name="Gửi", exact=True).tap(timeout=LONG_MS)
            await self.looks_at(shown, since)

    async def looks_at(self, words: str, since: int = 0) -> None:
        """Wait for a message with these words that came, or was changed, after `since`; look at it, measure it."""
        seen = await self._find(words, since)
        self.message, self.said = seen["id"], seen["text"]
        await expect(self.article).to_contain_text(words, timeout=LONG_MS)
        await expect(self.article.locator("[aria-busy]")).to_have_count(0, timeout=LONG_MS)
        self.misshapen += [f"{self.said[:40]!r}: {each}" for each in await self.measured()]
        self.screens += 1

    async def measured(self) -> list[str]:
        """Return what of the message that is looked at cannot be read or pressed."""
        width = self.page.viewport_size and self.page.viewport_size["width"]
        found: list[str] = await self.phone.evaluate(_MISSHAPEN, [self.message, width, FINGER])
        return found

    async def downloads(self, label: str, ending: str, into: Path) -> Path:
        """Press what brings a file, save it as the browser does; the message that is looked at stays the same."""
        since = await self._seq()
        self.taps += 1
        await self.key(label).tap(timeout=LONG_MS)
        return await self.saves(ending, into, since)

    async def saves(self, ending: str, into: Path, since: int = 0) -> Path:
        """Open a file that has come; opening it is a tap too."""
        seen = await self._find("", since, ending)
        link = self.phone.locator(f'[data-key="message {seen["id"]}"] a.document')
        async with self.page.expect_download(timeout=LONG_MS) as download:
            self.taps += 1
            await link.tap(timeout=LONG_MS)
        saved = await download.value
        path = into / saved.suggested_filename
        await saved.save_as(path)
        return path

    async def _seq(self) -> int:
        async for state in states(self.stage.page, self.stage.address):
            return int(state["seq"])
        raise AssertionError

    async def _find(self, words: str, since: int, ending: str = "") -> Json:
        shown: list[Json] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                async for state in states(self.stage.page, self.stage.address):
                    shown = phone_in(state, self.user_id)["messages"]
                    if found := _newest(shown, words, since, ending):
                        return found
        last = [(each["text"], [[key["label"] for key in row] for row in each["rows"]]) for each in shown[-3:]]
        raise AssertionError(f"{words or ending!r} did not come; on the phone: {last}")


def _newest(messages: list[Json], words: str, since: int, ending: str) -> Json | None:
    for each in reversed(messages):
        is_new = each["from"] == "bot" and each["changed"] > since
        has_file = each["document"] and each["document"]["name"].endswith(ending)
        if is_new and words in each["text"] and (has_file if ending else not each["document"]):
            return each
    return None
