"""What became of ad hoc reports, whatever their version."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Reception
from storage.rows import change, iso, listed, maybe_instant, one, rows


def await_acceptance(db: Database, code: str) -> None:
    """Let an ad hoc report wait for somebody to accept it; a later version waits no second time."""
    change(db, "INSERT INTO receptions (report_code) VALUES (:code) ON CONFLICT DO NOTHING", code=code)


def reception(db: Database, code: str) -> Reception:
    """Return what became of an ad hoc report, which must exist."""
    row = one(db, "SELECT * FROM receptions WHERE report_code = :code", code=code)
    assert row is not None
    return _reception(row)


def receptions(db: Database, codes: Collection[str]) -> dict[str, Reception]:
    """Return what became of those of these reports that are ad hoc, by code."""
    found = rows(
        db,
        "SELECT * FROM receptions WHERE report_code IN (SELECT value FROM json_each(:codes))",
        codes=listed(codes),
    )
    return {row["report_code"]: _reception(row) for row in found}


def accept(db: Database, code: str, person: int, now: datetime) -> bool:
    """Record who accepts an ad hoc report; return False where somebody did before."""
    # The condition decides who was first where two officers press.
    changed = change(
        db,
        """UPDATE receptions SET accepted_at = :now, accepted_by = :person
           WHERE report_code = :code AND accepted_at IS NULL""",
        code=code,
        person=person,
        now=iso(now),
    )
    return changed > 0


def mark_called_again(db: Database, code: str, now: datetime) -> None:
    """Record that the desk was called a second time for an ad hoc report."""
    change(db, "UPDATE receptions SET called_again_at = :now WHERE report_code = :code", code=code, now=iso(now))


def accepted(db: Database, codes: Collection[str]) -> frozenset[str]:
    """Return those of these ad hoc reports that somebody has accepted."""
    found = rows(
        db,
        """SELECT report_code FROM receptions
           WHERE accepted_at IS NOT NULL AND report_code IN (SELECT value FROM json_each(:codes))""",
        codes=listed(codes),
    )
    return frozenset(row["report_code"] for row in found)


def mark_escalated(db: Database, code: str, now: datetime) -> None:
    """Record that the leaders were told of an ad hoc report nobody accepted."""
    change(db, "UPDATE receptions SET escalated_at = :now WHERE report_code = :code", code=code, now=iso(now))


def _reception(row: Row) -> Reception:
    return Reception(
        accepted_at=maybe_instant(row["accepted_at"]),
        accepted_by=row["accepted_by"],
        called_again_at=maybe_instant(row["called_again_at"]),
        escalated_at=maybe_instant(row["escalated_at"]),
    )
