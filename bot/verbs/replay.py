"""`replay`: feed updates that were set aside to the program again."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview
from storage import inbox


def run(options: Namespace, settings: Settings) -> int:
    """Put one update, or all, back to wait; without any, list nothing and say so."""
    with to_preview(settings) as base:
        for seq, incident in inbox.quarantined(base.db):
            print(f"{seq}  {incident}")
    released = carry_out(settings, "replay", {"id": options.id})["released"]
    if options.id is not None and not released:
        raise BotError("nothing_quarantined")
    told = N_("{count:number} updates wait: a running program handles them now, another one when it starts.")
    print(say(Text(told, count=released)))
    return 0
