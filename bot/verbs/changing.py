"""How a verb changes the data."""

from __future__ import annotations

from bot.config import Settings
from bot.services.acts import ACTS, Plain
from bot.verbs.opening import to_write


def carry_out(settings: Settings, act: str, asked: Plain) -> Plain:
    """Do one of `bot.services.acts.ACTS` and return its answer; all of it or nothing."""
    with to_write(settings) as (base, writer):
        return writer.write_now(lambda db: ACTS[act](base.unit(db), asked))
