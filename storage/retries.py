"""Messages that wait for another try: when it is, and what makes it sooner."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage import anchors
from storage.line import IS_OPEN
from storage.rows import change, iso

_MAKE_DUE = f"""UPDATE outbox INDEXED BY outbox_open
               SET next_at = CASE WHEN rests_until > :now THEN rests_until ELSE :now END
               WHERE {IS_OPEN} AND state = 'retry' AND next_at > :now AND next_at > coalesce(rests_until, '')"""


def wait(db: Database, row: int, at: datetime, rests_until: datetime, failing_since: datetime, error: str) -> None:
    """Try a message again at an instant, or sooner after a sign of life, but not before `rests_until`."""
    change(
        db,
        """UPDATE outbox SET state = 'retry', next_at = :at, rests_until = :rests_until, failing_since = :since,
           error = :error WHERE id = :id""",
        id=row,
        at=iso(at),
        rests_until=iso(rests_until),
        since=iso(failing_since),
        error=error,
    )


def make_chat_due(db: Database, channel: str, address: str, now: datetime) -> None:
    """A chat takes messages again: what waits for another try to it is due."""
    change(
        db, f"{_MAKE_DUE} AND channel = :channel AND address = :address", channel=channel, address=address, now=iso(now)
    )


def make_user_due(db: Database, channel: str, user_key: str, now: datetime) -> None:
    """Somebody wrote: what waits for another try to them is due."""
    change(
        db,
        f"""{_MAKE_DUE} AND channel = :channel AND account IN (
                SELECT id FROM accounts WHERE channel = :channel AND user_key = :user_key AND unlinked_at IS NULL)""",
        channel=channel,
        user_key=user_key,
        now=iso(now),
    )


def make_all_due(db: Database, channel: str, outage_began: datetime, now: datetime) -> None:
    """An outage is over: what waits for another try is due, and what failed in the outage has all its time again."""
    # What had been failing before the outage is not the outage's fault and gets no more time.
    change(
        db,
        f"""UPDATE outbox SET failing_since = :now
            WHERE {IS_OPEN} AND channel = :channel AND failing_since >= :began AND state = 'retry'""",
        channel=channel,
        began=iso(outage_began),
        now=iso(now),
    )
    change(db, f"{_MAKE_DUE} AND channel = :channel", channel=channel, now=iso(now))


def recover(db: Database, now: datetime) -> int:
    """At start: what was being sent is sent once more, as nobody knows whether it arrived; what waits for another try
    is due, as nobody knows how the channel is doing. Return how many were being sent."""
    change(db, _MAKE_DUE, now=iso(now))
    anchors.count_as_shown(db)
    sql = f"""UPDATE outbox INDEXED BY outbox_open SET state = 'unknown', next_at = :now
              WHERE {IS_OPEN} AND state = 'sending'"""
    return change(db, sql, now=iso(now))
