"""Occurrences of reminders: planned once, then sent, skipped or superseded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reminders import RULES_VERSION, Due, Kind, Mark, Occurrence
from storage.rows import change, iso, rows

PLANNED, SENT, SKIPPED, SUPERSEDED = "planned", "sent", "skipped", "superseded"


def put_plan(db: Database, occurrences: Iterable[Occurrence], today: date, now: datetime) -> None:
    """Record what is planned from now on; what is planned no more is superseded, what was sent stays.

    An occurrence whose day had passed before it was first planned is recorded as skipped.
    """
    kept = {occurrence.key: occurrence for occurrence in occurrences}
    for occurrence in unsent(db):
        if occurrence.key not in kept:
            mark(db, [occurrence], SUPERSEDED, now)
    for key, occurrence in kept.items():
        due = occurrence.due
        change(
            db,
            """INSERT INTO reminders
                   (key, mark, kind, subject, person, seat, due_on, send_on, version, state, changed_at)
               VALUES (:key, :mark, :kind, :subject, :person, :seat, :due_on, :send_on, :version,
                       CASE WHEN :send_on < :today THEN 'skipped' ELSE 'planned' END, :now)
               ON CONFLICT (key) DO UPDATE SET state = 'planned', version = excluded.version, changed_at = :now
                   WHERE state = 'superseded' AND send_on >= :today""",
            key=key,
            mark=occurrence.mark.value,
            kind=due.kind.value,
            subject=due.subject,
            person=due.person,
            seat=due.seat,
            due_on=due.due_on.isoformat(),
            send_on=occurrence.send_on.isoformat(),
            version=RULES_VERSION,
            today=today.isoformat(),
            now=iso(now),
        )


def unsent(db: Database) -> list[Occurrence]:
    """Return what is planned and not yet sent, in order of the day."""
    return [
        _occurrence(row) for row in rows(db, "SELECT * FROM reminders WHERE state = 'planned' ORDER BY send_on, key")
    ]


def mark(db: Database, occurrences: Iterable[Occurrence], state: str, now: datetime) -> None:
    """Record what became of occurrences."""
    for occurrence in occurrences:
        change(
            db,
            "UPDATE reminders SET state = :state, changed_at = :now WHERE key = :key",
            key=occurrence.key,
            state=state,
            now=iso(now),
        )


def purge_reminders(db: Database, before: date) -> int:
    """Delete occurrences of deadlines before a day; return how many."""
    return change(db, "DELETE FROM reminders WHERE due_on < :before", before=before.isoformat())


def _occurrence(row: Row) -> Occurrence:
    due = Due(Kind(row["kind"]), row["subject"], row["person"], row["seat"], date.fromisoformat(row["due_on"]))
    return Occurrence(Mark(row["mark"]), due, date.fromisoformat(row["send_on"]))
