"""The bell of the page under test: a running program, browsers with real sessions, a push service on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.channels.web.links import CHANNEL
from bot.channels.web.push.ringer import Ringer
from bot.channels.web.push.routes import routes
from bot.channels.web.push.services import PushServices
from bot.channels.web.push.vapid import Vapid
from bot.domain.operations import Lane, Send
from bot.domain.texts import Screen, Text
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import enqueue
from storage import addressees, web_messages
from tests.channels.push_service import Device, PushService, push_service
from tests.channels.web_bench import BenchChannel
from tests.channels.web_browser import Browser, Page, served
from tests.world import USERS, World, running

CONTACT = "mailto:vanphong@coquan.gov.vn"


@dataclass
class Bell:
    """What is at hand in a test."""

    world: World
    channel: BenchChannel
    page: Page
    service: PushService
    ringer: Ringer
    services: PushServices
    http: ClientSession
    hasty: ClientSession
    """Waits for no answer that does not come at once."""

    async def signed_in(self, code: str = "AN") -> Browser:
        browser = Browser(self.page)
        await browser.sign_in(code)
        return browser

    async def subscribed(self, code: str = "AN", name: str = "a") -> tuple[Browser, Device]:
        """Return a browser in which somebody has signed in and turned notifications on."""
        browser, device = await self.signed_in(code), self.service.device(name)
        answer = await browser.post("/web/push", device.subscription)
        assert (answer.status, answer.json) == (200, {"on": True}), answer.text
        return browser, device

    async def push(
        self, *words: str, code: str = "AN", lane: Lane = Lane.BULK, channel: str = CHANNEL, **fields: Any
    ) -> None:
        """Queue pushes for somebody's page, and wait until they stand in the conversation."""
        sql = "SELECT id FROM accounts WHERE user_key = ? AND channel = ?"
        account = self.world.read.conn.execute(sql, [str(USERS[code]), channel]).fetchone()[0]
        to = addressees.recipient(self.world.read, account, self.world.unit().today)
        assert to is not None
        sends = [
            Send(to, Screen((Text("{text}", text=each),), **fields), lane=lane, key=f"{each}:{account}")
            for each in words
        ]
        able = capabilities_of(self.world.app.channels)
        await self.world.writer.write(lambda db: enqueue(self.world.unit(db), sends, "test", able))
        self.world.app.wake()
        await self.world.settle()

    async def opens(self, code: str = "AN") -> None:
        """A page of somebody has shown everything."""
        await self.channel.open_all(str(USERS[code]), web_messages.last_change(self.world.read))

    async def rings(self, *, in_haste: bool = False, **later: float) -> list[str]:
        """Let time go by, and whoever is due be rung; return the names of those that were, in the order of their names.

        Tries that failed are among them.
        """
        before = len(self.service.received)
        self.page.turn(**later)
        await self.ringer.look(self.hasty if in_haste else self.http)
        return sorted(each.name for each in self.service.received[before:])

    def counted(self) -> dict[str, int]:
        """Return how nudges ended, as it is kept."""
        found = self.world.read.conn.execute("SELECT outcome, count FROM nudges ORDER BY outcome")
        return {row["outcome"]: row["count"] for row in found}

    @property
    def subscriptions(self) -> int:
        return self.world.count("web_sessions", "push_endpoint IS NOT NULL OR push_p256dh IS NOT NULL")


@asynccontextmanager
async def bell(path: Path) -> AsyncIterator[Bell]:
    """The running program with the page and its bell, in which An and Bích have the page as their only way."""
    channel = BenchChannel(path)
    channel.pages_lie_open = False
    world = World(path, others=[channel])
    channel.attach(world)
    channel.clock = world.clock
    world.import_roster()
    for code in ("AN", "BICH", "LAN"):
        world.link(code, channel.name)
    async with push_service() as service, running(world):
        trusted = frozenset({service.origin})
        vapid = Vapid(world.rules.key, CONTACT)
        services, hasty = (PushServices(vapid, trusted=trusted, seconds=seconds) for seconds in (60.0, 0.05))
        page = Page(world, bell=lambda sessions: routes(channel, sessions, trusted))
        ringer = Ringer(channel, world.unit, services)
        async with services.opened() as http, hasty.opened() as haste, served(page):
            yield Bell(world, channel, page, service, ringer, services, http, haste)
    world.close()
