"""A server of the Bot API that takes as little as it can: raw asyncio, every method answered, updates by long polling.

What a bot calls is handed to `heard`; what people do is queued with `put`, and confirmed by the offset of getUpdates.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from bot.clock import SystemClock

Json = dict[str, Any]
TOKEN = "7000000001:bench_bench_bench_bench_bench"  # noqa: S105 - of this server, which takes any
BOT: Json = {"id": 7000000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_ME = {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_KIND = re.compile(rb"\r\ncontent-type:\s*([^\r]+)", re.IGNORECASE)
_FIELD = re.compile(rb'name="([^"]+)"')
_MOST_UPDATES = 100
SHOWS = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")


@dataclass(frozen=True, slots=True)
class Call:
    """What a bot asked the server for."""

    method: str
    fields: dict[str, str]
    at: float
    """By the clock of `time.perf_counter`."""
    message_id: int = 0
    """Of the message that it shows; 0 where it shows none."""

    @property
    def chat(self) -> int:
        """The chat it is about; 0 where it is about none."""
        return int(self.fields.get("chat_id", 0))

    @property
    def text(self) -> str:
        return self.fields.get("text") or self.fields.get("caption", "")

    @property
    def buttons(self) -> list[Json]:
        """All buttons of the keyboard that it shows, row by row."""
        markup = self.fields.get("reply_markup")
        return [each for row in json.loads(markup).get("inline_keyboard", []) for each in row] if markup else []


Heard = Callable[[Call], bytes | None]
"""What it returns is the answer to a call, else the server makes one."""


def unheard(_call: Call) -> None:
    """Leave a call to the server."""


def retry_after(seconds: int) -> bytes:
    """Return the answer to a call that came too soon after others."""
    said: Json = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
    return _response({**said, "parameters": {"retry_after": seconds}}, b"429 Too Many Requests")


@dataclass
class Server:
    """The server's side of all chats."""

    heard: Heard = unheard
    """Hears every call but getUpdates."""
    port: int = 0
    polled_at: float = 0.0
    """When getUpdates came first; 0 before."""
    _waiting: deque[tuple[int, bytes]] = field(default_factory=deque)
    _ids: int = 1000
    _poll: tuple[_Connection, asyncio.TimerHandle] | None = None
    _server: asyncio.Server | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> Server:
        """Listen on a port of its own."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def close(self) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.close()

    def next_id(self) -> int:
        """Return a number nothing else has: of an update, a message, a press."""
        self._ids += 1
        return self._ids

    def put(self, update: Json) -> None:
        """Queue what somebody did."""
        number = self.next_id()
        self._waiting.append((number, json.dumps({"update_id": number, **update}).encode()))
        self._hand_over()

    def answer(self, connection: _Connection, call: Call) -> None:
        """Answer a call."""
        if call.method == "getUpdates":
            self._take_poll(connection, call)
            return
        if call.method in SHOWS:
            number = int(call.fields.get("message_id", 0)) or self.next_id()
            call = replace(call, message_id=number)
        said = self.heard(call)
        connection.reply(said if said is not None else _response({"ok": True, "result": self._result(call)}))

    def _result(self, call: Call) -> object:
        if call.method in SHOWS:
            chat = {"id": call.chat, "first_name": "Nguyễn Văn", "last_name": "Ánh", "type": "private"}
            now = int(SystemClock().now().timestamp())
            edited = {"edit_date": now} if call.method == "editMessageText" else {}
            return {"message_id": call.message_id, "from": BOT, "chat": chat, "date": now, **edited, "text": call.text}
        if call.method == "getMe":
            return _ME
        if call.method == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._waiting)}
        return True

    def _take_poll(self, connection: _Connection, call: Call) -> None:
        self.polled_at = self.polled_at or call.at
        offset = int(call.fields.get("offset", 0))
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        seconds = float(call.fields.get("timeout", 0))
        timer = asyncio.get_running_loop().call_later(seconds, self._hand_over, True)
        if self._poll:
            self._poll[1].cancel()
        self._poll = connection, timer
        self._hand_over()

    def _hand_over(self, even_nothing: bool = False) -> None:
        if self._poll is None or not (self._waiting or even_nothing):
            return
        connection, timer = self._poll
        self._poll = None
        timer.cancel()
        first = b",".join(body for _, (_, body) in zip(range(_MOST_UPDATES), self._waiting, strict=False))
        connection.reply(_head(len(first) + 23) + b'{"ok":true,"result":[' + first + b"]}")


class _Connection(asyncio.Protocol):
    """One connection of a bot, kept open: a call, its answer, the next."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def reply(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[: end + 2]
            body = self._body(head, end + 4)
            if body is None:
                return
            method = head.split(b" ", 2)[1].decode().partition("?")
            fields = dict(parse_qsl(method[2])) | fields_of(head, body)
            self._server.answer(self, Call(method[0].rpartition("/")[2], fields, time.perf_counter()))

    def _body(self, head: bytes, start: int) -> bytes | None:
        """Take the body off the buffer; None where not all of it is there."""
        if b"chunked" in head.lower():
            return self._chunks(start)
        found = _LENGTH.search(head)
        end = start + (int(found[1]) if found else 0)
        if len(self._buffer) < end:
            return None
        body, self._buffer = self._buffer[start:end], self._buffer[end:]
        return body

    def _chunks(self, at: int) -> bytes | None:
        parts: list[bytes] = []
        while (line := self._buffer.find(b"\r\n", at)) >= 0:
            length = int(self._buffer[at:line].partition(b";")[0], 16)
            at = line + 2 + length + 2
            if len(self._buffer) < at:
                return None
            if not length:
                self._buffer = self._buffer[at:]
                return b"".join(parts)
            parts.append(self._buffer[line + 2 : at - 2])
        return None


def fields_of(head: bytes, body: bytes) -> dict[str, str]:
    """Return what a call says, in whichever of the three ways of the Bot API it says it."""
    found = _KIND.search(head)
    kind = found[1] if found else b""
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        return {name: _as_text(value) for name, value in json.loads(body).items() if value is not None}
    if kind.startswith(b"multipart/"):
        return _parts(body, b"--" + kind.partition(b"boundary=")[2].strip(b'" '))
    return dict(parse_qsl(body.decode()))


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _parts(body: bytes, boundary: bytes) -> dict[str, str]:
    fields = {}
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        if name := _FIELD.search(head):
            fields[name[1].decode()] = value[:-2].decode(errors="replace")
    return fields


def _head(length: int, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, length)


def _response(said: Json, status: bytes = b"200 OK") -> bytes:
    body = json.dumps(said).encode()
    return _head(len(body), status) + body
