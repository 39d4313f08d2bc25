"""Reports as versions, the difficulties in them, and snapshots of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Difficulty, Report
from storage.rows import change, insert, instant, iso, one, rows, value

_LIVE = "superseded_at IS NULL AND withdrawn_at IS NULL"


def live_report(db: Database, seat: int, period: str) -> Report | None:
    """Return what a seat has reported for a period."""
    row = one(
        db,
        f"SELECT * FROM reports WHERE seat = :seat AND period = :period AND kind = 'periodic' AND {_LIVE}",
        seat=seat,
        period=period,
    )
    return _report(db, row) if row else None


def reports_of_period(db: Database, period: str) -> list[Report]:
    """Return the live reports of a period in the order they came."""
    found = rows(
        db,
        f"SELECT * FROM reports WHERE period = :period AND kind = 'periodic' AND {_LIVE} ORDER BY sent_at, id",
        period=period,
    )
    return [_report(db, row) for row in found]


def report_by_code(db: Database, code: str) -> Report | None:
    """Return the live version of the report with this code."""
    row = one(db, f"SELECT * FROM reports WHERE code = :code AND {_LIVE}", code=code)
    return _report(db, row) if row else None


def add_report(db: Database, report: Report) -> int:
    """Store the first version of a periodic report with its difficulties; return its id."""
    report_id = insert(
        db,
        """INSERT INTO reports (code, version, seat, kind, period, nil, by_person, via, sent_at)
           VALUES (:code, 1, :seat, 'periodic', :period, :nil, :person, 'self', :sent_at)""",
        code=report.code,
        seat=report.seat,
        period=report.period,
        nil=int(report.nil),
        person=report.person,
        sent_at=iso(report.sent_at),
    )
    for position, difficulty in enumerate(report.difficulties, 1):
        _add_difficulty(db, report_id, position, difficulty)
    return report_id


def difficulty_by_id(db: Database, difficulty: int) -> Difficulty | None:
    """Return a difficulty of a live report."""
    row = one(
        db,
        f"SELECT d.* FROM difficulties d JOIN reports r ON r.id = d.report WHERE d.id = :id AND r.{_LIVE}",
        id=difficulty,
    )
    return _difficulty(row) if row else None


def last_field(db: Database, seat: int) -> str:
    """Return the field of the difficulty a seat sent last, or an empty string."""
    found = value(
        db,
        """SELECT d.field FROM difficulties d JOIN reports r ON r.id = d.report WHERE r.seat = :seat
           ORDER BY d.id DESC LIMIT 1""",
        seat=seat,
    )
    return str(found or "")


def excused_seats(db: Database, period: str) -> frozenset[int]:
    """Return the seats that need not report for a period."""
    return frozenset(row["seat"] for row in rows(db, "SELECT seat FROM excuses WHERE period = :period", period=period))


def add_snapshot(db: Database, period: str, taken_at: datetime, body: bytes, sha256: str) -> int:
    """Keep a provisional aggregate until its files have been sent; return its id."""
    return insert(
        db,
        """INSERT INTO snapshots (period, kind, taken_at, body, sha256)
           VALUES (:period, 'provisional', :taken_at, :body, :sha256)""",
        period=period,
        taken_at=iso(taken_at),
        body=body.decode(),
        sha256=sha256,
    )


def snapshot_body(db: Database, snapshot: int) -> bytes | None:
    """Return the canonical JSON of a snapshot."""
    found = value(db, "SELECT body FROM snapshots WHERE id = :id", id=snapshot)
    return None if found is None else str(found).encode()


def purge_snapshots(db: Database, taken_before: datetime) -> int:
    """Delete provisional aggregates older than this instant; return how many."""
    return change(
        db, "DELETE FROM snapshots WHERE kind = 'provisional' AND taken_at < :before", before=iso(taken_before)
    )


def _add_difficulty(db: Database, report: int, position: int, difficulty: Difficulty) -> None:
    insert(
        db,
        """INSERT INTO difficulties (code, report, position, field, procedure, content, legal, proposal, folded)
           VALUES (:code, :report, :position, :field, :procedure, :content, :legal, :proposal, :folded)""",
        code=difficulty.code,
        report=report,
        position=position,
        field=difficulty.field,
        procedure=difficulty.procedure,
        content=difficulty.content,
        legal=difficulty.legal,
        proposal=difficulty.proposal,
        folded=difficulty.folded,
    )


def _report(db: Database, row: Row) -> Report:
    return Report(
        id=row["id"],
        code=row["code"],
        seat=row["seat"],
        period=row["period"],
        nil=bool(row["nil"]),
        person=row["by_person"],
        sent_at=instant(row["sent_at"]),
        difficulties=_difficulties(db, row["id"]),
    )


def _difficulties(db: Database, report: int) -> tuple[Difficulty, ...]:
    found: Sequence[Row] = rows(
        db, "SELECT * FROM difficulties WHERE report = :report ORDER BY position", report=report
    )
    return tuple(_difficulty(row) for row in found)


def _difficulty(row: Row) -> Difficulty:
    return Difficulty(
        id=row["id"],
        code=row["code"],
        field=row["field"],
        procedure=row["procedure"],
        content=row["content"],
        legal=row["legal"],
        proposal=row["proposal"],
    )
