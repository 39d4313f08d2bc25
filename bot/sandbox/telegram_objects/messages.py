"""Messages in the Bot API's form, built with python-telegram-bot's types."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import (
    Chat,
    Contact,
    Document,
    InlineKeyboardMarkup,
    Location,
    Message,
    MessageEntity,
    PhotoSize,
    Sticker,
    TelegramObject,
    User,
    Voice,
)
from telegram.constants import MessageEntityType, MessageLimit, StickerType

from bot.clock import VN
from bot.domain.characters import utf16_length
from bot.sandbox.phones import Phone
from bot.sandbox.store.records import Chat as ChatRecord
from bot.sandbox.store.records import Entity, File, Json, new_file_id

_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "sticker", "voice", "location", "contact",
)  # fmt: skip
_VOICE_SECONDS = 7
_PLACE = Location(longitude=105.8346, latitude=21.0368)
"""Ba Dinh square in Ha Noi."""
_NUMBER = "+84900000000"
"""Nobody's."""
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b(?<!_)", re.ASCII)

# python-telegram-bot writes these out when they are false; Telegram does not.
_SERVICE_FLAGS = ("channel_chat_created", "delete_chat_photo", "group_chat_created", "supergroup_chat_created")


@dataclass(frozen=True)
class Header:
    """What every message has: its chat, id and instant; `album` joins messages that were sent together.

    `topic` is the part of a forum in which it stands.
    """

    chat: ChatRecord
    message_id: int
    at: datetime
    album: str | None = None
    reply_to: Json | None = None
    topic: int | None = None

    def message(self, sender: User, **content: Any) -> Json:
        """Return a message of `sender`."""
        # Telegram shows one step back only: the message that is answered comes without the one it answers itself.
        reply = self.reply_to and {key: value for key, value in self.reply_to.items() if key != "reply_to_message"}
        return to_json(
            Message(
                self.message_id, self.at, chat_object(self.chat), sender, media_group_id=self.album,
                reply_to_message=Message.de_json(reply, None) if reply else None,
                message_thread_id=self.topic, is_topic_message=True if self.topic else None, **content,
            )
        )  # fmt: skip


def parts(text: str) -> Iterator[str]:
    """Split what a person typed the way a phone does: into messages that are not too long."""
    part: list[str] = []
    used = 0
    for character in text.strip():
        size = utf16_length(character)
        if used + size > MessageLimit.MAX_TEXT_LENGTH:
            yield "".join(part)
            part, used = [], 0
        part.append(character)
        used += size
    if part:
        yield "".join(part)


def typed(text: str) -> list[MessageEntity]:
    """Return what Telegram finds in a text that a person typed: commands and mentions."""
    found = [(MessageEntityType.BOT_COMMAND, match) for match in _COMMAND.finditer(text)]
    found += [(MessageEntityType.MENTION, match) for match in _MENTION.finditer(text)]
    return [
        MessageEntity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]


def text_of_person(header: Header, phone: Phone, text: str) -> Json:
    """Return the message of a person who typed `text`."""
    return header.message(user_of(phone), text=text, entities=typed(text))


def sticker_of_person(header: Header, phone: Phone) -> Json:
    """Return the message of a person who sent a sticker."""
    sticker = Sticker(
        new_file_id(), secrets.token_hex(8), 512, 512, False, False, StickerType.REGULAR, emoji="\N{THUMBS UP SIGN}"
    )
    return header.message(user_of(phone), sticker=sticker)


def voice_of_person(header: Header, phone: Phone, file: File) -> Json:
    """Return the message of a person who sent a voice message."""
    voice = Voice(file.file_id, file.unique_id, _VOICE_SECONDS, mime_type=file.mime, file_size=len(file.content))
    return header.message(user_of(phone), voice=voice)


def location_of_person(header: Header, phone: Phone) -> Json:
    """Return the message of a person who sent a place."""
    return header.message(user_of(phone), location=_PLACE)


def contact_of_person(header: Header, phone: Phone) -> Json:
    """Return the message of a person who sent the own card, with an invented number."""
    return header.message(user_of(phone), contact=Contact(_NUMBER, phone.name, user_id=phone.user_id))


def file_of_person(header: Header, phone: Phone, file: File, caption: str) -> Json:
    """Return the message of a person who sent a file."""
    words = {"caption": caption, "caption_entities": typed(caption)} if caption else {}
    return header.message(user_of(phone), **media(file), **words)


def edit_of_person(message: Json, at: datetime, text: str) -> Json:
    """Return a person's message with another text (or, of a file, another caption)."""
    return edited(message, at, None, text, [entity.to_dict() for entity in typed(text)])


def message_of_bot(
    header: Header, bot: User, text: tuple[str, list[Entity]], *,
    markup: InlineKeyboardMarkup | None = None, protected: bool = False, file: File | None = None,
) -> Json:  # fmt: skip
    """Return a message of the bot: a text, or a file with `text` as its caption."""
    words, entities = text[0] or None, MessageEntity.de_list(text[1], None)
    content: Json = {"caption": words, "caption_entities": entities} if file else {"text": words, "entities": entities}
    if file:
        content |= media(file)
    return header.message(bot, reply_markup=markup, has_protected_content=protected or None, **content)


def copied(header: Header, bot: User, source: Json, markup: InlineKeyboardMarkup | None, words: Json) -> Json:
    """Return a message of the bot with the content of `source`; `words` replace its caption where given."""
    content = {key: value for key, value in (source | words).items() if key in _CONTENT and value}
    return to_json(Message.de_json(header.message(bot, reply_markup=markup) | content, None))


def edited(message: Json, at: datetime, markup: InlineKeyboardMarkup | None, text: str, entities: list[Entity]) -> Json:
    """Return `message` with another text (or caption) and keyboard. None as `markup` means no keyboard."""
    words, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    kept = {key: value for key, value in message.items() if key not in ("reply_markup", words, marks)}
    changes: Json = {"edit_date": int(at.timestamp())}
    if text:
        changes[words], changes[marks] = text, entities
    if markup:
        changes["reply_markup"] = markup.to_dict()
    return to_json(Message.de_json(kept | changes, None))


def media(file: File) -> Json:
    """Return the field of a message that brings `file`."""
    if file.kind == "photo":
        size = PhotoSize(file.file_id, file.unique_id, file.width, file.height, file_size=len(file.content))
        return {"photo": (size,)}
    size_of = len(file.content)
    return {
        "document": Document(file.file_id, file.unique_id, file_name=file.name, mime_type=file.mime, file_size=size_of)
    }


def sent_at(message: Json) -> datetime:
    """Return when `message` was sent, in Viet Nam's time."""
    return datetime.fromtimestamp(message["date"], VN)


def chat_object(chat: ChatRecord) -> Chat:
    """Return a chat as messages name it."""
    if chat.type == "private":
        return Chat(chat.chat_id, Chat.PRIVATE, first_name=chat.name)
    return Chat(chat.chat_id, chat.type, title=chat.name)


def user_of(phone: Phone) -> User:
    """Return a person as a user."""
    return User(phone.user_id, phone.name, False, language_code=phone.lang)


def to_json(thing: TelegramObject) -> Json:
    """Return `thing` as Telegram writes it."""
    cleaned = _without_false_flags(thing.to_dict())
    assert isinstance(cleaned, dict)
    return cleaned


def album_id() -> str:
    """Return a new id of messages that are sent together."""
    return str(secrets.randbelow(9 * 10**16) + 10**16)


def _without_false_flags(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_false_flags(item) for key, item in value.items() if key not in _SERVICE_FLAGS or item}
    if isinstance(value, list):
        return [_without_false_flags(item) for item in value]
    return value
