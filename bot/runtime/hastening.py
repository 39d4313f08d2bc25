"""What waits for a chat, a person or a channel is due when they have given a sign of life."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.runtime.health import Signs
from storage import retries


def make_due(db: Database, channel: str, signs: Signs, now: datetime) -> None:
    """Make due what waits for whatever has given a sign of life."""
    if signs.outage_began:
        retries.make_all_due(db, channel, signs.outage_began, now)
        # What is true of the whole channel is true of its chats and its users.
        return
    for address in signs.chats:
        retries.make_chat_due(db, channel, address, now)
    for user_key in signs.users:
        retries.make_user_due(db, channel, user_key, now)
