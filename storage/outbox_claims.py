"""Taking queued messages for sending: none goes out that is not marked first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from storage.line import IS_OPEN, IS_WAITING
from storage.outbox import Message, stored_message
from storage.rows import change, iso, one, rows

_IS_ANSWER = "lane = 'interactive' AND guard IS NULL AND expires_at IS NULL AND state = 'queued' AND next_at <= :now"
"""What may be sent without being asked about."""


def claim(db: Database, row: int) -> bool:
    """Take a waiting message for sending; False if it no longer waits."""
    # It may have been superseded or cancelled since it was read.
    return (
        change(
            db, f"UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND {IS_WAITING}", id=row
        )
        == 1
    )


def claim_answer(db: Database, row: int, now: datetime) -> Message | None:
    """Take an answer for sending in the transaction that queues it; None where it has to wait, or to be asked about."""
    found = rows(
        db,
        f"""UPDATE outbox SET state = 'sending', attempts = attempts + 1
            WHERE id = :id AND {_IS_ANSWER} AND NOT EXISTS (
                SELECT 1 FROM outbox AS before WHERE before.channel = outbox.channel
                    AND before.address = outbox.address AND before.lane = 'interactive' AND before.id < outbox.id
                    AND before.{IS_OPEN}) RETURNING *""",
        id=row,
        now=iso(now),
    )
    return _claimed(found)


def claim_next_answer(db: Database, channel: str, address: str, now: datetime) -> Message | None:
    """Take the next answer to an address for sending, now that the one before has ended; None as `claim_answer`."""
    found = rows(
        db,
        f"""UPDATE outbox SET state = 'sending', attempts = attempts + 1
            WHERE id = (SELECT min(id) FROM outbox WHERE channel = :channel AND address = :address
                        AND lane = 'interactive' AND {IS_OPEN}) AND {_IS_ANSWER} RETURNING *""",
        channel=channel,
        address=address,
        now=iso(now),
    )
    return _claimed(found)


def under_way(db: Database, channel: str) -> list[Message]:
    """Return the messages of a channel whose call is under way, or was when the program died."""
    found = rows(
        db, f"SELECT * FROM outbox WHERE channel = :channel AND {IS_OPEN} AND state = 'sending' ORDER BY id",
        channel=channel,
    )  # fmt: skip
    return [stored_message(row, tried=1) for row in found]


def any_due(db: Database, channel: str, address: str, now: datetime) -> bool:
    """Return whether anything is due for an address."""
    # What is open besides what waits: for the index.
    sql = f"""SELECT 1 FROM outbox WHERE channel = :channel AND address = :address AND {IS_OPEN} AND {IS_WAITING}
              AND next_at <= :now"""
    return one(db, sql, channel=channel, address=address, now=iso(now)) is not None


def _claimed(found: Sequence[Row]) -> Message | None:
    """A message as it was before it was taken, which counts a try."""
    return stored_message(found[0], tried=1) if found else None
