"""Updates and members in the Bot API's form, built with python-telegram-bot's types."""

from __future__ import annotations

import secrets
from datetime import datetime

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import UpdateType

from bot.sandbox.phones import Phone
from bot.sandbox.store.records import Chat, Json
from bot.sandbox.telegram_objects.messages import chat_object, to_json, user_of

KINDS = frozenset(str(kind) for kind in UpdateType)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


def me(bot: User) -> Json:
    """Return the bot as getMe describes it."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return bot.to_dict() | abilities


def message_update(update_id: int, message: Json, *, is_edit: bool = False) -> Json:
    """Return the update that brings a person's message, new or edited."""
    parsed = Message.de_json(message, None)
    return to_json(Update(update_id, edited_message=parsed) if is_edit else Update(update_id, message=parsed))


def callback_update(update_id: int, phone: Phone, message: Json, query_id: str, data: str) -> Json:
    """Return the update that brings a pressed button."""
    query = CallbackQuery(
        query_id, user_of(phone), str(message["chat"]["id"]), message=Message.de_json(message, None), data=data
    )
    return to_json(Update(update_id, callback_query=query))


def membership_update(update_id: int, chat: Chat, by: User, bot: User, at: datetime, before: str) -> Json:
    """Return the update that tells the bot of its own new status in `chat`, where it was `before`."""
    old, new = (ChatMember.de_json(member(bot, status), None) for status in (before, chat.bot))
    return to_json(Update(update_id, my_chat_member=ChatMemberUpdated(chat_object(chat), by, at, old, new)))


def member(user: User, status: str) -> Json:
    """Return a member of a chat; a banned one is so for ever."""
    found: Json = {"user": user.to_dict(), "status": status}
    match status:
        case "kicked":
            found["until_date"] = 0
        case "creator":
            found["is_anonymous"] = False
    return found


def query_id() -> str:
    """Return a new callback query id."""
    return str(secrets.randbelow(9 * 10**17) + 10**17)
