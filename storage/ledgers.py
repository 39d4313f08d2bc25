"""Small tables the others lean on: facts of the base, counters, ticks, the audit chain."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from storage.rows import change, instant, iso, listed, maybe_instant, one, rows, value

GENESIS = "0" * 64
"""What the first audit entry names as its predecessor."""
_SLIGHTLY = timedelta(minutes=1)
"""By so much a clock may be put right without anything coming round again."""


class Run(NamedTuple):
    """A slot of a tick that was run, and when it was."""

    slot: datetime
    ran_at: datetime


@dataclass(frozen=True)
class TickFailure:
    """How a tick has failed since it last did all it had to: how often, when last, when it is tried again.

    `incident` is the code the desk was told, at `told_at`; empty and None before that.
    """

    attempts: int
    failed_at: datetime
    next_at: datetime
    incident: str = ""
    told_at: datetime | None = None


def fact(db: Database, name: str) -> str | None:
    """Return a fact of this base, such as its kind."""
    found = value(db, "SELECT value FROM meta WHERE name = :name", name=name)
    return None if found is None else str(found)


def facts_named(db: Database, prefix: str) -> list[str]:
    """Return the names of the facts of this base that begin like this, in order."""
    sql = "SELECT name FROM meta WHERE name >= :prefix AND name < :prefix || char(1114111) ORDER BY name"
    return [row["name"] for row in rows(db, sql, prefix=prefix)]


def put_fact(db: Database, name: str, content: str) -> None:
    """Keep a fact of this base."""
    change(
        db,
        "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=content,
    )


def next_number(db: Database, name: str, above: int = 0) -> int:
    """Return the next number of a counter, starting with 1 and always `above`, in the caller's transaction."""
    # In the transaction of what is numbered: what is rolled back leaves no gap.
    row = rows(
        db,
        """INSERT INTO counters (name, value) VALUES (:name, :above + 1)
           ON CONFLICT (name) DO UPDATE SET value = max(value, :above) + 1 RETURNING value""",
        name=name,
        above=above,
    )[0]
    return int(row["value"])


def fresh_id(db: Database, table: str) -> int:
    """Return an id that no row of a table has had, also none that was deleted; for tables named by messages that wait.

    A row that was there before there was a counter has a smaller one.
    """
    # The name of a table of ours, never people's words.
    newest = value(db, f"SELECT max(id) FROM {table}")
    return next_number(db, f"ids_of_{table}", int(newest or 0))


def next_incident(db: Database, today: date) -> str:
    """Return the code of a new incident: SC, the day, its number on that day."""
    day = f"{today:%y%m%d}"
    return f"SC-{day}-{next_number(db, f'SC-{day}'):02}"


def last_slot(db: Database, name: str) -> str | None:
    """Return the latest slot of a tick that has been run."""
    found = value(db, "SELECT max(slot) FROM ticks WHERE name = :name", name=name)
    return None if found is None else str(found)


def last_run(db: Database, name: str) -> Run | None:
    """Return the run of a tick's latest slot."""
    row = one(db, "SELECT slot, ran_at FROM ticks WHERE name = :name ORDER BY slot DESC", name=name)
    return Run(instant(row["slot"]), instant(row["ran_at"])) if row else None


def is_ahead(noted_at: datetime, now: datetime) -> bool:
    """Whether what happened at `noted_at` was noted by a clock that has been set back since."""
    return noted_at > now + _SLIGHTLY


def slot_that_ran(db: Database, name: str, now: datetime) -> datetime | None:
    """Return the slot from which a tick goes on; None where it begins, as it ran never or by a clock that was ahead.

    It would be silent until that time comes, and its hours of the true days would be taken for done.
    """
    run = last_run(db, name)
    return None if run is None or is_ahead(run.ran_at, now) else run.slot


def latest_tick(db: Database) -> datetime | None:
    """Return when a tick was run last, whichever it was."""
    found = value(db, "SELECT max(ran_at) FROM ticks")
    return instant(str(found)) if found else None


def record_slot(db: Database, name: str, slot: datetime, now: datetime) -> None:
    """Record that a slot of a tick has been run; older ones of the same tick are no longer needed."""
    change(db, "DELETE FROM ticks WHERE name = :name", name=name)
    change(
        db,
        "INSERT INTO ticks (name, slot, ran_at) VALUES (:name, :slot, :now)",
        name=name,
        slot=iso(slot),
        now=iso(now),
    )


def tick_failures(db: Database) -> dict[str, TickFailure]:
    """Return every tick that is failing, by name."""
    return {
        row["name"]: TickFailure(
            row["attempts"],
            instant(row["failed_at"]),
            instant(row["next_at"]),
            row["incident"] or "",
            maybe_instant(row["told_at"]),
        )
        for row in rows(db, "SELECT * FROM tick_failures ORDER BY name")
    }


def put_tick_failure(db: Database, name: str, failure: TickFailure) -> None:
    """Keep how a tick is failing."""
    change(
        db,
        """INSERT INTO tick_failures (name, attempts, failed_at, next_at, incident, told_at)
           VALUES (:name, :attempts, :failed_at, :next_at, :incident, :told_at)
           ON CONFLICT (name) DO UPDATE SET attempts = excluded.attempts, failed_at = excluded.failed_at,
               next_at = excluded.next_at, incident = excluded.incident, told_at = excluded.told_at""",
        name=name,
        attempts=failure.attempts,
        failed_at=iso(failure.failed_at),
        next_at=iso(failure.next_at),
        incident=failure.incident or None,
        told_at=iso(failure.told_at) if failure.told_at else None,
    )


def forget_tick_failure(db: Database, name: str) -> None:
    """A tick has done all it had to."""
    change(db, "DELETE FROM tick_failures WHERE name = :name", name=name)


def append_audit(
    db: Database, now: datetime, actor: str, verb: str, object_: str, detail: Mapping[str, object] | None = None
) -> None:
    """Add an entry to the chain. `detail` enters as a salted hash only, so it can be erased elsewhere later."""
    # Numbers are given here and not by SQLite: an entry that was taken out shows as a gap.
    last = one(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    # Without a salt a short detail could be guessed from its hash.
    salt = secrets.token_hex(16)
    entry = {
        "seq": last["seq"] + 1 if last else 1,
        "at": iso(now),
        "actor": actor,
        "verb": verb,
        "object": object_,
        "salt": salt,
        "detail_hash": hashlib.sha256(salt.encode() + _canonical(detail or {})).hexdigest(),
        "prev": last["hash"] if last else GENESIS,
    }
    change(
        db,
        """INSERT INTO audit (seq, at, actor, verb, object, salt, detail_hash, prev, hash)
           VALUES (:seq, :at, :actor, :verb, :object, :salt, :detail_hash, :prev, :hash)""",
        **entry,
        hash=_entry_hash(entry),
    )


def audit_faults(db: Database) -> Iterator[int]:
    """Yield the number of every entry that does not follow from the one before it."""
    expected, prev = 1, GENESIS
    for row in rows(db, "SELECT * FROM audit ORDER BY seq"):
        if row["seq"] != expected or row["prev"] != prev or row["hash"] != _entry_hash(_without_hash(row)):
            yield row["seq"]
        # On from what stands there: one broken link is one fault, not as many as there are entries behind it.
        expected, prev = row["seq"] + 1, row["hash"]


def audit_head(db: Database) -> tuple[int, str]:
    """Return the number and hash of the newest entry; what is written down elsewhere betrays a cut tail."""
    row = one(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    return (row["seq"], row["hash"]) if row else (0, GENESIS)


@dataclass(frozen=True)
class Entry:
    """An entry of the chain. What it holds in `detail` is known as a salted hash alone."""

    number: int
    at: str
    actor: str
    verb: str
    about: str
    """What it calls the thing that was acted on."""
    salt: str
    detail_hash: str

    def says(self, detail: Mapping[str, object]) -> bool:
        """Return whether this is what was written down as its detail."""
        return hashlib.sha256(self.salt.encode() + _canonical(detail)).hexdigest() == self.detail_hash


def entries_of(db: Database, objects: Collection[str]) -> list[Entry]:
    """Return the entries about these objects, in order."""
    found = rows(
        db,
        "SELECT * FROM audit WHERE object IN (SELECT value FROM json_each(:objects)) ORDER BY seq",
        objects=listed(objects),
    )
    return [
        Entry(row["seq"], row["at"], row["actor"], row["verb"], row["object"], row["salt"], row["detail_hash"])
        for row in found
    ]


def last_of(db: Database, verb: str) -> int:
    """Return the number of the last entry with this verb, 0 where there is none."""
    return int(value(db, "SELECT coalesce(max(seq), 0) FROM audit WHERE verb = :verb", verb=verb) or 0)


def latest_audit(db: Database) -> datetime | None:
    """Return the latest instant of an entry: program time has come as far as that."""
    found = value(db, "SELECT max(at) FROM audit")
    return instant(str(found)) if found else None


def first_audit(db: Database) -> datetime | None:
    """Return the instant of the first entry: since when there is data."""
    found = value(db, "SELECT at FROM audit ORDER BY seq LIMIT 1")
    return instant(str(found)) if found else None


def _without_hash(row: Row) -> dict[str, object]:
    return {name: row[name] for name in row.keys() if name != "hash"}  # noqa: SIM118 - a Row iterates over values


def _entry_hash(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(entry)).hexdigest()


def _canonical(entry: Mapping[str, object]) -> bytes:
    # Another order or spacing would break every hash there is.
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
