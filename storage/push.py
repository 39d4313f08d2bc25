"""Browsers that are rung for what comes unasked (Web Push): where, what for, and what became of it.

An endpoint is a capability of its browser: it is in no backup, as no session is that has not ended, and in no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.ringing import Outcome
from storage.rows import change, instant, iso, maybe_instant, one, rows, value
from storage.web_messages import CHANNEL, last_change

_FORGOTTEN = "push_endpoint = NULL, push_p256dh = NULL, push_auth = NULL, push_since = NULL"
_UNOPENED = "rings = 1 AND opened_at IS NULL AND act_key IS NULL AND taken = 1 AND deleted_at IS NULL"


@dataclass(frozen=True, repr=False)
class Subscription:
    """Where and how a browser is reached: its address at its push service, its public key, its secret."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Waiting:
    """A browser for which something has come that no page has shown and for which it was not rung."""

    session: str
    subscription: Subscription
    first_at: datetime
    """When the first of it came."""
    last_at: datetime
    upto: int
    """The number of the last of it."""
    rung_at: datetime | None
    rung_upto: int
    """Up to which message it was rung for before, and when."""
    is_unanswered: bool
    """Whether something that it was rung for is still not opened."""


def subscribe(db: Database, session: str, to: Subscription, now: datetime) -> None:
    """Ring a live session's browser from now on, for what comes from now on, and nobody else's at the same address."""
    change(db, f"UPDATE web_sessions SET {_FORGOTTEN} WHERE push_endpoint = :endpoint", endpoint=to.endpoint)
    change(
        db,
        """UPDATE web_sessions SET push_endpoint = :endpoint, push_p256dh = :p256dh, push_auth = :auth,
               push_since = :now, rung_at = NULL, rung_upto = :upto WHERE id = :session AND ended_at IS NULL""",
        session=session,
        endpoint=to.endpoint,
        p256dh=to.p256dh,
        auth=to.auth,
        now=iso(now),
        upto=last_change(db),
    )


def unsubscribe(db: Database, session: str) -> None:
    """Ring a session's browser no more."""
    change(db, f"UPDATE web_sessions SET {_FORGOTTEN} WHERE id = :session", session=session)


def is_subscribed(db: Database, session: str) -> bool:
    """Return whether a live session's browser is rung."""
    sql = "SELECT 1 FROM web_sessions WHERE id = :session AND push_endpoint IS NOT NULL AND ended_at IS NULL"
    return one(db, sql, session=session) is not None


def forget(db: Database, session: str, endpoint: str) -> None:
    """Forget an address that is none any more, unless the browser has told another one meanwhile."""
    change(
        db,
        f"UPDATE web_sessions SET {_FORGOTTEN} WHERE id = :session AND push_endpoint = :endpoint",
        session=session,
        endpoint=endpoint,
    )


def count(db: Database) -> int:
    """Return how many browsers are rung."""
    return int(value(db, "SELECT count(*) FROM web_sessions WHERE push_endpoint IS NOT NULL") or 0)


def waiting(db: Database, since: datetime) -> list[Waiting]:
    """Return the browsers for which something has come since an instant that was neither shown nor rung for."""
    found = rows(
        db,
        f"""SELECT s.id, s.push_endpoint, s.push_p256dh, s.push_auth, s.rung_at, s.rung_upto,
                min(m.shown_at) AS first_at, max(m.shown_at) AS last_at, max(m.id) AS upto,
                EXISTS (SELECT 1 FROM web_messages e WHERE e.user_key = s.user_key AND e.id <= s.rung_upto
                    AND {_UNOPENED}) AS is_unanswered
            FROM web_messages m
            JOIN web_sessions s ON s.channel = :channel AND s.user_key = m.user_key AND s.ended_at IS NULL
            WHERE m.rings = 1 AND m.opened_at IS NULL AND m.taken = 1 AND m.deleted_at IS NULL
                AND m.shown_at > :since AND s.push_endpoint IS NOT NULL AND m.id > s.rung_upto
            GROUP BY s.id ORDER BY first_at, s.id""",
        channel=CHANNEL,
        since=iso(since),
    )
    return [_waiting(row) for row in found]


def claim(db: Database, to: Waiting, rung_at: datetime | None) -> bool:
    """Keep that all that waits for a browser is done with, and when it was rung last.

    Return False where that was done already, or all of it was opened, or is gone.
    """
    claimed = change(
        db,
        f"""UPDATE web_sessions SET rung_at = :rung_at, rung_upto = :upto
            WHERE id = :session AND push_endpoint = :endpoint AND ended_at IS NULL AND rung_upto = :before
                AND EXISTS (SELECT 1 FROM web_messages e WHERE e.user_key = web_sessions.user_key
                    AND e.id > :before AND e.id <= :upto AND {_UNOPENED})""",
        session=to.session,
        endpoint=to.subscription.endpoint,
        rung_at=iso(rung_at) if rung_at else None,
        upto=to.upto,
        before=to.rung_upto,
    )
    return bool(claimed)


def take_back(db: Database, to: Waiting) -> None:
    """A browser could not be rung for now: it is tried again."""
    change(
        db,
        """UPDATE web_sessions SET rung_at = :rung_at, rung_upto = :before
           WHERE id = :session AND push_endpoint = :endpoint AND rung_upto = :upto""",
        session=to.session,
        endpoint=to.subscription.endpoint,
        rung_at=iso(to.rung_at) if to.rung_at else None,
        before=to.rung_upto,
        upto=to.upto,
    )


def note(db: Database, day: date, outcome: str, now: datetime) -> None:
    """Count how a nudge ended."""
    change(
        db,
        """INSERT INTO nudges (day, outcome, count, last_at) VALUES (:day, :outcome, 1, :now)
           ON CONFLICT (day, outcome) DO UPDATE SET count = count + 1, last_at = :now""",
        day=day.isoformat(),
        outcome=outcome,
        now=iso(now),
    )


def outcomes(db: Database, since: date) -> Mapping[str, Outcome]:
    """Return how nudges ended since a day."""
    found = rows(
        db,
        "SELECT outcome, sum(count) AS n, max(last_at) AS at FROM nudges WHERE day >= :since GROUP BY outcome",
        since=since.isoformat(),
    )
    return {row["outcome"]: Outcome(row["n"], instant(row["at"])) for row in found}


def purge(db: Database, ended_before: datetime) -> int:
    """Delete the counts of days whose last nudge ended before an instant; return how many."""
    return change(db, "DELETE FROM nudges WHERE last_at < :before", before=iso(ended_before))


def _waiting(row: Row) -> Waiting:
    return Waiting(
        row["id"],
        Subscription(row["push_endpoint"], row["push_p256dh"], row["push_auth"]),
        instant(row["first_at"]),
        instant(row["last_at"]),
        row["upto"],
        maybe_instant(row["rung_at"]),
        row["rung_upto"],
        bool(row["is_unanswered"]),
    )
