"""Members at the office's page as it talks to the server: acts are sent again under one key until they are stored."""

from __future__ import annotations

import asyncio
import io
import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientResponse, ClientSession, FormData

from bot.clock import Clock
from tests.acceptance.members import Act, Member
from tests.acceptance.phones import Json
from tests.contents import PDF

COOKIE = "phien"
AGAIN_SECONDS = 0.02
"""So soon a page tries again; in earnest it waits a second."""
_OFFERED = "Dùng làm câu trả lời"
_LETTERS = "abcdefghijklmnop"
_BROKEN = (ClientError, OSError, asyncio.TimeoutError)


class RefusedError(Exception):
    """What no network makes: the server has refused an act, or a session."""


@dataclass
class PageMember(Member):
    """A member who attaches a file to every difficulty that names a provision.

    What was typed just before the question came once more, after a kill, is offered as its answer, and taken as that.
    """

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    """The files, each with its name."""

    def _answer_question(self, screen: Json, name: str) -> list[Act]:
        if any(button["label"] == _OFFERED for row in screen["rows"] for button in row):
            return self._press(screen, _OFFERED)
        if name != "files" or not self.plan.legal:
            return super()._answer_question(screen, name)
        if "Đã nhận" in screen["text"]:
            return self._press(screen, "Gửi tệp xong")
        paper = (f"{len(self.receipts)}-{self.seat}.pdf", PDF + f"% {self.plan.content}\n".encode() * 99)
        self.sent.append(paper)
        return [("files", {"file": paper})]


@dataclass
class Client:
    """One person's page. What it shows is what the server has told it, and nothing is done twice under two keys."""

    user: str
    cookie: str
    http: ClientSession
    origin: str
    clock: Clock
    rng: random.Random
    told: Callable[[], None]
    """Something new of the program is shown."""
    messages: dict[int, Json] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)
    """The ids of the acts that were acknowledged, in their order."""
    said: list[str] = field(default_factory=list)
    """The texts, and names of files, that were acknowledged."""
    again: int = 0
    """How often an act had to be sent once more."""
    seq: int = 0
    seen: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _changes: int = 0

    def phone(self) -> Json:
        """Return what is shown, as the phones of the sandbox show it."""
        return {"messages": list(self.messages.values())}

    async def follow(self) -> None:
        """Read what is told, from where it broke off, until cancelled."""
        while True:
            with suppress(*_BROKEN):
                async with self.http.get(
                    f"{self.origin}/web/events?after={self.seq}", headers=self._headers()
                ) as response:
                    self._keep(response)
                    await self._read(response)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _read(self, response: ClientResponse) -> None:
        if _is_refused(response):
            raise RefusedError(await response.text())
        async for line in response.content:
            if line.startswith(b"data: "):
                self._take(json.loads(line[6:]))

    def _take(self, event: Json) -> None:
        assert not event.get("stale"), "no base was brought back, and nobody was away for long"
        self.seq = max(self.seq, event["seq"])
        for message in event["messages"]:
            self._changes += 1
            rows = [[{"label": key["text"], "data": key["data"]} for key in row] for row in message["rows"]]
            self.messages[message["id"]] = {**message, "rows": rows, "changed": self._changes}
            if message["from"] == "bot":
                self.told()
        for number in event["deleted"]:
            self.messages.pop(number, None)
        self.changed.set()

    async def act(self, kind: str, body: Json) -> None:
        """Do something, again under the same key until the server says that it is stored."""
        at = round(self.clock.now().timestamp() * 1000)
        key = f"{at:013}-{''.join(self.rng.choices(_LETTERS, k=16))}"
        asked = {"key": key, "seen": self.seq, **{k: v for k, v in body.items() if k in _SENT}}
        await self._until_stored(f"/web/acts/{kind}", asked, body.get("file"))
        self.stored.append(f"{self.user}:{key}" + (":0" if kind == "files" else ""))
        if kind != "tap":
            self.said.append(body["file"][0] if kind == "files" else body["text"])

    async def tells_what_was_seen(self) -> None:
        """Tell up to where everything was shown, where that is news."""
        if self.seen < self.seq:
            upto = self.seq
            await self._until_stored("/web/seen", {"upto": upto})
            self.seen = upto

    async def _until_stored(self, path: str, asked: Json, file: tuple[str, bytes] | None = None) -> None:
        while True:
            with suppress(*_BROKEN):
                body = {"data": _form(asked, file)} if file else {"json": asked}
                async with self.http.post(self.origin + path, headers=self._headers(), **body) as response:
                    self._keep(response)
                    if response.status == 200 and await response.json() == {"stored": True}:
                        return
                    if _is_refused(response):
                        raise RefusedError(await response.text())
            self.again += 1
            await asyncio.sleep(AGAIN_SECONDS)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookie}", "Origin": self.origin}

    def _keep(self, response: ClientResponse) -> None:
        if COOKIE in response.cookies:
            self.cookie = response.cookies[COOKIE].value


def _is_refused(response: ClientResponse) -> bool:
    return 400 <= response.status < 500 and response.status not in (408, 429)


_SENT = ("text", "message_id", "data")


def _form(asked: Json, file: tuple[str, bytes]) -> FormData:
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in {**asked, "caption": ""}.items():
        form.add_field(name, str(value))
    form.add_field("file", io.BytesIO(file[1]), filename=file[0], content_type="application/octet-stream")
    return form
