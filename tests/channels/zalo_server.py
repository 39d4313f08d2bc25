"""Zalo's Bot API on this machine, as it was seen to behave: over HTTP, in both shapes of events, with its errors."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

from bot.channels.zalo.client import Door, ZaloChannel
from bot.channels.zalo.downloads import Downloads
from bot.channels.zalo.routes import HEADER, routes
from bot.domain.characters import utf16_length
from bot.runtime.ports import Failure
from tests.channels.plain import READS_FOR, Note, number_beside

TOKEN = "1234567890:zalo_zalo_zalo_zalo_zalo_zalo"
PAGE = "https://trang.example"
BEGINS = 1794791700
"""08:15 on 16/11/2026 in Viet Nam."""
_IDLE = (408, "Request timeout")
CUT, HANGS, HTML, NO_JSON = "cut", "hangs", "html", "no json"
"""What else may come of a call, none of which says whether it was done."""
_REFUSALS = {
    Failure.RETRY: (503, "Service Unavailable"),
    Failure.THROTTLED: (429, "Quota exceeded"),
    Failure.GONE: (403, "Forbidden: user has blocked the bot"),
    Failure.REFUSED: (400, "Bad Request: text is too long"),
}


@dataclass
class ZaloServer:
    """The server. Each call to a chat meets the next of its `failures`; a refusal comes with status 200."""

    wrapped: bool = False
    """In which of the two shapes events come."""
    chats: dict[str, list[Note]] = field(default_factory=dict)
    failures: dict[str, deque[Failure | str]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    files: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    """Bytes by name, and whether their length is stated."""
    webhook: str = ""
    secret: str = ""
    now: int = BEGINS
    down: bool = False
    statuses: list[int] = field(default_factory=list)
    """What the webhook answered."""

    def __post_init__(self) -> None:
        self.url = self._hook = ""
        self._events: deque[Any] = deque()
        self._given = False
        self._count = 0
        self._arrived, self._stopped = asyncio.Event(), asyncio.Event()
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> ZaloServer:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/files/{name}", self._file)
        self.url = await self._serve(app)
        return self

    def stop(self) -> None:
        """End what waits."""
        self._stopped.set()
        self._arrived.set()

    async def __aexit__(self, *_: object) -> None:
        self.stop()
        for runner in self._runners:
            await runner.cleanup()

    async def _serve(self, app: web.Application) -> str:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    def channel(self, *, hooked: bool = False) -> WatchedZalo:
        """Return the program's side of the wire; `hooked`: with the webhook, not asking."""
        return WatchedZalo(self, Door(PAGE if hooked else "", "bi-mat-cua-van-phong"))

    async def hook(self, channel: ZaloChannel) -> None:
        """Serve a channel's webhook where the office's web server would be, and call it until the server stops."""
        app = web.Application()
        app.router.add_routes(routes(channel))
        self._hook = await self._serve(app)

    async def call_hook(self) -> None:
        """Hand events over until the server stops; an event is given up only once it was taken."""
        async with ClientSession() as session:
            while not self._stopped.is_set():
                self._arrived.clear()
                if not self._events or not self.webhook:
                    await self._arrived.wait()
                    continue
                if await self._post(session, self._events[0]) == 200:
                    self._events.popleft()

    async def post(self, event: Any, secret: str | None = None) -> int:
        """Post something to the webhook; return the status."""
        async with ClientSession() as session:
            return await self._post(session, event, secret)

    async def _post(self, session: ClientSession, event: Any, secret: str | None = None) -> int:
        path = self.webhook.removeprefix(PAGE)
        headers = {HEADER: self.secret if secret is None else secret}
        data = event if isinstance(event, bytes) else json.dumps(event).encode()
        async with session.post(f"{self._hook}{path}", data=data, headers=headers) as response:
            self.statuses.append(response.status)
            return response.status

    @property
    def all_confirmed(self) -> bool:
        """Whether the program has taken every event and has it on its disk."""
        return not self._events and not self._given

    def deliver(self, event: Any) -> None:
        """Queue an event, in the present shape."""
        self._events.append({"ok": True, "result": event} if self.wrapped else event)
        self._arrived.set()

    def phone(self, user: str) -> ZaloPhone:
        """Return a person's phone."""
        return ZaloPhone(self, user)

    def number(self) -> str:
        """Return the next id of a message, which is a text and no number."""
        self._count += 1
        return f"z{self._count:x}"

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _refused(401, "Unauthorized")
        method, given = request.match_info["method"], await request.json()
        self.calls.append((method, given))
        if self.down:
            return _refused(503, "Service Unavailable")
        match method:
            case "getMe":
                return _ok({"id": "99", "account_name": "bot.troly", "account_type": "BASIC", "can_join_groups": False})
            case "getUpdates":
                return await self._update()
            case "setWebhook":
                self.webhook, self.secret = given["url"], given["secret_token"]
                self._arrived.set()
                return _ok({"url": self.webhook, "updated_at": 1})
            case "getWebhookInfo":
                return _ok({"url": self.webhook, "updated_at": 1})
            case "deleteWebhook":
                self.webhook = ""
                return _ok({"url": "", "updated_at": 1})
            case "sendMessage":
                return await self._send(request, given["chat_id"], given["text"])
        return _refused(404, "Not Found")

    async def _update(self) -> web.Response:
        """One event, which does not come again; asking for the next says that it is safe."""
        self._given = False
        if not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        if not self._events:
            return _refused(*_IDLE)
        self._given = True
        event = self._events.popleft()
        return web.json_response(event) if self.wrapped else _ok(event)

    async def _send(self, request: web.Request, chat: str, text: str) -> web.StreamResponse:
        waiting = self.failures.get(chat)
        failure = waiting.popleft() if waiting else None
        if isinstance(failure, Failure):
            return _refused(*_REFUSALS[failure])
        if not isinstance(chat, str) or not 0 < utf16_length(text) <= 2000:
            return _refused(*_REFUSALS[Failure.REFUSED])
        # What is cut off afterwards stands on the phone all the same.
        note = Note(self.number(), text)
        self.chats.setdefault(chat, []).append(note)
        if failure == HANGS:
            await self._stopped.wait()
        if failure == CUT:
            assert request.transport is not None
            request.transport.abort()
        if failure == HTML:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if failure == NO_JSON:
            return web.Response(text='{"ok": tr')
        return _ok({"message_id": note.id, "date": self.now * 1000})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content, stated = self.files[request.match_info["name"]]
        if stated:
            return web.Response(body=content)
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(content)
        return response


class WatchedZalo(ZaloChannel):
    """The channel, and whether its server has nothing left for it."""

    def __init__(self, server: ZaloServer, door: Door) -> None:
        super().__init__(TOKEN, server.url, door, Downloads(trusted=frozenset({server.url})))
        self.server = server

    @property
    def all_confirmed(self) -> bool:
        """Whether the program has taken every event and has it on its disk."""
        return self.server.all_confirmed


@dataclass
class ZaloPhone:
    """One person's phone; a choice is made by typing what stands beside it."""

    server: ZaloServer
    user: str

    @property
    def messages(self) -> list[Note]:
        """Everything the bot has sent here, oldest first."""
        return self.server.chats.setdefault(self.user, [])

    @property
    def last(self) -> Note:
        """The newest message."""
        return self.messages[-1]

    def event(self, kind: str, **content: Any) -> dict[str, Any]:
        """Return an event of this person's, some time after the one before."""
        self.server.now += READS_FOR
        message = {
            "message_id": self.server.number(),
            "date": self.server.now * 1000,
            "chat": {"id": self.user, "chat_type": "PRIVATE"},
            "from": {"id": self.user, "display_name": "Người dùng", "is_bot": False},
            **content,
        }
        return {"event_name": f"message.{kind}.received", "message": message}

    def send(self, text: str) -> None:
        """Type a text."""
        self.server.deliver(self.event("text", text=text))

    def tap(self, label: str) -> None:
        """Type what stands beside a label of the newest message that has it."""
        self.send(number_beside(self.messages, label))


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description})
