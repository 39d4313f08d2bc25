"""A person at the other end, for tests and rehearsals: sends, presses, waits for answers."""

# ruff: noqa: ASYNC109  a test says how long it waits where it waits

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import ClientSession

Json = dict[str, Any]
T = TypeVar("T")


class Phone:
    """One person's phone. `base_url` is the sandbox's address.

    Waiting looks at what came or was edited since the person's last own act, so that
    an answer of the same words to an earlier act is not taken for the new one.
    """

    def __init__(self, session: ClientSession, base_url: str, user_id: int) -> None:
        self._session = session
        self._base = base_url.rstrip("/")
        self.user_id = user_id
        self._acted_at = 0

    async def send(self, text: str) -> None:
        """Send a text."""
        await self._act("text", {"text": text})

    async def start(self, payload: str = "") -> None:
        """Open the bot, by a link with `payload` or without."""
        await self._act("start", {"payload": payload})

    async def send_sticker(self) -> None:
        """Send a sticker."""
        await self._act("sticker", {})

    async def tap(self, label: str, timeout: float = 5) -> None:
        """Press the button `label` on the newest message that has it, waiting for one to come."""

        def found(phone: Json) -> tuple[int, str] | None:
            return next(_buttons(phone, label), None)

        message_id, data = await self._until(found, f"a button {label!r}", timeout)
        await self._act("tap", {"message_id": message_id, "data": data})

    async def forge(self, message_id: int, data: str) -> None:
        """Press a button that is not on the message."""
        await self._act("tap", {"message_id": message_id, "data": data, "forged": True})

    async def wait_for(self, text: str, timeout: float = 5) -> Json:
        """Return the newest message of the bot since the last own act that contains `text`."""

        def found(phone: Json) -> Json | None:
            return next((m for m in reversed(self._news(phone["messages"])) if text in m["text"]), None)

        return await self._until(found, repr(text), timeout)

    async def wait_for_file(self, timeout: float = 5) -> Json:
        """Return the newest message of the bot since the last own act that brings a file."""

        def found(phone: Json) -> Json | None:
            return next((m for m in reversed(self._news(phone["messages"])) if m["document"]), None)

        return await self._until(found, "a file", timeout)

    async def wait_for_toast(self, text: str, timeout: float = 5) -> Json:
        """Return the toast since the last own act that contains `text`."""

        def found(phone: Json) -> Json | None:
            recent = (toast for toast in phone["toasts"] if toast["changed"] > self._acted_at)
            return next((toast for toast in recent if text in toast["text"]), None)

        return await self._until(found, f"a toast {text!r}", timeout)

    async def messages(self) -> list[Json]:
        """Return the messages on the phone, the oldest first."""
        phone, _ = await self._look()
        messages: list[Json] = phone["messages"]
        return messages

    async def download(self, file_id: str) -> bytes:
        """Return a file that came with a message."""
        async with self._session.get(f"{self._base}/sandbox/files/{file_id}", raise_for_status=True) as response:
            return await response.read()

    def _news(self, messages: list[Json]) -> list[Json]:
        return [m for m in messages if m["from"] == "bot" and m["changed"] > self._acted_at]

    async def _act(self, act: str, body: Json) -> None:
        url = f"{self._base}/sandbox/phones/{self.user_id}/{act}"
        async with self._session.post(url, json=body) as response:
            answer = await response.json()
            if response.status != 200:
                raise ValueError(f"{act}: {answer['error']}")
            self._acted_at = answer["seq"]

    async def _until(self, found: Callable[[Json], T | None], what: str, timeout: float) -> T:
        phone: Json = {"messages": []}
        try:
            async with asyncio.timeout(timeout):
                while True:
                    phone, seq = await self._look()
                    result = found(phone)
                    if result is not None:
                        return result
                    await self._get(f"/sandbox/events?after={seq}")
        except TimeoutError as error:
            shown = [message["text"] for message in phone["messages"][-3:]]
            raise TimeoutError(f"{self.user_id} waited {timeout} s for {what}; on the phone: {shown}") from error

    async def _look(self) -> tuple[Json, int]:
        state = await self._get("/sandbox/state")
        for phone in state["phones"]:
            if phone["user_id"] == self.user_id:
                return phone, state["seq"]
        raise LookupError(f"the sandbox has no phone {self.user_id}")

    async def _get(self, path: str) -> Json:
        async with self._session.get(self._base + path, raise_for_status=True) as response:
            answer: Json = await response.json()
            return answer


def _buttons(phone: Json, label: str) -> Any:
    """The buttons with that label, on the newest message first."""
    for message in reversed(phone["messages"]):
        for row in message["rows"]:
            for button in row:
                if button["label"] == label and button["data"] is not None:
                    yield message["id"], button["data"]
