"""Links that open a chat with the bot."""

from __future__ import annotations

CHANNEL = "telegram"


def invitation_link(bot_name: str, token: str) -> str:
    """Return the link that opens a chat with the bot and hands in `token` (at most 64 of A-Z, a-z, 0-9, _ and -)."""
    return f"https://t.me/{bot_name}?start={token}"
