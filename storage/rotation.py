"""What backups are called, and which of them need not be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from bot.clock import VN

DAYS, WEEKS = 7, 4
"""The newest backup is kept of each of this many days, and of each of this many weeks."""

# ASCII: `\d` alone takes the digits of every script.
_NAME = re.compile(r"bot-(\d{8}-\d{6})\.db", re.ASCII)
_STAMP = "%Y%m%d-%H%M%S"


def file_name(now: datetime) -> str:
    """Return the name of a backup made at `now`: `bot-YYYYMMDD-HHMMSS.db`, Viet Nam's time."""
    return f"bot-{now.astimezone(VN).strftime(_STAMP)}.db"


def made_at(name: str) -> datetime | None:
    """Return the instant in a backup's name, or None for any other name."""
    found = _NAME.fullmatch(name)
    # The pattern lets a 31st of February through.
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=VN) if found else None
    except ValueError:
        return None


def newest(names: Iterable[str], now: datetime) -> datetime | None:
    """Return when the newest of these backups was made; names later than `now` are a wrong clock's."""
    return max((at for name in names if (at := made_at(name)) and at <= now), default=None)


def to_delete(names: Iterable[str], now: datetime) -> list[str]:
    """Return the backups that need not be kept any more, oldest first.

    Days and weeks (Viet Nam's, Monday to Sunday) are counted by the backups that are there, so a time without any
    deletes nothing. Other names, and those later than `now`, are left alone and do not count.
    """
    dated = {at: name for name in names if (at := made_at(name)) and at <= now}
    # In order of time: of a day or a week the newest is the one that stays.
    by_day = {at.date(): at for at in sorted(dated)}
    by_week = {at.isocalendar()[:2]: at for at in sorted(dated)}
    kept = {*list(by_day.values())[-DAYS:], *list(by_week.values())[-WEEKS:]}
    return [dated[at] for at in sorted(dated) if at not in kept]
