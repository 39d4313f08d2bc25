"""Who is next among the messages that are open: one of each chat and lane, found without reading all that wait."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.operations import Lane
from storage.rows import Value, instant, iso, one, rows, value

IS_OPEN = "state IN ('queued', 'sending', 'retry', 'unknown')"
"""The condition of the indexes of what is open: a query that repeats it does not look at what has ended."""
IS_WAITING = "state IN ('queued', 'retry', 'unknown')"

_FEW = 64
"""So many open messages of a channel are read as they stand; of more, only as many as it takes."""
_LOOKED_AT = 500
"""So many due messages are looked at one after the other for those that are the first of their chat."""
# The first of a queue is the first of what is open, not of what waits: nothing overtakes what is being sent.
# What has not been tried and is for later stands in no queue yet. `interactive` comes after `bulk` in the alphabet.
_OF_FEW = f"""SELECT * FROM outbox WHERE id IN (
        SELECT min(id) FROM outbox WHERE channel = :channel AND {IS_OPEN} AND (state <> 'queued' OR next_at <= :now)
        GROUP BY address, lane)
    AND {IS_WAITING} AND next_at <= :now ORDER BY lane DESC, id LIMIT :most"""
_ARE_MANY = f"SELECT 1 FROM outbox WHERE channel = :channel AND {IS_OPEN} LIMIT 1 OFFSET :few"
_OF_LANE = f"channel = :channel AND lane = :lane AND {IS_OPEN}"
_DUE = f"{_OF_LANE} AND {IS_WAITING} AND next_at <= :now"
_ARE_MANY_DUE = f"SELECT 1 FROM outbox WHERE {_DUE} LIMIT 1 OFFSET :looked_at"
# `+`: in order of their numbers and not of their times, so that the first few are found without sorting all.
_DUE_BY_NUMBER = f"{_OF_LANE} AND {IS_WAITING} AND +next_at <= :now"
_AS_FAR_AS = f"SELECT id FROM outbox WHERE {_DUE_BY_NUMBER} ORDER BY id LIMIT 1 OFFSET :looked_at"
_QUEUED = f"SELECT min(id) FROM outbox WHERE {_OF_LANE} AND (state <> 'queued' OR next_at <= :now)"
_IS_FIRST = f"id = ({_QUEUED} AND address = due.address) ORDER BY id LIMIT :most"
_BY_TIME = f"SELECT * FROM outbox AS due WHERE {_DUE} AND {_IS_FIRST}"
_BY_NUMBER = f"SELECT * FROM outbox AS due WHERE {_DUE_BY_NUMBER} AND id < :end AND {_IS_FIRST}"
_BY_CHAT = f"""WITH RECURSIVE chat (address) AS (
        SELECT min(address) FROM outbox WHERE channel = :channel AND {IS_OPEN}
        UNION ALL SELECT (SELECT min(address) FROM outbox
                          WHERE channel = :channel AND {IS_OPEN} AND address > chat.address)
                  FROM chat WHERE address IS NOT NULL)
    SELECT * FROM outbox WHERE id IN (SELECT ({_QUEUED} AND address = chat.address) FROM chat)
        AND {IS_WAITING} AND next_at <= :now ORDER BY id LIMIT :most"""
# By lane, for the index begins with the channel and the lane.
_NEXT = " UNION ALL ".join(
    f"""SELECT min(next_at) AS at FROM outbox
        WHERE channel = :channel AND lane = '{lane.value}' AND {IS_OPEN} AND {IS_WAITING} AND next_at > :after"""
    for lane in Lane
)


def firsts(db: Database, channel: str, now: datetime, most: int) -> list[Row]:
    """Return the messages that are due and the first of their chat and lane, answers before all else, at most so many.

    Open messages have an address.
    """
    if one(db, _ARE_MANY, channel=channel, few=_FEW) is None:
        return rows(db, _OF_FEW, channel=channel, now=iso(now), most=most)
    found = _of_lane(db, channel, Lane.INTERACTIVE, now, most)
    return found + _of_lane(db, channel, Lane.BULK, now, most - len(found))


def _of_lane(db: Database, channel: str, lane: Lane, now: datetime, most: int) -> list[Row]:
    most = max(most, 0)
    given: dict[str, Value] = {"channel": channel, "lane": lane.value, "now": iso(now)}
    if one(db, _ARE_MANY_DUE, **given, looked_at=_LOOKED_AT) is None:
        return rows(db, _BY_TIME, **given, most=most)
    found = rows(db, _BY_NUMBER, **given, most=most, end=value(db, _AS_FAR_AS, **given, looked_at=_LOOKED_AT))
    # Few are the first of so many: the queues are long, hence not many, and are gone through one by one.
    return found if len(found) == most else rows(db, _BY_CHAT, **given, most=most)


def next_due(db: Database, channel: str, after: datetime | None) -> datetime | None:
    """Return when the next message of a channel that waits is due, later than `after` where that is named."""
    found = value(db, f"SELECT min(at) FROM ({_NEXT})", channel=channel, after=iso(after) if after else "")
    return instant(str(found)) if found else None
