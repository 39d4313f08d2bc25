"""What is within a person's reach: the own phone, the chats on it, the messages in them."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox import groups
from bot.sandbox.hub import Hub
from bot.sandbox.phones import Phone
from bot.sandbox.phones_api.message_view import is_shown
from bot.sandbox.phones_api.requests import ActionError, hub_of
from bot.sandbox.store.records import Chat, StoredMessage


def hub_and_phone(request: web.Request) -> tuple[Hub, Phone]:
    """Return the hub, as things are at this moment, and the phone that the request names."""
    hub = hub_of(request)
    phone = hub.phones.get(int(request.match_info["user_id"]))
    if phone is None:
        raise ActionError("no such phone", 404)
    return hub, phone


def private_chat(hub: Hub, phone: Phone) -> Chat:
    """Return a person's chat with the bot."""
    chat = hub.store.chat(phone.user_id)
    assert chat, "every phone has a private chat"
    return chat


def open_chat(hub: Hub, phone: Phone, chat_id: int | None) -> Chat:
    """Return the chat in which a person writes: a group the person is in, or the private one with the bot."""
    if chat_id is None or chat_id == phone.user_id:
        chat = private_chat(hub, phone)
        if chat.bot == "kicked":
            raise ActionError("the bot is blocked", 409)
        return chat
    group = groups.current(hub.store, chat_id)
    if group is None or phone.user_id not in group.members:
        raise ActionError("no such group", 404)
    return group


def sees(hub: Hub, phone: Phone, stored: StoredMessage) -> bool:
    """Whether a message is in a chat of that person."""
    chat_id = stored.body["chat"]["id"]
    if chat_id == phone.user_id:
        return True
    group = groups.current(hub.store, chat_id)
    return group is not None and phone.user_id in group.members


def seen_in(hub: Hub, chat: Chat, message_id: int) -> StoredMessage:
    """Return a message that is seen in that chat; what was written before a group moved is in another."""
    stored = hub.store.message(message_id)
    if stored is None or stored.body["chat"]["id"] != chat.chat_id or not is_shown(stored.body):
        raise ActionError("no such message in that chat", 404)
    return stored


def own_message(hub: Hub, phone: Phone, message_id: int) -> StoredMessage:
    """Return a message that this person wrote."""
    stored = hub.store.message(message_id)
    if stored is None or stored.from_bot or stored.body["from"]["id"] != phone.user_id:
        raise ActionError("no such message of that person", 404)
    return stored
