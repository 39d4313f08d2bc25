"""What comes from the page: acts as its routes made them, read like anything that came from outside.

An act is `{id, user, lang, at, kind, own, text, message, data, file, album}`: `own` is the number of the person's own
message, `message` that of the one that is pressed or answered.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Document, Message, Update, User

from bot.runtime.ports import Incoming, UnparseableError

Json = dict[str, Any]

TEXT, EDIT, PRESS, FILE = "text", "edit", "press", "file"
"""The kinds of acts."""
_SOMEBODY = User(id=0, is_bot=False, first_name="")
_PRIVATE = Chat(id=0, type="private")


def read(raw: Json) -> Incoming:
    """Return what can be told of an act, whatever it holds."""
    user, is_press = _text(raw.get("user")), raw.get("kind") == PRESS
    return Incoming(
        id=_text(raw.get("id")),
        user_key=user,
        address=user,
        lang=_text(raw.get("lang")),
        callback=_text(raw.get("id")) if is_press else "",
        pressed=str(_number(raw.get("message")) or "") if is_press else "",
        album=_text(raw.get("album")),
        is_unique=True,
    )


def parse(raw: Json, bot: Bot) -> Update:
    """Return an act in the handlers' model. Raises UnparseableError."""
    kind = raw.get("kind")
    try:
        if kind == PRESS:
            query = CallbackQuery(id=raw["id"], from_user=_SOMEBODY, chat_instance="", data=raw["data"])
            return Update(update_id=0, callback_query=query).as_(bot)
        message = _message(raw)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnparseableError from error
    if kind == EDIT:
        return Update(update_id=0, edited_message=message).as_(bot)
    return Update(update_id=0, message=message).as_(bot)


def _message(raw: Json) -> Message:
    date, file = datetime.fromtimestamp(raw["at"], UTC), raw.get("file")
    answered = _number(raw.get("message")) if raw["kind"] in (TEXT, FILE) else None
    return Message(
        message_id=raw["own"],
        date=date,
        chat=_PRIVATE,
        from_user=_SOMEBODY,
        text=None if file else raw["text"],
        caption=(raw.get("text") or None) if file else None,
        document=_document(file) if file else None,
        media_group_id=raw.get("album") or None,
        reply_to_message=Message(message_id=answered, date=date, chat=_PRIVATE) if answered else None,
    )


def _document(file: Json) -> Document:
    return Document(
        file_id=file["ref"],
        file_unique_id=file["ref"],
        file_name=file["name"],
        mime_type=file["mime"],
        file_size=file["size"],
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    # Exactly: `True` would pass for a number.
    return value if type(value) is int else None
