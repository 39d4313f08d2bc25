"""The steps of the schema about how difficulties are handled."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_HANDLING = """
CREATE INDEX difficulty_events_asking ON difficulty_events (difficulty) WHERE kind IN ('asked', 'answered');
INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
    SELECT d.code, r.id, 'accepted', c.accepted_at, 'person:' || p.code, '{}'
    FROM receptions c JOIN persons p ON p.id = c.accepted_by
    JOIN reports r ON r.code = c.report_code AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL
    JOIN difficulties d ON d.report = r.id
    WHERE NOT EXISTS (SELECT 1 FROM difficulty_events e WHERE e.difficulty = d.code AND e.kind <> 'sent')
    ORDER BY c.accepted_at, d.id;
"""


def m024_handling(db: Database) -> None:
    """Whoever accepted an ad hoc report accepted what is in it; what the desk or a sender is waited for is found."""
    run(db, _HANDLING)
