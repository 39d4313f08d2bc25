"""From a rendered screen to the fields of a message: entities, so that text can never become markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.domain.characters import utf16_length

_ENTITIES = {"b": "bold", "code": "code"}


def text_of(body: dict[str, Any]) -> str:
    """Return the words of a rendered screen."""
    return "".join(text for _, text in body["runs"])


def entities_of(body: dict[str, Any]) -> list[MessageEntity]:
    """Return where the words are bold or code, in UTF-16 units."""
    entities, offset = [], 0
    for style, text in body["runs"]:
        length = utf16_length(text)
        if style:
            entities.append(MessageEntity(type=_ENTITIES[style], offset=offset, length=length))
        offset += length
    return entities


def keyboard_of(body: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """Return the choices as buttons, or None where there are none."""
    rows: Sequence[Sequence[tuple[str, str]]] = body.get("rows", [])
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    )
