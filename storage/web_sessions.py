"""Browsers that have signed in, or have only begun: known by hashes of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.sessions import Secret
from storage.rows import change, instant, iso, maybe_instant, one, rows


@dataclass(frozen=True)
class WebSession:
    """A session that has not ended. `device` is what the browser says it is, in words; instants are aware."""

    id: str
    channel: str
    user_key: str
    secret: Secret
    device: str
    lang: str
    made_at: datetime
    seen_at: datetime
    setup_key: str
    """From what the second factor follows that is being set up here; empty where none is."""
    confirmed_at: datetime | None
    """When a code of the second factor was entered here last."""


@dataclass(frozen=True)
class NewSession:
    """A session to be added."""

    id: str
    channel: str
    user_key: str
    series_hash: str
    secret_hash: str
    device: str
    lang: str


def add(db: Database, new: NewSession, now: datetime) -> None:
    """Add a session."""
    change(
        db,
        """INSERT INTO web_sessions (id, channel, user_key, series_hash, secret_hash, secret_at, device, language,
               made_at, seen_at)
           VALUES (:id, :channel, :user_key, :series, :secret, :now, :device, :language, :now, :now)""",
        id=new.id,
        channel=new.channel,
        user_key=new.user_key,
        series=new.series_hash,
        secret=new.secret_hash,
        device=new.device,
        language=new.lang,
        now=iso(now),
    )


def by_series(db: Database, series_hash: str) -> WebSession | None:
    """Return the live session of a cookie."""
    row = one(db, "SELECT * FROM web_sessions WHERE series_hash = :series AND ended_at IS NULL", series=series_hash)
    return _session(row) if row else None


def by_id(db: Database, session: str) -> WebSession | None:
    """Return a live session."""
    row = one(db, "SELECT * FROM web_sessions WHERE id = :id AND ended_at IS NULL", id=session)
    return _session(row) if row else None


def live(db: Database, channel: str, user_key: str) -> list[WebSession]:
    """Return the live sessions of an account, the one used last first."""
    found = rows(
        db,
        """SELECT * FROM web_sessions WHERE channel = :channel AND user_key = :user_key AND ended_at IS NULL
           ORDER BY seen_at DESC, id""",
        channel=channel,
        user_key=user_key,
    )
    return [_session(row) for row in found]


def put_secret(db: Database, session: str, secret: Secret) -> None:
    """Keep what is known of a session's secret."""
    change(
        db,
        """UPDATE web_sessions SET secret_hash = :secret, secret_at = :since, came_back_at = :came_back,
               before_hash = :before WHERE id = :id""",
        id=session,
        secret=secret.now,
        since=iso(secret.since),
        came_back=iso(secret.came_back_at) if secret.came_back_at else None,
        before=secret.before,
    )


def note_seen(db: Database, session: str, now: datetime) -> None:
    """Keep that a session is used."""
    change(db, "UPDATE web_sessions SET seen_at = :now WHERE id = :id", id=session, now=iso(now))


def begin_setup(db: Database, session: str, setup_key: str) -> None:
    """Keep from what the second factor follows that is being set up in a session."""
    change(db, "UPDATE web_sessions SET setup_key = :key WHERE id = :id", id=session, key=setup_key)


def confirm(db: Database, session: str, now: datetime) -> None:
    """Keep that a code of the second factor was entered in a session."""
    change(db, "UPDATE web_sessions SET confirmed_at = :now, setup_key = NULL WHERE id = :id", id=session, now=iso(now))


def end(db: Database, session: str, now: datetime) -> bool:
    """End a session; return whether it was live."""
    ended = change(
        db, "UPDATE web_sessions SET ended_at = :now WHERE id = :id AND ended_at IS NULL", id=session, now=iso(now)
    )
    return bool(ended)


def end_of_person(db: Database, person: int, now: datetime) -> int:
    """End all sessions of a person; return how many."""
    return change(
        db,
        """UPDATE web_sessions SET ended_at = :now WHERE ended_at IS NULL AND (channel, user_key) IN
               (SELECT channel, user_key FROM accounts WHERE person = :person AND unlinked_at IS NULL)""",
        person=person,
        now=iso(now),
    )


def purge(db: Database, unseen_since: datetime) -> int:
    """Delete sessions that nobody used since, ended or not; return how many."""
    return change(db, "DELETE FROM web_sessions WHERE seen_at < :before", before=iso(unseen_since))


def _session(row: Row) -> WebSession:
    return WebSession(
        id=row["id"],
        channel=row["channel"],
        user_key=row["user_key"],
        secret=Secret(
            row["secret_hash"], instant(row["secret_at"]), maybe_instant(row["came_back_at"]), row["before_hash"]
        ),
        device=row["device"],
        lang=row["language"],
        made_at=instant(row["made_at"]),
        seen_at=instant(row["seen_at"]),
        setup_key=row["setup_key"] or "",
        confirmed_at=maybe_instant(row["confirmed_at"]),
    )
