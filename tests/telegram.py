"""Telegram in memory: a session for the real channel. Keeps chats as phones would show them, refuses on demand."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMyCommands,
    DeleteWebhook,
    EditMessageText,
    GetFile,
    GetMe,
    GetWebhookInfo,
    LeaveChat,
    SendDocument,
    SendMessage,
    SendPhoto,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, User

from bot.channels.telegram.client import RawGetUpdates
from tests.contents import content_of
from tests.seen import Seen

MORNING = 1794791700
"""08:15 on 16/11/2026 in Viet Nam."""


class MemoryTelegram(BaseSession):
    """The Bot API without a network. `failures[chat]` are raised, one a call, before anything happens."""

    def __init__(self, before: MemoryTelegram | None = None) -> None:
        """Begin with the chats and after the numbers of the one `before`."""
        super().__init__()
        self.chats: dict[int, list[Seen]] = deepcopy(before.chats) if before else {}
        self.toasts: dict[str, str] = {}
        self.calls: list[TelegramMethod[Any]] = []
        self.failures: dict[int, deque[Exception]] = {}
        self.call_fails: Callable[[TelegramMethod[Any]], Exception | None] = lambda _: None
        """Asked before every call to a chat: what it fails with."""
        self._up = asyncio.Event()
        self._up.set()
        self._asked_in_vain = False
        self.file_failures: deque[Exception] = deque()
        """Raised by the next calls that send a file, to whatever chat."""
        self.stored_failures: deque[Exception] = deque()
        self.find_failures: deque[Exception] = deque()
        """Raised by the next calls that send a file on by its identifier, and that ask for one to be fetched."""
        self.contents: dict[str, bytes] = {}
        """The files that people sent, as far as they have any bytes here, by their identifiers."""
        self.stated_sizes: dict[str, int] = {}
        self.download_failures: deque[Exception] = deque()
        self.downloads = 0
        self.deleted: list[tuple[int, int]] = []
        """Chats and numbers of the messages that were deleted, whoever had sent them."""
        self.left: list[int] = []
        """The groups that the bot has left."""
        self.menus: dict[tuple[str, str], list[tuple[str, str]]] = {}
        """By chat ("" for every private chat) and language."""
        self.descriptions: dict[tuple[str, str], str] = {}
        """By method and language."""
        self.introductions: list[TelegramMethod[Any]] = []
        self.introduction_fails: Callable[[TelegramMethod[Any]], Exception | None] = lambda _: None
        self.introduction_hangs = False
        self.server_now: int = before.server_now if before else MORNING
        """The server's clock: it goes on as people read and write, and dates what the bot sends."""
        self.webhook = ""
        self.confirmed = 0
        self._updates: dict[int, dict[str, Any]] = {}
        self._arrived = asyncio.Event()
        self._numbers: Iterator[int] = count(before.number() if before else 1)

    def phone(self, user_id: int) -> Phone:
        """Return a person's phone."""
        return Phone(self, user_id)

    def deliver(self, raw: dict[str, Any]) -> int:
        """Queue an update as it is, numbered; return its number."""
        number = raw.setdefault("update_id", next(self._numbers))
        self._updates[number] = raw
        self._arrived.set()
        return int(number)

    def go_down(self) -> None:
        """Fail every call from now on, the question for updates that waits for an answer too."""
        self._up.clear()
        self._arrived.set()

    def come_back(self) -> None:
        """Answer again."""
        self._up.set()

    async def _ask_in_vain(self, method: TelegramMethod[Any]) -> None:
        """While it is down: of the questions for updates one fails, the next finds out that it is back."""
        if self._up.is_set():
            return
        if not isinstance(method, RawGetUpdates):
            self.calls.append(method)
        elif self._asked_in_vain:
            self._asked_in_vain = False
            await self._up.wait()
            return
        else:
            self._asked_in_vain = True
        raise TelegramNetworkError(method, "no route")

    @property
    def all_confirmed(self) -> bool:
        """Whether the program has taken every update and confirmed it."""
        return not self._updates

    def number(self) -> int:
        """Return a number nobody had."""
        return next(self._numbers)

    async def close(self) -> None:
        pass

    async def stream_content(self, url: str, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        self.downloads += 1
        if self.download_failures:
            raise self.download_failures.popleft()
        content = self.contents[url.rsplit("/", 1)[-1]]
        for start in range(0, len(content), 1000):
            yield content[start : start + 1000]

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        await self._ask_in_vain(method)
        match method:
            case RawGetUpdates():
                return await self._get_updates(method)
            case GetWebhookInfo():
                return {"url": self.webhook, "pending_update_count": len(self._updates)}
            case DeleteWebhook():
                self.webhook = ""
                return True
            case GetFile():
                self.calls.append(method)
                return self._found(method)
            case GetMe():
                return User(id=1, is_bot=True, first_name="Trợ lý", username="tro_ly_bot")
            case SetMyCommands() | DeleteMyCommands() | SetMyDescription() | SetMyShortDescription():
                return await self._introduced(method)
            case AnswerCallbackQuery():
                self.calls.append(method)
                self.toasts[method.callback_query_id] = method.text or ""
                return True
        return self._to_chat(method)

    def _to_chat(self, method: TelegramMethod[Any]) -> Any:
        self.calls.append(method)
        chat = int(method.chat_id)  # type: ignore[attr-defined]
        error = self.call_fails(method)
        if error:
            raise error
        if self.failures.get(chat):
            raise self.failures[chat].popleft()
        if self.file_failures and isinstance(method, SendPhoto | SendDocument):
            raise self.file_failures.popleft()
        if self.stored_failures and isinstance(method, SendPhoto | SendDocument) and isinstance(_file_of(method), str):
            raise self.stored_failures.popleft()
        if isinstance(method, LeaveChat):
            self.left.append(chat)
            return True
        if isinstance(method, DeleteMessage):
            self.deleted.append((chat, method.message_id))
            messages = self.chats.setdefault(chat, [])
            messages[:] = [message for message in messages if message.id != method.message_id]
            return True
        return self._shown(chat, method)

    def _found(self, method: GetFile) -> dict[str, Any]:
        """What is said of a file before it is fetched; as much as `stated_sizes` says where that differs."""
        if self.find_failures:
            raise self.find_failures.popleft()
        if method.file_id not in self.contents:
            raise TelegramBadRequest(method=method, message="Bad Request: invalid file_id")
        size = self.stated_sizes.get(method.file_id, len(self.contents[method.file_id]))
        return {"file_id": method.file_id, "file_size": size, "file_path": f"documents/{method.file_id}"}

    async def _introduced(self, method: Any) -> bool:
        """Menus and descriptions, kept apart from what is sent to people."""
        self.introductions.append(method)
        if self.introduction_hangs:
            await asyncio.Event().wait()
        error = self.introduction_fails(method)
        if error:
            raise error
        lang = method.language_code or ""
        if isinstance(method, SetMyDescription | SetMyShortDescription):
            text = method.description if isinstance(method, SetMyDescription) else method.short_description
            self.descriptions[type(method).__name__, lang] = text or ""
            return True
        chat = str(getattr(method.scope, "chat_id", ""))
        if isinstance(method, DeleteMyCommands):
            self.menus.pop((chat, lang), None)
        else:
            self.menus[chat, lang] = [(command.command, command.description) for command in method.commands]
        return True

    async def _get_updates(self, method: RawGetUpdates) -> list[dict[str, Any]]:
        if method.offset is not None:
            self.confirmed = max(self.confirmed, method.offset - 1)
            self._updates = {n: raw for n, raw in self._updates.items() if n >= method.offset}
        while not self._updates:
            self._arrived.clear()
            await self._arrived.wait()
            await self._ask_in_vain(method)
        return [self._updates[n] for n in sorted(self._updates)[:100]]

    def _shown(self, chat: int, method: TelegramMethod[Any]) -> dict[str, Any]:
        messages = self.chats.setdefault(chat, [])
        if isinstance(method, EditMessageText):
            found = next((m for m in messages if m.id == method.message_id), None)
            if found is None:
                raise TelegramBadRequest(method=method, message="Bad Request: message to edit not found")
            shows = (method.text, _rows(method.reply_markup))
            found.styles = _styles(method.reply_markup)
            if shows == (found.text, found.rows):
                raise TelegramBadRequest(method=method, message="Bad Request: message is not modified: …")
            found.text, found.rows = shows  # type: ignore[assignment]
            found.edits += 1
            found.date = self.server_now
            return {"message_id": found.id, "edit_date": self.server_now}
        if isinstance(method, SendPhoto | SendDocument) and isinstance(by_id := _file_of(method), str):
            seen = Seen(self.number(), method.caption or "", [], stored=(type(method).__name__, by_id))
        elif isinstance(method, SendDocument):
            assert isinstance(method.document, BufferedInputFile)
            seen = Seen(
                self.number(), method.caption or "", [], file=(method.document.filename or "", method.document.data)
            )
        else:
            assert isinstance(method, SendMessage)
            silent = bool(method.disable_notification)
            markup = method.reply_markup
            seen = Seen(self.number(), method.text, _rows(markup), silent, styles=_styles(markup))
        seen.date = self.server_now
        seen.topic = method.message_thread_id
        messages.append(seen)
        return {"message_id": seen.id, "date": self.server_now}


def _file_of(method: SendPhoto | SendDocument) -> object:
    return method.photo if isinstance(method, SendPhoto) else method.document


def _rows(markup: Any) -> list[list[tuple[str, str]]]:
    return [[(button["text"], button["callback_data"]) for button in row] for row in keyboard(markup)]


def _styles(markup: Any) -> dict[str, str]:
    return {button["text"]: button["style"] for row in keyboard(markup) for button in row if "style" in button}


def keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, str]]]:
    """Return the rows of buttons below a message, as the Bot API has them."""
    rows: list[list[dict[str, str]]] = markup["inline_keyboard"] if markup else []
    return rows


def _size(file_id: str, width: int, size: int | None) -> dict[str, Any]:
    known = {} if size is None else {"file_size": size}
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "width": width, "height": width, **known}


@dataclass
class Phone:
    """One person's phone. Acts are synchronous: they queue an update; `World.settle` waits for what follows."""

    telegram: MemoryTelegram
    user_id: int
    date: int = MORNING
    language_code: str = "vi"
    reads_for: int = 60
    """Seconds for which everything that is there is read before anything is written; 0: nothing is waited for."""
    _presses: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[Seen]:
        """Everything the bot has sent here, oldest first."""
        return self.telegram.chats.setdefault(self.user_id, [])

    @property
    def last(self) -> Seen:
        """The newest message."""
        return self.messages[-1]

    @property
    def is_answered(self) -> bool:
        """Whether the press on the button pressed last was answered."""
        return self._presses[-1] in self.telegram.toasts

    @property
    def toast(self) -> str:
        """What was said over the button pressed last; fails if the press was not answered."""
        return self.telegram.toasts[self._presses[-1]]

    def send(self, text: str | None, **fields: Any) -> int:
        """Send a text, or anything else a message can hold."""
        content = {"text": text} if text is not None else {}
        return self.telegram.deliver({"message": {**self._message(), **content, **fields}})

    def edit(self, message_id: int, text: str | None, *, caption: bool = False, **fields: Any) -> int:
        """Make an own message say something else, or a file's words."""
        content = {} if text is None else {"caption" if caption else "text": text}
        edited = {**self._message(), "message_id": message_id, "edit_date": self.date, **content, **fields}
        return self.telegram.deliver({"edited_message": edited})

    def send_photo(self, size: int | None = 90_000, **fields: Any) -> int:
        """Send a photo, in the two sizes that Telegram makes of it; the identifier of the larger ends in L."""
        number = self.telegram.number()
        self.telegram.contents[f"photo{number}L"] = content_of("")
        sizes = [_size(f"photo{number}S", 90, size and size // 10), _size(f"photo{number}L", 1280, size)]
        return self.send(None, photo=sizes, **fields)

    def send_document(
        self, name: str | None, mime: str | None = "application/pdf", size: int | None = 120_000, **fields: Any
    ) -> int:
        """Send a file as a document; whatever is None is left out, as Telegram leaves it out."""
        number = self.telegram.number()
        about = {"file_name": name, "mime_type": mime, "file_size": size}
        known = {key: value for key, value in about.items() if value is not None}
        self.telegram.contents[f"file{number}"] = content_of(name or ".pdf")
        return self.send(None, document={"file_id": f"file{number}", "file_unique_id": f"u{number}", **known}, **fields)

    def send_file(
        self, name: str, content: bytes, stated: int | None = None, mime_type: str | None = "text/csv", **fields: Any
    ) -> str:
        """Send a file with these bytes as a document, said to be `stated` bytes large; return its identifier."""
        ref, size = f"file{self.telegram.number()}", len(content) if stated is None else stated
        self.telegram.contents[ref], self.telegram.stated_sizes[ref] = content, size
        about = {"file_id": ref, "file_unique_id": f"u{ref}", "file_name": name, "file_size": size}
        self.send(None, document={**about, "mime_type": mime_type}, **fields)
        return ref

    def send_album(self, *items: Any) -> str:
        """Send several at once: each item is called with the mark they share; return the mark."""
        album = f"album{self.telegram.number()}"
        for item in items:
            item(media_group_id=album)
        return album

    def tap(self, label: str) -> str:
        """Press the button with this label on the newest message that has one; return its data."""
        for seen in reversed(self.messages):
            for row in seen.rows:
                for shown, data in row:
                    if shown == label:
                        self.press(data, seen.id)
                        return data
        raise AssertionError(f"no button {label!r}; the newest has {self.last.labels if self.messages else None}")

    def press(self, data: str, message_id: int = 1, **fields: Any) -> None:
        """Press a button that carries `data`, real or forged; `fields` are of the message it stands under."""
        press = f"press{self.telegram.number()}"
        self._presses.append(press)
        message = {**self._message(), "message_id": message_id, "text": "…", **fields}
        query = {"id": press, "from": self._user(), "chat_instance": "1", "data": data, "message": message}
        self.telegram.deliver({"callback_query": query})

    def fails_with(self, *errors: Exception) -> None:
        """Let the next calls to this chat fail."""
        self.telegram.failures.setdefault(self.user_id, deque()).extend(errors)

    def _user(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": "Người dùng",
            "language_code": self.language_code,
        }

    def _message(self) -> dict[str, Any]:
        chat = {"id": self.user_id, "type": "private", "first_name": "Người dùng"}
        return {"message_id": self.telegram.number(), "date": self._now(), "chat": chat, "from": self._user()}

    def _now(self) -> int:
        """When somebody writes: after having read what is there, or at once."""
        read = max((message.date for message in self.messages), default=0) + self.reads_for
        self.date = max(self.date, read if self.reads_for else self.telegram.server_now)
        self.telegram.server_now = max(self.telegram.server_now, self.date)
        return self.date
