"""What the page shows: the phones with their messages, the program's time, whether the bot is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from bot.clock import VN
from bot.domain.members import Reader
from bot.domain.screens import Text
from bot.i18n import translate
from bot.sandbox import groups, messages
from bot.sandbox.chats import commands_for
from bot.sandbox.exchange import Exchange, bot_name
from bot.sandbox.faults import Fault
from bot.sandbox.phones import Phone
from bot.sandbox.store import Chat, Json, Kept

MESSAGES_SHOWN = 200
TOASTS_SHOWN = 5
LOG_LINES_SHOWN = 50


def everything(exchange: Exchange) -> Json:
    """Return all that the page shows; instants are ISO 8601 in Viet Nam's time."""
    now = exchange.clock.now().astimezone(VN)
    return {
        "seq": exchange.store.seq,
        "now": now.isoformat(),
        "today": _day(now),
        "bot": {
            "name": bot_name(),
            "online": exchange.online,
            "description": exchange.store.setting("description:vi") or exchange.store.setting("description:") or "",
        },
        "phones": [_phone(exchange, phone) for phone in exchange.phones],
        "faults": [_fault(fault) for fault in exchange.faults.shown()],
        "log": [{"at": at, "method": method} for at, method in exchange.store.log_lines(LOG_LINES_SHOWN)],
    }


def _phone(exchange: Exchange, phone: Phone) -> Json:
    chat = exchange.store.chat(phone.user_id) or Chat(phone.user_id, phone.name)
    return {
        "user_id": phone.user_id,
        "kind": phone.kind,
        "name": phone.name,
        "seat": phone.seat,
        "code": phone.code if phone.code and exchange.is_open(phone.code) else None,
        "blocked": chat.bot == "kicked",
        **_chat(exchange, phone, chat),
        "groups": [
            {
                "chat_id": group.chat_id,
                "title": group.name,
                "bot_is_member": group.bot == "member",
                **_chat(exchange, phone, group),
            }
            for group in groups.of(exchange.store, phone.user_id)
        ],
        "toasts": [
            {"id": toast.toast_id, "text": toast.text, "alert": toast.alert, "changed": toast.changed}
            for toast in exchange.store.toasts(phone.user_id, TOASTS_SHOWN)
        ],
    }


def _chat(exchange: Exchange, phone: Phone, chat: Chat) -> Json:
    """Return what a private chat and a group have in common; a group that moved keeps what was said before."""
    waiting: dict[int, list[str]] = {}
    for query in exchange.open_queries():
        if query.user_id == phone.user_id:
            waiting.setdefault(query.message_id, []).append(query.data)
    ids = [chat.chat_id] if chat.type == "private" else groups.history(exchange.store, chat)
    kept = [kept for chat_id in ids for kept in exchange.store.messages(chat_id, MESSAGES_SHOWN)]
    return {
        "typing": chat.chat_id in exchange.typing(),
        "commands": commands_for(exchange, chat, phone.user_id),
        "messages": [_message(one, phone, waiting) for one in kept if not _is_service(one)],
    }


def _is_service(kept: Kept) -> bool:
    return bool({"migrate_to_chat_id", "migrate_from_chat_id"} & kept.body.keys())


def _message(kept: Kept, phone: Phone, waiting: Mapping[int, list[str]]) -> Json:
    body = kept.body
    at = messages.sent_at(body)
    reply = body.get("reply_to_message")
    return {
        "id": body["message_id"],
        "from": "bot" if kept.from_bot else "person",
        "by": body["from"]["first_name"],
        "own": body["from"]["id"] == phone.user_id,
        "text": _words(body),
        "entities": body.get("entities") or body.get("caption_entities") or [],
        "rows": [[_button(button) for button in row] for row in _rows(body)],
        "waiting": waiting.get(body["message_id"], []),
        "edited": "edit_date" in body,
        "silent": kept.silent,
        "document": _document(body.get("document")),
        "photo": _photo(body.get("photo")),
        "album": body.get("media_group_id"),
        "reply_to": {"id": reply["message_id"], "text": _words(reply)} if reply else None,
        "sticker": "sticker" in body,
        "date": at.isoformat(),
        "day": _day(at),
        "changed": kept.changed,
    }


def _words(message: Json) -> str:
    words: str = message.get("text") or message.get("caption") or ""
    return words


def _document(document: Json | None) -> Json | None:
    if document is None:
        return None
    names = {"file_id": "file_id", "name": "file_name", "size": "file_size", "mime": "mime_type"}
    return {name: document[key] for name, key in names.items()}


def _photo(sizes: list[Json] | None) -> Json | None:
    if not sizes:
        return None
    names = {"file_id": "file_id", "width": "width", "height": "height", "size": "file_size"}
    return {name: sizes[-1][key] for name, key in names.items()}


def _fault(fault: Fault) -> Json:
    until = fault.until.astimezone(VN).isoformat() if fault.until else None
    return {"kind": fault.kind, "left": fault.left, "chat": fault.chat, "method": fault.method or None, "until": until}


def _button(button: Json) -> Json:
    copy = button.get("copy_text")
    return {
        "label": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "copy": copy["text"] if copy else None,
    }


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def data_on(message: Json) -> set[str]:
    """Return the data of the buttons on a message."""
    return {button["callback_data"] for row in _rows(message) for button in row if "callback_data" in button}


def _day(at: datetime) -> str:
    return _day_in_words(at.date())


@cache
def _day_in_words(day: date) -> str:
    return translate(Text("{day:day}", day=day), Reader())
