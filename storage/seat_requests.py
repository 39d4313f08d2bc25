"""What members ask for their seats, and the seats that are excused from a period."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.seat_requests import SeatOutcome, SeatRequest, SeatRequestKind
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows


def add_request(
    db: Database,
    kind: SeatRequestKind,
    seat: int,
    subject: str,
    body: Mapping[str, Any],
    by_person: int,
    now: datetime,
) -> int:
    """Keep a request; return its number. Raises sqlite3.IntegrityError where one of the same is open."""
    return insert(
        db,
        """INSERT INTO seat_requests (kind, seat, subject, body, by_person, made_at)
           VALUES (:kind, :seat, :subject, :body, :person, :now)""",
        kind=kind.value,
        seat=seat,
        subject=subject,
        body=json.dumps(body, ensure_ascii=False),
        person=by_person,
        now=iso(now),
    )


def request_by_id(db: Database, request: int) -> SeatRequest | None:
    """Return a request, ended ones included."""
    row = one(db, "SELECT * FROM seat_requests WHERE id = :id", id=request)
    return _request(row) if row else None


# Else they would be looked for among all that there have been, which stand in this order.
_OPEN = "SELECT * FROM seat_requests INDEXED BY seat_requests_open WHERE ended_at IS NULL"


def open_requests(db: Database) -> list[SeatRequest]:
    """Return what the desk has not decided, the oldest first."""
    return [_request(row) for row in rows(db, f"{_OPEN} ORDER BY id")]


def open_request(db: Database, kind: SeatRequestKind, seat: int, subject: str) -> SeatRequest | None:
    """Return the request that is open for a seat and a subject."""
    row = one(
        db,
        """SELECT * FROM seat_requests
           WHERE kind = :kind AND seat = :seat AND subject = :subject AND ended_at IS NULL""",
        kind=kind.value,
        seat=seat,
        subject=subject,
    )
    return _request(row) if row else None


def open_of_seats(db: Database, seats: Collection[int]) -> list[SeatRequest]:
    """Return what is open of these seats, the oldest first."""
    found = rows(
        db,
        f"{_OPEN} AND seat IN (SELECT value FROM json_each(:seats)) ORDER BY id",
        seats=listed(seats),
    )
    return [_request(row) for row in found]


def end_request(
    db: Database, request: int, outcome: SeatOutcome, person: int | None, now: datetime, words: str = ""
) -> None:
    """End a request; `person`: who ended it."""
    change(
        db,
        """UPDATE seat_requests SET ended_at = :now, outcome = :outcome, ended_by = :person, words = :words
           WHERE id = :id""",
        id=request,
        now=iso(now),
        outcome=outcome.value,
        person=person,
        words=words,
    )


def purge_requests(db: Database, ended_before: datetime) -> int:
    """Delete requests that ended before an instant; return how many. What was granted stands elsewhere."""
    return change(db, "DELETE FROM seat_requests WHERE ended_at < :before", before=iso(ended_before))


def excuse(db: Database, seat: int, period: str, reason: str, by_person: int, now: datetime) -> None:
    """Excuse a seat from reporting for a period; `by_person`: who decided it."""
    change(
        db,
        """INSERT INTO excuses (seat, period, reason, by_person, at) VALUES (:seat, :period, :reason, :person, :now)
           ON CONFLICT (seat, period) DO NOTHING""",
        seat=seat,
        period=period,
        reason=reason,
        person=by_person,
        now=iso(now),
    )


def excuses(db: Database, periods: Collection[str]) -> Mapping[tuple[int, str], str]:
    """Return which seats need not report for which of these periods, each with the reason."""
    found = rows(
        db,
        "SELECT seat, period, reason FROM excuses WHERE period IN (SELECT value FROM json_each(:periods))",
        periods=listed(periods),
    )
    return {(row["seat"], row["period"]): row["reason"] for row in found}


def is_excused(db: Database, seat: int, period: str) -> bool:
    """Return whether a seat need not report for a period."""
    return (seat, period) in excuses(db, [period])


def _request(row: Row) -> SeatRequest:
    return SeatRequest(
        id=row["id"],
        kind=SeatRequestKind(row["kind"]),
        seat=row["seat"],
        subject=row["subject"],
        body=json.loads(row["body"]),
        by_person=row["by_person"],
        made_at=instant(row["made_at"]),
        ended_at=maybe_instant(row["ended_at"]),
        outcome=SeatOutcome(row["outcome"]) if row["outcome"] else None,
        words=row["words"],
    )
