"""From a rendered screen to the buttons of a message; its words are entities (`bot.channels.runs`), never markup.

Objects stand as the Bot API has them: the library's own would be made and checked only to become JSON again.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.enums import ButtonStyle

from bot.channels.runs import Json
from bot.domain.texts import Weight

_STYLES = {Weight.SEND.value: ButtonStyle.PRIMARY.value, Weight.DESTRUCTIVE.value: ButtonStyle.DANGER.value}


def keyboard_of(body: Json) -> Json | None:
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
