"""The methods about chats and the bot itself: who is where, commands, descriptions."""

from __future__ import annotations

from typing import Any

from telegram import ChatFullInfo, User

from bot.sandbox.bot_api import checks
from bot.sandbox.bot_api.call import Call, Methods, number
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.bot_profile import commands_key, description_for, description_key
from bot.sandbox.hub import Hub
from bot.sandbox.store.records import Chat, Json
from bot.sandbox.telegram_objects import messages, updates

_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
)  # fmt: skip

_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


async def get_me(call: Call) -> object:
    return updates.me(call.bot)


async def get_chat(call: Call) -> object:
    chat = call.chat(to_write=False)
    of_group = {"permissions": {"can_send_messages": True}} if chat.type != "private" else {}
    known = messages.chat_object(chat).to_dict() | of_group
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return messages.to_json(ChatFullInfo.de_json(known | more, None))


async def get_chat_member(call: Call) -> object:
    chat = call.chat(to_write=False)
    user_id = call.number("user_id")
    if user_id <= 0:
        raise RefusedError("invalid user_id specified")
    if user_id == call.bot.id:
        return updates.member(call.bot, chat.bot)
    user = _user(call.hub, user_id)
    if user is None:
        raise RefusedError("member not found")
    return updates.member(user, _status(chat, user_id))


async def get_chat_administrators(call: Call) -> object:
    chat = call.chat()
    if chat.type == "private":
        raise RefusedError("there are no administrators in the private chat")
    user = _user(call.hub, chat.members[0]) if chat.members else None
    return [updates.member(user, "creator")] if user else []


async def leave_chat(call: Call) -> object:
    chat = call.chat()
    if chat.type == "private":
        raise RefusedError("can't leave private and secret chats")
    call.hub.set_bot_status(chat, "left", call.bot)
    return True


def _user(hub: Hub, user_id: int) -> User | None:
    phone = hub.phones.get(user_id)
    return messages.user_of(phone) if phone else None


def _status(chat: Chat, user_id: int) -> str:
    """Who is first in a group made it."""
    if chat.type == "private":
        return "member" if user_id == chat.chat_id else "left"
    if user_id not in chat.members:
        return "left"
    return "creator" if chat.members[0] == user_id else "member"


async def set_my_commands(call: Call) -> object:
    call.hub.store.set(_commands_key(call), checks.commands(call.json("commands") or []))
    return True


async def get_my_commands(call: Call) -> object:
    return call.hub.store.setting(_commands_key(call)) or []


async def delete_my_commands(call: Call) -> object:
    call.hub.store.unset(_commands_key(call))
    return True


def _commands_key(call: Call) -> str:
    """Return the name under which the commands of the call's scope and language are kept."""
    scope: Any = call.json("scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise RefusedError("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise RefusedError("can't parse BotCommandScope: Unsupported type specified")
    where = ""
    if kind.startswith("chat"):
        chat_id = number(scope.get("chat_id"))
        if not chat_id:
            raise RefusedError("can't parse BotCommandScope: Empty chat_id specified")
        if call.hub.store.chat(chat_id) is None:
            raise RefusedError("chat not found")
        where = f":{chat_id}"
    if kind == "chat_member":
        where += f":{number(scope.get('user_id'))}"
    return commands_key(f"{kind}{where}", checks.language(call.text("language_code")))


async def set_my_description(call: Call) -> object:
    return _describe(call, "description")


async def get_my_description(call: Call) -> object:
    return _described(call, "description")


async def set_my_short_description(call: Call) -> object:
    return _describe(call, "short_description")


async def get_my_short_description(call: Call) -> object:
    return _described(call, "short_description")


def _describe(call: Call, what: str) -> bool:
    text = checks.description(call.text(what), short=what.startswith("short"))
    call.hub.store.set(description_key(what, checks.language(call.text("language_code"))), text)
    return True


def _described(call: Call, what: str) -> Json:
    return {what: description_for(call.hub.store, what, checks.language(call.text("language_code")))}


METHODS: Methods = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
}
