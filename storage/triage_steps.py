"""The step of the schema with which the desk takes difficulties on, and finds those that are open."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# By the duty: whoever gets the role back later has not kept what was taken on before.
_TRIAGE = """
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    difficulty TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    duty INTEGER NOT NULL REFERENCES duties,
    at TEXT NOT NULL,
    ended_at TEXT,
    ended_by INTEGER REFERENCES persons
);
CREATE UNIQUE INDEX claims_open ON claims (difficulty) WHERE ended_at IS NULL;
CREATE INDEX difficulty_events_ending ON difficulty_events (difficulty, id)
    WHERE kind IN ('not_accepted', 'merged', 'withdrawn', 'closed', 'solved');
CREATE TABLE urgings (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    account INTEGER NOT NULL REFERENCES accounts,
    made_at TEXT NOT NULL,
    shown TEXT NOT NULL,
    left_out TEXT NOT NULL,
    sent_at TEXT,
    told_at TEXT
);
CREATE TABLE urged_seats (
    seat INTEGER NOT NULL REFERENCES seats,
    day TEXT NOT NULL,
    period TEXT NOT NULL,
    urging INTEGER NOT NULL REFERENCES urgings,
    PRIMARY KEY (seat, day)
) WITHOUT ROWID;
CREATE INDEX urged_seats_of_urging ON urged_seats (urging);
CREATE INDEX urged_seats_of_period ON urged_seats (period);
"""


def m032_triage(db: Database) -> None:
    """Who has taken on which difficulty, which seats were urged to report, and how ended difficulties are left out."""
    run(db, _TRIAGE)
