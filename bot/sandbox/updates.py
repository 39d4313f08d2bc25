"""Messages and updates in the Bot API's form, built with python-telegram-bot's types."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    Document,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Sticker,
    TelegramObject,
    Update,
    User,
)
from telegram.constants import MessageEntityType, MessageLimit, StickerType

from bot.clock import VN
from bot.domain.text import units
from bot.sandbox.markup import Entity
from bot.sandbox.phones import Phone
from bot.sandbox.store import File

Json = dict[str, Any]

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")

# python-telegram-bot writes these out when they are false; Telegram does not.
_SERVICE_FLAGS = ("channel_chat_created", "delete_chat_photo", "group_chat_created", "supergroup_chat_created")


def bot_user(bot_id: int, name: str) -> User:
    """Return the bot as a user."""
    return User(bot_id, name, True, username=f"thu_nghiem_{bot_id}_bot")


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


def parts(text: str) -> Iterator[str]:
    """Split what a person typed the way a phone does: into messages that are not too long."""
    part: list[str] = []
    used = 0
    for character in text.strip():
        size = units(character)
        if used + size > MessageLimit.MAX_TEXT_LENGTH:
            yield "".join(part)
            part, used = [], 0
        part.append(character)
        used += size
    if part:
        yield "".join(part)


def persons_text(phone: Phone, message_id: int, at: datetime, text: str) -> Json:
    """Return the message of a person who typed `text`."""
    commands = [
        MessageEntity(MessageEntityType.BOT_COMMAND, units(text[: found.start()]), units(found.group()))
        for found in _COMMAND.finditer(text)
    ]
    return form(Message(message_id, at, _chat(phone.user_id, phone.name), _person(phone), text=text, entities=commands))


def persons_sticker(phone: Phone, message_id: int, at: datetime) -> Json:
    """Return the message of a person who sent a sticker."""
    sticker = Sticker(
        file_id(), secrets.token_hex(8), 512, 512, False, False, StickerType.REGULAR, emoji="\N{THUMBS UP SIGN}"
    )
    return form(Message(message_id, at, _chat(phone.user_id, phone.name), _person(phone), sticker=sticker))


def bots_message(
    bot: User, chat: tuple[int, str], message_id: int, at: datetime, *,
    text: tuple[str, list[Entity]], markup: InlineKeyboardMarkup | None, protected: bool, file: File | None = None,
) -> Json:  # fmt: skip
    """Return a message of the bot: a text, or a file with `text` as its caption."""
    words, entities = text[0] or None, MessageEntity.de_list(text[1], None)
    if file:
        content: Json = {"document": _document(file), "caption": words, "caption_entities": entities}
    else:
        content = {"text": words, "entities": entities}
    return form(
        Message(
            message_id, at, _chat(*chat), bot, reply_markup=markup, has_protected_content=protected or None, **content
        )
    )


def edited(message: Json, at: datetime, markup: InlineKeyboardMarkup | None, text: str, entities: list[Entity]) -> Json:
    """Return `message` with another text and keyboard. None as `markup` means no keyboard."""
    kept = {key: value for key, value in message.items() if key not in ("reply_markup", "entities")}
    changes: Json = {"edit_date": int(at.timestamp())}
    if "text" in message:
        changes["text"] = text
        changes["entities"] = entities
    if markup:
        changes["reply_markup"] = markup.to_dict()
    return form(Message.de_json(kept | changes, None))


def message_update(update_id: int, message: Json) -> Json:
    """Return the update that brings a person's message."""
    return form(Update(update_id, message=Message.de_json(message, None)))


def tap_update(update_id: int, phone: Phone, message: Json, query_id: str, data: str) -> Json:
    """Return the update that brings a pressed button."""
    query = CallbackQuery(
        query_id, _person(phone), str(phone.user_id), message=Message.de_json(message, None), data=data
    )
    return form(Update(update_id, callback_query=query))


def sent_at(message: Json) -> datetime:
    """Return when `message` was sent, in Viet Nam's time."""
    return datetime.fromtimestamp(message["date"], VN)


def form(thing: TelegramObject) -> Json:
    """Return `thing` as Telegram writes it."""
    cleaned = _without_flags(thing.to_dict())
    assert isinstance(cleaned, dict)
    return cleaned


def file_id() -> str:
    """Return a new file id."""
    return secrets.token_urlsafe(18)


def query_id() -> str:
    """Return a new callback query id."""
    return str(secrets.randbelow(9 * 10**17) + 10**17)


def _without_flags(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_flags(item) for key, item in value.items() if key not in _SERVICE_FLAGS or item}
    if isinstance(value, list):
        return [_without_flags(item) for item in value]
    return value


def _chat(chat_id: int, name: str) -> Chat:
    return Chat(chat_id, Chat.PRIVATE, first_name=name)


def _person(phone: Phone) -> User:
    return User(phone.user_id, phone.name, False, language_code="vi")


def _document(file: File) -> Document:
    return Document(
        file.file_id, f"u{file.file_id[:12]}", file_name=file.name, mime_type=file.mime, file_size=len(file.content)
    )
