"""What Zalo's Bot API can do; known to whoever writes messages for it without speaking to it."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.ports import Capabilities

CAPABILITIES = Capabilities(
    text_limit=2000,
    caption_limit=2000,
    # It publishes no rates; these are below what other programs were seen to send without a refusal.
    bulk_per_second=2.0,
    chat_burst=2,
    chat_per_second=0.5,
    buttons=False,
    weights=False,
    edit=False,
    files=False,
    toasts=False,
    commands=False,
    deletes_for=timedelta(0),
    # It has no key by which a second call would be known for the first.
    repeats=False,
)
