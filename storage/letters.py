"""Letters among the messages on their way out: rows of the outbox whose address is the key of a mailbox."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from storage.held import NEVER, UNOPENED
from storage.line import IS_OPEN, IS_WAITING
from storage.outbox import UNREACHABLE
from storage.rows import change, instant, iso, maybe_instant, one, value

CHANNEL = "mail"


def key_of(person: int, now: datetime) -> str:
    """Return the key of a letter, by which the last one to a person is found."""
    return f"letter:{person}:{iso(now)}"


def last(db: Database, person: int) -> datetime | None:
    """Return when the last letter to a person was taken, or refused; one that never came to that told them nothing."""
    found = _newest(db, person, "state IN ('sent', 'failed')")
    return instant(found["ended_at"]) if found else None


def waiting(db: Database, person: int) -> int | None:
    """Return the row of the letter to a person that has not ended, None where there is none."""
    found = _newest(db, person, IS_OPEN)
    return int(found["id"]) if found else None


def _newest(db: Database, person: int, where: str) -> Row | None:
    # Between two keys, so that the index of keys finds it: after the colon of the number comes the semicolon.
    return one(
        db,
        f"""SELECT id, ended_at FROM outbox WHERE dedupe_key >= :first AND dedupe_key < :after AND {where}
            ORDER BY dedupe_key DESC LIMIT 1""",
        first=f"letter:{person}:",
        after=f"letter:{person};",
    )


def bring_forward(db: Database, row: int, at: datetime) -> None:
    """Let a letter that was not tried yet leave at an instant, where it was to leave later."""
    change(
        db,
        "UPDATE outbox SET next_at = :at WHERE id = :row AND state = 'queued' AND next_at > :at",
        row=row,
        at=iso(at),
    )


def cancel(db: Database, key: str, now: datetime) -> None:
    """End what waits for an address that is not used any more."""
    change(
        db,
        f"""UPDATE outbox SET state = 'cancelled', ended_at = :now, body = NULL, address = NULL
            WHERE channel = :channel AND address = :key AND {IS_OPEN} AND {IS_WAITING}""",
        channel=CHANNEL,
        key=key,
        now=iso(now),
    )


def has_unopened(db: Database, person: int) -> bool:
    """Return whether anything is kept for a person that was not opened in time."""
    found = one(
        db,
        f"""SELECT 1 FROM outbox WHERE state = 'held' AND next_at = :never AND error = '{UNOPENED}'
            AND account IN (SELECT id FROM accounts WHERE person = :person AND unlinked_at IS NULL) LIMIT 1""",
        never=iso(NEVER),
        person=person,
    )
    return found is not None


def lost_at(db: Database, row: int) -> datetime | None:
    """Return when a message was lost: refused, given up, or without a reader. None for one that was not."""
    found = value(
        db,
        f"""SELECT ended_at FROM outbox
            WHERE id = :row AND (state = 'failed' OR (state = 'cancelled' AND error = '{UNREACHABLE}'))""",
        row=row,
    )
    return maybe_instant(str(found)) if found else None


_TRIED_IN_VAIN = f"FROM outbox WHERE channel = :channel AND {IS_OPEN} AND state = 'retry'"
_TAKEN_SINCE = f"""SELECT max(ended_at) FROM outbox WHERE ended_at >= (SELECT min(failing_since) {_TRIED_IN_VAIN})
                   AND channel = :channel AND state = 'sent'"""


def failing_since(db: Database) -> datetime | None:
    """Return since when the mail server takes no letter, of which one waits for another try; None where it takes some.

    What failed before the last one that was taken waits for its own address.
    """
    found = value(
        db,
        f"SELECT min(failing_since) {_TRIED_IN_VAIN} AND failing_since > coalesce(({_TAKEN_SINCE}), '')",
        channel=CHANNEL,
    )
    return maybe_instant(str(found)) if found else None


def count_expired(db: Database, since: datetime) -> int:
    """Return how many letters were not taken in their time since an instant, codes that nobody waits for left out."""
    found = value(
        db,
        """SELECT count(*) FROM outbox WHERE ended_at >= :since AND channel = :channel AND state = 'expired'
           AND dedupe_key LIKE 'letter:%'""",
        since=iso(since),
        channel=CHANNEL,
    )
    return int(found or 0)
