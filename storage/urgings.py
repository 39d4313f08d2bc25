"""Who was urged to send a report, in which act, and what became of the messages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.periods import Period
from bot.domain.urging import Arrival, Urging
from storage.held import UNOPENED
from storage.outbox import UNREACHABLE
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows

_KEY = "urge"


def message_key(urging: int, seat: int, account: int) -> str:
    """Return the key of what an urging sends to an account for a seat."""
    return f"{_KEY}:{urging}:{seat}:{account}"


def open_urging(db: Database, period: Period, person: int, account: int, now: datetime) -> int:
    """Begin an urging, or go on with the one that somebody left unsent; return its number."""
    begun = one(
        db,
        """SELECT id FROM urgings WHERE period = :period AND person = :person AND account = :account
           AND sent_at IS NULL ORDER BY id DESC LIMIT 1""",
        period=period.iso,
        person=person,
        account=account,
    )
    if begun:
        return int(begun["id"])
    return insert(
        db,
        """INSERT INTO urgings (period, person, account, made_at, shown, left_out)
           VALUES (:period, :person, :account, :now, '[]', '[]')""",
        period=period.iso,
        person=person,
        account=account,
        now=iso(now),
    )


def urging_by_id(db: Database, urging: int) -> Urging | None:
    """Return an urging."""
    row = one(db, "SELECT * FROM urgings WHERE id = :id", id=urging)
    return _urging(row) if row else None


def put_shown(db: Database, urging: int, shown: Collection[int]) -> None:
    """Keep which seats were shown last as those that would be urged."""
    change(db, "UPDATE urgings SET shown = :shown WHERE id = :id", id=urging, shown=listed(sorted(shown)))


def put_left_out(db: Database, urging: int, left_out: Collection[int]) -> None:
    """Keep which seats are left out."""
    change(db, "UPDATE urgings SET left_out = :seats WHERE id = :id", id=urging, seats=listed(sorted(left_out)))


def mark_sent(db: Database, urging: int, now: datetime) -> bool:
    """Record that those who were shown are urged now; return False where that was done before."""
    sql = "UPDATE urgings SET sent_at = :now WHERE id = :id AND sent_at IS NULL"
    return change(db, sql, id=urging, now=iso(now)) > 0


def mark_told(db: Database, urging: int, now: datetime) -> bool:
    """Record that whoever urged is told what came of it; return False where they were before."""
    sql = "UPDATE urgings SET told_at = :now WHERE id = :id AND told_at IS NULL AND sent_at IS NOT NULL"
    return change(db, sql, id=urging, now=iso(now)) > 0


def urge(db: Database, urging: int, seat: int, period: Period, day: date) -> bool:
    """Record that a seat is urged on a day; return False where it was urged on that day before."""
    # The key decides who was first where two officers press.
    changed = change(
        db,
        """INSERT INTO urged_seats (seat, day, period, urging) VALUES (:seat, :day, :period, :urging)
           ON CONFLICT (seat, day) DO NOTHING""",
        seat=seat,
        day=day.isoformat(),
        period=period.iso,
        urging=urging,
    )
    return changed > 0


def urged_in(db: Database, urging: int) -> list[int]:
    """Return the seats that an act of urging was for, reached or not."""
    return [row["seat"] for row in rows(db, "SELECT seat FROM urged_seats WHERE urging = :id", id=urging)]


def urged_on(db: Database, day: date) -> dict[int, datetime]:
    """Return the seats that were urged on a day, and when."""
    found = rows(
        db,
        "SELECT s.seat, u.sent_at FROM urged_seats s JOIN urgings u ON u.id = s.urging WHERE s.day = :day",
        day=day.isoformat(),
    )
    return {row["seat"]: instant(row["sent_at"]) for row in found}


def reminded(db: Database, period: Period) -> dict[int, int]:
    """Return how often each seat was reminded of its report for a period: by a mark, or by being urged."""
    found = rows(
        db,
        """SELECT seat, sum(times) AS times FROM (
               SELECT seat, count(DISTINCT mark) AS times FROM reminders
               WHERE kind = 'report' AND subject = :period AND state = 'sent' GROUP BY seat
               UNION ALL SELECT seat, count(*) FROM urged_seats WHERE period = :period GROUP BY seat)
           GROUP BY seat""",
        period=period.iso,
    )
    return {row["seat"]: row["times"] for row in found}


def arrivals(db: Database, urging: int) -> Mapping[int, list[Arrival]]:
    """Return by seat what has become of each message of an urging."""
    found = rows(
        db,
        """SELECT dedupe_key, state, error FROM outbox
           WHERE dedupe_key >= :first AND dedupe_key < :last AND state <> 'passed'""",
        first=f"{_KEY}:{urging}:",
        last=f"{_KEY}:{urging};",
    )
    arrived: dict[int, list[Arrival]] = defaultdict(list)
    for row in found:
        arrived[int(row["dedupe_key"].split(":")[2])].append(arrival(row))
    return arrived


def arrival(row: Row) -> Arrival:
    """Return what became of a message, by its state and error."""
    match row["state"]:
        case "sent":
            return Arrival.SENT
        case "queued" | "sending" | "retry" | "unknown":
            return Arrival.WAITING
        case "held":
            return Arrival.UNOPENED if row["error"] == UNOPENED else Arrival.WAITING
        case _ if row["error"] == UNREACHABLE:
            return Arrival.GONE
        case "cancelled":
            return Arrival.NOT_NEEDED
        case _:
            return Arrival.LOST


def _urging(row: Row) -> Urging:
    return Urging(
        id=row["id"],
        period=Period.parse(row["period"]),
        person=row["person"],
        account=row["account"],
        shown=_numbers(row["shown"]),
        left_out=_numbers(row["left_out"]),
        sent_at=maybe_instant(row["sent_at"]),
        told_at=maybe_instant(row["told_at"]),
    )


def _numbers(text: str) -> frozenset[int]:
    return frozenset(json.loads(text))
