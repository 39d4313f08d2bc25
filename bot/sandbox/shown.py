"""What the page shows: the phones with their messages, the program's time, whether the bot is there."""

from __future__ import annotations

from bot.clock import VN
from bot.domain.people import Reader
from bot.sandbox import groups
from bot.sandbox.bubbles import bubble, day_in_words
from bot.sandbox.chats import commands_for
from bot.sandbox.exchange import Exchange, bot_name
from bot.sandbox.faults import Fault
from bot.sandbox.invitations import Known
from bot.sandbox.phones import Phone
from bot.sandbox.store import Chat, Json
from bot.sandbox.written import Written, written

MESSAGES_SHOWN = 200
TOASTS_SHOWN = 5
LOG_LINES_SHOWN = 50


def everything(exchange: Exchange, reader: Reader, clock: Json) -> Written:
    """Return all that the page shows, with what it shows of the clock; instants are ISO 8601 in Viet Nam's time."""
    now, known = exchange.clock.now().astimezone(VN), exchange.known()
    setting = exchange.store.setting
    return written(
        {
            "seq": exchange.store.seq,
            "now": now.isoformat(),
            "today": day_in_words(now.date(), reader),
            "bot": {
                "name": bot_name(reader),
                "online": exchange.online,
                "description": setting(f"description:{reader.lang}") or setting("description:") or "",
            },
            "phones": [_phone(exchange, phone, known, reader) for phone in exchange.phones],
            "faults": [_fault(fault) for fault in exchange.faults.shown()],
            "log": [{"at": at, "method": method} for at, method in exchange.store.log_lines(LOG_LINES_SHOWN)],
            "clock": clock,
        }
    )


def _phone(exchange: Exchange, phone: Phone, known: Known, reader: Reader) -> Json:
    chat = exchange.store.chat(phone.user_id) or Chat(phone.user_id, phone.name)
    return {
        "user_id": phone.user_id,
        "kind": phone.kind,
        "name": phone.name,
        "seat": phone.seat,
        "code": phone.code if phone.code in known.open_codes else None,
        "linked": phone.user_id in known.linked,
        "blocked": chat.bot == "kicked",
        **_chat(exchange, phone, chat, reader),
        "groups": [
            {
                "chat_id": group.chat_id,
                "title": groups.title(exchange.store, group, reader),
                "bot_is_member": group.bot == "member",
                **_chat(exchange, phone, group, reader),
            }
            for group in groups.of(exchange.store, phone.user_id)
        ],
        "toasts": [
            {"id": toast.toast_id, "text": toast.text, "alert": toast.alert, "changed": toast.changed}
            for toast in exchange.store.toasts(phone.user_id, TOASTS_SHOWN)
        ],
    }


def _chat(exchange: Exchange, phone: Phone, chat: Chat, reader: Reader) -> Json:
    """Return what a private chat and a group have in common; a group that moved keeps what was said before."""
    waiting: dict[int, tuple[str, ...]] = {}
    for query in exchange.open_queries():
        if query.user_id == phone.user_id:
            waiting[query.message_id] = (*waiting.get(query.message_id, ()), query.data)
    ids = [chat.chat_id] if chat.type == "private" else groups.history(exchange.store, chat)
    kept = [kept for chat_id in ids for kept in exchange.store.messages(chat_id, MESSAGES_SHOWN)]
    bubbles = (bubble(one, phone.user_id, waiting.get(one.message_id, ()), reader) for one in kept)
    return {
        "typing": chat.chat_id in exchange.typing(),
        "commands": commands_for(exchange, chat, phone.user_id, reader.lang),
        "messages": [shown for shown in bubbles if shown is not None],
    }


def _fault(fault: Fault) -> Json:
    until = fault.until.astimezone(VN).isoformat() if fault.until else None
    return {"kind": fault.kind, "left": fault.left, "chat": fault.chat, "method": fault.method or None, "until": until}
