"""Who of the desk has opened which version of a report."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, iso, one


def note_opening(db: Database, code: str, version: int, person: int, now: datetime) -> None:
    """Keep when somebody of the desk first looked at a version of a report or pressed a button on it."""
    change(
        db,
        """INSERT INTO openings (report, version, person, at) VALUES (:code, :version, :person, :now)
           ON CONFLICT DO NOTHING""",
        code=code,
        version=version,
        person=person,
        now=iso(now),
    )


def was_opened(db: Database, code: str, since: datetime) -> bool:
    """Return whether somebody of the desk has opened a report since it was filed."""
    found = one(db, "SELECT 1 FROM openings WHERE report = :code AND at >= :since LIMIT 1", code=code, since=iso(since))
    return found is not None
