"""Messages on their way out, and the anchors that name messages already there."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from storage.rows import change, instant, iso, maybe_instant, one, rows, value

_SHOWS = ("send", "replace")
"""Kinds after which a message shows something else."""
_IS_OPEN = "state IN ('queued', 'sending', 'retry', 'unknown')"
_IS_WAITING = "state IN ('queued', 'retry', 'unknown')"


@dataclass(frozen=True)
class Envelope:
    """A message to be put into the outbox, already in its reader's language."""

    dedupe_key: str
    channel: str
    address: str
    account: int | None
    lane: str
    kind: str
    body: dict[str, Any]
    anchor: str = ""
    subject: str = ""
    guard: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Message:
    """A stored message."""

    id: int
    channel: str
    address: str
    account: int | None
    lane: str
    kind: str
    anchor: str
    subject: str
    body: dict[str, Any]
    guard: str
    expires_at: datetime | None
    state: str
    attempts: int


@dataclass(frozen=True)
class Anchor:
    """Where a named message is and what it shows."""

    address: str
    message_id: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A message that was sent, without what it said. `receipt`: it answered the sending of a report."""

    key: str
    account: int | None
    kind: str
    at: datetime
    receipt: bool


def put(db: Database, envelope: Envelope, now: datetime) -> None:
    """Queue a message once per dedupe key; an earlier one of the same anchor that still waits is superseded.

    What supersedes a new message is sent as a new one: the message it would edit is the one before.
    """
    kind = envelope.kind
    if envelope.anchor and kind in _SHOWS:
        kind = "send" if _supersede(db, envelope.anchor, now) else kind
    change(
        db,
        """INSERT INTO outbox (dedupe_key, channel, address, account, lane, kind, anchor, subject, body, guard,
                               expires_at, next_at, created_at)
           VALUES (:key, :channel, :address, :account, :lane, :kind, :anchor, :subject, :body, :guard,
                   :expires_at, :now, :now)
           ON CONFLICT (dedupe_key) DO NOTHING""",
        key=envelope.dedupe_key,
        channel=envelope.channel,
        address=envelope.address,
        account=envelope.account,
        lane=envelope.lane,
        kind=kind,
        anchor=envelope.anchor or None,
        subject=envelope.subject or None,
        body=json.dumps(envelope.body, ensure_ascii=False),
        guard=envelope.guard or None,
        expires_at=iso(envelope.expires_at) if envelope.expires_at else None,
        now=iso(now),
    )


def sendable(db: Database, channel: str, now: datetime, busy: Collection[str], limit: int) -> list[Message]:
    """Return the next message of each address of a channel that nothing is on its way to, answers before all else.

    Within a lane an address is served in order: a message that waits for its retry holds back the later ones.
    """
    found = rows(
        db,
        f"""SELECT * FROM outbox WHERE id IN (
                SELECT min(id) FROM outbox WHERE channel = :channel AND {_IS_OPEN} GROUP BY address, lane)
            AND {_IS_WAITING} AND next_at <= :now ORDER BY lane DESC, id LIMIT :limit""",
        channel=channel,
        now=iso(now),
        limit=limit + 2 * len(busy),
    )
    taken = set(busy)
    chosen: list[Message] = []
    for row in found:
        if row["address"] not in taken and len(chosen) < limit:
            taken.add(row["address"])
            chosen.append(_row(row))
    return chosen


def next_at(db: Database, channel: str) -> datetime | None:
    """Return when the next message of a channel that waits is due, or None."""
    found = value(db, f"SELECT min(next_at) FROM outbox WHERE channel = :channel AND {_IS_WAITING}", channel=channel)
    return instant(str(found)) if found else None


def has_key(db: Database, key: str) -> bool:
    """Return whether a message with this dedupe key was ever queued."""
    return one(db, "SELECT 1 FROM outbox WHERE dedupe_key = :key", key=key) is not None


def next_after(db: Database, channel: str, after: datetime) -> datetime | None:
    """Return when, later than `after`, a message of a channel that waits comes due; None if none does."""
    found = value(
        db,
        f"SELECT min(next_at) FROM outbox WHERE channel = :channel AND {_IS_WAITING} AND next_at > :after",
        channel=channel,
        after=iso(after),
    )
    return instant(str(found)) if found else None


def claim(db: Database, row: int) -> bool:
    """Take a waiting message for sending; False if it no longer waits."""
    return (
        change(
            db, f"UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND {_IS_WAITING}", id=row
        )
        == 1
    )


def end(db: Database, row: int, state: str, now: datetime, message_id: str | None = None, error: str = "") -> None:
    """End a message. Its words are not kept here: what a chat shows stands with its anchor."""
    change(
        db,
        """UPDATE outbox SET state = :state, ended_at = :now, message_id = :message_id, error = :error, body = NULL,
           address = CASE WHEN account IS NULL THEN NULL ELSE address END WHERE id = :id""",
        id=row,
        state=state,
        now=iso(now),
        message_id=message_id,
        error=error or None,
    )


def wait(db: Database, row: int, at: datetime, error: str) -> None:
    """Try a message again at an instant."""
    change(
        db,
        "UPDATE outbox SET state = 'retry', next_at = :at, error = :error WHERE id = :id",
        id=row,
        at=iso(at),
        error=error,
    )


def recover(db: Database, now: datetime) -> int:
    """At start: nobody knows whether what was being sent arrived, so it is sent once more. Return how many."""
    return change(db, "UPDATE outbox SET state = 'unknown', next_at = :now WHERE state = 'sending'", now=iso(now))


def cancel_for(db: Database, account: int, now: datetime) -> int:
    """End everything that waits for an account that cannot be reached; return how many."""
    return change(
        db,
        f"""UPDATE outbox SET state = 'cancelled', ended_at = :now, body = NULL
            WHERE account = :account AND {_IS_WAITING}""",
        account=account,
        now=iso(now),
    )


def anchor(db: Database, name: str) -> Anchor | None:
    """Return the message a name stands for."""
    row = one(db, "SELECT * FROM anchors WHERE anchor = :name", name=name)
    return Anchor(row["address"], str(row["message_id"]), json.loads(row["body"])) if row else None


def put_anchor(db: Database, row: Message, message_id: str, body: dict[str, Any]) -> None:
    """Keep which message a name stands for now, and what it shows."""
    change(
        db,
        """INSERT INTO anchors (anchor, channel, address, message_id, subject, body)
           VALUES (:anchor, :channel, :address, :message_id, :subject, :body)
           ON CONFLICT (anchor) DO UPDATE SET channel = excluded.channel, address = excluded.address,
               message_id = excluded.message_id, subject = excluded.subject, body = excluded.body""",
        anchor=row.anchor,
        channel=row.channel,
        address=row.address,
        message_id=message_id,
        subject=row.subject or None,
        body=json.dumps(body, ensure_ascii=False),
    )


def forget_anchors(db: Database, account: int) -> None:
    """Forget the live screen of an account that is no longer linked."""
    change(db, "DELETE FROM anchors WHERE anchor = :anchor", anchor=f"screen:{account}")


def open_count(db: Database) -> int:
    """Return how many messages have not ended."""
    return int(value(db, f"SELECT count(*) FROM outbox WHERE {_IS_OPEN}") or 0)


def sent_since(db: Database, since: datetime, limit: int) -> list[Sent]:
    """Return the newest messages sent since an instant, the oldest of them first; edits of messages are left out."""
    found = rows(
        db,
        """SELECT o.dedupe_key, o.account, o.kind, o.ended_at, EXISTS (
               SELECT 1 FROM reports r JOIN accounts a ON a.person = r.by_person
               WHERE a.id = o.account AND r.sent_at = o.created_at AND o.kind = 'send') AS receipt
           FROM outbox o WHERE o.state = 'sent' AND o.kind IN ('send', 'file') AND o.ended_at >= :since
           ORDER BY o.ended_at DESC, o.id DESC LIMIT :limit""",
        since=iso(since),
        limit=limit,
    )
    sent = [Sent(r["dedupe_key"], r["account"], r["kind"], instant(r["ended_at"]), bool(r["receipt"])) for r in found]
    return sent[::-1]


def purge_outbox(db: Database, ended_before: datetime) -> int:
    """Delete ended messages older than this instant; return how many."""
    return change(db, "DELETE FROM outbox WHERE ended_at < :before", before=iso(ended_before))


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


def _row(row: Row) -> Message:
    return Message(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        account=row["account"],
        lane=row["lane"],
        kind=row["kind"],
        anchor=row["anchor"] or "",
        subject=row["subject"] or "",
        body=json.loads(row["body"]),
        guard=row["guard"] or "",
        expires_at=maybe_instant(row["expires_at"]),
        state=row["state"],
        attempts=row["attempts"],
    )
