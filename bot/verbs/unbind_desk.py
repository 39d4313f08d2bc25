"""`unbind-desk`: the desk no longer works in its group."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.changing import carry_out
from bot.verbs.opening import say

_DONE = N_("The group is no longer used. If the bot is still there, it says so and leaves when the program runs.")


def run(_options: Namespace, settings: Settings) -> int:
    """End the place; the group is told so, and the bot leaves it."""
    if carry_out(settings, "unbind-desk", {})["unbound"]:
        print(say(Text(_DONE)))
    else:
        print(say(Text(N_("No group is bound. Nothing was changed."))))
    return 0
