"""The step of the schema with which browsers are rung (Web Push) for what comes unasked."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A subscription stands in the row of its session, so that there is one for each and none without.
_PUSH = """
ALTER TABLE web_sessions ADD COLUMN push_endpoint TEXT;
ALTER TABLE web_sessions ADD COLUMN push_p256dh TEXT;
ALTER TABLE web_sessions ADD COLUMN push_auth TEXT;
ALTER TABLE web_sessions ADD COLUMN push_since TEXT;
ALTER TABLE web_sessions ADD COLUMN rung_at TEXT;
ALTER TABLE web_sessions ADD COLUMN rung_upto INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX web_sessions_push ON web_sessions (push_endpoint) WHERE push_endpoint IS NOT NULL;
ALTER TABLE web_messages ADD COLUMN rings INTEGER NOT NULL DEFAULT 0;
CREATE INDEX web_messages_ringing ON web_messages (shown_at) WHERE rings = 1 AND opened_at IS NULL;
CREATE TABLE nudges (
    day TEXT NOT NULL,
    outcome TEXT NOT NULL,
    count INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (day, outcome)
) WITHOUT ROWID;
"""
# There are many ways for a session to end, and a device that is rung after it would be somebody's who has signed out.
_ENDED_WITH_ITS_SESSION = """
CREATE TRIGGER web_sessions_rung_no_more AFTER UPDATE OF ended_at ON web_sessions
WHEN NEW.ended_at IS NOT NULL AND NEW.push_endpoint IS NOT NULL
BEGIN UPDATE web_sessions SET push_endpoint = NULL, push_p256dh = NULL, push_auth = NULL, push_since = NULL
    WHERE id = NEW.id; END
"""


def m067_push(db: Database) -> None:
    """Where the browsers of sessions are rung, which messages ring, and what became of that, counted by days."""
    run(db, _PUSH)
    db.conn.execute(_ENDED_WITH_ITS_SESSION)
