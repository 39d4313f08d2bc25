"""The step of the schema with which a plan of reminders is made in slices: of each it reads its own rows alone."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_INDEXES = """
CREATE INDEX reminders_of_subject ON reminders (subject, seat);
CREATE INDEX reminders_of_reports ON reminders (subject)
    WHERE kind = 'report' AND state IN ('planned', 'queued', 'expired');
CREATE INDEX drafts_open ON drafts (kind) WHERE closed_at IS NULL;
CREATE INDEX duties_of_role ON duties (role, person);
"""


def m049_due_indexes(db: Database) -> None:
    """Occurrences by what they are about, duties by their role, drafts that are still open."""
    run(db, _INDEXES)
