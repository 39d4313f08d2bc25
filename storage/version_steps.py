"""The steps of the schema about versions of reports and who has seen them."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_OPENINGS = """
CREATE TABLE openings (
    report TEXT NOT NULL,
    version INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL,
    PRIMARY KEY (report, version, person)
);
UPDATE drafts SET step = json_set(step, '$.at', 'review') WHERE json_extract(step, '$.at') = 'item_done';
"""


def m022_openings(db: Database) -> None:
    """Which versions of reports officers have opened; what stood between the last question and the review is gone."""
    run(db, _OPENINGS)
