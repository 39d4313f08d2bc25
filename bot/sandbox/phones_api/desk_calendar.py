"""The calendar that the program goes by, read beside it: with the days that the office has set."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain.calendars import Calendar
from bot.errors import BotError
from storage.database import reading
from storage.in_force import calendar_in_force


def calendar_at(data: Path, now: datetime) -> Calendar:
    """Return the calendar around an instant; the one that ships where there is no base that can be read."""
    shipped, base = calendar_around(now.astimezone(VN).date()), data / "bot.db"
    if not base.exists():
        return shipped
    try:
        with reading(base) as db:
            return calendar_in_force(db, shipped)
    except BotError:
        return shipped  # the timeline says what is wrong with it
