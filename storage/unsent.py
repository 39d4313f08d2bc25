"""Reminders that were not sent and will not be, as the desk is shown them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.domain.reminders import Occurrence, SkipReason
from storage.reminders import occurrence_of
from storage.rows import instant, iso, maybe_instant, rows, value

_LISTED = """state = 'skipped' AND reason IS NOT NULL AND reason <> 'planned_late'
    AND NOT (reason = 'closed' AND kind LIKE 'unanswered%')"""
"""What was due before it followed from anything was never to be sent: a task with three days has no mark of seven. Nor
was that a reminder was not acknowledged, once its period has closed."""
_COUNTED = f"{_LISTED} AND reason <> 'desk' AND changed_at > :since"
"""The desk need not be told of what it cancelled itself."""


@dataclass(frozen=True)
class Unsent:
    """A reminder that was skipped, when and why, and whose it was."""

    occurrence: Occurrence
    at: datetime
    reason: SkipReason
    full_name: str
    organisation: str


def unsent(db: Database, most: int, skip: int) -> list[Unsent]:
    """Return so many of what was skipped, the newest first, after `skip` of them."""
    found = rows(
        db,
        f"""SELECT r.*, p.full_name, s.organisation FROM reminders r
            JOIN persons p ON p.id = r.person JOIN seats s ON s.id = r.seat
            WHERE {_LISTED} ORDER BY r.changed_at DESC, r.key LIMIT :most OFFSET :skip""",
        most=most,
        skip=skip,
    )
    return [
        Unsent(
            occurrence_of(row),
            instant(row["changed_at"]),
            SkipReason(row["reason"]),
            row["full_name"],
            row["organisation"],
        )
        for row in found
    ]


def count(db: Database) -> int:
    """Return how many reminders were skipped."""
    return int(value(db, f"SELECT count(*) FROM reminders WHERE {_LISTED}") or 0)


def count_since(db: Database, since: datetime) -> int:
    """Return how many were skipped after an instant by anything but the desk itself."""
    return int(value(db, f"SELECT count(*) FROM reminders WHERE {_COUNTED}", since=iso(since)) or 0)


def last_desk_card(db: Database, account: int) -> datetime | None:
    """Return when the last card of a morning was made for an officer, None where none is kept."""
    sql = """SELECT max(created_at) FROM outbox WHERE account = :account AND topic = 'reminder'
             AND json_extract(topic_arguments, '$.desk') AND state NOT IN ('failed', 'cancelled', 'expired')"""
    found = value(db, sql, account=account)
    return maybe_instant(str(found)) if found else None
