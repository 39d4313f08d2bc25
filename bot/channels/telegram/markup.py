"""From a rendered screen to the fields of a message: entities, so that text can never become markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.domain.characters import utf16_length
from bot.domain.texts import Weight

_ENTITIES = {"b": "bold", "code": "code"}
_STYLES = {Weight.SEND.value: ButtonStyle.PRIMARY.value, Weight.DESTRUCTIVE.value: ButtonStyle.DANGER.value}


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
    rows: Sequence[Sequence[Sequence[str]]] = body.get("rows", [])
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(*each) for each in row] for row in rows])


def _button(label: str, data: str, weight: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data, style=_STYLES.get(weight))


def unstyled(markup: Any) -> InlineKeyboardMarkup | None:
    """Return the same buttons, each in the app's own style."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    rows = [[button.model_copy(update={"style": None}) for button in row] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup(inline_keyboard=rows)
