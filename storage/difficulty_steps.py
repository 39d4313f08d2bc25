"""The steps of the schema about what becomes of difficulties after they were sent."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run


def m021_events_by_difficulty(db: Database) -> None:
    """What happened to a difficulty is found by its code, in whichever report it was written."""
    run(db, "CREATE INDEX difficulty_events_of_difficulty ON difficulty_events (difficulty);")
