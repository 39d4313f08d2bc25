"""What has come due and was not sent, what holds it back, and what people have been pushed already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlite_utils import Database

from bot.domain.pushes import Held, about, of_period
from bot.domain.reminders import Occurrence
from storage.reminders import occurrence_of
from storage.rows import change, instant, iso, listed, one, rows, value

_COME = """send_on <= :today AND state IN ('planned', 'queued', 'expired')
    AND (state <> 'queued' OR queued_on < :today) AND queued_on IS NOT :today"""
"""What a message of today held is not tried again before the next working morning, whatever became of it."""


@dataclass(frozen=True)
class Come:
    """An occurrence whose day has come: since when it stands there so, and why it was not sent."""

    occurrence: Occurrence
    noted_at: datetime
    was_queued: bool
    """Whether a message held it that did not arrive."""
    held: Held | None


def persons_come(db: Database, today: date) -> list[int]:
    """Return the persons to whom anything has come due, by id."""
    # By day and not by person: of all that is planned little has come.
    found = rows(
        db,
        f"SELECT DISTINCT person FROM reminders INDEXED BY reminders_unsent WHERE {_COME} ORDER BY person",
        today=today.isoformat(),
    )
    return [row["person"] for row in found]


def come(db: Database, today: date, persons: Collection[int]) -> list[Come]:
    """Return what has come due to these persons and no message of today held, in order of the day."""
    found = rows(
        db,
        f"""SELECT * FROM reminders INDEXED BY reminders_of_person
            WHERE person IN (SELECT value FROM json_each(:persons)) AND {_COME} ORDER BY send_on, key""",
        persons=listed(persons),
        today=today.isoformat(),
    )
    return [
        Come(
            occurrence_of(row),
            instant(row["changed_at"]),
            row["queued_on"] is not None,
            Held(row["reason"]) if row["reason"] else None,
        )
        for row in found
    ]


def any_of_the_day(db: Database, today: date) -> bool:
    """Return whether anybody is still to be told that today is a deadline."""
    sql = f"SELECT 1 FROM reminders WHERE {_COME} AND send_on = :today AND mark = 'd0' LIMIT 1"
    return one(db, sql, today=today.isoformat()) is not None


def hold(db: Database, occurrences: Iterable[Occurrence], why: Held) -> None:
    """Keep why occurrences wait for a later card."""
    change(
        db,
        "UPDATE reminders SET reason = :why WHERE key IN (SELECT value FROM json_each(:keys)) AND reason IS NULL",
        keys=listed(occurrence.key for occurrence in occurrences),
        why=why.value,
    )


def has_card(db: Database, person: int, day: date, slot: time) -> bool:
    """Return whether a message of this hour of a day held anything for a person."""
    # An earlier release named no hour: its card was that of the morning.
    sql = """SELECT 1 FROM reminders WHERE person = :person AND queued_on = :day AND ifnull(slot, :slot) = :slot
             LIMIT 1"""
    return one(db, sql, person=person, day=day.isoformat(), slot=slot.isoformat("minutes")) is not None


def pushed(db: Database, person: int, since: datetime) -> int:
    """Return how many pushes a person has had, or is about to get, since an instant.

    Cards of reminders, urgings, and reminders of what waits for approval, each once however many accounts get it. No
    answers, no news, nothing urgent.
    """
    sql = """SELECT max(found) FROM (
                 SELECT count(*) AS found FROM accounts a CROSS JOIN outbox o ON o.account = a.id
                 WHERE a.person = :person AND o.topic IN ('reminder', 'urge', 'approval') AND o.kind = 'send'
                     AND o.state NOT IN ('failed', 'cancelled', 'expired', 'superseded')
                     AND coalesce(o.ended_at, o.next_at) >= :since
                     AND (o.topic = 'reminder' OR json_extract(o.topic_arguments, '$.seat') IS NOT NULL
                          OR json_extract(o.topic_arguments, '$.reminder') IS NOT NULL)
                 GROUP BY o.account)"""
    return int(value(db, sql, person=person, since=iso(since)) or 0)


def told_of(db: Database, person: int) -> Counter[str]:
    """Return how many pushes a person has had of each subject (`bot.domain.pushes.about`)."""
    found = rows(db, "SELECT * FROM reminders WHERE person = :person AND state IN ('sent', 'queued')", person=person)
    counted = Counter(about(occurrence_of(row).due) for row in found)
    urged = rows(
        db,
        """SELECT period, seat, count(*) AS times FROM urged_seats
           WHERE seat IN (SELECT seat FROM duties WHERE person = :person) GROUP BY period, seat""",
        person=person,
    )
    counted.update({of_period(row["period"], row["seat"]): row["times"] for row in urged})
    return counted
