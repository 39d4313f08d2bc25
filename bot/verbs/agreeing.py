"""How an operator agrees at the terminal to what was just shown."""

from __future__ import annotations

import sys

from bot.domain.characters import key
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.verbs.opening import say

_AGREED = "nhap"


def ask() -> None:
    """Ask at the terminal. Raises BotError("no_terminal") where there is none, BotError("not_agreed")."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise BotError("no_terminal")
    print(say(Text(N_("Type nhap to do this, anything else to leave everything as it is:"))), end=" ", flush=True)
    if key(sys.stdin.readline()) != _AGREED:
        raise BotError("not_agreed")
