"""What comes from the Bot API: raw keys are read here and nowhere else.

Of an update what handlers look at is parsed. Where any part of that is of a form that the library does not know, it is
parsed again with nothing but what the program needs: a new kind of quotation must not cost the text under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.runtime.ports import Incoming, Standing, UnparseableError

SAID = ("message", "callback_query", "edited_message")
"""The kinds of update in which somebody says something."""
_MEMBERSHIP = "my_chat_member"
UPDATES = (*SAID, _MEMBERSHIP)
"""The kinds of update that are asked for; any other that comes is passed over."""

_USER = {"id": int, "is_bot": bool, "first_name": str, "language_code": str}
_FILE = {
    "file_id": str, "file_unique_id": str, "file_size": int, "file_name": str, "mime_type": str,
    "width": int, "height": int, "duration": int,
}  # fmt: skip
_REPLIED = {"message_id": int, "date": int, "chat": {"id": int, "type": str}}
_MESSAGE: Mapping[str, Any] = {
    "message_id": int,
    "date": int,
    "from": _USER,
    "chat": {"id": int, "type": str},
    "text": str,
    "caption": str,
    "media_group_id": str,
    "photo": [_FILE],
    **dict.fromkeys(("document", "video", "audio", "voice"), _FILE),
}
_NEEDED: Mapping[str, Any] = {
    "update_id": int,
    "message": {**_MESSAGE, "reply_to_message": _REPLIED},
    "edited_message": _MESSAGE,
    "callback_query": {"id": str, "from": _USER, "chat_instance": str, "data": str},
}
"""Keys with the types of their values, as deep as anything is read."""
_REQUIRED_BY_LIBRARY = {
    "is_bot": False, "first_name": "", "file_unique_id": "", "width": 0, "height": 0, "duration": 0,
    "chat_instance": "",
}  # fmt: skip
"""What the library insists on and nothing here reads."""
_ESSENTIAL = frozenset({"id", "message_id", "date", "chat", "from"})
"""Left as they are where they cannot be read: without them there is nothing to do, and that is not to pass unseen."""
_CONTENT = frozenset({
    "text", "caption", "photo", "document", "video", "audio", "voice", "sticker", "animation", "video_note",
    "paid_media", "live_photo", "location", "contact", "venue", "poll", "dice", "game", "story", "checklist",
    "giveaway", "invoice", "rich_message",
})  # fmt: skip
"""What people send. A message without any of it says what happened in the chat: somebody joined, pinned something."""
LOOKED_AT = (
    "message_id", "date", "from", "chat", "text", "caption", "media_group_id", "reply_to_message", "forward_origin",
    "via_bot", "photo", "document", "video", "audio", "voice", "animation", "poll", "contact", "location", "venue",
)  # fmt: skip
"""What handlers look at of a message."""
_HIDDEN_ORIGIN = {"type": "hidden_user", "sender_user_name": ""}
_DAY_SECONDS = 24 * 60 * 60
_SOME_BOT = {"id": 0, "is_bot": True, "first_name": ""}


def in_order(updates: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return updates by their number; those without one, which cannot be confirmed, first."""
    return sorted(updates, key=lambda raw: int(_id(raw.get("update_id")) or -1))


def read(raw: dict[str, Any]) -> Incoming:
    """Return what can be told of an update, whatever it holds."""
    message, query, edited = (_dict(raw.get(kind)) for kind in SAID)
    membership = _dict(raw.get(_MEMBERSHIP))
    # In the kinds asked for, and in most others, the sender stands under this name.
    sender = next(filter(None, (_dict(_dict(event).get("from")) for event in raw.values())), {})
    user = "" if sender.get("is_bot") is True else _id(sender.get("id"))
    pressed = _dict(query.get("message"))
    chat = _dict((message or edited or pressed or membership).get("chat"))
    is_group = chat.get("type") not in ("private", None)
    moved_from, moved_to = _move(message, _id(chat.get("id")))
    lang = sender.get("language_code")
    return Incoming(
        id=_id(raw.get("update_id")),
        user_key=user,
        address=user,
        lang=lang.partition("-")[0] if isinstance(lang, str) else "",
        group=_id(chat.get("id")) + _topic(message or pressed) if is_group else "",
        whole=_id(chat.get("id")) if is_group else "",
        moved_from=moved_from,
        moved_to=moved_to,
        standing=_standing(_dict(membership.get("new_chat_member"))) if is_group and membership else None,
        callback=_text(query.get("id")),
        pressed=_id(pressed.get("message_id")),
        album=_album(message),
    )


def _move(message: dict[str, Any], chat: str) -> tuple[str, str]:
    """Return from where to where a group has moved: it is said in both, and either may come first or alone."""
    to, origin = _id(message.get("migrate_to_chat_id")), _id(message.get("migrate_from_chat_id"))
    if to:
        return chat, to
    return (origin, chat) if origin else ("", "")


def _standing(member: dict[str, Any]) -> Standing:
    """Read what the bot is in a group, by what the server says of it as a member."""
    match member.get("status"):
        case "left" | "kicked":
            return Standing.OUT
        case "restricted":
            if member.get("is_member") is False:
                return Standing.OUT
            return Standing.MUTE if member.get("can_send_messages") is False else Standing.IN
        case _:
            return Standing.IN


def parse(raw: dict[str, Any], bot: Bot) -> Update | None:
    """Return an update as far as it can be parsed; None if nobody asked for its kind or nobody said anything in it.

    Raises UnparseableError where not even what is needed can be.
    """
    if not any(kind in raw for kind in SAID) or _is_service(raw.get("message")):
        return None
    for content in chain([_said(raw)], _needed(raw)):
        try:
            return Update.model_validate(content, context={"bot": bot})
        except ValidationError as error:
            failed = error
    raise UnparseableError from failed


def _said(raw: dict[str, Any]) -> dict[str, Any]:
    """Return an update without what no handler looks at: the message under a button, and how a text is formatted.

    The library makes objects of all of it, of every button and every entity, which takes longer than all the rest.
    """
    return {name: part(raw[name]) for name, part in _PARTS.items() if name in raw}


def _as_it_is(value: Any) -> Any:
    return value


def _looked_at(message: Any) -> Any:
    if not isinstance(message, dict):
        return message
    kept = {name: message[name] for name in LOOKED_AT if name in message}
    replied = kept.get("reply_to_message")
    if isinstance(replied, dict):
        kept["reply_to_message"] = {name: replied[name] for name in _REPLIED if name in replied}
    return kept


def _without_its_message(query: Any) -> Any:
    return {name: value for name, value in query.items() if name != "message"} if isinstance(query, dict) else query


_PARTS: Mapping[str, Callable[[Any], Any]] = {
    "update_id": _as_it_is,
    "message": _looked_at,
    "edited_message": _looked_at,
    "callback_query": _without_its_message,
}


def _needed(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an update with nothing but what is needed; then without the message that it answers, which is another."""
    reduced: dict[str, Any] = _only(raw, _NEEDED)
    given, kept = _dict(raw.get("message")), _dict(reduced.get("message"))
    # Somebody else's words stay so, in whatever new way that was said: a command among them is no order of the sender.
    if given.get("forward_origin") is not None:
        kept["forward_origin"] = {**_HIDDEN_ORIGIN, "date": kept.get("date")}
    if given.get("via_bot") is not None:
        kept["via_bot"] = _SOME_BOT
    yield reduced
    if kept.pop("reply_to_message", None):
        yield reduced


def _only(value: Any, needed: Any) -> Any:
    """Return of `value` what is needed and of the right type; None where nothing is."""
    if isinstance(needed, list):
        items = [_only(item, needed[0]) for item in value] if isinstance(value, list) else []
        return [item for item in items if item] or None
    if not isinstance(needed, dict):
        # Exactly: `True` would pass for a number.
        return value if type(value) is needed else None
    if not isinstance(value, dict):
        return None
    filled = {key: default for key, default in _REQUIRED_BY_LIBRARY.items() if key in needed}
    found = {key: _only(value.get(key), inner) for key, inner in needed.items()}
    unreadable = {key: value[key] for key in _ESSENTIAL & value.keys() & needed.keys()}
    kept = {**filled, **unreadable, **{key: inner for key, inner in found.items() if inner is not None}}
    return None if needed is _FILE and "file_id" not in kept else kept


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    # Exactly: `True` would pass for a number.
    return str(value) if type(value) is int else ""


def _album(message: dict[str, Any]) -> str:
    """The mark of an album with the day of its files, since a mark may come again as an update's number may."""
    album, date = _text(message.get("media_group_id")), message.get("date")
    return f"{album}:{date // _DAY_SECONDS}" if album and type(date) is int else album


def _is_service(message: object) -> bool:
    return isinstance(message, dict) and _CONTENT.isdisjoint(message)


def _topic(message: dict[str, Any]) -> str:
    """What follows the id of a forum in the address of one of its topics; elsewhere the number marks mere replies."""
    topic = _id(message.get("message_thread_id"))
    return f":{topic}" if topic and message.get("is_topic_message") is True else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
