"""The channels beside Telegram; each is imported where it is set up alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.clock import Clock
from bot.config import Settings
from storage.database import Writer
from storage.unit import Rules

if TYPE_CHECKING:
    from bot.channels.web.client import WebChannel
    from bot.channels.zalo.client import ZaloChannel


def further_channels(
    settings: Settings, directory: Path, clock: Clock, rules: Rules, writer: Writer, reading: Database
) -> Iterator[WebChannel | ZaloChannel]:
    """Yield the channels beside Telegram that are set up."""
    if settings.public_url:
        from bot.channels.web.client import WebChannel

        yield WebChannel(settings.public_url, writer, reading, clock, rules, directory)
    if settings.zalo_bot_token:
        from bot.channels.zalo.setting_up import channel

        yield channel(settings, rules.key)
