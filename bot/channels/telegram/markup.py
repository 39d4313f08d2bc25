"""From a rendered screen to the fields of a message: entities, so that text can never become markup.

Objects stand as the Bot API has them: the library's own would be made and checked only to become JSON again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.enums import ButtonStyle

from bot.domain.characters import utf16_length
from bot.domain.texts import Weight

Json = dict[str, Any]

_ENTITIES = {"b": "bold", "code": "code"}
_STYLES = {Weight.SEND.value: ButtonStyle.PRIMARY.value, Weight.DESTRUCTIVE.value: ButtonStyle.DANGER.value}


def text_of(body: dict[str, Any]) -> str:
    """Return the words of a rendered screen."""
    return "".join(text for _, text in body["runs"])


def entities_of(body: dict[str, Any]) -> list[Json]:
    """Return where the words are bold or code, in UTF-16 units."""
    entities, offset = [], 0
    for style, text in body["runs"]:
        length = utf16_length(text)
        if style:
            entities.append({"type": _ENTITIES[style], "offset": offset, "length": length})
        offset += length
    return entities


def keyboard_of(body: dict[str, Any]) -> Json | None:
    """Return the choices as buttons, or None where there are none."""
    rows: Sequence[Sequence[Sequence[str]]] = body.get("rows", [])
    return {"inline_keyboard": [[_button(*each) for each in row] for row in rows]} if rows else None


def _button(label: str, data: str, weight: str = "") -> Json:
    button = {"text": label, "callback_data": data}
    return {**button, "style": _STYLES[weight]} if weight in _STYLES else button


def unstyled(keyboard: Json | None) -> Json | None:
    """Return the same buttons, each in the app's own style."""
    if keyboard is None:
        return None
    rows = keyboard["inline_keyboard"]
    return {"inline_keyboard": [[{k: v for k, v in button.items() if k != "style"} for button in row] for row in rows]}
