"""The step of the schema with which quarterly reports state how tasks went."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_STATED_COURSES = """
ALTER TABLE report_tasks ADD COLUMN stage TEXT;
ALTER TABLE report_tasks ADD COLUMN progress INTEGER REFERENCES task_events;
ALTER TABLE report_tasks ADD COLUMN target INTEGER;
ALTER TABLE report_tasks ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE report_tasks ADD COLUMN extensions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report_tasks ADD COLUMN first_due_on TEXT;
ALTER TABLE report_tasks ADD COLUMN asked INTEGER REFERENCES task_events;
ALTER TABLE report_tasks ADD COLUMN result_refs TEXT NOT NULL DEFAULT '[]';
"""


def m042_stated_courses(db: Database) -> None:
    """How a task went by the time of a report: numbers and days, and the events that hold what was said.

    Reports of before state none of it.
    """
    run(db, _STATED_COURSES)
