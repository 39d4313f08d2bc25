"""The step of the schema with which tasks take courses."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A task that was imported as done has an event that says so; where one is missing, of an older version, it is made.
_COURSES = """
ALTER TABLE task_events ADD COLUMN agency TEXT NOT NULL DEFAULT '';
INSERT INTO task_events (task, kind, at, actor, detail)
    SELECT id, 'done', done_on || 'T10:00:00.000000Z', 'system', json_object('done_on', done_on, 'result', result)
    FROM tasks t WHERE done_on IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM task_events e WHERE e.task = t.id AND e.kind = 'done');
ALTER TABLE tasks DROP COLUMN done_on;
ALTER TABLE tasks DROP COLUMN result;
ALTER TABLE tasks ADD COLUMN outside TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tasks ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN target INTEGER;
ALTER TABLE tasks ADD COLUMN unit TEXT NOT NULL DEFAULT '';
CREATE TABLE task_difficulties (
    task INTEGER NOT NULL REFERENCES tasks,
    difficulty TEXT NOT NULL,
    PRIMARY KEY (task, difficulty)
) WITHOUT ROWID;
CREATE INDEX task_difficulties_of_difficulty ON task_difficulties (difficulty);
"""


def m038_courses(db: Database) -> None:
    """Events say in whose course they happened, and how a task ended is read from them; agencies without a seat, what
    is counted, and the difficulties that a task resolves."""
    run(db, _COURSES)


_SUBJECTS = """
ALTER TABLE result_files RENAME COLUMN difficulty TO subject;
DROP INDEX result_files_of_difficulty;
CREATE INDEX result_files_of_subject ON result_files (subject);
"""


def m039_result_subjects(db: Database) -> None:
    """The result of a task has files as that of a difficulty has."""
    run(db, _SUBJECTS)
