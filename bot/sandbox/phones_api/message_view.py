"""One message as a phone shows it, made once for as long as it stays as it is."""

from __future__ import annotations

import json
from datetime import date
from functools import cache, lru_cache

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.sandbox.bot_profile import bot_name
from bot.sandbox.language import translate
from bot.sandbox.phones_api.cached_json import CachedJson, to_json
from bot.sandbox.store.records import Json, StoredMessage
from bot.sandbox.telegram_objects import messages

_CACHED_MESSAGES = 8192
"""More than all phones of a sandbox show; one that is shown costs about three kilobytes."""
_QUOTED = 120
"""Characters: so much of a message is shown above what answers it."""


@lru_cache(_CACHED_MESSAGES)
def message_view(message: StoredMessage, user_id: int, waiting: tuple[str, ...], reader: Reader) -> CachedJson | None:
    """Return a message as `user_id` sees it, None for one that is not shown.

    `waiting` is the data of its buttons that were pressed and have no answer yet.
    """
    body = json.loads(message.json_text)  # not `message.body`, which the cache would keep along with `message`
    if not is_shown(body):
        return None
    at = messages.sent_at(body)
    reply = body.get("reply_to_message")
    return to_json(
        {
            "id": body["message_id"],
            "chat": body["chat"]["id"],
            "from": "bot" if message.from_bot else "person",
            "by": bot_name(reader) if message.from_bot else body["from"]["first_name"],
            "own": body["from"]["id"] == user_id,
            "text": _words(body),
            "entities": body.get("entities") or body.get("caption_entities") or [],
            "rows": [[_button(button) for button in row] for row in _rows(body)],
            "waiting": list(waiting),
            "edited": "edit_date" in body,
            "silent": message.silent,
            "document": _document(body.get("document")),
            "photo": _photo(body.get("photo")),
            "album": body.get("media_group_id"),
            "reply_to": {"id": reply["message_id"], "text": _quoted(reply)} if reply else None,
            "sticker": "sticker" in body,
            "voice": _picked(body.get("voice"), {"seconds": "duration"}),
            "location": _picked(body.get("location"), {"latitude": "latitude", "longitude": "longitude"}),
            "contact": _picked(body.get("contact"), {"name": "first_name", "number": "phone_number"}),
            "date": at.isoformat(),
            "day": day_in_words(at.date(), reader),
            "changed": message.changed,
        }
    )


def is_shown(message: Json) -> bool:
    """Whether a message stands in the chat; that a group moved is no line of its own here."""
    return not {"migrate_to_chat_id", "migrate_from_chat_id"} & message.keys()


def data_on(message: Json) -> set[str]:
    """Return the data of the buttons on a message."""
    return {button["callback_data"] for row in _rows(message) for button in row if "callback_data" in button}


@cache
def day_in_words(day: date, reader: Reader) -> str:
    """Return a day with its weekday."""
    return translate(Text("{day:day}", day=day), reader)


def _words(message: Json) -> str:
    words: str = message.get("text") or message.get("caption") or ""
    return words


def _quoted(message: Json) -> str:
    words = _words(message)
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"


def _document(document: Json | None) -> Json | None:
    return _picked(document, {"file_id": "file_id", "name": "file_name", "size": "file_size", "mime": "mime_type"})


def _photo(sizes: list[Json] | None) -> Json | None:
    names = {"file_id": "file_id", "width": "width", "height": "height", "size": "file_size"}
    return _picked(sizes[-1] if sizes else None, names)


def _picked(content: Json | None, names: dict[str, str]) -> Json | None:
    """Return what a content says under our names for it, None where the message has none."""
    return None if content is None else {name: content[key] for name, key in names.items()}


def _button(button: Json) -> Json:
    copy = button.get("copy_text")
    return {
        "label": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "copy": copy["text"] if copy else None,
        "style": button.get("style") or None,
    }


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows
