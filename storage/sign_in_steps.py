"""The steps of the schema with which people sign in to the office's page."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_SESSIONS = """
CREATE TABLE web_sessions (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    user_key TEXT NOT NULL,
    series_hash TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    secret_at TEXT NOT NULL,
    came_back_at TEXT,
    before_hash TEXT NOT NULL DEFAULT '',
    device TEXT NOT NULL,
    language TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    setup_key TEXT,
    confirmed_at TEXT,
    ended_at TEXT
) WITHOUT ROWID;
CREATE INDEX web_sessions_live ON web_sessions (channel, user_key) WHERE ended_at IS NULL;
CREATE INDEX web_sessions_seen ON web_sessions (seen_at);
"""
# A trigger, since there are many ways for an account to leave its person, and one that forgot the sessions would leave
# a door open. What is made of several statements is no line of `run`, which cuts at semicolons.
_ENDED_WITH_ITS_ACCOUNT = """
CREATE TRIGGER web_sessions_unlinked AFTER UPDATE OF unlinked_at ON accounts
WHEN OLD.unlinked_at IS NULL AND NEW.unlinked_at IS NOT NULL
BEGIN UPDATE web_sessions SET ended_at = NEW.unlinked_at
    WHERE channel = NEW.channel AND user_key = NEW.user_key AND ended_at IS NULL; END
"""


def m062_web_sessions(db: Database) -> None:
    """Browsers that have signed in, by hashes of what they hold; they end with the link of their account."""
    run(db, _SESSIONS)
    db.conn.execute(_ENDED_WITH_ITS_ACCOUNT)


_SIGN_IN = """
CREATE TABLE sign_in_links (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    token_hash TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX sign_in_links_of_person ON sign_in_links (person);
CREATE TABLE second_factors (
    person INTEGER PRIMARY KEY REFERENCES persons,
    setup_key TEXT NOT NULL,
    made_at TEXT NOT NULL,
    last_step INTEGER NOT NULL
);
CREATE TABLE sign_in_attempts (
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL
);
CREATE INDEX sign_in_attempts_of_person ON sign_in_attempts (person, at);
"""


def m063_sign_in(db: Database) -> None:
    """Links that sign in once, second factors by what they are derived from, and wrong codes that were tried."""
    run(db, _SIGN_IN)
