"""The steps of the schema for the office's own page, whose conversations are kept here."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# The number of a message is one of the counter that numbers all changes: none of either ever comes again, whatever
# is purged, so that a page that was away for months takes no other message for one that it knows.
_MESSAGES = """
CREATE TABLE web_messages (
    id INTEGER PRIMARY KEY,
    user_key TEXT NOT NULL,
    changed INTEGER NOT NULL,
    act_key TEXT,
    taken INTEGER NOT NULL,
    body TEXT NOT NULL,
    album_key TEXT,
    reply_to INTEGER,
    file_kind TEXT,
    file_name TEXT,
    file_mime TEXT,
    file_size INTEGER,
    file_ref TEXT,
    file_sha256 TEXT,
    shown_at TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    edit_key TEXT,
    edited INTEGER NOT NULL DEFAULT 0,
    deleted_at TEXT,
    opened_at TEXT
);
CREATE UNIQUE INDEX web_messages_of_act ON web_messages (user_key, act_key) WHERE act_key IS NOT NULL;
CREATE INDEX web_messages_changed ON web_messages (user_key, changed);
CREATE INDEX web_messages_shown ON web_messages (user_key, id);
CREATE INDEX web_messages_unopened ON web_messages (user_key, changed) WHERE opened_at IS NULL AND act_key IS NULL;
CREATE INDEX web_messages_touched ON web_messages (touched_at);
CREATE INDEX web_messages_of_file ON web_messages (file_sha256) WHERE file_sha256 IS NOT NULL;
"""


def m060_web_messages(db: Database) -> None:
    """What stands in the conversations of the office's page: of the program, and what people wrote (`act_key`).

    `taken` is 0 until an act is stored as an update, and until the bytes of a file lie on the disk: so long nothing is
    shown of it. A message that was deleted stays as a number without words, so that open pages learn of it.
    """
    run(db, _MESSAGES)


_LET_GO = """
CREATE TRIGGER web_messages_{event} AFTER {of} ON web_messages WHEN OLD.file_sha256 IS NOT NULL
BEGIN UPDATE files SET loose = 1 WHERE sha256 = OLD.file_sha256; END;
"""


def m061_web_files(db: Database) -> None:
    """Files that the page shows are needed as long as their messages are there."""
    for event, of in (("changed", "UPDATE OF file_sha256"), ("deleted", "DELETE")):
        db.conn.execute(_LET_GO.format(event=event, of=of))
