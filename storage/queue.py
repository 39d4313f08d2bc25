"""The difficulties of live reports of which something may still be to be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Urgency
from storage.rows import iso, listed, rows


@dataclass(frozen=True)
class Candidate:
    """A difficulty as the live version of its report has it, without its words."""

    code: str
    field: str
    seat: int
    urgency: Urgency | None
    agency: str
    """As its sender named it; may be empty."""
    agency_code: str
    """Its code in the list of agencies, where it is known."""


# Where a difficulty stands is a rule over its events; this only leaves out those that have surely ended, of which there
# are ever more: triggers keep the codes of the others (m068). CROSS JOIN: these first, and not every live report.
_OPEN = """SELECT d.id, d.code, d.field, r.seat, r.urgency, d.agency, d.agency_code
FROM difficulties_unended o CROSS JOIN difficulties d ON d.code = o.code CROSS JOIN reports r ON r.id = d.report
WHERE r.superseded_at IS NULL AND r.withdrawn_at IS NULL"""
_CANDIDATES = f"{_OPEN} ORDER BY d.id"
_OF_THESE = f"{_OPEN} AND o.code IN (SELECT value FROM json_each(:codes)) ORDER BY d.id"


def candidates(db: Database) -> list[Candidate]:
    """Return the difficulties that have not surely ended, the oldest first; one question, however many there are."""
    return [_candidate(row) for row in rows(db, _CANDIDATES)]


def candidates_of(db: Database, codes: Collection[str]) -> dict[int, Candidate]:
    """Return those of these difficulties that have not surely ended, the oldest first, by their rows."""
    return {row["id"]: _candidate(row) for row in rows(db, _OF_THESE, codes=listed(codes))}


def _candidate(row: Row) -> Candidate:
    return Candidate(
        row["code"],
        row["field"],
        row["seat"],
        Urgency(row["urgency"]) if row["urgency"] else None,
        row["agency"],
        row["agency_code"],
    )


def touched(db: Database, since: datetime, until: datetime) -> list[str]:
    """Return the difficulties to which anything happened in a span of time, in order."""
    found = rows(
        db,
        """SELECT DISTINCT difficulty FROM difficulty_events WHERE at >= :since AND at < :until AND kind <> 'noted'
           ORDER BY difficulty""",
        since=iso(since),
        until=iso(until),
    )
    return [row["difficulty"] for row in found]
