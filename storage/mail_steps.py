"""The step of the schema with which people may be told by e-mail that something waits for them."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A row is called by something that was drawn and comes once: it stands in links and with letters that are on their way,
# and a number that comes again would be another person's.
_MAILBOXES = """
CREATE TABLE mailboxes (
    key TEXT PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    address TEXT NOT NULL,
    proposed INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    confirmed_at TEXT,
    refused_at TEXT,
    code_hash TEXT,
    code_until TEXT,
    code_wrong INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE UNIQUE INDEX mailboxes_in_use ON mailboxes (person) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX mailboxes_unconfirmed ON mailboxes (person) WHERE confirmed_at IS NULL;
CREATE TABLE mail_codes (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    address_hash TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX mail_codes_at ON mail_codes (at);
"""


def m066_mailboxes(db: Database) -> None:
    """Addresses of e-mail, confirmed or to be confirmed, and how many codes were sent to them."""
    run(db, _MAILBOXES)
