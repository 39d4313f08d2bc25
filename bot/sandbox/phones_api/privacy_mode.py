"""Telegram's privacy mode: of what people write in a group, the bot is told what concerns it and no more."""

from __future__ import annotations

from telegram import User

from bot.sandbox.store.records import Json


def addressed(message: Json, bot: User) -> bool:
    """Whether a bot that does not read all of a group's messages is told of this one.

    It is told of commands that name no other bot, of its own name, and of answers to its messages.
    """
    text = message.get("text") or message.get("caption") or ""
    own = f"@{bot.username}".casefold()
    names = [word.casefold() for word in _marked(message, text, "mention")]
    commands = [word.casefold() for word in _marked(message, text, "bot_command")]
    if own in names or any("@" not in word or word.endswith(own) for word in commands):
        return True
    return bool(message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id)


def _marked(message: Json, text: str, kind: str) -> list[str]:
    # Entities are counted in UTF-16 units.
    raw = text.encode("utf-16-le", "surrogatepass")
    found = message.get("entities") or message.get("caption_entities") or []
    return [
        raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "replace")
        for entity in found
        if entity["type"] == kind
    ]
