"""The roster as the desk looks at it: everybody, with the account and the invitation that count."""

from __future__ import annotations

from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.directory import DirectoryEntry
from bot.domain.people import Duty, Person, Role
from bot.domain.ways import Way
from storage import people
from storage.rows import instant, one, rows
from storage.ways import of_everybody


def entries(db: Database, today: date) -> list[DirectoryEntry]:
    """Return everybody who holds a duty today."""
    # Of several accounts of a person the newest is the one that stays in the mapping.
    accounts = {row["person"]: row for row in rows(db, "SELECT * FROM accounts WHERE unlinked_at IS NULL ORDER BY id")}
    # Issuing an invitation ends the earlier ones, so that the newest counts alone.
    newest = "SELECT * FROM invitations WHERE id IN (SELECT max(id) FROM invitations GROUP BY person)"
    invitations = {row["person"]: row for row in rows(db, newest)}
    ways = of_everybody(db)
    return [
        _entry(person, duties, accounts.get(person.id), invitations.get(person.id), ways.get(person.id, ()))
        for person, duties in people.everybody(db, today)
    ]


def entry(db: Database, person: int, today: date) -> DirectoryEntry | None:
    """Return a person who holds a duty today."""
    return next((found for found in entries(db, today) if found.person.id == person), None)


def holder_of(db: Database, duty: int, today: date) -> int | None:
    """Return the person who holds a duty today."""
    row = one(db, f"SELECT person FROM duties d WHERE id = :id AND {people.HELD}", id=duty, today=today.isoformat())
    return row["person"] if row else None


def holders_of_role(db: Database, role: Role, today: date) -> list[int]:
    """Return everybody who holds a role today."""
    found = rows(
        db,
        f"SELECT DISTINCT person FROM duties d WHERE role = :role AND {people.HELD} ORDER BY person",
        role=role.value,
        today=today.isoformat(),
    )
    return [row["person"] for row in found]


def live_accounts(db: Database, person: int) -> list[int]:
    """Return the accounts a person is linked to, in any channel, oldest first."""
    found = rows(
        db, "SELECT id FROM accounts WHERE person = :person AND unlinked_at IS NULL ORDER BY id", person=person
    )
    return [row["id"] for row in found]


def vacant_seats(db: Database, today: date) -> list[str]:
    """Return the codes of the seats that nobody holds today, by rank."""
    found = rows(
        db,
        f"""SELECT s.code FROM seats s
            WHERE s.valid_from <= :today AND (s.valid_to IS NULL OR s.valid_to > :today)
            AND NOT EXISTS (SELECT 1 FROM duties d WHERE d.seat = s.id AND {people.HELD}) ORDER BY s.rank""",
        today=today.isoformat(),
    )
    return [row["code"] for row in found]


def _entry(
    person: Person, duties: tuple[Duty, ...], account: Row | None, invitation: Row | None, ways: tuple[Way, ...]
) -> DirectoryEntry:
    # Whether its time is over depends on now, and is asked in the domain.
    is_open = invitation is not None and not (invitation["used_at"] or invitation["locked_at"])
    return DirectoryEntry(
        person=person,
        duties=duties,
        account=account["id"] if account else 0,
        linked_at=instant(account["linked_at"]) if account else None,
        reachable=any(way.is_reachable for way in ways),
        invitation=invitation["id"] if invitation else 0,
        open_until=instant(invitation["expires_at"]) if invitation is not None and is_open else None,
        ways=ways,
    )


def has_duty_from(db: Database, person: int, day: date) -> bool:
    """Return whether a person holds a duty on a day or on a later one."""
    return (
        one(
            db,
            "SELECT 1 FROM duties WHERE person = :person AND (valid_to IS NULL OR valid_to > :day)",
            person=person,
            day=day.isoformat(),
        )
        is not None
    )
