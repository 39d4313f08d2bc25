"""A person at the other end, for tests and rehearsals: sends, presses, waits for answers."""

# ruff: noqa: ASYNC109  a test says how long it waits where it waits

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, FormData

Json = dict[str, Any]
T = TypeVar("T")


_READING_SECONDS = 30
"""A person reads before writing, without anybody having to wait for it: the message is dated so much later."""


class Phone:
    """One person's phone. `base_url` is the sandbox's address; what is done and looked at is the private chat with
    the bot, or the group that `in_group` named.

    Waiting looks at what came or was edited since the person's last own act, so that
    an answer of the same words to an earlier act is not taken for the new one.
    """

    def __init__(self, session: ClientSession, base_url: str, user_id: int) -> None:
        self._session = session
        self._base = base_url.rstrip("/")
        self.user_id = user_id
        self._acted_at = 0
        self._chat: int | None = None

    def in_group(self, chat_id: int) -> Phone:
        """Return the same phone with that group open."""
        phone = Phone(self._session, self._base, self.user_id)
        phone._chat = chat_id
        return phone

    async def send(self, text: str, *, reply_to: int | None = None, at_once: bool = False) -> None:
        """Send a text, after having read what is there or `at_once`; `reply_to` is the message that it answers."""
        reading = 0 if at_once else _READING_SECONDS
        await self._act("text", {"text": text, "reading": reading, "reply_to": reply_to})

    async def attach(
        self,
        *files: Path | tuple[str, bytes],
        caption: str = "",
        as_documents: bool = False,
        reply_to: int | None = None,
    ) -> None:
        """Send files, each as a path or as name and content; several of a kind become an album."""
        fields = {"caption": caption, "as": "document" if as_documents else "auto", "reading": str(_READING_SECONDS)}
        form = FormData(fields, quote_fields=False, default_to_multipart=True)  # names as they are, like a browser
        if self._chat is not None:
            form.add_field("chat", str(self._chat))
        if reply_to is not None:
            form.add_field("reply_to", str(reply_to))
        for file in files:
            name, content = (file.name, file.read_bytes()) if isinstance(file, Path) else file
            form.add_field("file", content, filename=name, content_type="application/octet-stream")
        await self._post("files", data=form, headers={"X-Sandbox": "1"})

    async def edit(self, message_id: int, text: str) -> None:
        """Change an own message."""
        await self._act("edit", {"message_id": message_id, "text": text})

    async def delete(self, message_id: int) -> None:
        """Delete an own message."""
        await self._act("delete", {"message_id": message_id})

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block", {"blocked": True})

    async def unblock(self) -> None:
        """Let the bot write again."""
        await self._act("block", {"blocked": False})

    async def start(self, payload: str = "") -> None:
        """Open the bot, by a link with `payload` or without."""
        await self._act("start", {"payload": payload})

    async def send_sticker(self) -> None:
        """Send a sticker."""
        await self._act("sticker", {})

    async def send_voice(self, *, reply_to: int | None = None) -> None:
        """Send a voice message."""
        await self._act("voice", {"reading": _READING_SECONDS, "reply_to": reply_to})

    async def send_location(self, *, reply_to: int | None = None) -> None:
        """Send a place."""
        await self._act("location", {"reading": _READING_SECONDS, "reply_to": reply_to})

    async def send_contact(self, *, reply_to: int | None = None) -> None:
        """Send the own card."""
        await self._act("contact", {"reading": _READING_SECONDS, "reply_to": reply_to})

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
        """Return the newest message of the bot since the last own act that brings a file or a photo."""

        def found(phone: Json) -> Json | None:
            return next((m for m in reversed(self._news(phone["messages"])) if m["document"] or m["photo"]), None)

        return await self._until(found, "a file", timeout)

    async def wait_for_toast(self, text: str, timeout: float = 5) -> Json:
        """Return the toast since the last own act that contains `text`."""

        def found(phone: Json) -> Json | None:
            recent = (toast for toast in phone["toasts"] if toast["changed"] > self._acted_at)
            return next((toast for toast in recent if text in toast["text"]), None)

        return await self._until(found, f"a toast {text!r}", timeout)

    async def messages(self) -> list[Json]:
        """Return the messages of the open chat, the oldest first."""
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
        chat = {} if self._chat is None else {"chat": self._chat}
        await self._post(act, json=body | chat)

    async def _post(self, act: str, **request: Any) -> None:
        url = f"{self._base}/sandbox/phones/{self.user_id}/{act}"
        async with self._session.post(url, **request) as response:
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
                return self._open_chat(phone), state["seq"]
        raise LookupError(f"the sandbox has no phone {self.user_id}")

    def _open_chat(self, phone: Json) -> Json:
        """Return the phone as it shows the open chat."""
        if self._chat is None:
            return phone
        groups: list[Json] = phone["groups"]
        for group in groups:
            if group["chat_id"] == self._chat:
                return phone | group
        raise LookupError(f"the phone {self.user_id} has no group {self._chat}")

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
