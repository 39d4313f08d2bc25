"""The step of the schema with which recurring tasks make occurrences, and tasks have sub-tasks."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_SERIES = """
ALTER TABLE tasks ADD COLUMN fulfilled_by TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN series INTEGER REFERENCES tasks;
ALTER TABLE tasks ADD COLUMN period TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN parent INTEGER REFERENCES tasks;
ALTER TABLE tasks ADD COLUMN person INTEGER REFERENCES persons;
ALTER TABLE tasks ADD COLUMN assigned_by INTEGER REFERENCES seats;
CREATE UNIQUE INDEX tasks_of_series ON tasks (series, period) WHERE series IS NOT NULL;
CREATE INDEX tasks_of_parent ON tasks (parent) WHERE parent IS NOT NULL;
"""


def m040_series(db: Database) -> None:
    """An occurrence names its series and its period, of which there is one; a sub-task its parent, whose it is and who
    assigned it.

    A series of before makes its first occurrence with the next tick.
    """
    run(db, _SERIES)
