"""Requests about the roster that wait for somebody's word: a second administrator's, or their sender's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.requests import RequestKind, RequestOutcome
from storage.rows import change, insert, instant, iso, maybe_instant, one, rows


@dataclass(frozen=True)
class Request:
    """A request; `asked_at` is None while its sender has only been shown what it would do."""

    id: int
    kind: RequestKind
    body: Mapping[str, Any]
    file: str | None
    """SHA-256 of the file it is about."""
    by_person: int
    made_at: datetime
    asked_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    outcome: RequestOutcome | None


def add_request(
    db: Database,
    kind: RequestKind,
    body: Mapping[str, Any],
    by_person: int,
    now: datetime,
    expires_at: datetime,
    *,
    file: str | None = None,
    asked: bool = True,
) -> int:
    """Keep a request; return its number. Unless `asked`, nobody else is asked yet."""
    return insert(
        db,
        """INSERT INTO requests (kind, body, file, by_person, made_at, asked_at, expires_at)
           VALUES (:kind, :body, :file, :person, :now, :asked_at, :expires_at)""",
        kind=kind.value,
        body=json.dumps(body, ensure_ascii=False),
        file=file,
        person=by_person,
        now=iso(now),
        asked_at=iso(now) if asked else None,
        expires_at=iso(expires_at),
    )


def request_by_id(db: Database, request: int) -> Request | None:
    """Return a request, ended ones included."""
    row = one(db, "SELECT * FROM requests WHERE id = :id", id=request)
    return _request(row) if row else None


def open_requests(db: Database) -> list[Request]:
    """Return what waits for somebody's word, the oldest first."""
    # Else they would be looked for among all that there have been, which stand in this order.
    found = rows(db, "SELECT * FROM requests INDEXED BY requests_open WHERE ended_at IS NULL ORDER BY id")
    return [_request(row) for row in found]


def ask_second(db: Database, request: int, scope: str, now: datetime, expires_at: datetime) -> None:
    """From now on a second administrator is asked about this much of a file."""
    change(
        db,
        """UPDATE requests SET asked_at = :now, expires_at = :expires_at, body = json_set(body, '$.scope', :scope)
           WHERE id = :id""",
        id=request,
        scope=scope,
        now=iso(now),
        expires_at=iso(expires_at),
    )


def end_request(db: Database, request: int, outcome: RequestOutcome, person: int | None, now: datetime) -> None:
    """End a request: what it asked for is forgotten, since it names persons; `person`: who ended it."""
    change(
        db,
        """UPDATE requests SET body = '{}', file = NULL, ended_at = :now, outcome = :outcome, ended_by = :person
           WHERE id = :id""",
        id=request,
        now=iso(now),
        outcome=outcome.value,
        person=person,
    )


def purge_requests(db: Database, ended_before: datetime) -> int:
    """Delete requests that ended before an instant; return how many."""
    return change(db, "DELETE FROM requests WHERE ended_at < :before", before=iso(ended_before))


def _request(row: Row) -> Request:
    return Request(
        id=row["id"],
        kind=RequestKind(row["kind"]),
        body=json.loads(row["body"]),
        file=row["file"],
        by_person=row["by_person"],
        made_at=instant(row["made_at"]),
        asked_at=maybe_instant(row["asked_at"]),
        expires_at=instant(row["expires_at"]),
        ended_at=maybe_instant(row["ended_at"]),
        outcome=RequestOutcome(row["outcome"]) if row["outcome"] else None,
    )
