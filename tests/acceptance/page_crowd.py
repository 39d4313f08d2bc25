"""Members at the office's page while the program is killed; newcomers replace those who have finished."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession

from bot.channels.web.links import CHANNEL
from bot.clock import SandboxClock
from bot.domain.people import Person
from bot.services.people import sessions
from storage import sign_in, web_sessions
from storage.outbox import open_count
from storage.rows import value
from storage.unit import Unit
from tests.acceptance.crashing import AT_ONCE, SECRETARY, Cast, copies_become_due, reading
from tests.acceptance.page_members import Client, PageMember
from tests.world import until

READING = timedelta(seconds=10)
"""How long a question was read before it is answered."""
_UNOPENED = "SELECT count(*) FROM outbox WHERE state = 'held' AND address = :desk"


class PageCast(Cast):
    """Members and a secretary of the page, each with a browser that is signed in."""

    channel, kind = CHANNEL, PageMember

    def __init__(self, data: Path, rng: random.Random) -> None:
        self.cookies: dict[int, str] = {}
        super().__init__(data, rng)

    def link(self, unit: Unit, user_id: int, person: Person) -> None:
        super().link(unit, user_id, person)
        session, self.cookies[user_id] = sessions.start(unit, CHANNEL, str(user_id), "Chrome, Android", "vi")
        if user_id == SECRETARY:
            sign_in.add_factor(unit.db, person.id, "00" * 16, 0, unit.now)
            web_sessions.confirm(unit.db, session.id, unit.now)


class PageCrowd:
    """Everybody at their pages."""

    def __init__(self, http: ClientSession, origin: str, data: Path, cast: PageCast, rng: random.Random) -> None:
        self._http = http
        self._origin = origin
        self._data = data
        self._cast = cast
        self._rng = rng
        self._clock = SandboxClock(data / "clock.json")
        self._news = asyncio.Event()
        self.closing = False
        self.is_stuck = False
        """Whether somebody had not finished when it was waited for long enough."""
        self.answers = 0
        """How often a page showed something new of the program."""
        self.all: list[PageMember] = []
        """Every member who has done something."""
        self.pages: list[Client] = []
        self.desk = self._client(SECRETARY)

    async def act(self) -> None:
        """Act until everybody has finished and the desk has opened what was on its way to it."""
        async with asyncio.TaskGroup() as group:
            reading_on = group.create_task(self._desk_reads())
            async with asyncio.TaskGroup() as at_their_places:
                for _ in range(AT_ONCE):
                    at_their_places.create_task(self._place())
            copies_become_due(self._data)
            with reading(self._data) as db:
                await until(lambda: open_count(db) == 0 and value(db, _UNOPENED, desk=self.desk.user) == 0)
            reading_on.cancel()

    async def answered(self, times: int) -> None:
        """Wait until pages have shown something new this many times."""
        enough = self.answers + times
        while self.answers < enough:
            self._news.clear()
            await self._news.wait()

    def close(self) -> None:
        """Let nobody begin anything more."""
        self.closing = True
        for client in self.pages:
            client.changed.set()

    async def _place(self) -> None:
        while not self.closing:
            member = self._cast.next()
            assert isinstance(member, PageMember)
            self.all.append(member)
            await self._reports(member, self._client(member.user_id))

    async def _reports(self, member: PageMember, page: Client) -> None:
        async with asyncio.TaskGroup() as group:
            following = group.create_task(page.follow())
            while not member.finished:
                page.changed.clear()
                for act, body in member.look(page.phone(), closing=self.closing):
                    if act == "text":
                        self._clock.set(self._clock.now() + READING)
                    await page.act(act, body)
                await page.tells_what_was_seen()
                if not member.finished:
                    await page.changed.wait()
            following.cancel()

    async def _desk_reads(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.desk.follow())
            while True:
                self.desk.changed.clear()
                await self.desk.tells_what_was_seen()
                await self.desk.changed.wait()

    def _client(self, user_id: int) -> Client:
        rng = random.Random(self._rng.random())
        cookie = self._cast.cookies[user_id]
        made = Client(str(user_id), cookie, self._http, self._origin, self._clock, rng, self._noticed)
        self.pages.append(made)
        return made

    def _noticed(self) -> None:
        self.answers += 1
        self._news.set()
