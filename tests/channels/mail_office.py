"""An office with a page and a mail server, and people who are told by e-mail that something waits."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from aiohttp import ClientSession, UnixConnector
from sqlite_utils import Database

from bot.config import Settings
from bot.domain.operations import Lane, Send
from bot.domain.texts import Screen, Text
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import enqueue
from bot.services import letters
from bot.services.people import mailing, signing_in
from storage import addressees, mailboxes, people, web_messages
from tests import world as worlds
from tests.channels.mail_server import Box, listening
from tests.runtime.stepping import Hands
from tests.world import World, running, until

PUBLIC_URL = "http://localhost:8020"
FROM = "Trợ lý TTHC <tro-ly@example.vn>"
AN_AT = "an@example.vn"
UNOPENED_AFTER = timedelta(minutes=15)


@dataclass
class Office:
    """A running world, its mail server, and its time."""

    world: World
    box: Box
    hands: Hands
    port: int

    @property
    def letters(self) -> list[str]:
        """Whom letters were handed over to, in order."""
        return [str(each["To"]) for each in self.box.taken]

    @property
    def link(self) -> str:
        """Where the last letter is stopped."""
        return str(self.box.taken[-1]["List-Unsubscribe"]).strip("<>").removeprefix(PUBLIC_URL)

    @property
    def code(self) -> str:
        """The code in the last letter."""
        return str(re.findall(r"\d{6}", self.box.taken[-1].get_content())[0])

    def person(self, code: str) -> int:
        return int(self.world.read.conn.execute("SELECT id FROM persons WHERE code = ?", [code]).fetchone()[0])

    def states(self) -> list[str]:
        """Of the letters, in order."""
        found = self.world.read.conn.execute("SELECT state FROM outbox WHERE channel = 'mail' ORDER BY id")
        return [row[0] for row in found.fetchall()]

    async def step(self, **span: float) -> None:
        """Let time pass, and wait until what became due has been done."""
        await self.hands.step(timedelta(**span).total_seconds())

    async def turn(self, to: datetime) -> None:
        """Let time pass until an instant."""
        await self.hands.step((to - self.world.clock.now()).total_seconds())

    async def confirm(self, code: str, address: str) -> str:
        """Let somebody have confirmed an address; return the key that names it."""

        def work(db: Database) -> str:
            unit = self.world.unit(db)
            person = people.person_by_code(db, code)
            assert person is not None
            mailbox = mailing.give(unit, person, address)
            mailboxes.confirm(db, mailbox, unit.now)
            return mailbox.key

        key: str = await self.world.writer.write(work)
        return key

    async def push(self, code: str, word: str, channel: str = "web", **fields: Any) -> None:
        """Queue a push for somebody's account."""
        row = self.world.read.conn.execute(
            "SELECT id FROM accounts WHERE person = ? AND channel = ?", [self.person(code), channel]
        ).fetchone()
        to = addressees.recipient(self.world.read, row[0], self.world.unit().today)
        assert to is not None
        given = {"lane": Lane.BULK, "key": f"{word}:{to.account}", **fields}
        sends = [Send(to, Screen((Text("{text}", text=word),)), **given)]
        able = capabilities_of(self.world.app.channels)
        await self.world.writer.write(lambda db: enqueue(self.world.unit(db), sends, f"test:{word}", able))
        self.world.app.wake()
        await self.world.settle()

    async def unopened(self, code: str, word: str, **fields: Any) -> None:
        """Queue a push for somebody's page, and let the time go by in which it should be opened."""
        await self.push(code, word, **fields)
        await self.hands.step(UNOPENED_AFTER.total_seconds())

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[ClientSession]:
        """A browser with one jar of cookies."""
        connector = UnixConnector(str(self.world.path / "web.sock"))
        async with ClientSession("http://localhost", connector=connector, headers={"Origin": PUBLIC_URL}) as session:
            yield session

    async def visit(self, code: str, *, reads: bool = True) -> None:
        """Let somebody sign in to the page, and read everything there."""

        def issue(db: Database) -> str:
            person = people.person_by_code(db, code)
            assert person is not None
            return signing_in.issue(self.world.unit(db), person, "test").token

        token = await self.world.writer.write(issue)
        async with self.browser() as session:
            async with session.post(signing_in.PATH + token) as answer:
                assert answer.status == 200
            if reads:
                newest = web_messages.last_change(self.world.read)
                async with session.post("/web/seen", json={"upto": newest}) as answer:
                    assert answer.status == 200, await answer.text()
        await self.world.settle()


def path_of(link: str) -> str:
    """Return the path of an address."""
    return urlsplit(link).path


@asynccontextmanager
async def office(path: Path, *codes: str, web: tuple[str, ...] = ("AN",)) -> AsyncIterator[Office]:
    """A running office: these people have Telegram, and those of `web` the page."""
    box = Box()
    async with listening(box) as server:

        def settings(**given: object) -> Settings:
            return Settings(
                **given,  # type: ignore[arg-type]
                public_url=PUBLIC_URL,
                web_listen=f"unix:{path / 'web.sock'}",
                smtp_url=f"smtp://127.0.0.1:{server.port}",
                mail_from=FROM,
            )

        with patch.object(worlds, "Settings", settings):
            world = World(path)
        world.import_roster()
        for code in codes:
            world.link(code)
        for code in web:
            world.link(code, "web")
        hands = Hands(world)
        try:
            async with running(world):
                await until(lambda: letters.page(world.unit()) == PUBLIC_URL)
                await until((path / "web.sock").is_socket)
                yield Office(world, box, hands, server.port)
        finally:
            world.close()
