"""The tables of the first release, as its migration made them; what came later is in `storage.migrations`."""

from __future__ import annotations

from sqlite_utils import Database

FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    title TEXT NOT NULL,
    honorific TEXT NOT NULL CHECK (honorific IN ('', 'dong_chi', 'ong', 'ba')),
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    phone TEXT NOT NULL
);
CREATE TABLE seats (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    organisation TEXT NOT NULL,
    rank INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE TABLE duties (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    seat INTEGER REFERENCES seats,
    role TEXT NOT NULL CHECK (role IN ('principal', 'focal', 'secretariat', 'leader', 'admin')),
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE INDEX duties_of_person ON duties (person);
CREATE INDEX duties_of_seat ON duties (seat);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    user_key TEXT NOT NULL,
    address TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    linked_at TEXT NOT NULL,
    unlinked_at TEXT,
    reach TEXT NOT NULL DEFAULT 'ok' CHECK (reach IN ('ok', 'blocked', 'gone')),
    last_ok_at TEXT,
    open_draft INTEGER REFERENCES drafts ON DELETE SET NULL
);
CREATE UNIQUE INDEX accounts_live ON accounts (channel, user_key) WHERE unlinked_at IS NULL;
CREATE INDEX accounts_of_person ON accounts (person) WHERE unlinked_at IS NULL;

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    token_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    used_by INTEGER REFERENCES accounts,
    locked_at TEXT,
    offered_channel TEXT,
    offered_user TEXT,
    offered_at TEXT,
    confirmed_at TEXT
);
CREATE INDEX invitations_offered ON invitations (offered_channel, offered_user) WHERE used_at IS NULL;
CREATE TABLE code_attempts (account_hash TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX code_attempts_at ON code_attempts (at);
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts,
    version TEXT NOT NULL,
    at TEXT NOT NULL,
    withdrawn_at TEXT
);

CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    update_id INTEGER NOT NULL,
    user_key TEXT,
    raw TEXT,
    received_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'quarantined')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    ended_at TEXT,
    incident TEXT,
    UNIQUE (channel, update_id)
);
CREATE INDEX inbox_new ON inbox (user_key, seq) WHERE state = 'new';
CREATE INDEX inbox_ended ON inbox (ended_at) WHERE state <> 'new';

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    dedupe_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    address TEXT,
    account INTEGER REFERENCES accounts,
    lane TEXT NOT NULL CHECK (lane IN ('interactive', 'bulk')),
    kind TEXT NOT NULL CHECK (kind IN ('send', 'replace', 'strip', 'file')),
    anchor TEXT,
    subject TEXT,
    body TEXT,
    guard TEXT,
    expires_at TEXT,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN
        ('queued', 'sending', 'sent', 'retry', 'failed', 'unknown', 'cancelled', 'expired', 'superseded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    message_id INTEGER,
    error TEXT
);
CREATE INDEX outbox_open ON outbox (channel, address, id) WHERE state IN ('queued', 'sending', 'retry', 'unknown');
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE anchors (
    anchor TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    subject TEXT,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    seat INTEGER NOT NULL REFERENCES seats,
    person INTEGER NOT NULL REFERENCES persons,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    rev INTEGER NOT NULL,
    step TEXT NOT NULL,
    answers TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    closed_at TEXT,
    result_code TEXT
);
CREATE UNIQUE INDEX drafts_live ON drafts (person, seat, kind, subject) WHERE closed_at IS NULL;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    seat INTEGER NOT NULL REFERENCES seats,
    kind TEXT NOT NULL CHECK (kind IN ('periodic', 'adhoc')),
    period TEXT,
    urgency TEXT,
    nil INTEGER NOT NULL CHECK (nil IN (0, 1)),
    by_person INTEGER NOT NULL REFERENCES persons,
    via TEXT NOT NULL CHECK (via IN ('self', 'proxy')),
    sent_at TEXT NOT NULL,
    superseded_at TEXT,
    withdrawn_at TEXT,
    UNIQUE (code, version)
);
CREATE UNIQUE INDEX reports_live ON reports (seat, period)
    WHERE kind = 'periodic' AND superseded_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX reports_of_period ON reports (period);
CREATE TABLE difficulties (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports,
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    procedure TEXT NOT NULL,
    content TEXT NOT NULL,
    legal TEXT NOT NULL,
    proposal TEXT NOT NULL,
    folded TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent',
    UNIQUE (code, report)
);
CREATE INDEX difficulties_of_report ON difficulties (report);

CREATE TABLE excuses (
    seat INTEGER NOT NULL REFERENCES seats,
    period TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL,
    PRIMARY KEY (seat, period)
) WITHOUT ROWID;
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('provisional')),
    taken_at TEXT NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TABLE ticks (
    name TEXT NOT NULL,
    slot TEXT NOT NULL,
    ran_at TEXT NOT NULL,
    PRIMARY KEY (name, slot)
) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    object TEXT NOT NULL,
    salt TEXT NOT NULL,
    detail_hash TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
"""
"""Partial unique indexes hold what would be races otherwise: one live link of an account, one live draft, one live
report of a seat for a period. The other partial indexes keep what is open quick to find, however much has ended.
The numbers of the inbox never come again (AUTOINCREMENT), as the keys of answers are made from them."""


def run(db: Database, statements: str) -> None:
    """Run the statements of a step."""
    # Not `executescript`, which commits what is open: a step is taken whole or not at all.
    for statement in statements.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
