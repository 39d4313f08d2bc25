"""What Telegram refuses, in its own words. Limits come from `telegram.constants`."""

from __future__ import annotations

import re
from typing import Any

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    CallbackQueryLimit,
    ChatAction,
    FileSizeLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    KeyboardButtonStyle,
    MessageLimit,
)

from bot.domain.characters import utf16_length
from bot.sandbox.bot_api.markup import MarkupError, is_link, parse_html, trimmed
from bot.sandbox.store.records import Entity, Json

_COMMAND = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND},{BotCommandLimit.MAX_COMMAND}}}")
_HOST = re.compile(r"(?:https?://)?(?:[^\s/?#@]*@)?[^\s/?#:.]+(?:\.[^\s/?#:.]+)+(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
"""An address on the public net: the name of its host has a dot in it."""

_BLANKED = {number: " " for number in range(32) if chr(number) not in "\t\n"}
"""Control characters, which Telegram turns into blanks."""

# More than the phones can do: what Telegram takes must not be refused here.
_ACTIONS = (
    "url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay", "disabled",
)  # fmt: skip


_PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}


class RefusedError(Exception):
    """An answer with `ok` false. `description` is Telegram's text, `code` the HTTP status and error_code.

    `parameters` tell a program what to do: wait so long, write to another chat.
    """

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = _PREFIXES.get(code, "") + description
        self.parameters = parameters


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Return plain text and entities of what the bot sends, after parsing and trimming."""
    text = text.translate(_BLANKED)
    if parse_mode:
        if parse_mode.lower() != "html":
            raise RefusedError("unsupported parse_mode")
        try:
            return trimmed(*parse_html(text))
        except MarkupError as error:
            raise RefusedError(f"can't parse entities: {error}") from error
    return trimmed(text, _given(entities))


def message_text(text: str, parse_mode: str, entities: Any, *, edited: bool = False) -> tuple[str, list[Entity]]:
    """Return a message's plain text and entities, within Telegram's limits."""
    if not text:
        raise RefusedError("message text is empty")
    plain, found = formatted(text, parse_mode, entities)
    if not plain:
        raise RefusedError("text must be non-empty")
    if utf16_length(plain) > MessageLimit.MAX_TEXT_LENGTH:
        raise RefusedError("MESSAGE_TOO_LONG" if edited else "message is too long")
    return plain, found


def caption(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Return a caption's plain text (may be empty) and entities."""
    plain, found = formatted(text, parse_mode, entities)
    if utf16_length(plain) > MessageLimit.CAPTION_LENGTH:
        raise RefusedError("message caption is too long")
    return plain, found


def keyboard(markup: Any) -> InlineKeyboardMarkup | None:
    """Return the inline keyboard in `markup`, None where there is none or it is empty."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise RefusedError("object expected as reply markup")
    if "inline_keyboard" not in markup:  # the phones show no other, and a bot's mistake must not stay hidden
        raise RefusedError("inline keyboard expected")
    listed = markup["inline_keyboard"]
    if not isinstance(listed, list) or not all(isinstance(row, list) for row in listed):
        raise RefusedError('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [[_button(button) for button in row] for row in listed if row]
    if sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise RefusedError("reply markup is too long")
    try:
        return InlineKeyboardMarkup.de_json({"inline_keyboard": rows}, None) if rows else None
    except (TypeError, AttributeError) as error:
        raise RefusedError("can't parse inline keyboard button") from error


def toast(text: str) -> str:
    """Return the text that answers a pressed button, within its limit."""
    if utf16_length(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise RefusedError("MESSAGE_TOO_LONG")
    return text


def chat_action(action: str) -> None:
    """Refuse an action that clients do not show."""
    if action not in list(ChatAction):
        raise RefusedError("wrong parameter action in request")


def commands(listed: Any) -> list[Json]:
    """Return the bot's commands, each with a name and a description that clients can show."""
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise RefusedError("can't parse commands JSON object")
    if len(listed) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise RefusedError("BOT_COMMANDS_TOO_MUCH")
    for entry in listed:
        if not _COMMAND.fullmatch(str(entry.get("command", "")).removeprefix("/")):
            raise RefusedError("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(entry.get("description", ""))) <= BotCommandLimit.MAX_DESCRIPTION:
            raise RefusedError("BOT_COMMAND_DESCRIPTION_INVALID")
    return listed


def description(text: str, *, short: bool) -> str:
    """Return what stands in an empty chat (or, `short`, on the bot's profile), within its limit."""
    limit = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH if short else BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    if utf16_length(text) > limit:
        raise RefusedError("description is too long")
    return text


def language(code: str) -> str:
    """Return a two-letter language code, or the empty one for everybody."""
    if code and not re.fullmatch("[a-z]{2}", code):
        raise RefusedError("invalid language code specified")
    return code


def upload(content: bytes) -> bytes:
    """Return an uploaded file, which must be neither empty nor too large."""
    if not content:
        raise RefusedError("file must be non-empty")
    if len(content) > FileSizeLimit.FILESIZE_UPLOAD:
        raise RefusedError("Request Entity Too Large", 413)
    return content


def _given(entities: Any) -> list[Entity]:
    try:
        given = [MessageEntity.de_json(entity, None) for entity in entities or ()]
        found = [entity.to_dict() | {"type": str(entity.type)} for entity in given if _is_sound(entity)]
        return found[: MessageLimit.MESSAGE_ENTITIES]  # Telegram leaves the rest out without a word
    except (TypeError, AttributeError, ValueError) as error:
        raise RefusedError("can't parse entities: expected an array of MessageEntity objects") from error


def _is_sound(entity: MessageEntity) -> bool:
    if not isinstance(entity.offset, int) or not isinstance(entity.length, int):
        raise TypeError("offset and length are numbers")
    return entity.type != MessageEntity.TEXT_LINK or is_link(entity.url or "")


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise RefusedError("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise RefusedError('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(button.get(action) is not None for action in _ACTIONS):
        raise RefusedError("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not _fits(str(data)):
        raise RefusedError("BUTTON_DATA_INVALID")
    if button.get("url") is not None:
        _check_url(str(button["url"]))
    if button.get("style") not in (None, "", *KeyboardButtonStyle):
        raise RefusedError("can't parse inline keyboard button: Invalid button style specified")
    copied = button.get("copy_text")
    if isinstance(copied, dict) and not _can_be_copied(str(copied.get("text", ""))):
        raise RefusedError("BUTTON_COPY_TEXT_INVALID")
    return button | {key: str(button[key]) for key in ("text", "callback_data", "url") if button.get(key) is not None}


def _check_url(url: str) -> None:
    scheme, colon, _ = url.partition(":")
    if colon and not is_link(url) and "." not in scheme:
        raise RefusedError(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if not (url.startswith("tg:") or _HOST.match(url)):
        raise RefusedError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _can_be_copied(text: str) -> bool:
    return InlineKeyboardButtonLimit.MIN_COPY_TEXT <= utf16_length(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT


def _fits(data: str) -> bool:
    size = len(data.encode("utf-8", "surrogatepass"))
    return InlineKeyboardButtonLimit.MIN_CALLBACK_DATA <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
