"""`replay`: feed updates that were set aside to the program again."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.verbs.opening import say, to_write
from storage import inbox


def run(options: Namespace, settings: Settings) -> int:
    """Put one update, or all, back to wait; without any, list nothing and say so."""
    with to_write(settings) as (base, writer):
        for seq, incident in inbox.quarantined(base.db):
            print(f"{seq}  {incident}")
        released = writer.write_now(lambda db: inbox.release(db, options.id, base.clock.now()))
    if options.id is not None and not released:
        raise BotError("nothing_quarantined")
    print(say(Text(N_("{count:number} updates wait to be handled at the next start."), count=released)))
    return 0
