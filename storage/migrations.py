"""The schema, as an append-only list of steps. A step that has been released is never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage import keys_to_columns
from storage.approval_steps import m026_approval
from storage.broadcast_steps import m045_broadcasts
from storage.calendar_steps import m044_calendar_days
from storage.desk_steps import m037_desk
from storage.difficulty_steps import m021_events_by_difficulty
from storage.due_steps import m049_due_indexes
from storage.file_steps import m027_kept_files
from storage.first_schema import FIRST, run
from storage.forecast_steps import m048_forecasts
from storage.handling_steps import m024_handling
from storage.hot_steps import m050_hot_indexes
from storage.ladder_steps import m046_acknowledgements, m047_snoozes
from storage.later_steps import (
    m012_missed_since,
    m013_search,
    m014_urgent,
    m015_papers,
    m016_task_events,
    m017_typed,
    m019_deaths,
)
from storage.legal_steps import m029_provisions
from storage.loose_file_steps import m054_loose_files
from storage.mail_steps import m066_mailboxes
from storage.menu_steps import m051_menus
from storage.merge_steps import m033_alike
from storage.notice_steps import m041_notices
from storage.paper_steps import m056_paper_basis, m057_known_until
from storage.place_steps import m036_places
from storage.plan_steps import m052_reminders_by_number, m053_to_plan
from storage.privacy_steps import m031_preferences
from storage.push_steps import m067_push
from storage.queue_steps import m068_unended
from storage.release_steps import m034_waiting_papers
from storage.reminder_steps import m043_reminder_rules
from storage.roster_steps import m020_directory
from storage.seat_steps import m025_seats
from storage.secrecy_steps import m028_secrecy
from storage.series_steps import m040_series
from storage.sharing_steps import m030_sharing
from storage.sign_in_steps import m062_web_sessions, m063_sign_in
from storage.stated_steps import m042_stated_courses
from storage.task_steps import m038_courses, m039_result_subjects
from storage.triage_steps import m032_triage
from storage.version_steps import m022_openings
from storage.way_steps import m064_held, m065_ways
from storage.web_steps import m060_web_messages, m061_web_files
from storage.wording_steps import m035_remarks

MIGRATIONS = Migrations("bot")


def m001_first(db: Database) -> None:
    """Members, inbox and outbox, drafts and reports, the audit chain."""
    run(db, FIRST)


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
    run(db, _TASKS)


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
    run(db, _REMINDERS)


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
    run(db, _ADHOC)


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
    run(db, _ATTACHMENTS)


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
    run(db, _QUARTERLY)


def m007_ids_topics_guards(db: Database) -> None:
    """The channel's ids as it gives them, a hash of each raw update, and what keys, subjects and guards meant."""
    run(db, keys_to_columns.TABLES)
    keys_to_columns.translate(db)


# Made anew, as SQLite cannot change a CHECK.
_DELIVERY = """
CREATE TABLE new_reminders (
    key TEXT PRIMARY KEY,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    seat INTEGER NOT NULL REFERENCES seats,
    due_on TEXT NOT NULL,
    send_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'queued', 'sent', 'expired', 'skipped', 'superseded')),
    queued_on TEXT,
    changed_at TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO new_reminders (key, mark, kind, subject, person, seat, due_on, send_on, version, state, changed_at)
    SELECT key, mark, kind, subject, person, seat, due_on, send_on, version, state, changed_at FROM reminders;
DROP TABLE reminders;
ALTER TABLE new_reminders RENAME TO reminders;
CREATE INDEX reminders_unsent ON reminders (send_on) WHERE state IN ('planned', 'queued', 'expired');
CREATE TABLE tick_failures (
    name TEXT PRIMARY KEY,
    attempts INTEGER NOT NULL,
    failed_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    incident TEXT,
    told_at TEXT
) WITHOUT ROWID;
"""


def m008_delivery(db: Database) -> None:
    """Reminders are queued before they are sent; how a tick is failing."""
    run(db, _DELIVERY)


# The index begins with the channel, as the queries go by channel and user. A user name that was learnt becomes the
# link that it stood for.
_CHANNELS = """
ALTER TABLE persons ADD COLUMN preferred_channel TEXT;
CREATE TABLE choices (
    chat TEXT PRIMARY KEY,
    account INTEGER REFERENCES accounts,
    offered TEXT NOT NULL,
    shown_at TEXT NOT NULL
) WITHOUT ROWID;
DROP INDEX inbox_new;
CREATE INDEX inbox_new ON inbox (channel, user_key, seq) WHERE state = 'new';
UPDATE meta SET name = 'invitation_link:telegram', value = 'https://t.me/' || value || '?start={token}'
    WHERE name = 'bot_username' AND value <> '';
"""


def m009_channels(db: Database) -> None:
    """Several channels: where a person is written to, what chats without buttons offer, invitation links by channel."""
    run(db, _CHANNELS)


# The forms as they were then: a step goes by nothing that may still change.
_STEPS_BY_NUMBER: Mapping[str, Sequence[str]] = {
    "report": ("field", "procedure", "content", "legal", "proposal", "files"),
    "adhoc": ("field", "content", "proposal", "files"),
}


_AGENCY = """
ALTER TABLE difficulties ADD COLUMN agency TEXT NOT NULL DEFAULT '';
ALTER TABLE difficulties ADD COLUMN agency_code TEXT NOT NULL DEFAULT '';
UPDATE drafts SET rev = rev + 1 WHERE closed_at IS NULL AND json_extract(step, '$.at') = 'item';
"""


def m010_questions(db: Database) -> None:
    """The agency competent to decide, as typed and by its code; the steps of drafts by their names.

    By its number a step would be another once one is put in before it. The buttons of an item are by number: those
    that are on a phone are made out of date.
    """
    for draft, kind, step in db.conn.execute("SELECT id, kind, step FROM drafts").fetchall():
        position = json.loads(step)
        position["step"] = _STEPS_BY_NUMBER[kind][position["step"]] if position["at"] == "step" else ""
        db.conn.execute("UPDATE drafts SET step = ? WHERE id = ?", [json.dumps(position), draft])
    run(db, _AGENCY)


_DIFFICULTY_EVENTS = """
CREATE TABLE difficulty_events (
    id INTEGER PRIMARY KEY,
    difficulty TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX difficulty_events_of_report ON difficulty_events (report);
INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
    SELECT d.code, d.report, 'sent', r.sent_at, 'person:' || p.code, '{}'
    FROM difficulties d JOIN reports r ON r.id = d.report JOIN persons p ON p.id = r.by_person ORDER BY d.id;
ALTER TABLE difficulties DROP COLUMN state;
"""


def m011_difficulty_events(db: Database) -> None:
    """What happened to each difficulty, from which its state is read: up to here every one was only sent."""
    run(db, _DIFFICULTY_EVENTS)


STEPS = (
    m001_first,
    m002_tasks,
    m003_reminders_and_digests,
    m004_adhoc,
    m005_attachments,
    m006_quarterly,
    m007_ids_topics_guards,
    m008_delivery,
    m009_channels,
    m010_questions,
    m011_difficulty_events,
    m012_missed_since,
    m013_search,
    m014_urgent,
    m015_papers,
    m016_task_events,
    m017_typed,
    m019_deaths,
    m020_directory,
    m021_events_by_difficulty,
    m022_openings,
    m024_handling,
    m025_seats,
    m026_approval,
    m027_kept_files,
    m028_secrecy,
    m029_provisions,
    m030_sharing,
    m031_preferences,
    m032_triage,
    m033_alike,
    m034_waiting_papers,
    m035_remarks,
    m036_places,
    m037_desk,
    m038_courses,
    m039_result_subjects,
    m040_series,
    m041_notices,
    m042_stated_courses,
    m043_reminder_rules,
    m044_calendar_days,
    m045_broadcasts,
    m046_acknowledgements,
    m047_snoozes,
    m048_forecasts,
    m049_due_indexes,
    m050_hot_indexes,
    m051_menus,
    m052_reminders_by_number,
    m053_to_plan,
    m054_loose_files,
    m056_paper_basis,
    m057_known_until,
    m060_web_messages,
    m061_web_files,
    m062_web_sessions,
    m063_sign_in,
    m064_held,
    m065_ways,
    m066_mailboxes,
    m067_push,
    m068_unended,
)
KNOWN = frozenset(step.__name__ for step in STEPS)
for _step in STEPS:
    MIGRATIONS()(_step)
