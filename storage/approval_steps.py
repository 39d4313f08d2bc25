"""The step of the schema about the approval of reports by the head of a member."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_APPROVAL = """
CREATE TABLE approvals_required (
    seat INTEGER PRIMARY KEY REFERENCES seats,
    since TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons
);
CREATE TABLE delegations (
    id INTEGER PRIMARY KEY,
    seat INTEGER NOT NULL REFERENCES seats,
    person INTEGER NOT NULL REFERENCES persons,
    by_person INTEGER NOT NULL REFERENCES persons,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    given_at TEXT NOT NULL,
    stopped_at TEXT,
    stopped_by INTEGER REFERENCES persons
);
CREATE INDEX delegations_of_seat ON delegations (seat) WHERE stopped_at IS NULL;
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES drafts ON DELETE CASCADE,
    seat INTEGER NOT NULL REFERENCES seats,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons,
    nil INTEGER NOT NULL,
    submitted_at TEXT NOT NULL,
    content TEXT NOT NULL,
    reminded_at TEXT,
    stranded_at TEXT,
    outcome TEXT,
    ended_at TEXT,
    ended_by INTEGER REFERENCES persons,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX submissions_waiting ON submissions (draft) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX submissions_of_period ON submissions (seat, subject) WHERE ended_at IS NULL AND kind = 'report';
CREATE INDEX submissions_of_draft ON submissions (draft);
ALTER TABLE reports ADD COLUMN approval TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN approved_by INTEGER REFERENCES persons;
"""


def m026_approval(db: Database) -> None:
    """Which seats' reports need approval, who approves in whose place, what waits; who approved a report."""
    run(db, _APPROVAL)
