"""For what notices are fetched: from their channel, or from the draft they were pasted into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.runtime.fetching import Purpose
from bot.services.tasks import notice_files, notice_reading, notice_sending


def notice_purposes() -> Mapping[str, Purpose]:
    """Return them by their names; the bytes of a notice are read in a process of their own, and not kept."""
    sent = Purpose(
        notice_files.MOST_BYTES,
        notice_reading.read_in_child,
        notice_sending.take,
        notice_sending.fail,
        lambda _content, _read: b"",
    )
    return {notice_sending.FILE: sent, notice_sending.PASTE: replace(sent, stored=notice_sending.stored_text)}
