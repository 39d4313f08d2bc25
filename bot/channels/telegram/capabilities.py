"""What Telegram can do; known to whoever writes messages for it without speaking to it."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.ports import Capabilities

CAPABILITIES = Capabilities(
    text_limit=4096,
    caption_limit=1024,
    # Telegram refuses above some thirty a second over all chats.
    bulk_per_second=25.0,
    # A chat takes about one a second, and bears short bursts.
    chat_burst=5,
    chat_per_second=1.0,
    buttons=True,
    weights=True,
    edit=True,
    files=True,
    toasts=True,
    commands=True,
    deletes_for=timedelta(hours=48),
    # Persons have positive numbers. A group takes twenty a minute, edits too: 5 + 60 * 0.25.
    group_mark="-",
    group_burst=5,
    group_per_second=0.25,
)
