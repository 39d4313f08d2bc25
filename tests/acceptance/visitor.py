"""Somebody at the office's page in a browser, whose network is cut at every step and who goes on once it is back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import pyotp
from playwright.async_api import Error, FilePayload, Page, expect
from playwright.async_api import TimeoutError as NotYetError

from tests.acceptance.cut_network import Cut
from tests.acceptance.live_office import Office
from tests.world import until

T = TypeVar("T")
READING = timedelta(seconds=10)
"""How long a question was read before it is answered."""
_PAUSE_MS = 2000
"""As long as the page leaves the network alone where it has failed once."""
_LOOK_MS, _LONGEST_LOOK_MS, _HALF_A_PAGE_MS = 50, 3000, 1000
_MISSED_SECONDS = 60
NOT_SENT = "chưa gửi được"
_OF_A_PERSON = re.compile(r"/web/(acts/|totp)")
_AT_REST = """(words) => !document.querySelector(".pending, [aria-busy=true]")
  && [...document.querySelectorAll("article.bot")].some((each) => each.innerText.includes(words))"""
"""Whether these words stand in the conversation and nothing is on its way."""
_KEPT = """new Promise((resolve, reject) => {
  const opening = indexedDB.open("to-cong-tac");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("acts").objectStore("acts").count();
    asked.onsuccess = () => resolve(asked.result);
  };
})"""
"""How many acts the browser keeps that are not sent."""


@dataclass
class Visitor:
    """One person in one browser."""

    page: Page
    office: Office
    cut: Cut | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What is on the device, by its name."""
    acts: list[str] = field(default_factory=list)
    """What was done, in order: `[Label]` is a button, `@name` a file, everything else a text."""
    links: int = 0
    """How many links it took to sign in."""
    who: str = ""
    """What the page calls the account, once it is known."""
    failed: int = 0
    """How many acts and codes got no answer, as the browser knows."""

    @property
    def is_cut_off(self) -> bool:
        """Whether what this person does gets no answer at first."""
        return self.cut not in (None, Cut.TOLD)

    async def watches(self) -> None:
        """Learn from now on what gets no answer."""
        session, posts = await self.page.context.new_cdp_session(self.page), set[str]()
        await session.send("Network.enable")

        def sent(event: dict[str, Any]) -> None:
            if event["request"]["method"] == "POST" and _OF_A_PERSON.search(event["request"]["url"]):
                posts.add(event["requestId"])

        def failed(event: dict[str, Any]) -> None:
            self.failed += event["requestId"] in posts

        session.on("Network.requestWillBeSent", sent)
        session.on("Network.loadingFailed", failed)

    async def signs_in(self, link: str, code: str) -> None:
        """Open a link and press its button, again where that failed, with another link once it is used up."""
        network, page = self.office.network, self.page
        network.fails(self.cut)
        self.links = 1
        button, used = page.locator("form button"), page.get_by_text("Liên kết đã được dùng")
        async with asyncio.timeout(_MISSED_SECONDS):
            while not await self._is_in():
                if not await self._opens("GET /vao/", partial(page.goto, link, wait_until="commit")):
                    continue
                with suppress(AssertionError):  # half of it came
                    await expect(button.or_(used)).to_be_visible(timeout=_HALF_A_PAGE_MS)
                if await used.count():
                    link = self.office.another_link(code)
                    self.links += 1
                elif await button.count():
                    await self._opens("POST /vao/", self._presses_the_button)
            is_open = "GET /" not in network.cuts
            while not is_open:
                with suppress(Error):  # the page that says that nothing came may still be on its way
                    await page.goto(network.url)
                    is_open = True

    async def _opens(self, what: str, opening: Callable[[], Awaitable[object]]) -> bool:
        """Open something; return whether anything came. Where connections are refused, they are for each thing once."""
        network = self.office.network
        if self.cut is Cut.REFUSED and what not in network.cuts:
            network.cuts.append(what)
            network.refuse()
        try:
            await opening()
        except Error:
            return False
        finally:
            await network.listen()
        return True

    async def _presses_the_button(self) -> None:
        async with self.page.expect_navigation(wait_until="commit"):
            await self.page.locator("form button").click()

    async def _is_in(self) -> bool:
        return any(each["name"] == "__Host-phien" for each in await self.page.context.cookies())

    async def sets_up_the_second_factor(self) -> None:
        """Set an authenticator up with the key that is shown, and enter its first code."""
        key = await self._comes_to_rest(lambda ms: self.page.locator("code").inner_text(timeout=ms))
        code = pyotp.TOTP(key.replace(" ", "")).at(self.office.clock.now())
        box = self.page.get_by_label("Sáu chữ số")

        async def entered() -> None:
            await box.fill(code, timeout=_LONGEST_LOOK_MS)
            await box.press("Enter", timeout=_LONGEST_LOOK_MS)

        await self._cut_off(entered)
        if self.is_cut_off:  # whoever is told that there was no answer enters the code again
            await entered()
        await self._comes_to_rest(self._conversation_is_there)

    async def _conversation_is_there(self, milliseconds: float) -> None:
        await expect(self.page.get_by_role("textbox", name="Tin nhắn")).to_be_visible(timeout=milliseconds)

    async def _cut_off(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do something of which the page learns that it got no answer; then the network is there again."""
        network, failed = self.office.network, self.failed
        network.fails(self.cut)
        if self.cut is Cut.REFUSED:
            network.refuse()
        await act()
        if self.is_cut_off:
            await until(lambda: self.failed > failed)
        network.noticed()
        if self.cut is Cut.REFUSED:
            await network.listen()

    async def does(self, *what: str) -> None:
        """Do something and see these words, then the next; every act is cut off once."""
        for act, shown in zip(what[::2], what[1::2], strict=True):
            self.office.turn(READING)
            self.acts.append(act)
            await self._cut_off(partial(self._act, act))
            await self.sees(shown)

    async def sees(self, words: str) -> None:
        """Wait until these words are there and nothing is on its way."""
        await self._comes_to_rest(lambda ms: self.page.wait_for_function(_AT_REST, arg=words, timeout=ms))

    async def keeps_nothing(self) -> None:
        """Wait until the browser keeps no act any more: the last one may be shown before its answer has come."""

        async def nothing(_look_ms: float) -> None:
            assert await self.page.evaluate(_KEPT) == 0

        await self._comes_to_rest(nothing)

    async def cookie(self) -> Mapping[str, Any]:
        """Return the one cookie that the browser holds of the page."""
        (found,) = await self.page.context.cookies()
        return dict(found)

    async def said(self) -> list[str]:
        """Return what the page shows as said by the person, oldest first."""
        return [text.strip() for text in await self.page.locator("article.person .text").all_inner_texts()]

    async def _act(self, act: str) -> None:
        box = self.page.get_by_role("textbox", name="Tin nhắn")
        if act.startswith("["):
            await self.page.get_by_role("button", name=act[1:-1], exact=True).last.click()
        elif act.startswith("@"):
            content = self.files[act[1:]]
            paper = FilePayload(name=act[1:], mimeType="application/pdf", buffer=content)
            await self.page.locator("input[type=file]").set_input_files([paper])
            await box.press("Enter")
        else:
            await box.fill(act)
            await box.press("Enter")

    async def _comes_to_rest(self, found: Callable[[float], Awaitable[T]]) -> T:
        """Look again and again, ever longer; in between the page's time goes by, so that it tries what has failed."""
        look = _LOOK_MS
        async with asyncio.timeout(_MISSED_SECONDS):
            while True:
                try:
                    return await found(look)
                except (NotYetError, AssertionError):
                    await self.page.clock.fast_forward(_PAUSE_MS)
                    look = min(2 * look, _LONGEST_LOOK_MS)
