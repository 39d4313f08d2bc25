"""The office's page as a channel under test: its real routes on loopback, and browsers that post as a page does."""

from __future__ import annotations

import asyncio
import json
import os
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

from aiohttp import ClientSession, web

from bot.channels.web.asking import Session
from bot.channels.web.client import WebChannel
from bot.channels.web.links import CHANNEL
from bot.channels.web.routes import routes
from bot.channels.web.waiting import Waiting
from bot.clock import FixedClock
from bot.domain.people import Caller
from bot.runtime.ports import ChannelError, Failure, Shown
from storage import people, web_messages
from storage.web_messages import WebMessage
from tests.world import START, World, running, until

URL = "http://127.0.0.1"
_READS_FOR = timedelta(seconds=60)
"""So long a person reads before writing."""
WHO = "X-Who"
"""By this header the sessions of the bench know who asks; what a cookie is worth is tried elsewhere."""


class Sessions:
    """Everybody is let in as whom they say they are."""

    def __init__(self) -> None:
        self.owing: set[str] = set()
        """Who owes the code of the second factor."""
        self.ended: set[str] = set()
        self.channel: WebChannel | None = None

    async def of(self, request: web.Request) -> Session | None:
        user = request.headers.get(WHO, "")
        return self._session(user) if user and user not in self.ended else None

    async def still(self, session: Session) -> Session | None:
        return None if session.user_key in self.ended else self._session(session.user_key)

    def _session(self, user: str) -> Session:
        assert self.channel is not None
        actor = people.find_actor(self.channel.reading, Caller(CHANNEL, user, user), START.date())
        lang = actor.person.lang if actor else "vi"
        return Session(f"s-{user}", user, user, actor is not None, lang, "totp" if user in self.owing else "")


class Line(Waiting):
    """A line that counts who came."""

    came = 0

    async def stored(self, raws: Sequence[dict[str, Any]], seconds: float) -> bool:
        self.came += len(raws)
        return await super().stored(raws, seconds)


class BenchChannel(WebChannel):
    """The channel. Its pages lie open: what is shown is opened at once, unless `pages_lie_open` is taken away."""

    def __init__(self, directory: Path) -> None:
        nothing = cast("Any", None)
        super().__init__(URL, nothing, nothing, FixedClock(START), nothing, directory)
        self.waiting_acts: Line = Line()
        self.failures: dict[str, deque[ChannelError]] = {}
        self.under_way = 0
        """Posts that have no answer yet."""
        self.unheard = 0
        """Of these the ones that have not come to the line yet, nor been refused."""
        self.pages_lie_open = True

    def attach(self, world: World) -> None:
        """Work on the base of a world."""
        self.writer, self.reading, self.rules = world.writer, world.read, world.rules

    @property
    def all_confirmed(self) -> bool:
        """Whether every act was stored and answered."""
        return not self.under_way

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        await until(lambda: not self.unheard)
        return await super().fetch(stored)

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        if self.failures.get(address):
            raise self.failures[address].popleft()
        shown = await super().send(address, body)
        return replace(shown, is_held=False) if self.pages_lie_open else shown

    async def edit(self, address: str, message_id: str, body: dict[str, Any]) -> Shown:
        shown = await super().edit(address, message_id, body)
        return replace(shown, is_held=False) if self.pages_lie_open else shown

    async def send_file(self, address: str, name: str, data: bytes, body: dict[str, Any]) -> Shown:
        shown = await super().send_file(address, name, data, body)
        return replace(shown, is_held=False) if self.pages_lie_open else shown

    def go_on(self, span: timedelta) -> None:
        """Let time pass."""
        assert isinstance(self.clock, FixedClock)
        self.clock.set(self.clock.now() + span)


@dataclass
class Answer:
    """What a post was answered."""

    status: int
    body: Any


@dataclass
class Bench:
    """The channel, its server, and the tasks of browsers."""

    channel: BenchChannel
    sessions: Sessions
    http: ClientSession
    address: str
    group: asyncio.TaskGroup
    keys: count[int] = field(default_factory=count)
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    posts: list[asyncio.Task[Answer]] = field(default_factory=list)

    def phone(self, user: str) -> Browser:
        """Return somebody's browser."""
        return Browser(self, user)

    def shown(self, user: str) -> list[str]:
        """Return what the program shows somebody, oldest first."""
        return [text_of(each) for each in self.messages(user) if not each.act_key]

    def messages(self, user: str) -> list[WebMessage]:
        """Return a conversation."""
        return web_messages.newest(self.channel.reading, user, None, 1000)

    def keeps(self, content: bytes, stated: int) -> str:
        del stated  # nothing is said of a size beside what is there
        ref = f"{next(self.keys):032x}"
        folder = self.channel.uploads.folder
        folder.mkdir(exist_ok=True)
        (folder / ref).write_bytes(content)
        now = self.channel.clock.now().timestamp()
        os.utime(folder / ref, (now, now))
        return ref

    def fails(self, user: str, failure: Failure) -> None:
        error = ChannelError(failure, failure.name, retry_after=5.0)
        self.channel.failures.setdefault(user, deque()).append(error)

    def key(self, *, ago: timedelta = timedelta(0)) -> str:
        """Return the key of a new act, as a page makes it from the server's time."""
        at = int((self.channel.clock.now() - ago).timestamp() * 1000)
        return f"{at:013d}-" + "".join(chr(ord("a") + int(digit)) for digit in f"{next(self.keys):016d}")

    async def post(self, user: str, path: str, asked: object) -> Answer:
        """Post as the page does."""
        headers = {WHO: user} if user else {}
        async with self.http.post(self.address + path, json=asked, headers=headers) as response:
            return Answer(response.status, await response.json())

    async def get(self, user: str, path: str) -> Answer:
        """Get as the page does."""
        async with self.http.get(self.address + path, headers={WHO: user} if user else {}) as response:
            return Answer(response.status, await response.json())

    async def events(self, user: str, after: int, **headers: str) -> list[dict[str, Any]]:
        """Ask once for what came after a change."""
        address = f"{self.address}/web/events?wait=0&after={after}"
        async with self.http.get(address, headers={WHO: user, **headers}) as response:
            assert response.status == 200
            return [event async for event in said(response)]

    def begin(self, user: str, path: str, asked: object) -> asyncio.Task[Answer]:
        """Post beside everything else; acts come to the program in the order in which they were begun."""
        self.channel.under_way += 1
        self.channel.unheard += 1
        self.posts.append(self.group.create_task(self._carry(user, path, asked)))
        return self.posts[-1]

    async def _carry(self, user: str, path: str, asked: object) -> Answer:
        try:
            async with self.line:
                came = self.channel.waiting_acts.came
                posting = self.group.create_task(self.post(user, path, asked))
                self.posts.append(posting)
                try:
                    await until(lambda: posting.done() or self.channel.waiting_acts.came > came)
                finally:
                    self.channel.unheard -= 1
            return await posting
        finally:
            self.channel.under_way -= 1


@dataclass
class Browser:
    """One person's browser. Acts are begun at once; `World.settle` waits for what follows."""

    bench: Bench
    user: str

    @property
    def messages(self) -> list[WebMessage]:
        """What the program has shown here, oldest first."""
        return [each for each in self.bench.messages(self.user) if not each.act_key]

    @property
    def last(self) -> WebMessage:
        """The newest message of the program."""
        return self.messages[-1]

    @property
    def seq(self) -> int:
        """Up to where a page knows the conversation that shows all of it."""
        return web_messages.last_change(self.bench.channel.reading)

    def act(self, **asked: object) -> dict[str, object]:
        """Return an act of somebody who has read everything."""
        self.bench.channel.go_on(_READS_FOR)
        return {"key": self.bench.key(), "seen": self.seq, **asked}

    def send(self, text: str) -> asyncio.Task[Answer]:
        """Type a text."""
        return self.bench.begin(self.user, "/web/acts/text", self.act(text=text))

    def tap(self, label: str) -> asyncio.Task[Answer]:
        """Press the button with this label on the newest message that has it."""
        for message in reversed(self.messages):
            for button in (button for row in message.body.get("rows", []) for button in row):
                if button[0] == label:
                    asked = self.act(message_id=message.id, data=button[1])
                    return self.bench.begin(self.user, "/web/acts/tap", asked)
        raise AssertionError(f"no button {label!r} below {text_of(self.last)!r}")


def text_of(message: WebMessage) -> str:
    """Return the words of a message."""
    return "".join(text for _, text in message.body.get("runs", []))


async def said(response: Any) -> AsyncIterator[dict[str, Any]]:
    """Yield the events of a stream as they come."""
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


@asynccontextmanager
async def serving(channel: BenchChannel) -> AsyncIterator[Bench]:
    """Serve the routes on loopback for the time of a test."""
    sessions = Sessions()
    sessions.channel = channel
    app = web.Application()
    app.add_routes(routes(channel, sessions))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession() as http, asyncio.TaskGroup() as group:
            bench = Bench(channel, sessions, http, address, group)
            yield bench
            for task in bench.posts:
                task.cancel()  # what nobody asked for any more has no answer
    finally:
        channel.pages.close()
        await runner.cleanup()


@asynccontextmanager
async def alone(path: Path) -> AsyncIterator[Bench]:
    """The channel on a base with its writer; nobody asks it for acts but the test."""
    channel = BenchChannel(path)
    world = World(path, others=[channel])
    channel.attach(world)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(world.writer.run())
        async with serving(channel) as bench:
            yield bench
        writing.cancel()
    world.close()


@asynccontextmanager
async def in_the_program(path: Path, *codes: str) -> AsyncIterator[tuple[Bench, World]]:
    """The running program with Telegram and the page, in which these people are linked."""
    channel = BenchChannel(path)
    world = World(path, others=[channel])
    channel.attach(world)
    world.import_roster()
    for code in codes:
        world.link(code, channel.name)
    async with running(world), serving(channel) as bench:
        yield bench, world
    world.close()
