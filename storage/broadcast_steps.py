"""The steps of the schema about announcements of the desk."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# An outcome is kept once nothing of the announcement is on its way: what was sent is forgotten after its time.
_BROADCASTS = """
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES persons,
    words TEXT NOT NULL,
    files TEXT NOT NULL,
    audience TEXT NOT NULL,
    confirm INTEGER NOT NULL CHECK (confirm IN (0, 1)),
    made_at TEXT NOT NULL,
    send_at TEXT NOT NULL,
    stopped_at TEXT,
    stopped_by INTEGER REFERENCES persons,
    ended_at TEXT
);
CREATE INDEX broadcasts_under_way ON broadcasts (send_at) WHERE ended_at IS NULL;
CREATE TABLE broadcast_recipients (
    broadcast INTEGER NOT NULL REFERENCES broadcasts,
    person INTEGER NOT NULL REFERENCES persons,
    place INTEGER NOT NULL,
    basis TEXT NOT NULL,
    queued_at TEXT,
    left_out_reason TEXT NOT NULL DEFAULT ''
        CHECK (left_out_reason IN ('', 'unreachable', 'duty', 'filed', 'late')),
    outcome TEXT,
    sent_at TEXT,
    confirmed_at TEXT,
    PRIMARY KEY (broadcast, person)
) WITHOUT ROWID;
CREATE INDEX broadcast_recipients_waiting ON broadcast_recipients (broadcast, place)
    WHERE queued_at IS NULL AND left_out_reason = '';
CREATE INDEX outbox_of_broadcasts ON outbox (state, next_at)
    WHERE topic = 'broadcast' AND state IN ('queued', 'sending', 'retry', 'unknown');
"""


def m045_broadcasts(db: Database) -> None:
    """What the desk announces, to whom it goes by which duties, and who confirmed it."""
    run(db, _BROADCASTS)
