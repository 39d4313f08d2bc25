"""What the office's page can do; known to whoever writes messages for it without speaking to it."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.ports import Capabilities

CAPABILITIES = Capabilities(
    text_limit=8000,
    caption_limit=4000,
    # A message is a row of our own: what bounds the pace is the disk, which others need too.
    bulk_per_second=50.0,
    chat_burst=20,
    chat_per_second=4.0,
    buttons=True,
    weights=True,
    edit=True,
    files=True,
    toasts=True,
    commands=True,
    rings=True,
    # As long as anything is kept, and longer.
    deletes_for=timedelta(days=3650),
)
