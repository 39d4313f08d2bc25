"""Calls to the Bot API through aiogram's session; results are taken raw, as far as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
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
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BufferedInputFile, Update

from bot.channels.runs import Json, entities_of, text_of
from bot.channels.telegram import inbound, links
from bot.channels.telegram.capabilities import CAPABILITIES as CAPABILITIES
from bot.channels.telegram.failures import WaySettings, classify
from bot.channels.telegram.markup import keyboard_of, unstyled
from bot.channels.telegram.session import JsonSession
from bot.domain.attachments import Attachment, FileKind
from bot.domain.characters import cut
from bot.runtime.ports import ChannelError, Commands, Failure, Incoming, Shown

_TOAST_LIMIT = 200
_POLL_SECONDS = 25
_CALL_SECONDS = 20
_FILE_SECONDS = 30
_CHUNK_BYTES = 64 * 1024


class RawGetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Updates as they come: one that does not parse must not take its neighbours with it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class RawSendMessage(SendMessage):
    """Of the answer only the id counts; a field this library does not know must not make it look failed."""

    __returning__ = dict[str, Any]

    entities: list[Json] | None = None  # type: ignore[assignment]
    reply_markup: Json | None = None  # type: ignore[assignment]


class RawSendDocument(SendDocument):
    """As `RawSendMessage`."""

    __returning__ = dict[str, Any]

    caption_entities: list[Json] | None = None  # type: ignore[assignment]


class RawSendPhoto(SendPhoto):
    """As `RawSendMessage`."""

    __returning__ = dict[str, Any]

    caption_entities: list[Json] | None = None  # type: ignore[assignment]


class RawGetFile(GetFile):
    """As `RawSendMessage`."""

    __returning__ = dict[str, Any]


class RawEditMessageText(EditMessageText):
    """As `RawSendMessage`."""

    __returning__ = dict[str, Any] | bool

    entities: list[Json] | None = None  # type: ignore[assignment]
    reply_markup: Json | None = None  # type: ignore[assignment]


class RawGetWebhookInfo(GetWebhookInfo):
    """As `RawSendMessage`."""

    __returning__ = dict[str, Any]


class TelegramChannel:
    """A `bot.runtime.ports.Channel` over the Bot API at `base` (the official server if empty)."""

    name = links.CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, token: str, base: str, proxy: str, session: BaseSession | None = None) -> None:
        self.bot = Bot(token, session=session or _session(base, proxy))
        self._settings = WaySettings(base, proxy)
        self.way = self._settings.way

    async def close(self) -> None:
        await self.bot.session.close()

    async def identify(self) -> str:
        return (await self._call(GetMe())).username or ""

    async def waiting(self) -> int | None:
        waiting = (await self._call(RawGetWebhookInfo())).get("pending_update_count")
        return waiting if type(waiting) is int else None

    async def take_over(self) -> str:
        url = (await self._call(RawGetWebhookInfo())).get("url")
        if not url:
            return ""
        await self._call(DeleteWebhook())
        # The path may hold a secret, by which the other program knows that it is Telegram who calls.
        return f"a webhook at {urlsplit(str(url)).hostname}"

    def invitation_link(self, bot_name: str, token: str) -> str:
        return links.invitation_link(bot_name, token)

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        offset = int(stored) + 1 if stored else None
        # Named each time: left out, it would be what an earlier program asked for last.
        method = RawGetUpdates(offset=offset, timeout=_POLL_SECONDS, allowed_updates=list(inbound.UPDATES))
        updates: Sequence[dict[str, Any]] = await self._call(method, _POLL_SECONDS + _CALL_SECONDS)
        return inbound.in_order(updates)

    def read(self, raw: dict[str, Any]) -> Incoming:
        return inbound.read(raw)

    def parse(self, raw: dict[str, Any]) -> Update | None:
        """Return an update in the handlers' model (`handlers.dispatch.Inbound`)."""
        return inbound.parse(raw, self.bot)

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        chat, topic = _place(address)
        method = RawSendMessage(
            chat_id=chat,
            message_thread_id=topic,
            text=text_of(body),
            entities=entities_of(body) or None,
            reply_markup=keyboard_of(body),
            disable_notification=body.get("silent") or None,
        )
        return _shown(await self._call_styled(method))

    async def edit(self, address: str, message_id: str, body: dict[str, Any]) -> Shown:
        method = RawEditMessageText(
            chat_id=_place(address)[0],
            message_id=int(message_id),
            text=text_of(body),
            entities=entities_of(body) or None,
            reply_markup=keyboard_of(body),
        )
        return Shown(message_id, _instant(await self._call_styled(method), "edit_date"))

    async def delete(self, address: str, message_id: str) -> None:
        await self._call(DeleteMessage(chat_id=_place(address)[0], message_id=int(message_id)))

    async def leave(self, address: str) -> None:
        await self._call(LeaveChat(chat_id=_place(address)[0]))

    async def send_file(self, address: str, name: str, data: bytes, body: dict[str, Any]) -> Shown:
        chat, topic = _place(address)
        method = RawSendDocument(
            chat_id=chat,
            message_thread_id=topic,
            document=BufferedInputFile(data, name),
            caption=text_of(body),
            caption_entities=entities_of(body) or None,
        )
        return _shown(await self._call(method))

    async def send_stored(self, address: str, attachment: Attachment, body: dict[str, Any]) -> Shown:
        chat, topic = _place(address)
        common = {"chat_id": chat, "message_thread_id": topic, "caption": text_of(body)}
        entities = entities_of(body) or None
        method: RawSendPhoto | RawSendDocument
        if attachment.kind is FileKind.PHOTO:
            method = RawSendPhoto(photo=attachment.ref, caption_entities=entities, **common)
        else:
            method = RawSendDocument(document=attachment.ref, caption_entities=entities, **common)
        return _shown(await self._call(method))

    async def toast(self, callback: str, text: str) -> None:
        await self._call(AnswerCallbackQuery(callback_query_id=callback, text=cut(text, _TOAST_LIMIT) or None))

    async def show_commands(self, address: str, commands: Commands, lang: str = "") -> None:
        scope = BotCommandScopeChat(chat_id=_place(address)[0]) if address else BotCommandScopeAllPrivateChats()
        if not commands:
            await self._call(DeleteMyCommands(scope=scope, language_code=lang or None))
            return
        listed = [BotCommand(command=name, description=description) for name, description in commands]
        await self._call(SetMyCommands(commands=listed, scope=scope, language_code=lang or None))

    async def download(self, file_ref: str, most_bytes: int) -> bytes:
        found = await self._found(file_ref)
        if found.get("file_size", 0) > most_bytes or not isinstance(found.get("file_path"), str):
            raise ChannelError(Failure.REFUSED, "the file cannot be fetched")
        session = self.bot.session
        # The address holds the token; it stands in no error that leaves here.
        url = session.api.file_url(self.bot.token, found["file_path"])
        content = bytearray()
        try:
            chunks = session.stream_content(url, timeout=_FILE_SECONDS, chunk_size=_CHUNK_BYTES)
            async with aclosing(chunks):
                async for chunk in chunks:
                    content += chunk
                    if len(content) > most_bytes:
                        raise ChannelError(Failure.REFUSED, "the file is larger than it was said to be")
        except ChannelError:
            raise
        except Exception as error:
            raise classify(error) from None
        return bytes(content)

    async def _found(self, file_ref: str) -> dict[str, Any]:
        """What the server says of a file. It calls some "temporarily unavailable", which is no refusal for good."""
        try:
            found: dict[str, Any] = await self._call(RawGetFile(file_id=file_ref))
        except ChannelError as error:
            if error.failure is Failure.REFUSED and "temporarily" in str(error).lower():
                raise ChannelError(Failure.RETRY, str(error)) from error
            raise
        return found

    async def describe(self, description: str, short: str, lang: str = "") -> None:
        await self._call(SetMyDescription(description=description, language_code=lang or None))
        await self._call(SetMyShortDescription(short_description=short, language_code=lang or None))

    async def _call_styled(self, method: RawSendMessage | RawEditMessageText) -> Any:
        """A server that does not take the look of a button must not cost the message."""
        try:
            return await self._call(method)
        except ChannelError as error:
            if "button style" not in str(error).lower():
                raise
        return await self._call(method.model_copy(update={"reply_markup": unstyled(method.reply_markup)}))

    async def _call(self, method: TelegramMethod[Any], seconds: int = _CALL_SECONDS) -> Any:
        try:
            return await self.bot(method, request_timeout=seconds)
        except Exception as error:
            raise classify(error, self._settings) from error


def _session(base: str, proxy: str) -> BaseSession:
    api = TelegramAPIServer.from_base(base) if base else PRODUCTION
    return JsonSession(proxy=proxy or None, api=api, timeout=_CALL_SECONDS)


def _place(address: str) -> tuple[int, int | None]:
    """Return the chat and, of a topic in a forum, its number: an address is "CHAT" or "CHAT:TOPIC"."""
    chat, _, topic = address.partition(":")
    return int(chat), int(topic) if topic else None


def _shown(result: dict[str, Any]) -> Shown:
    return Shown(str(result["message_id"]), _instant(result, "date"))


def _instant(result: object, name: str) -> datetime | None:
    """The time of a message by the server's clock; an answer that does not hold it is a message all the same."""
    seconds = result.get(name) if isinstance(result, dict) else None
    return datetime.fromtimestamp(seconds, UTC) if type(seconds) is int else None
