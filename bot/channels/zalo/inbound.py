"""What comes from Zalo's Bot API: raw keys are read here and nowhere else.

Events come flat, `{event_name, message}`, or wrapped, `{ok, result: {event_name, message}}`. Of either only what is
needed is kept, in one order: an event that is sent again is then known for the one that is there. Names of people are
left out; who somebody is stands in the roster.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiogram.types import Chat, Message, PhotoSize, Update, User, Voice

from bot.runtime.ports import Incoming, UnparseableError

_SAID = "message."
_TEXTS = ("message_id", "text", "caption", "photo", "photo_url", "url", "voice_url")
_LONGEST_ID = 128
_PRIVATE = "private"
_LATEST = 32503680000000
"""Milliseconds, the year 3000: what is later is no time."""


def event_of(payload: object) -> dict[str, Any] | None:
    """Return the event of a payload, flat and with what is needed of it; None where it holds none."""
    found = _dict(payload)
    found = _dict(found.get("result")) or found
    name, message = found.get("event_name"), _dict(found.get("message"))
    if not isinstance(name, str) or not name.startswith(_SAID) or not message:
        return None
    return {"event_name": name, "message": _needed(message)}


def _needed(message: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: message[key] for key in _TEXTS if isinstance(message.get(key), str | int)}
    date, sender, chat = message.get("date"), _dict(message.get("from")), _dict(message.get("chat"))
    if type(date) is int:
        kept["date"] = date
    kept["from"] = {"id": _text(sender.get("id")), "is_bot": sender.get("is_bot") is True}
    kept["chat"] = {"id": _text(chat.get("id")), "chat_type": _text(chat.get("chat_type"))}
    return kept


def read(raw: Mapping[str, Any]) -> Incoming:
    """Return what can be told of an event, whatever it holds. Of a group nothing is: there is nobody to be answered."""
    message = _dict(raw.get("message"))
    sender, chat = _dict(message.get("from")), _dict(message.get("chat"))
    user, address = _text(sender.get("id")), _text(chat.get("id"))
    alone = _text(chat.get("chat_type")).casefold() == _PRIVATE or (not chat.get("chat_type") and user == address)
    known = bool(user and address and alone) and sender.get("is_bot") is not True
    return Incoming(id=_id(raw, message), user_key=user if known else "", address=address if known else "", lang="vi")


def parse(raw: Mapping[str, Any]) -> Update | None:
    """Return an event in the handlers' model; None for one of a group. Raises UnparseableError for one without a time.

    A message has no number here: what was said cannot be changed, so that nothing has to be found again by it.
    """
    message = _dict(raw.get("message"))
    if not read(raw).user_key:
        return None
    date = message.get("date")
    if type(date) is not int or not 0 < date < _LATEST:
        raise UnparseableError
    said = Message(
        message_id=0,
        date=datetime.fromtimestamp(date / 1000, UTC),
        chat=Chat(id=0, type="private"),
        from_user=User(id=0, is_bot=False, first_name=""),
        **_content(str(raw.get("event_name")), message),
    )
    return Update(update_id=0, message=said)


def _content(event: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """What is said; nothing for what the channel does not hand over, such as a file or a sticker."""
    match event.split("."):
        case ["message", "text", *_]:
            return {"text": _text(message.get("text")) or None}
        case ["message", "link", *_]:
            return {"text": _text(message.get("text")) or _text(message.get("url")) or None}
        case ["message", "image", *_]:
            # One name stands in the documents, the other in what is sent.
            ref = _text(message.get("photo_url")) or _text(message.get("photo"))
            photo = [PhotoSize(file_id=ref, file_unique_id="", width=0, height=0)] if ref else None
            return {"photo": photo, "caption": _text(message.get("caption")) or None}
        case ["message", "voice", *_]:
            return {"voice": Voice(file_id="", file_unique_id="", duration=0)}
    return {}


def _id(raw: Mapping[str, Any], message: Mapping[str, Any]) -> str:
    """The id of the message; of one without, what it holds."""
    named = _text(message.get("message_id"))
    if 0 < len(named) <= _LONGEST_ID:
        return named
    return sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest() if message else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    # Ids are texts; a server that writes one as a number means the same.
    return str(value) if isinstance(value, str) or type(value) is int else ""
