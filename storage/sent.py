"""How many messages a channel has taken, and how those ended that may have arrived: counted when it is asked."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.line import IS_OPEN
from storage.outbox import UNCERTAIN
from storage.rows import iso, one, rows, value


def by_channel(db: Database, since: datetime) -> dict[str, int]:
    """Return how many messages each channel has taken since an instant."""
    counted = """SELECT channel, count(*) AS n FROM outbox
                 WHERE ended_at IS NOT NULL AND state = 'sent' AND kind IN ('send', 'replace', 'file')
                 AND ended_at >= :since GROUP BY channel"""
    return {row["channel"]: row["n"] for row in rows(db, counted, since=iso(since))}


def count_uncertain(db: Database, since: datetime) -> int:
    """Return how many messages were cut off since an instant and may have arrived."""
    counted = "SELECT count(*) FROM outbox WHERE state = 'failed' AND error = :error AND ended_at >= :since"
    return int(value(db, counted, since=iso(since), error=UNCERTAIN) or 0)


def is_throttled(db: Database, channel: str) -> bool:
    """Return whether a message of a channel waits because that asked for patience."""
    waits = f"SELECT 1 FROM outbox WHERE channel = :channel AND {IS_OPEN} AND state = 'retry' AND error = 'throttled'"
    return one(db, waits, channel=channel) is not None
