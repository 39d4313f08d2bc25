"""One call of the Bot API: its parameters, in whatever form they came, and what they name."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from telegram import User
from telegram.constants import FileSizeLimit

from bot.sandbox import files
from bot.sandbox.bot_api import checks
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.hub import Hub
from bot.sandbox.images import image
from bot.sandbox.store.records import Chat, File, StoredMessage

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
BODY_LIMIT = int(FileSizeLimit.FILESIZE_UPLOAD) + 2**20
"""Bytes: the largest file a bot may send and something for the other parameters."""


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A method call by `bot` with its `params`; `uploads` are named by their form field."""

    hub: Hub
    bot: User
    params: dict[str, Any]
    uploads: dict[str, Upload]

    def text(self, name: str) -> str:
        """Return a parameter as text, empty if it is missing."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as a whole number, `default` if it is none that Telegram could mean."""
        return number(self.params.get(name), default)

    def flag(self, name: str) -> bool:
        """Return a parameter as a truth value."""
        return self.text(name).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """Return a parameter that is JSON, also where it came as a string; None if it is missing."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except (ValueError, RecursionError) as error:
            what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
            raise RefusedError(f"can't parse {what} JSON object") from error

    def chat(self, name: str = "chat_id", *, to_write: bool = True) -> Chat:
        """Return the chat that is addressed: one the sandbox knows and, `to_write`, where the bot may write."""
        if not self.text(name):
            raise RefusedError("chat_id is empty")
        chat = self.hub.store.chat(self.number(name))
        if chat is None:
            raise RefusedError("chat not found")
        if to_write:
            _check_access(chat)
        return chat

    def message(self, what: str, *, chat: str = "chat_id", name: str = "message_id") -> StoredMessage:
        """Return the message that is named; `what` says in a refusal which one is missing."""
        chat_id = self.chat(chat, to_write=chat == "chat_id").chat_id
        if not self.text(name):
            raise RefusedError("message identifier is not specified")
        return self.message_in(chat_id, self.number(name), what)

    def message_in(self, chat_id: int, message_id: int, what: str) -> StoredMessage:
        """Return a message of a chat."""
        stored = self.hub.store.message(message_id)
        if stored is None or stored.body["chat"]["id"] != chat_id:
            raise RefusedError(f"{what} not found")
        return stored

    def own_message(self) -> StoredMessage:
        """Return the bot's message that is to be edited."""
        stored = self.message("message to edit")
        if not stored.from_bot:
            raise RefusedError("message can't be edited")
        return stored

    def file(self, kind: str, named: str, field: str) -> tuple[File, bool] | None:
        """Return the file that is sent as `kind` and whether it is new; None if the call has none.

        It comes with the call, in the part `attach://…` names or in `field`, or is named by its id.
        """
        if named and not named.startswith("attach://"):
            return _known_file(self.hub, kind, named), False
        upload = self.uploads.get(named.removeprefix("attach://") or field)
        if upload is None:
            return None
        content = checks.upload(upload.content)
        return (_photo(content) if kind == "photo" else files.document(upload.name, content, upload.mime)), True


Method = Callable[[Call], Awaitable[object]]
Methods = Mapping[str, Method]


def number(value: object, default: int = 0) -> int:
    """Return a value as a whole number, `default` if it is none that Telegram could mean."""
    try:
        found = int(str(value or default))
    except ValueError:
        return default
    return found if abs(found) < 2**63 else default  # more than SQLite can compare with an id


def _check_access(chat: Chat) -> None:
    if chat.moved_to:
        raise RefusedError("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    if chat.type == "private":
        if chat.bot == "kicked":
            raise RefusedError("bot was blocked by the user", 403)
        return
    place = f"the {chat.type} chat"
    match chat.bot:
        case "kicked":
            raise RefusedError(f"bot was kicked from {place}", 403)
        case "left":
            raise RefusedError(f"bot is not a member of {place}", 403)


def _photo(content: bytes) -> File:
    limit = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
    if len(content) > limit:
        raise RefusedError(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {10 * 2**20} bytes"
        )
    made = files.photo(content)
    if made is None:
        raise RefusedError("PHOTO_INVALID_DIMENSIONS" if image(content) else "IMAGE_PROCESS_FAILED")
    return made


def _known_file(hub: Hub, kind: str, file_id: str) -> File:
    known = hub.store.file(file_id)
    if known is None and "://" in file_id:
        raise RefusedError("failed to get HTTP URL content")  # the sandbox has no net
    if known is None:
        raise RefusedError("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise RefusedError(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    return known


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return parameters and uploaded files of a request: query, JSON, form or multipart."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise RefusedError("Request Entity Too Large", 413)
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        params.update(await _json_body(request))
    elif request.content_type in FORM_TYPES:
        for name, value in (await _form(request)).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(_readable(value.filename), value.content_type, value.file.read())
                value.file.close()
            else:
                params[name] = value
    _check_encoding(params)  # JSON can spell half of a surrogate pair, which nothing that follows could write
    return params, uploads


async def _form(request: web.Request) -> Mapping[str, Any]:
    try:
        return await request.post()
    except (ValueError, AssertionError, LookupError) as error:  # a body that is not what its header says
        raise RefusedError("can't parse the request's form") from error


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError) as error:
        raise RefusedError("can't parse request JSON object") from error
    if not isinstance(body, dict):
        raise RefusedError("request JSON must be an object")
    return body


def _check_encoding(params: dict[str, Any]) -> None:
    try:
        json.dumps(params, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise RefusedError("strings must be encoded in UTF-8") from error


def _readable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
