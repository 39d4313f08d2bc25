"""A server that speaks the page's half of the office's channel and fails where it is told to.

The page is the same as in earnest; what stands behind it is a list. So the network can be cut at each step: before an
act was stored, after it was and before it was answered, and in the middle of a stream.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from bot.channels.web.page.routes import SECURITY_HEADERS, routes
from bot.clock import VN

Json = dict[str, Any]

START = datetime(2026, 11, 16, 8, 15, tzinfo=VN)
COMMANDS = [
    {"command": "baocao", "description": "Gửi báo cáo"},
    {"command": "nhiemvu", "description": "Xem nhiệm vụ được giao"},
    {"command": "trogiup", "description": "Xem hướng dẫn"},
]


@dataclass
class Stub:
    """What the server knows, and how it fails."""

    lang: str = "vi"
    who: str = "abc"
    """Whose session it is."""
    is_in: bool = True
    needs: str | None = None
    push_key: str | None = None
    """With it notifications are offered."""
    subscription: Json | None = None
    """Where the browser is notified, as it says."""
    messages: list[Json] = field(default_factory=list)
    acts: list[Json] = field(default_factory=list)
    """What was stored, in the order in which it came; each key once."""
    attempts: list[str] = field(default_factory=list)
    """The key of every attempt, also of those that failed."""
    before: list[str | int] = field(default_factory=list)
    """What happens to the next acts before they are stored: "cut", or the status they are refused with."""
    after: list[str] = field(default_factory=list)
    """What happens to the next answers, once the act is stored: "cut"."""
    halves: list[str] = field(default_factory=list)
    """Requests, each as method and path, of whose next answer a half arrives."""
    is_silent: bool = False
    """A proxy holds back what is streamed; what is asked for without waiting comes through."""
    seen: int = 0
    ended: list[str] = field(default_factory=list)
    seq: int = 0
    address: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    # the conversation

    def says(self, text: str, *rows: list[Json], **more: Any) -> int:
        """Add a message of the program."""
        return self._add({"from": "bot", "text": text, "rows": list(rows), **more})

    def changes(self, message_id: int, **fields: Any) -> None:
        """Edit a message."""
        message = next(each for each in self.messages if each["id"] == message_id)
        message.update(fields, seq=self._next())

    def tells(self, key: str, text: str) -> None:
        """Answer a press with a line that goes by."""
        self._toast = {"key": key, "text": text}
        self._next()

    def _add(self, message: Json) -> int:
        number = len(self.messages) + 1
        at = START + timedelta(minutes=number)
        shown = {"id": number, "date": at.isoformat(), "day": "thứ Hai, ngày 16/11/2026", "entities": [], "rows": []}
        self.messages.append({**shown, **message, "seq": self._next()})
        return number

    def _next(self) -> int:
        self.seq += 1
        self._changed.set()
        self._changed = asyncio.Event()
        return self.seq

    _toast: Json | None = None
    _is_broken: bool = False

    # what the page asks

    async def state(self, request: web.Request) -> web.Response:
        if not self.is_in:
            return _error(401, "session", "Phiên đã kết thúc.")
        before = int(request.query.get("before", 10**9))
        shown = [each for each in self.messages if each["id"] < before]
        me = {"name": "Nguyễn Minh Châu", "seat": "Hiệp hội Chế biến nông sản", "kind": "focal"}
        return web.json_response(
            {
                "now": int(START.timestamp() * 1000), "lang": self.lang, "who": self.who, "me": me, "is_member": True,
                "needs": self.needs, "push_key": self.push_key,
                "bot": {"name": "Trợ lý", "description": "Kênh này dành cho thành viên."},
                "title": "Trợ lý Tổ công tác cải cách thủ tục hành chính", "commands": COMMANDS, "seq": self.seq,
                "messages": shown[-60:], "more": len(shown) > 60,
            }
        )  # fmt: skip

    async def events(self, request: web.Request) -> web.StreamResponse:
        if not self.is_in:
            return _error(401, "session", "Phiên đã kết thúc.")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        after = int(request.query["after"])
        is_polled = request.query.get("wait") == "0"
        self._is_broken = False
        if not self.is_silent or is_polled:
            await response.write(b": here\n\n")
        while True:
            change = self._changed
            if self._is_broken:
                _cut(request)
            if after < self.seq and (not self.is_silent or is_polled):
                await response.write(self._event(after))
                after = self.seq
            if is_polled:
                return response
            await change.wait()
            if not self.is_in:
                return response

    def _event(self, after: int) -> bytes:
        new = [each for each in self.messages if each["seq"] > after]
        event: Json = {"seq": self.seq, "messages": new, "deleted": []}
        if self._toast:
            event["toast"], self._toast = self._toast, None
        return f"id: {self.seq}\ndata: {json.dumps(event)}\n\n".encode()

    async def act(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        body = await self._files(request) if kind == "files" else await request.json()
        self.attempts.append(body["key"])
        failure = self.before.pop(0) if self.before else None
        if failure == "cut":
            _cut(request)
        if isinstance(failure, int):
            code = {401: "session", 403: "totp", 409: "old", 429: "slow"}.get(failure, "bad")
            return _error(failure, code, "Nội dung chưa được ghi nhận.")
        if body["key"] not in {act["key"] for act in self.acts}:
            self.acts.append({"kind": kind, **body})
            self._store(kind, body)
        if self.after and self.after.pop(0) == "cut":
            _cut(request)
        return web.json_response({"stored": True})

    def _store(self, kind: str, body: Json) -> None:
        own = {"from": "person", "key": body["key"]}
        if kind == "text":
            self._add({**own, "text": body["text"]})
        elif kind == "edit":
            self.changes(body["message_id"], text=body["text"], edited=True)
        elif kind == "files":
            for name, content in body["files"]:
                paper = {"name": name, "size": len(content), "mime": "application/octet-stream"}
                self._add({**own, "text": body.get("caption", ""), "document": paper})

    async def _files(self, request: web.Request) -> Json:
        fields: Json = {"files": []}
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = await part.read()
            if part.name == "file":
                fields["files"].append((part.filename, bytes(content)))
            else:
                fields[str(part.name)] = content.decode()
        return fields

    async def saw(self, request: web.Request) -> web.Response:
        self.seen = max(self.seen, (await request.json())["upto"])
        return web.json_response({})

    async def begin(self, _request: web.Request) -> web.Response:
        self.is_in = True
        return web.json_response({})

    async def end(self, _request: web.Request) -> web.Response:
        self.signs_out()
        return web.json_response({})

    def breaks_off(self) -> None:
        """Cut every stream that is open."""
        self._is_broken = True
        self._changed.set()
        self._changed = asyncio.Event()

    def signs_out(self) -> None:
        """End the session, as from another device."""
        self.is_in = False
        self._next()

    async def sessions(self, _request: web.Request) -> web.Response:
        at = START.isoformat()
        known = [("a", "Chrome, Android", True), ("b", "Firefox, Windows", False)]
        listed = [
            {"id": each, "words": words, "made_at": at, "seen_at": at, "is_this": is_this}
            for each, words, is_this in known
            if each not in self.ended
        ]
        return web.json_response({"sessions": listed})

    async def end_one(self, request: web.Request) -> web.Response:
        self.ended.append(request.match_info["id"])
        return web.json_response({})

    async def push(self, _request: web.Request) -> web.Response:
        return web.json_response({"on": self.subscription is not None})

    async def push_on(self, request: web.Request) -> web.Response:
        self.subscription = await request.json()
        return web.json_response({"on": True})

    async def push_off(self, _request: web.Request) -> web.Response:
        self.subscription = None
        return web.json_response({"on": False})

    async def totp_setup(self, _request: web.Request) -> web.Response:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h3v3H1z"/></svg>'
        return web.json_response({"svg": svg, "key": "JBSW Y3DP EHPK 3PXP"})

    async def totp(self, request: web.Request) -> web.Response:
        if self.needs is None:
            return _error(400, "code_not_owed", "Hiện không yêu cầu nhập mã.")
        if (await request.json())["code"] != "123456":
            return _error(400, "totp", "Mã không đúng. Mời nhập mã đang hiển thị.")
        self.needs = None
        return web.json_response({})

    @web.middleware
    async def told(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let half of an answer arrive where the network is to be cut in the middle of it."""
        response = await handler(request)
        what = f"{request.method} {request.path_qs}"
        if what not in self.halves:
            return response
        self.halves.remove(what)
        assert isinstance(response, web.Response)
        assert isinstance(response.body, bytes)
        half = web.StreamResponse(headers={"Content-Type": response.content_type})
        half.content_length = len(response.body)
        await half.prepare(request)
        await half.write(response.body[: len(response.body) // 2])
        assert request.transport is not None
        request.transport.close()
        return half

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/web/state", self.state), web.get("/web/events", self.events),
            web.post("/web/acts/{kind}", self.act), web.post("/web/seen", self.saw),
            web.post("/web/begin", self.begin), web.post("/web/end", self.end),
            web.get("/web/sessions", self.sessions), web.post("/web/sessions/{id}/end", self.end_one),
            web.get("/web/push", self.push), web.post("/web/push", self.push_on),
            web.post("/web/push/end", self.push_off),
            web.get("/web/totp", self.totp_setup), web.post("/web/totp", self.totp),
            *routes(),
        ]  # fmt: skip


def _error(status: int, code: str, sentence: str) -> web.Response:
    return web.json_response({"error": sentence, "code": code, "after": 0}, status=status)


def _cut(request: web.Request) -> None:
    """Hang up without an answer."""
    assert request.transport is not None
    request.transport.abort()
    raise web.HTTPInternalServerError  # reaches nobody


async def _headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SECURITY_HEADERS)


@asynccontextmanager
async def stub_server(stub: Stub) -> AsyncIterator[Stub]:
    """Serve the page with `stub` behind it on a free port of this machine."""
    app = web.Application(client_max_size=30 * 1024 * 1024, middlewares=[stub.told])
    app.add_routes(stub.routes())
    app.on_response_prepare.append(_headers)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        stub.address = f"http://{host}:{port}/"
        yield stub
    finally:
        await runner.cleanup()
