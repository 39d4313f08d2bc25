"""What belongs to papers that wait for the desk's release: versions of reports, each with the hash of its words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from sqlite_utils import Database

from storage.difficulties import Mark
from storage.rows import change, instant, iso, one, rows, value


@dataclass(frozen=True)
class Fixed:
    """What belongs to the papers of a period, fixed at an instant and waiting for its release."""

    period: str
    mark: Mark
    reports: Mapping[str, str]
    """The versions, such as BC-2611-007:1, each with the hash of what it says."""


def fix(db: Database, fixed: Fixed) -> None:
    """Keep what belongs to the papers of a period."""
    change(
        db,
        """INSERT INTO waiting_papers (period, fixed_at, last_report, last_event, report_refs)
           VALUES (:period, :fixed_at, :last_report, :last_event, :report_refs)""",
        period=fixed.period,
        fixed_at=iso(fixed.mark.at),
        last_report=fixed.mark.reports,
        last_event=fixed.mark.events,
        report_refs=json.dumps(dict(fixed.reports)),
    )


def waiting(db: Database, period: str) -> Fixed | None:
    """Return what waits for its release of a period, or None."""
    row = one(db, "SELECT * FROM waiting_papers WHERE period = :period", period=period)
    return _fixed(row) if row else None


def all_waiting(db: Database) -> list[Fixed]:
    """Return everything that waits for its release, what waits longest first."""
    return [_fixed(row) for row in rows(db, "SELECT * FROM waiting_papers ORDER BY fixed_at, period")]


def any_waiting(db: Database) -> bool:
    """Return whether anything waits for its release."""
    return value(db, "SELECT 1 FROM waiting_papers LIMIT 1") is not None


def released(db: Database, period: str) -> bool:
    """Let the papers of a period wait no longer; return False where they did not."""
    return change(db, "DELETE FROM waiting_papers WHERE period = :period", period=period) > 0


def _fixed(row: Row) -> Fixed:
    mark = Mark(instant(row["fixed_at"]), row["last_report"], row["last_event"])
    return Fixed(row["period"], mark, json.loads(row["report_refs"]))
