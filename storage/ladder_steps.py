"""The steps of the schema with which reminders are confirmed, people called, and reminders asked for again later."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_ACKNOWLEDGEMENTS = """
CREATE TABLE acknowledgements (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    seat INTEGER NOT NULL REFERENCES seats,
    due_on TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL,
    UNIQUE (subject, seat, due_on)
);
CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    seat INTEGER NOT NULL REFERENCES seats,
    person INTEGER REFERENCES persons,
    phone TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    matters TEXT NOT NULL,
    again_on TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL
);
CREATE INDEX calls_of_seat ON calls (seat, person);
"""


def m046_acknowledgements(db: Database) -> None:
    """Who confirmed that something is overdue, once for a seat; what came of the calls of the desk.

    `person` of a call is NULL where nobody holds the seat. `matters` is a JSON list of what was called about, as
    `Matter.key` writes it; `again_on` is the day from which on whoever was called may have to be called again.
    """
    run(db, _ACKNOWLEDGEMENTS)


_SNOOZES = """
CREATE TABLE snoozes (
    occurrence TEXT PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    day INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    at TEXT NOT NULL,
    made_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX snoozes_due ON snoozes (at);
"""


def m047_snoozes(db: Database) -> None:
    """Which occurrences somebody asked to be reminded of once more, and when; a row goes as it is sent or over.

    `day`, counted from 1, and `slot`, minutes of the day, name the card that held them.
    """
    run(db, _SNOOZES)
