"""Messages on their way out: queued, claimed, ended."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.operations import Guard, Lane, Topic, TopicKind
from storage.line import IS_OPEN, IS_WAITING, firsts, next_due
from storage.rows import as_json, change, instant, iso, listed, maybe_instant, one, rows, value


class OutboxState(StrEnum):
    """Where a message stands. The first four are open: it has not ended."""

    QUEUED = "queued"
    """Not tried yet."""
    SENDING = "sending"
    """A call is under way, or was when the program died."""
    RETRY = "retry"
    """A call failed in a way that may pass; another follows."""
    UNKNOWN = "unknown"
    """It was being sent when the program died: nobody knows whether it arrived, so it is sent once more."""
    SENT = "sent"
    """The channel took it."""
    FAILED = "failed"
    """The channel refused it for good, or it was given up after its time."""
    CANCELLED = "cancelled"
    """Nobody wants it any more, or its reader cannot be reached."""
    EXPIRED = "expired"
    """It was not sent before the end of its time."""
    SUPERSEDED = "superseded"
    """A later screen of the same anchor took its place before it was sent."""
    HELD = "held"
    """The channel took it and keeps it until its reader opens the page; nobody knows whether they will."""
    PASSED = "passed"
    """It did not get to its reader this way: the row of another way took its place, and what becomes of that counts."""


class KeyTakenError(Exception):
    """A message that must be a new one bears a key that is there already."""


_KNOWN_TOPICS = frozenset(TopicKind)
"""A later version that was run on this base may have known more: its messages are sent all the same."""
_SHOWS = ("send", "replace")
"""Kinds after which a message shows something else."""
UNREACHABLE = "address gone"
"""The error of a message whose reader cannot be reached any more."""
UNCERTAIN = "may have arrived"
"""The error of a message that was cut off in a channel where it would come twice if it was sent once more."""
_WAS_LOST = f"""state = 'failed' AND kind NOT IN ('strip', 'leave') AND coalesce(error, '') <> '{UNREACHABLE}'
    AND ended_at >= :since"""


@dataclass(frozen=True)
class Envelope:
    """A message to be put into the outbox, already in its reader's language."""

    dedupe_key: str
    channel: str
    address: str
    account: int | None
    lane: Lane
    kind: str
    body: dict[str, Any]
    anchor: str = ""
    topic: Topic | None = None
    guard: Guard | None = None
    expires_at: datetime | None = None
    once: bool = False
    """Whether the key makes it the same message however often it is queued; else a known key is an error."""
    not_before: datetime | None = None
    """Until then it waits, and holds back nothing behind it."""
    ways: Mapping[str, Any] | None = None
    """As of a stored message."""


@dataclass(frozen=True)
class Message:
    """A stored message."""

    id: int
    channel: str
    address: str
    account: int | None
    lane: Lane
    kind: str
    anchor: str
    topic: Topic | None
    body: dict[str, Any]
    guard: Guard | None
    expires_at: datetime | None
    state: OutboxState
    attempts: int
    """How often it was tried before."""
    failing_since: datetime | None
    """When the time began after which it is given up; None while no call has failed."""
    ways: Mapping[str, Any] | None = None
    """What is needed to send a push by another way of its reader (`bot.domain.ways.Others`); None where none is."""


@dataclass(frozen=True)
class Ended:
    """A message that has ended, without what it said."""

    account: int | None
    kind: str
    topic: Topic | None
    at: datetime
    error: str = ""


def put(db: Database, envelope: Envelope, now: datetime) -> int | None:
    """Queue a message and return its id; an earlier one of the same anchor that still waits is superseded.

    What supersedes a new message is sent as a new one: the message it would edit is the one before. None where it is
    to be sent once and was queued before; raises KeyTakenError where any other's key is known.
    """
    # Before anything is superseded: asking again for the same message must leave its chat as it is.
    if envelope.once and has_key(db, envelope.dedupe_key):
        return None
    kind = envelope.kind
    if envelope.anchor and kind in _SHOWS:
        kind = "send" if _supersede(db, envelope.anchor, now) else kind
    topic, guard = envelope.topic, envelope.guard
    # By how many rows came, since an error of integrity could have other reasons.
    added = rows(
        db,
        """INSERT INTO outbox (dedupe_key, channel, address, account, lane, kind, anchor, topic, topic_arguments, body,
                               guard, guard_arguments, expires_at, next_at, created_at)
           VALUES (:key, :channel, :address, :account, :lane, :kind, :anchor, :topic, :topic_arguments, :body,
                   :guard, :guard_arguments, :expires_at, :next_at, :now)
           ON CONFLICT (dedupe_key) DO NOTHING RETURNING id""",
        key=envelope.dedupe_key,
        channel=envelope.channel,
        address=envelope.address,
        account=envelope.account,
        lane=envelope.lane,
        kind=kind,
        anchor=envelope.anchor or None,
        topic=topic.kind if topic else None,
        topic_arguments=as_json(topic.arguments) if topic else None,
        # In the body, so that it goes wherever that goes.
        body=as_json(envelope.body if envelope.ways is None else {**envelope.body, "ways": envelope.ways}),
        guard=guard.name if guard else None,
        guard_arguments=as_json(guard.arguments) if guard else None,
        expires_at=iso(envelope.expires_at) if envelope.expires_at else None,
        next_at=iso(max(envelope.not_before or now, now)),
        now=iso(now),
    )
    if not added:
        raise KeyTakenError
    return int(added[0]["id"])


def sendable(db: Database, channel: str, now: datetime, busy: Collection[str], limit: int) -> list[Message]:
    """Return the next message of each address of a channel that nothing is on its way to, answers before all else.

    Within a lane an address is served in order: a message that waits for its retry holds back the later ones.
    """
    # A busy address can have two rows here, one in each lane, and both are passed over below.
    found = firsts(db, channel, now, limit + 2 * len(busy))
    taken = set(busy)
    chosen: list[Message] = []
    for row in found:
        if row["address"] not in taken and len(chosen) < limit:
            taken.add(row["address"])
            chosen.append(stored_message(row))
    return chosen


def newest(db: Database) -> int:
    """Return the id of the message that was queued last, 0 where none is there."""
    return int(value(db, "SELECT max(id) FROM outbox") or 0)


def next_at(db: Database, channel: str) -> datetime | None:
    """Return when the next message of a channel that waits is due, or None."""
    # Also of one that stands behind another: waking too early costs a look, waking too late a delay.
    return next_due(db, channel, None)


def channels_waited_for(db: Database) -> set[str]:
    """Return the channels that messages wait for."""
    return {row["channel"] for row in rows(db, f"SELECT DISTINCT channel FROM outbox WHERE {IS_WAITING}")}


def has_key(db: Database, key: str) -> bool:
    """Return whether a message with this dedupe key was ever queued."""
    return bool(known_keys(db, [key]))


def key_of(db: Database, row: int) -> str:
    """Return the key under which a message was queued."""
    return str(value(db, "SELECT dedupe_key FROM outbox WHERE id = :id", id=row))


def known_keys(db: Database, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these dedupe keys under which a message was ever queued."""
    known = "SELECT dedupe_key FROM outbox WHERE dedupe_key IN (SELECT value FROM json_each(:keys))"
    return frozenset(row["dedupe_key"] for row in rows(db, known, keys=listed(keys)))


def topic_of_message(db: Database, channel: str, address: str, message_id: str) -> Topic | None:
    """Return what the message of a chat is about, by the channel's id; None where that is not known (any more)."""
    row = one(
        db,
        """SELECT topic, topic_arguments FROM outbox
           WHERE channel = :channel AND address = :address AND message_id = :message_id AND topic IS NOT NULL
           ORDER BY id DESC LIMIT 1""",
        channel=channel,
        address=address,
        message_id=message_id,
    )
    return stored_topic(row) if row else None


def was_queued(db: Database, anchor: str, since: datetime) -> bool:
    """Return whether a message of an anchor has been queued since an instant."""
    found = one(
        db, "SELECT 1 FROM outbox WHERE anchor = :anchor AND created_at >= :since", anchor=anchor, since=iso(since)
    )
    return found is not None


def next_after(db: Database, channel: str, after: datetime) -> datetime | None:
    """Return when, later than `after`, a message of a channel that waits comes due; None if none does."""
    return next_due(db, channel, after)


def end(
    db: Database, row: int, state: OutboxState, now: datetime, message_id: str | None = None, error: str = ""
) -> None:
    """End a message. Its words are not kept here: what a chat shows stands with its anchor."""
    change(
        # A stranger's address is not kept any longer than needed; a member's stands with the account anyway, and that
        # of a group of the desk with its place.
        db,
        """UPDATE outbox SET state = :state, ended_at = :now, message_id = :message_id, error = :error, body = NULL,
           address = CASE WHEN account IS NULL AND NOT EXISTS (
               SELECT 1 FROM places p WHERE p.channel = outbox.channel AND p.address = outbox.address)
               THEN NULL ELSE address END WHERE id = :id""",
        id=row,
        state=state,
        now=iso(now),
        message_id=message_id,
        error=error or None,
    )


def mark_passed(db: Database, row: int, now: datetime) -> None:
    """Keep that another row takes the place of a message, also of one that has just been ended."""
    sql = "UPDATE outbox SET state = 'passed', ended_at = :now, body = NULL, error = NULL WHERE id = :id"
    change(db, sql, id=row, now=iso(now))


def cancel_for(db: Database, account: int, now: datetime) -> list[Message]:
    """End everything that waits for an account that cannot be reached; return it."""
    waiting = rows(db, f"SELECT * FROM outbox WHERE account = :account AND {IS_WAITING} ORDER BY id", account=account)
    change(
        db,
        f"""UPDATE outbox SET state = 'cancelled', ended_at = :now, body = NULL, error = :error
            WHERE account = :account AND {IS_WAITING}""",
        account=account,
        now=iso(now),
        error=UNREACHABLE,
    )
    return [stored_message(row) for row in waiting]


def open_count(db: Database) -> int:
    """Return how many messages have not ended."""
    return int(value(db, f"SELECT count(*) FROM outbox WHERE {IS_OPEN}") or 0)


def oldest_open(db: Database, now: datetime) -> datetime | None:
    """Return when the oldest message that has not ended and is not for later was to be sent; None without any.

    Letters are left out: a single address may take none for hours (`letters.failing_since`).
    """
    found = value(
        db,
        f"""SELECT min(CASE state WHEN 'queued' THEN next_at ELSE created_at END) FROM outbox
            WHERE {IS_OPEN} AND channel <> 'mail' AND (state <> 'queued' OR next_at <= :now)""",
        now=iso(now),
    )
    return instant(str(found)) if found else None


def sent_since(db: Database, since: datetime, limit: int) -> list[Ended]:
    """Return the newest messages sent since an instant, the oldest of them first; edits of messages are left out."""
    found = rows(
        db,
        """SELECT account, kind, topic, topic_arguments, ended_at, error FROM outbox
           WHERE state = 'sent' AND kind IN ('send', 'file') AND ended_at >= :since
           ORDER BY ended_at DESC, id DESC LIMIT :limit""",
        since=iso(since),
        limit=limit,
    )
    return [_ended(row) for row in reversed(found)]


def failed_since(db: Database, since: datetime, limit: int) -> list[Ended]:
    """Return the newest messages that were refused or given up since an instant, newest first.

    Left out are those whose reader cannot be reached, who is told of as such, and edits that take choices away.
    """
    found = rows(
        db,
        f"""SELECT account, kind, topic, topic_arguments, ended_at, error FROM outbox
            WHERE {_WAS_LOST} ORDER BY ended_at DESC, id DESC LIMIT :limit""",
        since=iso(since),
        limit=limit,
    )
    return [_ended(row) for row in found]


def count_failed(db: Database, since: datetime) -> int:
    """Return how many messages `failed_since` would return without a limit."""
    return int(value(db, f"SELECT count(*) FROM outbox WHERE {_WAS_LOST}", since=iso(since)) or 0)


def purge_outbox(db: Database, ended_before: datetime, most: int = -1) -> int:
    """Delete ended messages older than this instant, at most so many; return how many."""
    return change(
        db,
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE ended_at < :before LIMIT :most)",
        before=iso(ended_before),
        most=most,
    )


def _supersede(db: Database, name: str, now: datetime) -> bool:
    """End what waits under an anchor; return whether a new message was among it."""
    ended = rows(
        db,
        """UPDATE outbox SET state = 'superseded', ended_at = :now, body = NULL
           WHERE anchor = :name AND state IN ('queued', 'retry') AND kind IN ('send', 'replace') RETURNING kind""",
        name=name,
        now=iso(now),
    )
    return any(row["kind"] == "send" for row in ended)


def stored_topic(row: Row) -> Topic | None:
    """Return what a stored message is about; None where this version does not know it."""
    known = row["topic"] in _KNOWN_TOPICS
    # A kind this version does not know has no words here, but the message has its own.
    return Topic(TopicKind(row["topic"]), json.loads(row["topic_arguments"])) if known else None


def _ended(row: Row) -> Ended:
    return Ended(row["account"], row["kind"], stored_topic(row), instant(row["ended_at"]), row["error"] or "")


def stored_message(row: Row, tried: int = 0) -> Message:
    """Return a stored message as it was before the tries that are taken off."""
    body = json.loads(row["body"] or "{}")
    ways = body.pop("ways", None)
    return Message(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        account=row["account"],
        lane=Lane(row["lane"]),
        kind=row["kind"],
        anchor=row["anchor"] or "",
        topic=stored_topic(row),
        body=body,
        guard=Guard(row["guard"], json.loads(row["guard_arguments"])) if row["guard"] else None,
        expires_at=maybe_instant(row["expires_at"]),
        state=OutboxState(row["state"]),
        attempts=row["attempts"] - tried,
        failing_since=maybe_instant(row["failing_since"]),
        ways=ways,
    )
