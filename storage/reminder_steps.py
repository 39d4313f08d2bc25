"""The step of the schema with which the rules of reminders are data, and every occurrence says why it was not sent."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Made anew, as SQLite cannot change a CHECK.
_RULES = """
CREATE TABLE reminder_rules (
    version INTEGER PRIMARY KEY CHECK (version > 0),
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
);
CREATE TABLE new_reminders (
    key TEXT PRIMARY KEY,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    seat INTEGER NOT NULL REFERENCES seats,
    due_on TEXT NOT NULL,
    opening_on TEXT,
    send_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('planned', 'queued', 'sent', 'expired', 'folded', 'skipped', 'superseded')),
    reason TEXT,
    queued_on TEXT,
    slot TEXT,
    changed_at TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO new_reminders
    (key, mark, kind, subject, person, seat, due_on, send_on, version, state, queued_on, changed_at)
    SELECT key, mark, kind, subject, person, seat, due_on, send_on, 0, state, queued_on, changed_at FROM reminders;
DROP TABLE reminders;
ALTER TABLE new_reminders RENAME TO reminders;
CREATE INDEX reminders_unsent ON reminders (send_on) WHERE state IN ('planned', 'queued', 'expired');
CREATE INDEX reminders_of_person ON reminders (person, queued_on);
"""


def m043_reminder_rules(db: Database) -> None:
    """The rules of an office, by version; those that ship are version 0 and stand in no table.

    `slot` is the hour of the card that holds an occurrence. What was skipped before says no reason.
    """
    run(db, _RULES)
