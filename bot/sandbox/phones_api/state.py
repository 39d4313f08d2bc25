"""What the page shows: the phones with their messages, the program's time, whether the bot is there."""

from __future__ import annotations

from bot.clock import VN
from bot.domain.people import Reader
from bot.sandbox import groups
from bot.sandbox.bot_profile import bot_name, commands_for, description_for
from bot.sandbox.faults import Fault
from bot.sandbox.hub import Hub
from bot.sandbox.invitations import Known
from bot.sandbox.phones import Phone
from bot.sandbox.phones_api.cached_json import CachedJson, to_json
from bot.sandbox.phones_api.message_view import day_in_words, message_view
from bot.sandbox.store.records import Chat, Json

MESSAGES_SHOWN = 200
TOASTS_SHOWN = 5
LOG_LINES_SHOWN = 50


def page_state(hub: Hub, reader: Reader, clock: Json) -> CachedJson:
    """Return all that the page shows, with what it shows of the clock; instants are ISO 8601 in Viet Nam's time."""
    now, known = hub.clock.now().astimezone(VN), hub.known()
    return to_json(
        {
            "seq": hub.store.seq,
            "now": now.isoformat(),
            "today": day_in_words(now.date(), reader),
            "bot": {
                "name": bot_name(reader),
                "online": hub.online,
                "description": description_for(hub.store, "description", reader.lang),
            },
            "phones": [_phone(hub, phone, known, reader) for phone in hub.phones],
            "faults": [_fault(fault) for fault in hub.faults.active()],
            "log": [{"at": at, "method": method} for at, method in hub.store.log_lines(LOG_LINES_SHOWN)],
            "clock": clock,
        }
    )


def _phone(hub: Hub, phone: Phone, known: Known, reader: Reader) -> Json:
    chat = hub.store.chat(phone.user_id) or Chat(phone.user_id, phone.name)
    return {
        "user_id": phone.user_id,
        "kind": phone.kind,
        "name": phone.name,
        "seat": phone.seat,
        "code": phone.code if phone.code in known.open_codes else None,
        "linked": phone.user_id in known.linked,
        "blocked": chat.bot == "kicked",
        **_chat(hub, phone, chat, reader),
        "groups": [
            {
                "chat_id": group.chat_id,
                "title": groups.title(hub.store, group, reader),
                "about": groups.about(hub.store, group, reader),
                "bot_is_member": group.bot == "member",
                **_chat(hub, phone, group, reader),
            }
            for group in groups.groups_of(hub.store, phone.user_id)
        ],
        "toasts": [
            {"id": toast.toast_id, "text": toast.text, "alert": toast.alert, "changed": toast.changed}
            for toast in hub.store.toasts(phone.user_id, TOASTS_SHOWN)
        ],
    }


def _chat(hub: Hub, phone: Phone, chat: Chat, reader: Reader) -> Json:
    """Return what a private chat and a group have in common; a group that moved keeps what was said before."""
    waiting: dict[int, tuple[str, ...]] = {}  # tuples: part of what a message's view is cached by
    for query in hub.open_queries():
        if query.user_id == phone.user_id:
            waiting[query.message_id] = (*waiting.get(query.message_id, ()), query.data)
    ids = [chat.chat_id] if chat.type == "private" else groups.chat_ids(hub.store, chat)
    kept = [message for chat_id in ids for message in hub.store.messages(chat_id, MESSAGES_SHOWN)]
    views = (message_view(each, phone.user_id, waiting.get(each.message_id, ()), reader) for each in kept)
    return {
        "typing": chat.chat_id in hub.typing(),
        "commands": commands_for(hub.store, chat, phone.user_id, reader.lang),
        "messages": [view for view in views if view is not None],
    }


def _fault(fault: Fault) -> Json:
    until = fault.until.astimezone(VN).isoformat() if fault.until else None
    return {"kind": fault.kind, "left": fault.left, "chat": fault.chat, "method": fault.method or None, "until": until}
