"""The step of the schema about drafts that lie, and seats whose people change, are away or are excused."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_SEATS = """
ALTER TABLE drafts ADD COLUMN taken_from INTEGER REFERENCES persons;
ALTER TABLE drafts ADD COLUMN taken_at TEXT;
ALTER TABLE drafts ADD COLUMN idle_told_at TEXT;
ALTER TABLE drafts ADD COLUMN purge_told_at TEXT;
CREATE INDEX drafts_untouched ON drafts (updated_at) WHERE closed_at IS NULL;
CREATE INDEX drafts_of_seat ON drafts (seat, kind, subject) WHERE closed_at IS NULL;

CREATE TABLE seat_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('excuse', 'substitute', 'handover')),
    seat INTEGER NOT NULL REFERENCES seats,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons,
    made_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT CHECK (outcome IN ('granted', 'refused', 'withdrawn', 'lapsed')),
    ended_by INTEGER REFERENCES persons,
    words TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX seat_requests_open ON seat_requests (kind, seat, subject) WHERE ended_at IS NULL;

CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('handover', 'substitute')),
    seat INTEGER NOT NULL REFERENCES seats,
    from_person INTEGER NOT NULL REFERENCES persons,
    from_duty INTEGER NOT NULL REFERENCES duties,
    to_person INTEGER NOT NULL REFERENCES persons,
    to_duty INTEGER NOT NULL REFERENCES duties,
    begins_on TEXT NOT NULL,
    ends_on TEXT,
    pass_drafts INTEGER NOT NULL CHECK (pass_drafts IN (0, 1)),
    by_actor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    begun_at TEXT,
    ended_at TEXT,
    told_at TEXT,
    received_at TEXT
);
CREATE INDEX turns_open ON turns (begins_on) WHERE ended_at IS NULL;
"""


def m025_seats(db: Database) -> None:
    """Who took a draft over, and when its writer was told that it lies; what members ask for
    their seats; seats that change hands on a day.
    """
    run(db, _SEATS)
