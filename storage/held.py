"""Messages that their channel keeps until their reader opens the page: handed over, and not known to have been seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlite_utils import Database

from storage.outbox import Message, stored_message
from storage.rows import change, instant, iso, listed, rows, value

NEVER = datetime.max.replace(tzinfo=UTC)
"""Nothing follows from this one not being opened."""
UNOPENED = "unopened"
"""The error of a held message that was not opened in time: what goes on after its end goes on without it."""
_IS_HELD = "state = 'held'"


def hold(db: Database, message: Message, message_id: str, now: datetime, look_at: datetime) -> None:
    """Keep that a channel took a message; `look_at`: when what follows from its not being opened is due.

    What another way may need is kept with it. Its address stays, by which it is found when it is opened.
    """
    change(
        db,
        f"""UPDATE outbox SET {_IS_HELD}, ended_at = :now, message_id = :message_id, error = NULL, next_at = :look_at,
               body = CASE WHEN :keeps THEN body END WHERE id = :id""",
        id=message.id,
        now=iso(now),
        message_id=message_id,
        look_at=iso(look_at),
        keeps=message.ways is not None,
    )


def with_ids(db: Database, channel: str, address: str, message_ids: Collection[str]) -> list[tuple[Message, str]]:
    """Return the held messages of a chat that the channel calls by these ids, each with its id."""
    found = rows(
        db,
        f"""SELECT * FROM outbox WHERE channel = :channel AND address = :address AND {_IS_HELD}
            AND message_id IN (SELECT value FROM json_each(:ids)) ORDER BY id""",
        channel=channel,
        address=address,
        ids=listed(message_ids),
    )
    return [(stored_message(row), row["message_id"]) for row in found]


def due(db: Database, now: datetime, most: int) -> list[Message]:
    """Return the held messages that were not opened in time, or whose time is over, the first of them."""
    sql = f"SELECT * FROM outbox WHERE {_IS_HELD} AND next_at <= :now ORDER BY next_at, id LIMIT :most"
    return [stored_message(row) for row in rows(db, sql, now=iso(now), most=most)]


def next_due(db: Database) -> datetime | None:
    """Return when the next held message is to be looked at; None where none ever is."""
    found = value(db, f"SELECT min(next_at) FROM outbox WHERE {_IS_HELD}")
    at = instant(str(found)) if found else NEVER
    return None if at >= NEVER else at


def leave(db: Database, message: Message) -> None:
    """Keep that a message was not opened in time and stays where it is; it may be opened at any time."""
    change(
        db,
        "UPDATE outbox SET error = :error, body = NULL, next_at = :at WHERE id = :id",
        id=message.id,
        error=UNOPENED,
        at=iso(NEVER),
    )


def is_unopened(db: Database, row: int) -> bool:
    """Return whether a held message was not opened in time."""
    return value(db, "SELECT error FROM outbox WHERE id = :id", id=row) == UNOPENED


def unopened(db: Database) -> dict[str, int]:
    """Return by channel how many messages it keeps that were not opened in time."""
    sql = f"SELECT channel, count(*) AS n FROM outbox WHERE {_IS_HELD} AND error = '{UNOPENED}' GROUP BY channel"
    return {row["channel"]: row["n"] for row in rows(db, sql)}
