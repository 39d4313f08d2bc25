"""Browsers at the office's page, over real HTTP on loopback, with a running program behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from aiohttp import ClientResponse, ClientSession, DummyCookieJar, web
from sqlite_utils import Database

from bot.channels.web.addresses import Address
from bot.channels.web.asking import Sessions
from bot.channels.web.guarding import Guards
from bot.channels.web.links import CHANNEL
from bot.channels.web.server import WebServer
from bot.channels.web.sessions import BrowserSessions
from bot.channels.web.signing_in import WayIn
from bot.config import Settings
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import Postbox
from bot.services.people import second_factors, signing_in
from storage import people
from tests.world import World, until

COOKIE = "phien"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
)
_STRANGER = "203.0.113.7"


@dataclass
class Page:
    """The page of a world, served; `seconds` is the watch by which it counts how often somebody asks."""

    world: World
    public_url: str = "http://localhost:8020"
    settings: Settings = field(default_factory=Settings)
    further: Sequence[web.AbstractRouteDef] = ()
    bell: Callable[[Sessions], Sequence[web.AbstractRouteDef]] = lambda _sessions: ()
    seconds: float = 0.0
    server: WebServer = field(init=False)
    sessions: BrowserSessions = field(init=False)

    def __post_init__(self) -> None:
        world = self.world
        settings = replace(self.settings, public_url=self.public_url)
        if settings.web_listen == Settings().web_listen:
            settings = replace(settings, web_listen="127.0.0.1:0")
        address = Address.of(settings)
        self.sessions = BrowserSessions(world.writer, world.read, world.unit, is_encrypted=address.is_encrypted)
        postbox = Postbox(world.unit, capabilities_of(world.app.channels), world.app.wake)
        way_in = WayIn(self.sessions, world.writer, world.read, postbox)
        guards = Guards(address, self.sessions, "024", lambda: self.seconds)
        routes = [*way_in.routes(), *conversation(self.sessions), *self.bell(self.sessions), *self.further]
        self.server = WebServer(address, guards, routes)

    @property
    def url(self) -> str:
        return self.server.listens_at

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    async def issue(self, code: str) -> str:
        """Return the path of a link that signs somebody of the roster in."""

        def work(db: Database) -> str:
            person = people.person_by_code(db, code)
            assert person is not None
            return signing_in.issue(self.world.unit(db), person, "test").token

        return signing_in.PATH + await self.world.writer.write(work)

    def turn(self, **by: float) -> None:
        """Let time go by."""
        self.world.clock.set(self.world.clock.now() + timedelta(**by))


def conversation(sessions: Sessions) -> list[web.AbstractRouteDef]:
    """Stand for what is behind the guards: what is said to whom is let pass."""

    async def state(request: web.Request) -> web.Response:
        session = await sessions.of(request)
        assert session is not None
        return web.json_response(
            {"is_member": session.is_member, "lang": session.lang, "needs": session.needs_totp, "who": session.user_key}
        )

    async def act(request: web.Request) -> web.Response:
        return web.json_response({"stored": (await request.json())["text"]})

    async def failing(_request: web.Request) -> web.Response:
        raise RuntimeError("words of Nguyễn Văn An")

    async def shell(_request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html>", content_type="text/html")

    return [
        web.get("/", shell),
        web.get("/web/state", state),
        web.get("/web/failing", failing),
        web.post("/web/acts/text", act),
        web.post("/web/acts/files", act),
    ]


@asynccontextmanager
async def served(page: Page) -> AsyncIterator[Page]:
    """Serve the page for the time of a test."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(page.server.run())
        await until(lambda: page.server.listens_at)
        try:
            yield page
        finally:
            task.cancel()


@dataclass
class Answer:
    """What a browser was told."""

    status: int
    headers: Mapping[str, str]
    text: str
    json: Any = None


class Browser:
    """A browser: it holds one cookie, says from which page it sends, and what it is."""

    def __init__(self, page: Page, user_agent: str = CHROME, *, lang: str = "vi", at: str = _STRANGER) -> None:
        self.page = page
        self.cookie = ""
        self.origin = page.public_url
        self.headers = {"User-Agent": user_agent, "Accept-Language": lang, "X-Forwarded-For": at}

    async def get(self, path: str, **headers: str) -> Answer:
        return await self._ask("GET", path, headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {"Origin": self.origin} if self.origin else {}
        return await self._ask("POST", path, {**sent, **headers}, {} if body is None else body)

    async def state(self) -> Any:
        """Return what the page is told, or the code of the refusal."""
        answer = await self.get("/web/state")
        return answer.json if answer.status == 200 else answer.json["code"]

    async def sign_in(self, code: str) -> Answer:
        """Open a link of somebody, and press its button."""
        return await self.post(await self.page.issue(code))

    async def set_up(self) -> str:
        """Set up the second factor that is owed, and enter its first code; return the key in the authenticator."""
        key = str((await self.get("/web/totp")).json["key"])
        answer = await self.enter(key)
        assert answer.status == 200, answer.text
        return key

    async def enter(self, key: str, **later: float) -> Answer:
        """Enter the code that an authenticator shows."""
        at = self.page.world.clock.now() + timedelta(**later)
        return await self.post("/web/totp", {"code": second_factors.code_at(key, at)})

    def copy(self) -> Browser:
        """Return another browser that has got hold of the cookie as it is now."""
        other = Browser(self.page)
        other.cookie = self.cookie
        return other

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], body: Any = None) -> Answer:
        sent = {**self.headers, **headers}
        if self.cookie:
            sent["Cookie"] = f"{COOKIE}={self.cookie}"
        async with (
            ClientSession(cookie_jar=DummyCookieJar()) as session,
            session.request(method, self.page.url + path, headers=sent, json=body, allow_redirects=False) as answer,
        ):
            return await self._told(answer)

    async def _told(self, answer: ClientResponse) -> Answer:
        if COOKIE in answer.cookies:
            self.cookie = answer.cookies[COOKIE].value
        is_json = answer.content_type == "application/json"
        return Answer(
            answer.status, dict(answer.headers), await answer.text(), await answer.json() if is_json else None
        )


def linked(world: World) -> int:
    """Return how many accounts of the page are linked."""
    return world.count("accounts", f"channel = '{CHANNEL}' AND unlinked_at IS NULL")
