"""A second, small server of the Bot API that has nothing in common with the sandbox.

It knows six methods, answers everything else as Telegram answers what it does not know, leaves out every field that
may be missing, and never writes the fields of an object in the same order twice.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
TOKEN = "7000000001:stub_stub_stub_stub_stub"
_READING_SECONDS = 10
"""How long people read before they do something."""
_LONGEST_POLL_SECONDS = 20


@dataclass
class Shown:
    """A message of the bot as the server keeps it."""

    chat: int
    text: str
    buttons: dict[str, str]
    silent: bool = False
    file: tuple[str, bytes] | None = None


class RefusedError(Exception):
    """A call Telegram would refuse."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass
class Stub:
    """The server's side of all chats. `unknown` counts the calls of methods it does not have."""

    rng: random.Random
    messages: dict[int, Shown] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    _updates: dict[int, Json] = field(default_factory=dict)
    _read: int = 0
    _ids: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, user: int, text: str) -> None:
        """Somebody sends a text."""
        self._read += _READING_SECONDS
        self._queue({"message": {**self._message(user), "text": text}})

    async def press(self, user: int, label: str, seconds: float) -> None:
        """Somebody presses the button whose label begins with `label`, once it is there."""

        def found() -> tuple[int, str] | None:
            for number, shown in reversed(self.messages.items()):
                for words, data in shown.buttons.items():
                    if shown.chat == user and words.startswith(label):
                        return number, data
            return None

        number, data = await self.wait_for(found, seconds, label)
        message = {"message_id": number, "date": self._now, "chat": _chat(user)}
        query = {"id": str(self._next()), "from": _person(user), "chat_instance": "1", "data": data, "message": message}
        self._queue({"callback_query": query})

    async def text_with(self, user: int, part: str, seconds: float) -> Shown:
        """Wait for a message that contains `part`; return it."""
        shown: Shown = await self.wait_for(
            lambda: next((m for m in reversed(self.messages.values()) if m.chat == user and part in m.text), None),
            seconds,
            part,
        )
        return shown

    async def wait_for(self, found: Callable[[], Any], seconds: float, what: str) -> Any:
        """Wait until `found` returns something; return it."""
        try:
            async with asyncio.timeout(seconds):
                while (result := found()) is None:
                    await self._changed.wait()
                return result
        except TimeoutError as error:
            raise TimeoutError(f"{what!r} did not come: {[m.text for m in self.messages.values()][-3:]}") from error

    # The methods of the Bot API

    async def get_me(self, _call: Json) -> object:
        return {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "B", "username": "other_server_bot"}

    async def get_updates(self, call: Json) -> object:
        offset, seconds = int(call.get("offset", 0)), min(int(call.get("timeout", 0)), _LONGEST_POLL_SECONDS)
        for number in [number for number in self._updates if number < offset]:
            del self._updates[number]
        try:
            async with asyncio.timeout(seconds):
                while not self._updates:
                    await self._changed.wait()
        except TimeoutError:
            pass
        return [self._updates[number] for number in sorted(self._updates)]

    async def send_message(self, call: Json) -> object:
        return self._show(call, str(call["text"]))

    async def send_document(self, call: Json) -> object:
        upload = call[str(call["document"]).removeprefix("attach://")]
        return self._show(call, str(call.get("caption", "")), (upload.filename, upload.file.read()))

    async def edit_message_text(self, call: Json) -> object:
        shown = self.messages.get(int(call["message_id"]))
        if shown is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        state = (str(call["text"]), _buttons(call))
        if (shown.text, shown.buttons) == state:
            raise RefusedError(400, "Bad Request: message is not modified")
        shown.text, shown.buttons = state
        self._wake()
        return True

    async def answer_callback_query(self, call: Json) -> object:
        self.answered.add(str(call["callback_query_id"]))
        return True

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call in Telegram's envelope."""
        name = request.match_info["method"]
        methods = {
            "getMe": self.get_me,
            "getUpdates": self.get_updates,
            "sendMessage": self.send_message,
            "sendDocument": self.send_document,
            "editMessageText": self.edit_message_text,
            "answerCallbackQuery": self.answer_callback_query,
        }
        try:
            if name not in methods:
                self.unknown.append(name)
                raise RefusedError(404, "Not Found")
            body: Json = {"ok": True, "result": await methods[name](await _given(request))}
            return web.json_response(self._shuffled(body))
        except RefusedError as refusal:
            answer = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            return web.json_response(self._shuffled(answer), status=refusal.code)

    def _show(self, call: Json, text: str, file: tuple[str, bytes] | None = None) -> Json:
        number, chat = self._next(), int(call["chat_id"])
        silent = str(call.get("disable_notification", "")).lower() == "true"
        self.messages[number] = Shown(chat, text, _buttons(call), silent, file)
        self._wake()
        return {"message_id": number, "date": self._now, "chat": _chat(chat)}

    @property
    def _now(self) -> int:
        return int(time.time()) + self._read

    def _message(self, user: int) -> Json:
        return {"message_id": self._next(), "date": self._now, "chat": _chat(user), "from": _person(user)}

    def _queue(self, update: Json) -> None:
        number = self._next()
        self._updates[number] = {"update_id": number, **update}
        self._wake()

    def _next(self) -> int:
        self._ids += 1
        return self._ids

    def _wake(self) -> None:
        event, self._changed = self._changed, asyncio.Event()
        event.set()

    def _shuffled(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        items = [(key, self._shuffled(item)) for key, item in value.items()]
        self.rng.shuffle(items)
        return dict(items)


@asynccontextmanager
async def stub_server(seed: int, token: str = TOKEN) -> AsyncIterator[tuple[Stub, str]]:
    """Run the server of one bot in this process; gives it and its address without a slash at the end."""
    stub = Stub(random.Random(seed))
    app = web.Application()
    app.router.add_post(f"/bot{token}/{{method}}", stub.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield stub, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": "P"}


def _chat(user: int) -> Json:
    return {"id": user, "type": "private"}


async def _given(request: web.Request) -> Json:
    """Read the parameters of a call, which come as JSON or, with files, as a form."""
    if request.content_type == "application/json":
        given: Json = await request.json()
        return given
    return dict(await request.post())


def _buttons(call: Json) -> dict[str, str]:
    markup = call.get("reply_markup") or {}
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}
