"""Which occurrences somebody wants to be reminded of once more, and when."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bot.domain.reminders import Occurrence
from storage import reminders
from storage.rows import change, instant, iso, listed, one, rows


@dataclass(frozen=True)
class Snoozed:
    """Occurrences of a card, named by its day and slot, that a person wants to be reminded of at an instant."""

    person: int
    day: int
    slot: int
    at: datetime
    occurrences: tuple[Occurrence, ...]


def put(db: Database, snoozed: Snoozed, now: datetime) -> None:
    """Keep when these are to come once more; what was chosen for them before counts no more."""
    for occurrence in snoozed.occurrences:
        change(
            db,
            """INSERT INTO snoozes (occurrence, person, day, slot, at, made_at)
               VALUES (:key, :person, :day, :slot, :at, :now)
               ON CONFLICT (occurrence) DO UPDATE SET day = excluded.day, slot = excluded.slot, at = excluded.at,
                   made_at = excluded.made_at""",
            key=occurrence.key,
            person=snoozed.person,
            day=snoozed.day,
            slot=snoozed.slot,
            at=iso(snoozed.at),
            now=iso(now),
        )


def drop(db: Database, found: Collection[Occurrence]) -> int:
    """Forget that these were to come once more; return of how many that was so."""
    return change(
        db,
        "DELETE FROM snoozes WHERE occurrence IN (SELECT value FROM json_each(:keys))",
        keys=listed(occurrence.key for occurrence in found),
    )


def due(db: Database, now: datetime) -> list[Snoozed]:
    """Return what is to come once more by now, by card."""
    found = rows(
        db,
        """SELECT person, day, slot, at, json_group_array(occurrence) AS keys FROM snoozes WHERE at <= :now
           GROUP BY person, day, slot, at ORDER BY at, person""",
        now=iso(now),
    )
    return [
        Snoozed(
            row["person"],
            row["day"],
            row["slot"],
            instant(row["at"]),
            tuple(reminders.occurrences(db, json.loads(row["keys"]))),
        )
        for row in found
    ]


def any_kept(db: Database) -> bool:
    """Return whether anything is to come once more, whenever that is."""
    return one(db, "SELECT 1 FROM snoozes LIMIT 1") is not None


def of_card(db: Database, person: int, day: date, slot: str | None) -> list[Occurrence]:
    """Return what the card of a day and hour (None where none is kept) held for a person."""
    keys = rows(
        db,
        "SELECT key FROM reminders WHERE person = :person AND queued_on = :day AND coalesce(slot, '') = :slot",
        person=person,
        day=day.isoformat(),
        slot=slot or "",
    )
    return reminders.occurrences(db, [row["key"] for row in keys])


def has_nearer(db: Database, occurrence: Occurrence, today: date) -> bool:
    """Return whether a nearer reminder of the same matter has come meanwhile, or comes today."""
    due = occurrence.due
    found = one(
        db,
        """SELECT 1 FROM reminders WHERE person = :person AND kind = :kind AND subject = :subject AND seat = :seat
               AND due_on = :due_on AND send_on > :send_on AND send_on <= :today
               AND state NOT IN ('superseded', 'skipped') LIMIT 1""",
        person=due.person,
        kind=due.kind.value,
        subject=due.subject,
        seat=due.seat,
        due_on=due.due_on.isoformat(),
        send_on=occurrence.send_on.isoformat(),
        today=today.isoformat(),
    )
    return found is not None
