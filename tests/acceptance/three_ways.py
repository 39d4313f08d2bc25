"""The program with three channels, and a member who goes from one to the next of those he has."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import FormData

from bot.services.people.ways import set_up
from tests.channels.web_bench import WHO, Bench, BenchChannel, Browser, serving, text_of
from tests.channels.zalo_server import ZaloPhone, ZaloServer
from tests.contents import PDF, photo
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import Talks, World, running, say, until

TASK = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 437/TB-VPCP,Rà soát thủ tục,HIEPHOIA,,day,25/11/2026,,
"""
FILE, PHOTO = "so-do.pdf", photo()
CHOICES = re.compile(r"\n\n(?:Đề nghị nhập nội dung\. )?Để chọn, đề nghị (?:gõ|trả lời)")
"""Where a channel without buttons begins to list what can be chosen."""


@dataclass(frozen=True)
class Way:
    """A channel in somebody's hand."""

    name: str
    phone: Talks
    shown: Callable[[], list[str]]
    """What the program has shown there, oldest first."""
    attach: Callable[[], Awaitable[None]]
    """Send a file, or a photo by a way that takes no other."""


@dataclass(frozen=True)
class House:
    """The running program with its three channels."""

    world: World
    page: Bench
    zalo: ZaloServer

    def way(self, name: str) -> Way:
        """Return An's way of this name."""
        made = {"telegram": self._telegram, "web": self._web, "zalo": self._zalo}
        return made[name]()

    def _telegram(self) -> Way:
        phone: Phone = self.world.phone("AN")

        async def attach() -> None:
            phone.send_file(FILE, PDF, mime_type="application/pdf")

        return Way("telegram", phone, lambda: [seen.text for seen in phone.messages], attach)

    def _web(self) -> Way:
        browser = self.page.phone("trinh-duyet-cua-AN")

        async def attach() -> None:
            await upload(self.page, browser)

        return Way("web", browser, lambda: [text_of(each) for each in browser.messages], attach)

    def _zalo(self) -> Way:
        phone: ZaloPhone = self.zalo.phone("AN")

        async def attach() -> None:
            self.zalo.files["1.jpg"] = (PHOTO, True)
            self.zalo.deliver(phone.event("image", photo_url=f"{self.zalo.url}/files/1.jpg"))

        return Way("zalo", phone, lambda: [note.text for note in phone.messages], attach)


async def upload(page: Bench, browser: Browser) -> None:
    """Send the file as the page does."""
    asked = browser.act()
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name in ("key", "seen"):
        form.add_field(name, str(asked[name]))
    form.add_field("caption", "")
    form.add_field("file", io.BytesIO(PDF), filename=FILE, content_type="application/octet-stream")
    async with page.http.post(f"{page.address}/web/acts/files", data=form, headers={WHO: browser.user}) as response:
        assert response.status == 200


@asynccontextmanager
async def house(path: Path) -> AsyncIterator[House]:
    """The running program; only Chi at the desk is linked, and Hiệp hội A leads a task."""
    page = BenchChannel(path)
    async with ZaloServer() as zalo:
        world = World(path, others=[page, zalo.channel()])
        page.attach(world)
        world.import_roster()
        import_tasks(world, TASK)
        world.link("CHI")
        async with running(world), serving(page) as bench:
            await until(lambda: set_up(world.unit()) == {"telegram", "web", "zalo"})
            yield House(world, bench, zalo)
        world.close()


@dataclass
class Member:
    """An, who goes on to the next of the ways at every step."""

    world: World
    ways: Sequence[Way]
    at: int = 0
    used: list[str] = field(default_factory=list)
    """The way of every step."""
    attached: str = ""
    """The way by which the file went."""
    headings: list[tuple[str, str]] = field(default_factory=list)
    """What was asked where a draft was left, and where it was opened again by another way."""

    @property
    def way(self) -> Way:
        return self.ways[self.at % len(self.ways)]

    @property
    def last(self) -> str:
        """The newest message of the present way."""
        return self.way.shown()[-1]

    async def do(self, *acts: str) -> None:
        """Do something by the present way."""
        await say(self.world, self.way.phone, *acts)

    async def step(self, *acts: str) -> None:
        """Do something by the next way."""
        self.at += 1
        self.used.append(self.way.name)
        await self.do(*acts)

    async def go_on(self, back: Sequence[str], *acts: str) -> None:
        """Go on with a draft by the next way, which is opened there again if that is another one."""
        left = heading(self.last)
        if len(self.ways) > 1:
            await self.step(*back)
            self.headings.append((left, heading(self.last)))
        await self.do(*acts)

    async def attach(self) -> None:
        """Send a file by the present way."""
        self.attached = self.way.name
        await self.way.attach()
        await self.world.settle()

    def told(self, words: str) -> list[str]:
        """Return by which ways something was told."""
        return [way.name for way in self.ways for text in way.shown() if words in text]


def heading(text: str) -> str:
    """Return the first line of a message."""
    return text.splitlines()[0].strip()


def words(text: str) -> str:
    """Return a message without the choices that stand in it where there are no buttons."""
    return CHOICES.split(text)[0]
