"""Forecasts that were asked for and made, what the desk took out of the plan, and what a plan did not send."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.reminders import Occurrence
from storage import reminders
from storage.rows import instant, iso, rows


def not_sent(db: Database, since: datetime) -> list[tuple[Occurrence, str, datetime]]:
    """Return what was skipped or folded since an instant, or cancelled for a day after it: why, and when.

    Left out is what was of the past before it was first planned.
    """
    found = rows(
        db,
        """SELECT key, coalesce(reason, '') AS reason, changed_at FROM reminders
           WHERE state IN ('skipped', 'folded')
               AND ((changed_at >= :since AND NOT (reason IS 'planned_late' AND send_on < :day))
                   OR (reason = 'desk' AND send_on >= :day))
           ORDER BY changed_at, key""",
        since=iso(since),
        day=since.astimezone(VN).date().isoformat(),
    )
    known = {each.key: each for each in reminders.occurrences(db, [row["key"] for row in found])}
    return [(known[row["key"]], row["reason"], instant(row["changed_at"])) for row in found]
