"""The channels beside Telegram that the settings ask for; of one that is not asked for nothing is imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.clock import Clock
from bot.config import Settings
from storage.database import Writer
from storage.unit import Rules

if TYPE_CHECKING:
    from bot.channels.web.client import WebChannel


def further_channels(
    settings: Settings, directory: Path, clock: Clock, rules: Rules, writer: Writer, reading: Database
) -> list[WebChannel]:
    """Return the channels that are set up."""
    if not settings.public_url:
        return []
    from bot.channels.web.client import WebChannel

    return [WebChannel(settings.public_url, writer, reading, clock, rules, directory)]
