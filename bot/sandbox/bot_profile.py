"""The bot as the phones see it: its name, and the commands and descriptions it has set."""

from __future__ import annotations

from telegram import User

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.sandbox.language import translate
from bot.sandbox.store.database import Store
from bot.sandbox.store.records import Chat, Json


def bot_name(reader: Reader) -> str:
    """Return the name under which the bot appears on the phones."""
    return translate(Text("Assistant (trial)"), reader)


def bot_user(bot_id: int) -> User:
    """Return the bot as a user."""
    return User(bot_id, bot_name(Reader()), True, username=f"thu_nghiem_{bot_id}_bot")


def commands_key(scope: str, lang: str) -> str:
    """Return the name of the setting that holds the commands of a scope in a language, the empty one for everybody."""
    return f"commands:{scope}:{lang}"


def commands_for(store: Store, chat: Chat, user_id: int, lang: str = "vi") -> list[Json]:
    """Return the commands a person sees in a chat: those of the narrowest scope, first in the person's language."""
    if chat.type == "private":
        scopes = [f"chat:{chat.chat_id}", "all_private_chats", "default"]
    else:
        is_administrator = chat.members[:1] == (user_id,)
        scopes = [f"chat_member:{chat.chat_id}:{user_id}"]
        scopes += [f"chat_administrators:{chat.chat_id}"] if is_administrator else []
        scopes += [f"chat:{chat.chat_id}"]
        scopes += ["all_chat_administrators"] if is_administrator else []
        scopes += ["all_group_chats", "default"]
    keys = (commands_key(scope, code) for scope in scopes for code in (lang, ""))
    return next(filter(None, map(store.setting, keys)), [])


def description_key(kind: str, lang: str) -> str:
    """Return the name of the setting that holds a description; `kind` is description or short_description."""
    return f"{kind}:{lang}"


def description_for(store: Store, kind: str, lang: str) -> str:
    """Return a description in a language, the one for everybody where there is none in it, else nothing."""
    return store.setting(description_key(kind, lang)) or store.setting(description_key(kind, "")) or ""
