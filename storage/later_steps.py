"""The steps of the schema since it is kept what accounts miss; `migrations` has those before and the list of all."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Nobody had kept since when; the last message that arrived, or the last sign of life, comes nearest to it.
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
    run(db, _MISSED_SINCE)


# Without contents: the texts are in the tables already. The columns are those that were searched then.
_SEARCH = """
CREATE VIRTUAL TABLE difficulty_words USING fts5 (
    folded, spelt, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE report_words USING fts5 (
    folded, spelt, content = '', tokenize = 'unicode61 remove_diacritics 0');
ALTER TABLE difficulties DROP COLUMN folded;
CREATE TABLE searches (
    account INTEGER PRIMARY KEY REFERENCES accounts,
    query TEXT NOT NULL,
    at TEXT NOT NULL
);
ALTER TABLE accounts ADD COLUMN lookup_asked_at TEXT;
"""
_SEARCHED = {
    "difficulty_words": """SELECT id, procedure || char(10) || content || char(10) || legal || char(10) || agency ||
        char(10) || proposal FROM difficulties""",
    "report_words": "SELECT id, coalesce(opinion, '') FROM reports",
}


def m013_search(db: Database) -> None:
    """The words of what was sent, indexed; what an account looked for, and since when it is asked what to look up."""
    # A base that is up to date needs none of it.
    from bot.domain.searching import indexed

    run(db, _SEARCH)
    for table, texts in _SEARCHED.items():
        for row, text in db.conn.execute(texts).fetchall():
            words = indexed(text)
            db.conn.execute(
                f"INSERT INTO {table} (rowid, folded, spelt) VALUES (?, ?, ?)", [row, words.folded, words.spelt]
            )


_SECOND_CALLS = """
ALTER TABLE receptions ADD COLUMN called_again_at TEXT;
UPDATE receptions SET called_again_at = coalesce(
    escalated_at, (SELECT max(sent_at) FROM reports WHERE code = report_code));
"""


def m014_urgent(db: Database) -> None:
    """When the desk was called a second time for an ad hoc report.

    Nobody was promised that for those that wait already: they count as called, so that they do not all call at once.
    """
    run(db, _SECOND_CALLS)


_PAPERS = """
CREATE TABLE papers (
    digest INTEGER NOT NULL REFERENCES digests,
    name TEXT NOT NULL,
    built_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, name)
);
"""


def m015_papers(db: Database) -> None:
    """The files of frozen aggregates, as they were first built."""
    run(db, _PAPERS)


_TASK_STATEMENTS = """
ALTER TABLE task_events ADD COLUMN seat INTEGER REFERENCES seats;
CREATE INDEX task_events_of_seat ON task_events (seat, kind, task) WHERE seat IS NOT NULL;
ALTER TABLE report_tasks ADD COLUMN event INTEGER REFERENCES task_events;
"""


def m016_task_events(db: Database) -> None:
    """For which seat something happened to a task; which event a report goes by: none up to here."""
    run(db, _TASK_STATEMENTS)


# What a draft's screen showed before it was kept with it: the question that is open, seen long ago.
_TYPED = """
ALTER TABLE anchors ADD COLUMN subject TEXT;
ALTER TABLE anchors ADD COLUMN shown_at TEXT;
UPDATE anchors SET shown_at = '2000-01-01T00:00:00.000000Z',
    subject = (SELECT 'draft:' || a.open_draft || ':0' FROM accounts a
               WHERE anchors.anchor = 'screen:' || a.id AND a.open_draft IS NOT NULL);
CREATE INDEX outbox_of_message ON outbox (channel, address, message_id) WHERE message_id IS NOT NULL;
CREATE TABLE kept_texts (
    account INTEGER PRIMARY KEY REFERENCES accounts,
    messages TEXT NOT NULL,
    kept_at TEXT NOT NULL
);
"""


def m017_typed(db: Database) -> None:
    """When a screen was shown, by the channel's time, and for which question; texts kept while nothing was open."""
    run(db, _TYPED)


def m019_deaths(db: Database) -> None:
    """How often the program has died with nothing but this update in hand."""
    run(db, "ALTER TABLE inbox ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;")
