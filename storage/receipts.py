"""What was done so that a task is confirmed as received: who was reminded, and whether they were told of it at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlite_utils import Database

from bot.domain.reminder_rules import Kind
from bot.domain.urging import Arrival
from storage.rows import listed, rows
from storage.urgings import arrival


def reminded_on(db: Database, code: str, seat: int, assigned_on: date) -> Mapping[Kind, date]:
    """Return the days on which reminders of the receipt of a task arrived at those of a seat, by their kind."""
    found = rows(
        db,
        """SELECT kind, min(queued_on) AS day FROM reminders
           WHERE subject = :code AND seat = :seat AND due_on = :assigned AND state = 'sent'
               AND kind IN (SELECT value FROM json_each(:kinds)) GROUP BY kind""",
        code=code,
        seat=seat,
        assigned=assigned_on.isoformat(),
        kinds=listed([Kind.RECEIPT.value, Kind.RECEIPT_PRINCIPAL.value]),
    )
    return {Kind(row["kind"]): date.fromisoformat(row["day"]) for row in found}


def arrivals(db: Database, code: str, event: int, persons: Collection[int]) -> list[Arrival]:
    """Return what became of each message by which these persons were told of an event of a task."""
    found = rows(
        db,
        """SELECT o.dedupe_key, o.state, o.error FROM outbox o JOIN accounts a ON a.id = o.account
           WHERE o.dedupe_key = :first || a.id AND o.state <> 'passed'
               AND a.person IN (SELECT value FROM json_each(:persons))""",
        first=f"task:{code}:{event}:",
        persons=listed(persons),
    )
    return [arrival(row) for row in found]
