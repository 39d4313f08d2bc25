"""Addresses of e-mail of people: one that is used, and one that its owner has not confirmed yet."""

from __future__ import annotations

from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.mailboxes import Mailbox
from storage.people import HELD
from storage.rows import change, instant, iso, maybe_instant, one, rows, value


def by_key(db: Database, key: str) -> Mailbox | None:
    """Return what a key names, None where that is gone."""
    row = one(db, "SELECT * FROM mailboxes WHERE key = :key", key=key)
    return _mailbox(row) if row else None


def confirmed(db: Database, person: int) -> Mailbox | None:
    """Return the address that a person has confirmed, also one that takes no letters."""
    row = one(db, "SELECT * FROM mailboxes WHERE person = :person AND confirmed_at IS NOT NULL", person=person)
    return _mailbox(row) if row else None


def unconfirmed(db: Database, person: int) -> Mailbox | None:
    """Return the address of a person that is to be confirmed."""
    row = one(db, "SELECT * FROM mailboxes WHERE person = :person AND confirmed_at IS NULL", person=person)
    return _mailbox(row) if row else None


def in_use(db: Database, person: int) -> Mailbox | None:
    """Return the address to which letters to a person go."""
    found = confirmed(db, person)
    return found if found and found.is_used else None


def put_unconfirmed(db: Database, key: str, person: int, address: str, now: datetime, *, is_proposed: bool) -> None:
    """Keep an address that is to be confirmed, in place of another such one."""
    change(db, "DELETE FROM mailboxes WHERE person = :person AND confirmed_at IS NULL", person=person)
    change(
        db,
        """INSERT INTO mailboxes (key, person, address, proposed, made_at)
           VALUES (:key, :person, :address, :proposed, :now)""",
        key=key,
        person=person,
        address=address,
        proposed=is_proposed,
        now=iso(now),
    )


def put_code(db: Database, key: str, code_hash: str, until: datetime) -> None:
    """Keep the hash of the code that was sent to an address; an earlier one ends."""
    change(
        db,
        """UPDATE mailboxes SET code_hash = :hash, code_until = :until, code_wrong = 0, refused_at = NULL
           WHERE key = :key""",
        key=key,
        hash=code_hash,
        until=iso(until),
    )


def count_wrong(db: Database, key: str) -> None:
    """Count a wrong try."""
    change(db, "UPDATE mailboxes SET code_wrong = code_wrong + 1 WHERE key = :key", key=key)


def confirm(db: Database, mailbox: Mailbox, now: datetime) -> None:
    """Use an address from now on, in place of the one before."""
    change(
        db,
        "DELETE FROM mailboxes WHERE person = :person AND key <> :key AND confirmed_at IS NOT NULL",
        person=mailbox.person,
        key=mailbox.key,
    )
    change(
        db,
        """UPDATE mailboxes SET confirmed_at = :now, code_hash = NULL, code_until = NULL, refused_at = NULL
           WHERE key = :key""",
        key=mailbox.key,
        now=iso(now),
    )


def mark_refused(db: Database, key: str, now: datetime) -> bool:
    """Keep that an address takes no letters; return whether there is such an address."""
    return bool(change(db, "UPDATE mailboxes SET refused_at = :now WHERE key = :key", key=key, now=iso(now)))


def remove(db: Database, key: str) -> None:
    """Delete an address."""
    change(db, "DELETE FROM mailboxes WHERE key = :key", key=key)


def of_person(db: Database, person: int) -> list[Mailbox]:
    """Return the addresses of a person, the confirmed one first."""
    found = rows(db, "SELECT * FROM mailboxes WHERE person = :person ORDER BY confirmed_at IS NULL", person=person)
    return [_mailbox(row) for row in found]


def known_to_roster(db: Database) -> dict[int, str | None]:
    """Return by person the address that a roster has proposed, or None where they have given one themselves."""
    found = rows(
        db,
        """SELECT person, CASE WHEN max(confirmed_at IS NOT NULL OR proposed = 0) THEN NULL ELSE max(address) END
               AS proposal FROM mailboxes GROUP BY person""",
    )
    return {row["person"]: row["proposal"] for row in found}


def add_code(db: Database, person: int, address_hash: str, now: datetime) -> None:
    """Count a code that is sent."""
    change(
        db,
        "INSERT INTO mail_codes (person, address_hash, at) VALUES (:person, :address, :now)",
        person=person,
        address=address_hash,
        now=iso(now),
    )


def codes_since(db: Database, person: int, address_hash: str, since: datetime) -> tuple[list[datetime], list[datetime]]:
    """Return when codes were sent after an instant, the first one first: those of a person, and those to an address."""
    found = rows(
        db,
        """SELECT at, person, address_hash FROM mail_codes
           WHERE at > :since AND (person = :person OR address_hash = :address) ORDER BY at, id""",
        since=iso(since),
        person=person,
        address=address_hash,
    )
    mine = [instant(row["at"]) for row in found if row["person"] == person]
    return mine, [instant(row["at"]) for row in found if row["address_hash"] == address_hash]


def purge_codes(db: Database, before: datetime) -> int:
    """Delete what was counted before an instant; return how many."""
    return change(db, "DELETE FROM mail_codes WHERE at < :before", before=iso(before))


def purge_unconfirmed(db: Database, before: datetime) -> int:
    """Delete what people gave before an instant and did not confirm; return how many."""
    sql = "DELETE FROM mailboxes WHERE confirmed_at IS NULL AND proposed = 0 AND made_at < :before"
    return change(db, sql, before=iso(before))


def purge_of_nobody(db: Database, today: date) -> int:
    """Delete addresses of who holds no duty any more; return how many."""
    sql = f"DELETE FROM mailboxes WHERE person NOT IN (SELECT person FROM duties d WHERE {HELD})"
    return change(db, sql, today=today.isoformat())


def counted(db: Database) -> dict[str, int]:
    """Return how many addresses are used, take no letters, and wait for their owner."""
    found = rows(
        db,
        """SELECT CASE WHEN confirmed_at IS NULL THEN 'unconfirmed' WHEN refused_at IS NULL THEN 'used'
                  ELSE 'refused' END AS state, count(*) AS n FROM mailboxes GROUP BY 1""",
    )
    return {row["state"]: row["n"] for row in found}


def refused(db: Database) -> list[str]:
    """Return the names of those whose confirmed address takes no letters."""
    found = rows(
        db,
        """SELECT p.full_name FROM mailboxes m JOIN persons p ON p.id = m.person
           WHERE m.confirmed_at IS NOT NULL AND m.refused_at IS NOT NULL ORDER BY p.full_name""",
    )
    return [row["full_name"] for row in found]


def last_visit(db: Database, person: int) -> datetime | None:
    """Return when a person was on the office's page last; None where nobody knows of a visit."""
    found = value(
        db,
        """SELECT max(s.seen_at) FROM accounts a JOIN web_sessions s
               ON s.channel = a.channel AND s.user_key = a.user_key
           WHERE a.person = :person AND a.unlinked_at IS NULL""",
        person=person,
    )
    return maybe_instant(str(found)) if found else None


def _mailbox(row: Row) -> Mailbox:
    return Mailbox(
        row["key"],
        row["person"],
        row["address"],
        bool(row["proposed"]),
        instant(row["made_at"]),
        maybe_instant(row["confirmed_at"]),
        maybe_instant(row["refused_at"]),
        row["code_hash"],
        maybe_instant(row["code_until"]),
        row["code_wrong"],
    )
