"""The steps of the schema with which it is known whether anything has changed that a paper of a period is made of.

A paper that is reckoned beside the program is frozen only where it still is what it was reckoned from. Triggers count
what changes; they stand on every table that papers are made of, and a test records what these are
(`tests/services/test_paper_basis.py`).
"""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_TABLE = """
CREATE TABLE paper_basis (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    changes INTEGER NOT NULL,
    removals INTEGER NOT NULL
);
INSERT INTO paper_basis (id, changes, removals) VALUES (1, 0, 0);
"""
# Its statement stands on the line of its end: `run` takes a step apart where lines end.
_TRIGGER = (
    "CREATE TRIGGER {table}_on_paper_{name} AFTER {event} ON {table} WHEN {when} "
    "BEGIN UPDATE paper_basis SET changes = changes + 1; END;\n"
)
_EACH_ROW = (
    "attachments", "cosigns", "difficulties", "difficulty_events", "duties", "excuses", "kept_files", "persons",
    "receptions", "remarks", "report_tasks", "reports", "seats", "submissions", "task_difficulties", "task_events",
    "task_seats", "tasks", "waiting_papers",
)  # fmt: skip
"""Tables of which every row that comes, goes or changes may change a paper."""
_BEGUN = """(json_array_length({0}.answers, '$.items') > 0 OR json_extract({0}.answers, '$.closing') <> ''
 OR EXISTS (SELECT 1 FROM json_each({0}.answers, '$.carried') WHERE json_extract(value, '$.chosen') <> ''
 OR json_extract(value, '$.words') <> ''))""".replace("\n", " ")


def _trigger(table: str, event: str, when: str = "TRUE") -> str:
    return _TRIGGER.format(table=table, name=event.split()[0].lower(), event=event, when=when)


def _of_drafts() -> str:
    """Whether a report has been begun is all that papers say of a draft: not each answer counts."""
    new, old = (f"({row}.kind = 'report' AND coalesce({_BEGUN.format(row)}, 0))" for row in ("NEW", "OLD"))
    named = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in ("closed_at", "seat", "subject"))
    moved = f"{named} OR {old} IS NOT {new}"
    return (
        _trigger("drafts", "INSERT", new)
        + _trigger("drafts", "DELETE", old)
        + _trigger("drafts", "UPDATE OF kind, subject, seat, answers, closed_at", f"NEW.kind = 'report' AND ({moved})")
    )


def m056_paper_basis(db: Database) -> None:
    """How often anything has changed that papers are made of, not who was told of one; how often words were removed."""
    run(db, _TABLE)
    each = "".join(_trigger(table, event) for table in _EACH_ROW for event in ("INSERT", "DELETE", "UPDATE"))
    digests = "".join(_trigger("digests", event) for event in ("INSERT", "DELETE", "UPDATE OF body, removed_at"))
    run(db, each + digests + _of_drafts())


_KNOWN = """
ALTER TABLE digests ADD COLUMN reports_until TEXT NOT NULL DEFAULT '';
ALTER TABLE digests ADD COLUMN acts_until TEXT NOT NULL DEFAULT '';
UPDATE digests SET
    reports_until = coalesce(json_extract(body, '$.fixed_at'), json_extract(body, '$.taken_at'), taken_at),
    acts_until = coalesce(json_extract(body, '$.taken_at'), taken_at);
"""


def m057_known_until(db: Database) -> None:
    """Up to when a frozen paper knows reports and acts: it is asked often, and its figures are megabytes."""
    run(db, _KNOWN)
