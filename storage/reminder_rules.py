"""The rules of reminders that an office has set, by version: appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reminder_rules import Kind, Rule, as_plain
from storage.rows import change, instant, iso, one, rows


@dataclass(frozen=True)
class Version:
    """A version of the rules: `body` is JSON as `from_plain` reads it, `actor` as the audit names who set it."""

    version: int
    body: str
    at: datetime
    actor: str


def latest(db: Database) -> Version | None:
    """Return the rules in force, None where those that ship are."""
    row = one(db, "SELECT * FROM reminder_rules ORDER BY version DESC LIMIT 1")
    return _version(row) if row else None


def versions(db: Database, limit: int) -> list[Version]:
    """Return the newest versions, newest first."""
    return [_version(row) for row in rows(db, "SELECT * FROM reminder_rules ORDER BY version DESC LIMIT :n", n=limit)]


def by_number(db: Database, number: int) -> Version | None:
    """Return a version, None where there is none of this number."""
    row = one(db, "SELECT * FROM reminder_rules WHERE version = :number", number=number)
    return _version(row) if row else None


def put_version(db: Database, rules: Mapping[Kind, Rule], actor: str, now: datetime) -> int:
    """Set rules; return the number of their version."""
    before = latest(db)
    number = before.version + 1 if before else 1
    body = json.dumps(as_plain(rules), sort_keys=True)
    change(
        db,
        "INSERT INTO reminder_rules (version, body, at, actor) VALUES (:version, :body, :now, :actor)",
        version=number,
        body=body,
        now=iso(now),
        actor=actor,
    )
    return number


def _version(row: Row) -> Version:
    return Version(row["version"], row["body"], instant(row["at"]), row["actor"])
