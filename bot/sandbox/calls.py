"""One call of the Bot API: its parameters, in whatever form they came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from telegram import User
from telegram.constants import FileSizeLimit

from bot.sandbox.checks import RefusedError
from bot.sandbox.exchange import Exchange
from bot.sandbox.store import Kept

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

    exchange: Exchange
    bot: User
    params: dict[str, Any]
    uploads: dict[str, Upload]

    def text(self, name: str) -> str:
        """Return a parameter as text, empty if it is missing."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as a whole number, `default` if it is none that Telegram could mean."""
        try:
            number = int(self.text(name) or default)
        except ValueError:
            return default
        return number if abs(number) < 2**63 else default

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
        except ValueError as error:
            what = "reply keyboard markup" if name == "reply_markup" else name
            raise RefusedError(f"can't parse {what} JSON object") from error

    def chat(self) -> tuple[int, str]:
        """Return id and name of the chat that is addressed, which the sandbox must know."""
        if not self.text("chat_id"):
            raise RefusedError("chat_id is empty")
        chat_id = self.number("chat_id")
        name = self.exchange.store.chat_name(chat_id)
        if name is None:
            raise RefusedError("chat not found")
        return chat_id, name

    def own_message(self) -> Kept:
        """Return the bot's message that is to be edited."""
        chat_id, _ = self.chat()
        if not self.text("message_id"):
            raise RefusedError("message identifier is not specified")
        kept = self.exchange.store.message(chat_id, self.number("message_id"))
        if kept is None:
            raise RefusedError("message to edit not found")
        if not kept.from_bot:
            raise RefusedError("message can't be edited")
        return kept


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return parameters and uploaded files of a request: query, JSON, form or multipart."""
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await _json_body(request)
        params.update(body)
    elif request.content_type in FORM_TYPES:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
                value.file.close()
            else:
                params[name] = value
    return params, uploads


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise RefusedError("can't parse request JSON object") from error
    if not isinstance(body, dict):
        raise RefusedError("request JSON must be an object")
    return body
