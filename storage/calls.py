"""The calls of the desk, and when people were last heard of."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.calls import CallMade, Outcome
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows, value

_CALLS = "SELECT c.*, p.full_name AS by_name FROM calls c JOIN persons p ON p.id = c.by_person"


def add(
    db: Database,
    seat: int,
    person: int | None,
    phone: str,
    outcome: Outcome,
    matters: Collection[str],
    again_on: date,
    by_person: int,
    now: datetime,
) -> int:
    """Record what came of a call; return its number."""
    return insert(
        db,
        """INSERT INTO calls (seat, person, phone, outcome, note, matters, again_on, by_person, at)
           VALUES (:seat, :person, :phone, :outcome, '', :matters, :again_on, :by_person, :now)""",
        seat=seat,
        person=person,
        phone=phone,
        outcome=outcome.value,
        matters=listed(sorted(matters)),
        again_on=again_on.isoformat(),
        by_person=by_person,
        now=iso(now),
    )


def by_id(db: Database, call: int) -> CallMade | None:
    """Return one by its number."""
    row = one(db, f"{_CALLS} WHERE c.id = :id", id=call)
    return _call(row) if row else None


def note(db: Database, call: int, words: str) -> None:
    """Keep what was noted of a call."""
    change(db, "UPDATE calls SET note = :words WHERE id = :id", id=call, words=words)


def everything(db: Database) -> list[CallMade]:
    """Return every call, the oldest first."""
    return [_call(row) for row in rows(db, f"{_CALLS} ORDER BY c.id")]


def of_person(db: Database, person: int, most: int) -> list[CallMade]:
    """Return the last calls to a person, the newest first."""
    found = rows(db, f"{_CALLS} WHERE c.person = :person ORDER BY c.id DESC LIMIT :most", person=person, most=most)
    return [_call(row) for row in found]


def last(db: Database, seat: int, person: int | None) -> CallMade | None:
    """Return the last call to somebody of a seat."""
    row = one(
        db,
        f"{_CALLS} WHERE c.seat = :seat AND c.person IS :person ORDER BY c.id DESC LIMIT 1",
        seat=seat,
        person=person,
    )
    return _call(row) if row else None


def heard_of(db: Database, person: int, code: str) -> datetime | None:
    """Return when a person wrote or did something last, as far back as that is kept; what was sent to them is none."""
    written = value(
        db,
        """SELECT max(i.received_at) FROM inbox i JOIN accounts a ON a.channel = i.channel AND a.user_key = i.user_key
           WHERE a.person = :person""",
        person=person,
    )
    done = value(db, "SELECT max(at) FROM audit WHERE actor = :actor", actor=f"person:{code}")
    linked = value(db, "SELECT max(linked_at) FROM accounts WHERE person = :person", person=person)
    return maybe_instant(max((str(each) for each in (written, done, linked) if each), default=None))


def purge(db: Database, before: datetime) -> int:
    """Delete calls from before an instant; return how many."""
    return change(db, "DELETE FROM calls WHERE at < :before", before=iso(before))


def _call(row: Row) -> CallMade:
    return CallMade(
        row["id"],
        row["seat"],
        row["person"],
        row["phone"],
        Outcome(row["outcome"]),
        row["note"],
        frozenset(json.loads(row["matters"])),
        date.fromisoformat(row["again_on"]),
        row["by_person"],
        row["by_name"],
        instant(row["at"]),
    )
