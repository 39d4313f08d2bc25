"""The schema, as an append-only list of steps. A step that has been released is never changed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage import keys_to_columns

MIGRATIONS = Migrations("bot")

_FIRST = """
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


def m001_first(db: Database) -> None:
    """Members, inbox and outbox, drafts and reports, the audit chain."""
    _run(db, _FIRST)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


_TASKS = """
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    basis TEXT NOT NULL,
    title TEXT NOT NULL,
    deadline_kind TEXT NOT NULL CHECK (deadline_kind IN
        ('day', 'before_day', 'month', 'quarter', 'year', 'recurring', 'none')),
    deadline TEXT NOT NULL,
    recurrence TEXT NOT NULL CHECK (recurrence IN ('', 'monthly', 'quarterly')),
    note TEXT NOT NULL,
    assigned_on TEXT,
    done_on TEXT,
    result TEXT NOT NULL
);
CREATE TABLE task_seats (
    task INTEGER NOT NULL REFERENCES tasks,
    seat INTEGER NOT NULL REFERENCES seats,
    part TEXT NOT NULL CHECK (part IN ('lead', 'coord', 'watch')),
    PRIMARY KEY (task, seat)
) WITHOUT ROWID;
CREATE INDEX task_seats_of_seat ON task_seats (seat);
CREATE TABLE task_events (
    id INTEGER PRIMARY KEY,
    task INTEGER NOT NULL REFERENCES tasks,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX task_events_of_task ON task_events (task);
"""


def m002_tasks(db: Database) -> None:
    """Tasks, the seats that have a part in them, and what happened to them."""
    _run(db, _TASKS)


_REMINDERS = """
CREATE TABLE reminders (
    key TEXT PRIMARY KEY,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    seat INTEGER NOT NULL REFERENCES seats,
    due_on TEXT NOT NULL,
    send_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'skipped', 'superseded')),
    changed_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reminders_planned ON reminders (send_on) WHERE state = 'planned';
CREATE TABLE digests (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    number INTEGER NOT NULL,
    taken_at TEXT NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (period, number)
);
"""


def m003_reminders_and_digests(db: Database) -> None:
    """Occurrences of reminders; frozen aggregates, number 0 the digest and the others its addenda."""
    _run(db, _REMINDERS)


_ADHOC = """
CREATE TABLE receptions (
    report_code TEXT PRIMARY KEY,
    accepted_at TEXT,
    accepted_by INTEGER REFERENCES persons,
    escalated_at TEXT
) WITHOUT ROWID;
CREATE INDEX receptions_waiting ON receptions (report_code) WHERE accepted_at IS NULL AND escalated_at IS NULL;
"""


def m004_adhoc(db: Database) -> None:
    """Who accepted an ad hoc report, whatever its version, and whether the leaders were told."""
    _run(db, _ADHOC)


_ATTACHMENTS = """
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    difficulty INTEGER NOT NULL REFERENCES difficulties,
    position INTEGER NOT NULL,
    channel TEXT NOT NULL,
    file_ref TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'document')),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    caption TEXT NOT NULL,
    UNIQUE (difficulty, position)
);
"""


def m005_attachments(db: Database) -> None:
    """The files of difficulties, each by its channel's identifier."""
    _run(db, _ATTACHMENTS)


_QUARTERLY = """
ALTER TABLE reports ADD COLUMN opinion TEXT;
CREATE TABLE report_tasks (
    report INTEGER NOT NULL REFERENCES reports,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('lead', 'coord', 'watch')),
    due_on TEXT,
    done_on TEXT,
    bucket TEXT NOT NULL CHECK (bucket IN
        ('done_on_time', 'done_late', 'open_in_time', 'open_overdue', 'no_deadline')),
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
"""


def m006_quarterly(db: Database) -> None:
    """What a quarterly report says of its tasks, frozen, and its free paragraph; NULL in any other report."""
    _run(db, _QUARTERLY)


def m007_ids_topics_guards(db: Database) -> None:
    """The channel's ids as it gives them, a hash of each raw update, and what keys, subjects and guards meant."""
    _run(db, keys_to_columns.TABLES)
    keys_to_columns.translate(db)


_MISSED_SINCE = """
ALTER TABLE accounts ADD COLUMN missed_since TEXT;
UPDATE accounts SET missed_since = coalesce(
        (SELECT max(o.ended_at) FROM outbox o WHERE o.account = accounts.id AND o.state = 'sent'),
        last_ok_at, linked_at)
    WHERE reach <> 'ok' AND unlinked_at IS NULL;
UPDATE outbox SET error = 'address gone' WHERE state = 'cancelled' AND guard IS NULL AND account IS NOT NULL;
CREATE INDEX outbox_of_account ON outbox (account) WHERE topic IS NOT NULL;
"""


def m012_missed_since(db: Database) -> None:
    """Since when an account has been missing messages; NULL where it has been told of all that it missed.

    What was cancelled without having been asked whether it is still wanted was cancelled for want of a reader.
    """
    _run(db, _MISSED_SINCE)


STEPS = (
    m001_first,
    m002_tasks,
    m003_reminders_and_digests,
    m004_adhoc,
    m005_attachments,
    m006_quarterly,
    m007_ids_topics_guards,
    m012_missed_since,
)
KNOWN = frozenset(step.__name__ for step in STEPS)
for _step in STEPS:
    MIGRATIONS()(_step)
