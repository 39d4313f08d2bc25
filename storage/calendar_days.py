"""The days of the calendar that an office has set, by version: appended, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlite_utils import Database

from bot.domain.calendar_days import DaysSet, as_plain, of_plain
from storage.rows import change, instant, iso, one


@dataclass(frozen=True)
class Version:
    """A version of the days: `body` is JSON as `of_plain` reads it, `actor` as the audit names who set them."""

    version: int
    body: str
    at: datetime
    actor: str

    @cached_property
    def days(self) -> DaysSet:
        """All that is set."""
        return of_plain(json.loads(self.body))


def latest(db: Database) -> Version | None:
    """Return what is set, None where nothing ever was."""
    row = one(db, "SELECT * FROM calendar_days ORDER BY version DESC LIMIT 1")
    return Version(row["version"], row["body"], instant(row["at"]), row["actor"]) if row else None


def put_version(db: Database, found: DaysSet, actor: str, now: datetime) -> int:
    """Set days in place of those that were set; return the number of their version."""
    before = latest(db)
    number = before.version + 1 if before else 1
    change(
        db,
        "INSERT INTO calendar_days (version, body, at, actor) VALUES (:version, :body, :now, :actor)",
        version=number,
        body=json.dumps(as_plain(found), sort_keys=True, ensure_ascii=False),
        now=iso(now),
        actor=actor,
    )
    return number
