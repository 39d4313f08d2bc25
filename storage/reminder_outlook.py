"""What is planned and has not been sent: as a change of the rules and its reader look ahead to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from bot.domain.reminders import Occurrence, OccurrenceState
from storage.reminders import occurrences
from storage.rows import listed, rows

_AHEAD = "(state IN ('planned', 'expired') OR (state = 'queued' AND queued_on < :today))"


def states(db: Database, keys: Iterable[str]) -> dict[str, OccurrenceState]:
    """Return what has become of the occurrences with these keys, of those that were ever planned."""
    found = rows(
        db,
        "SELECT key, state FROM reminders WHERE key IN (SELECT value FROM json_each(:keys))",
        keys=listed(keys),
    )
    return {row["key"]: OccurrenceState(row["state"]) for row in found}


def upcoming(db: Database, person: int, today: date, limit: int) -> list[Occurrence]:
    """Return what a person will be reminded of next and has not been, the earliest day first."""
    found = rows(
        db,
        f"SELECT key FROM reminders WHERE person = :person AND {_AHEAD} ORDER BY send_on, due_on, key LIMIT :limit",
        person=person,
        today=today.isoformat(),
        limit=limit,
    )
    unordered = occurrences(db, [row["key"] for row in found])
    return sorted(unordered, key=lambda o: (o.send_on, o.due.due_on, o.key))
