"""What the page shows: the phones with their messages, the program's time, whether the bot is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.clock import VN
from bot.domain.members import Reader
from bot.domain.screens import Text
from bot.i18n import translate
from bot.sandbox import updates
from bot.sandbox.api import bot_name
from bot.sandbox.exchange import Exchange
from bot.sandbox.phones import Phone
from bot.sandbox.store import Json, Kept

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
        "log": [{"at": at, "method": method} for at, method in exchange.store.log_lines(LOG_LINES_SHOWN)],
    }


def _phone(exchange: Exchange, phone: Phone) -> Json:
    waiting: dict[int, list[str]] = {}
    for query in exchange.store.open_queries(phone.user_id):
        waiting.setdefault(query.message_id, []).append(query.data)
    return {
        "user_id": phone.user_id,
        "kind": phone.kind,
        "name": phone.name,
        "seat": phone.seat,
        "code": phone.code if phone.code and exchange.is_open(phone.code) else None,
        "messages": [_message(kept, waiting) for kept in exchange.store.messages(phone.user_id, MESSAGES_SHOWN)],
        "toasts": [
            {"id": toast.toast_id, "text": toast.text, "alert": toast.alert, "changed": toast.changed}
            for toast in exchange.store.toasts(phone.user_id, TOASTS_SHOWN)
        ],
    }


def _message(kept: Kept, waiting: Mapping[int, list[str]]) -> Json:
    body = kept.body
    at = updates.sent_at(body)
    document = body.get("document")
    return {
        "id": body["message_id"],
        "from": "bot" if kept.from_bot else "person",
        "text": body.get("text") or body.get("caption") or "",
        "entities": body.get("entities") or body.get("caption_entities") or [],
        "rows": [[_button(button) for button in row] for row in _rows(body)],
        "waiting": waiting.get(body["message_id"], []),
        "edited": "edit_date" in body,
        "silent": kept.silent,
        "document": document
        and {"file_id": document["file_id"], "name": document["file_name"], "size": document["file_size"]},
        "sticker": "sticker" in body,
        "date": at.isoformat(),
        "day": _day(at),
        "changed": kept.changed,
    }


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
    return translate(Text("{day:day}", day=at.date()), Reader())
